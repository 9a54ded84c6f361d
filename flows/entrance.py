"""The gate for records of many sources at once, as harmonised files hold them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from flows.gate import Gate, Keys
from flows.gate.purpose import NEEDED, RECORDS
from flows.gate.retention import kept
from flows.sources import Refusal, ids_name_authors, load, names
from graph.interchange import BadRecord
from graph.model import Account, Measure, Message, Source

OTHERS = ("social", "action", "context")
"""Kinds of source whose gate lets through what belongs to none: tags and links, services and actions, hazards."""


class Entrance:
    """One gate a source. Its card stands in the files, or it is one of ours; without a card nothing may be kept."""

    def __init__(self, keys: Keys, now: datetime) -> None:
        self.keys, self.now = keys, now
        self._gates: dict[str, Gate | None] = {}
        self._accounts: dict[str, Account] = {}
        self._others = {kind: Gate(_card_of(kind), keys, now) for kind in OTHERS}

    def admit(self, records: Iterable[object]) -> Iterator[Any]:
        """Yield what may be saved, the card of each source before its first record, and a `Refusal` for the rest."""
        for record in records:
            if isinstance(record, BadRecord):
                yield Refusal(record.reason, record.where)
            elif isinstance(record, Source):
                yield from self._card(record)
            elif isinstance(record, Account):
                # shown to the gate with the messages that it wrote
                self._accounts[record.id] = record
            elif isinstance(record, Message | Measure):
                yield from self._of_source(record)
            else:
                kind = next(kind for kind in OTHERS if type(record) in RECORDS[kind])
                yield from self._others[kind].admit(record)  # type: ignore[arg-type]

    def _card(self, card: Source) -> Iterator[object]:
        if card.kind not in NEEDED:
            yield Refusal("unknown-kind", f"Source {card.id}: no purpose is written for the kind {card.kind!r}")
        elif card.id not in self._gates:
            # of our own sources our card holds, whatever the files say
            card = kept(load(card.id).about if card.id in names() else card)
            self._gates[card.id] = Gate(card, self.keys, self.now, ids_name_authors=_names_authors(card.id))
            yield card

    def _of_source(self, record: Message | Measure) -> Iterator[object]:
        if record.source_id not in self._gates:
            if record.source_id in names():
                yield from self._card(load(record.source_id).about)
            else:
                self._gates[record.source_id] = None
        gate = self._gates[record.source_id]
        if gate is None:
            yield Refusal("unknown-source", f"{record.source_id}: no card of this source")
            return
        author = isinstance(record, Message) and self._accounts.get(record.author_id or "")
        if author:
            yield from gate.admit(author)
        yield from gate.admit(record)


def _names_authors(source_id: str) -> bool:
    return source_id in names() and ids_name_authors(load(source_id))


def _card_of(kind: str) -> Source:
    return Source(
        id="import",
        name="Import",
        kind=kind,
        platform="import",
        licence="",
        purpose="Ce que des messages apportés citent, et ce qui se passe autour d'eux",
        legal_basis="Mission d'intérêt public (RGPD art. 6-1-e)",
        retention_days=365,
    )
