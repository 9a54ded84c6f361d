"""Records on their way into the graph, and what their source took back meanwhile."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.erase import erase
from flows.gate import Gate, Keys, Removal
from flows.sources import Refusal
from graph.model import Account, Hashtag, Link, Message
from graph.rows import moment
from graph.store import Also, Saved, Store


@dataclass
class Batch:
    """What will be saved in one transaction, and what must be erased before."""

    records: list[object] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    """What was refused meanwhile, by reason."""

    def __len__(self) -> int:
        return len(self.records) + len(self.removals) + self.refused.total()

    def add(self, record: object) -> None:
        """Take a record; a removal takes back what came before it and waits for its turn in the graph."""
        if isinstance(record, Refusal):
            self.refused[record.reason] += 1
        elif isinstance(record, Removal):
            ids = set(record.ids)
            gone = self._drop(lambda message: not ids.isdisjoint(_named(message)))
            self.removals.append(replace(record, seen=gone > 0))
        else:
            self.records.append(record)

    def spare(self, erased: Collection[str]) -> int:
        """Drop the messages that were `erased` once, and those that share one as it is; return how many."""
        if not erased:
            return 0
        gone = self._drop(lambda message: message.id in erased or message.repost_of in erased)
        for row, record in enumerate(self.records):
            if isinstance(record, Message) and record.reply_to in erased:
                self.records[row] = replace(record, reply_to=None)
        return gone

    def _drop(self, is_gone: Callable[[Message], bool]) -> int:
        """Drop messages, with the accounts, tags and links that came for them alone."""
        messages = [record for record in self.records if isinstance(record, Message)]
        gone = [message for message in messages if is_gone(message)]
        if gone:
            lost = {message.id for message in gone}
            needed = {name for message in messages if message.id not in lost for name in _around(message)}
            lost |= {name for message in gone for name in _around(message)} - needed
            kinds = (Message, Account, Hashtag, Link)
            self.records = [one for one in self.records if not (isinstance(one, kinds) and one.id in lost)]
        return len(gone)


def save(
    store: Store, batch: Batch, gate: Gate, *, now: datetime, also: Also | None = None
) -> tuple[Saved, Counter[str]]:
    """Erase what was taken back, then save the rest, with what `also` asks for in the same transaction.

    Return what was saved, and what was erased by label.

    The cursor is among the records: a kill before it is saved repeats the erasure, which then finds less to do.
    """
    erased = erase(store, batch.removals, now=now).counts if batch.removals else Counter[str]()
    if spared := batch.spare(known_erased(store, batch.records, gate.keys)):
        batch.refused["erased"] += spared
        gate.refused["erased"] += spared
        gate.admitted["Message"] -= spared
    saved = store.save_together(batch.records, now=now, also=also)
    gate.barred = barred(store, gate.about.platform)
    return saved, erased


def known_erased(store: Store, records: Collection[object], keys: Keys) -> set[str]:
    """Return which ids of messages, answered and shared ones too, were erased; one count where nothing ever was."""
    if not store.rows("tombstones")[0]["n"]:
        return set()
    ids = {
        keys.lasting(name): name
        for record in records
        if isinstance(record, Message)
        for name in (record.id, record.reply_to, record.repost_of)
        if name
    }
    return {ids[row["id"]] for row in store.rows("erased_among", ids=list(ids))}


def barred(store: Store, platform: str) -> dict[str, datetime | None]:
    """Return the tombstones of accounts of a platform, and until when what they wrote stays out; None: for ever."""
    rows = store.rows("barred", platform=platform)
    return {row["id"]: row["until"] and moment(row["until"]) for row in rows}


def _named(message: Message) -> tuple[str | None, ...]:
    return message.id, message.repost_of, message.author_id


def _around(message: Message) -> tuple[str, ...]:
    return (*filter(None, [message.author_id]), *message.hashtags, *message.links)
