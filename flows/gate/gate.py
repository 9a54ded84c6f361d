"""The gate: records of a source in, what may be saved of them out, refusals counted by reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.gate.keys import Keys, quarter_of
from flows.gate.purpose import NEEDED, RECORDS
from flows.gate.removal import Removal, removal
from flows.gate.retention import oldest
from flows.sources import Checkpoint, Erasure, Item, Record, Refusal
from graph.model import Account, Action, Event, FactCheck, Hazard, Link, Measure, Message, Outage, Service, Source
from graph.records import altered
from signals.text.kept import LIMIT, cut, mask, mask_handles, names_a_person, readable

MAX_BYTES = 1_000_000
"""UTF-8 bytes of a text beyond which it is refused: no citizen wrote that."""
MAX_ID = 1_000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=1)
PLANNED = timedelta(days=366)
"""How far ahead a forecast or a running period may end."""
CALENDAR = timedelta(days=4 * 366)
"""How far ahead a calendar may reach: school holidays are set for three years."""
REMEMBERED = 100_000
"""Accounts whose kind is known at a time."""
DAMAGED = 0.1
"""Share of unreadable characters above which a text is refused."""
PUBLIC_VOICES = frozenset({"institution", "press"})

_DEFAULTS = {field.name: field.default for field in fields(Message)}
_TEXTS: dict[type, tuple[str, ...]] = {
    Action: ("text", "role"),
    Event: ("name",),
    FactCheck: ("claim", "verdict", "publisher"),
    Service: ("name", "operator"),
}
_SPOKEN = frozenset({"text", "claim", "role"})
"""Texts in which persons may be named; names of services and publishers are nobody's."""
_MOMENTS: dict[type, tuple[str, ...]] = {Action: ("at",), FactCheck: ("published_at",)}


Passed = Record | Checkpoint | Refusal | Removal
"""What comes out of the gate."""


class Gate:
    """Stands between a source and the graph. `now` is the moment of collecting, or the scenario's clock.

    Accounts are admitted with the first message that they wrote: a pseudonym is under the key of the message's
    quarter, and an account without a message serves no purpose. `ids_name_authors` as the source declares it.
    """

    def __init__(self, about: Source, keys: Keys, now: datetime, *, ids_name_authors: bool = False) -> None:
        if about.kind not in NEEDED:
            raise ValueError(
                f"{about.id}: no purpose is written for the kind {about.kind!r}, only for {sorted(NEEDED)}"
            )
        self.about, self.keys, self.now = about, keys, now
        self.ids_name_authors = ids_name_authors
        self.dropped = {name: _DEFAULTS[name] for name in sorted(_DEFAULTS.keys() - NEEDED[about.kind])}
        self.barred: Mapping[str, datetime | None] = {}
        """Tombstones of accounts: what they wrote until then is refused; None: whatever they write."""
        self.read = 0
        self.admitted: Counter[str] = Counter()
        """Records that came through, by type."""
        self.refused: Counter[str] = Counter()
        """Refusals of the source and of the gate, by reason."""
        self.mended: Counter[str] = Counter()
        """Texts kept after a change: cut, bad-characters, masked, personal-links."""
        self._kinds: dict[str, str] = {}
        self._shown: set[str] = set()

    def pass_through(self, stream: Iterable[Item]) -> Iterator[Passed]:
        """Yield what may be saved, in order; checkpoints where they were, refusals for what may not, removals."""
        for item in stream:
            if isinstance(item, Checkpoint):
                # each batch shows its accounts itself, whatever became of the batch before it
                self._shown.clear()
                yield item
            elif isinstance(item, Refusal):
                self.refused[item.reason] += 1
                yield item
            elif isinstance(item, Erasure):
                yield removal(item, self.keys, ids_name_authors=self.ids_name_authors)
            else:
                yield from self.admit(item)

    def admit(self, record: Record) -> Iterator[Record | Refusal]:
        """Yield what may be saved of a record, its author first; or the refusal, counted."""
        if isinstance(record, Account):
            self._kinds[record.id] = record.kind
            if len(self._kinds) > REMEMBERED:
                del self._kinds[next(iter(self._kinds))]
            return
        self.read += 1
        reason = self._fault(record)
        if reason is not None:
            self.refused[reason] += 1
            yield Refusal(reason, self._where(record))
            return
        if isinstance(record, Message):
            yield from self._message(record)
        else:
            self.admitted[type(record).__name__] += 1
            yield self._other(record)

    def _id(self, clear: str) -> str:
        return self.keys.lasting(clear) if self.ids_name_authors else clear

    def _where(self, record: Record) -> str:
        # an address that was refused because it names a person is not written down elsewhere
        if isinstance(record, Link) or (self.ids_name_authors and isinstance(record, Message)):
            return self.about.id
        return mask(readable(record.id)[0])[:200]

    def _fault(self, record: Record) -> str | None:
        """Return why a record may not be saved, None when it may."""
        if type(record) not in RECORDS[self.about.kind]:
            return "no-purpose"
        if not 0 < len(record.id) <= MAX_ID or not record.id.isprintable():
            return "bad-id"
        if isinstance(record, Message):
            fault = None if self._dated(record.published_at, CLOCKS_DIFFER) else "bad-date"
            return fault or _text_fault(record.text, needed=not self._rated(record)) or self._message_fault(record)
        if isinstance(record, Link):
            return "names-a-person" if names_a_person(record.id) else None
        if isinstance(record, Measure | Hazard | Outage):
            return self._span_fault(record, PLANNED)
        if isinstance(record, Event):
            return self._span_fault(record, CALENDAR) or ("no-text" if not record.name.strip() else None)
        moments = (getattr(record, name) for name in _MOMENTS.get(type(record), ()))
        if not all(self._dated(moment, CLOCKS_DIFFER) for moment in moments):
            return "bad-date"
        texts = (getattr(record, name) for name in _TEXTS.get(type(record), ()))
        return "too-large" if any(_too_large(text) for text in texts) else None

    def _message_fault(self, message: Message) -> str | None:
        if self._is_expired(message.published_at):
            return "expired"
        if self.barred and self._is_barred(message):
            return "erased"
        if message.rating is not None and not -1 <= message.rating <= 1:
            return "bad-rating"
        return None

    def _is_expired(self, moment: datetime) -> bool:
        # an exercise is dated as its script wants, and its graph goes as a whole
        return self.about.kind != "exercise" and moment < oldest(self.about, self.now)

    def _is_barred(self, message: Message) -> bool:
        if message.author_id is None:
            return False
        tombstone = self.keys.lasting(_account(message.author_id, message.platform))
        if tombstone not in self.barred:
            return False
        until = self.barred[tombstone]
        return until is None or message.published_at <= until

    def _span_fault(self, record: Measure | Hazard | Outage | Event, ahead: timedelta) -> str | None:
        end = record.start if record.end is None else record.end
        if self._dated(record.start, ahead) and self._dated(end, ahead) and record.start <= end:
            return None
        return "bad-date"

    def _dated(self, moment: datetime, ahead: timedelta) -> bool:
        return moment.utcoffset() is not None and EARLIEST <= moment <= self.now + ahead

    def _message(self, message: Message) -> Iterator[Record | Refusal]:
        voice = self._kinds.get(message.author_id or "")
        known = [name.partition(":")[2] for name in (message.author_id, *message.mentions) if name]
        text = self._text(message.text, known)
        if not text.strip() and not self._rated(message):
            self.refused["no-text"] += 1
            yield Refusal("no-text", self._where(message))
            return
        shown = {"text": text, "lang": _language(message.lang)} | self._ids(message) | self._pseudonyms(message)
        changed = altered(message, shown | self._addresses(message, voice) | self.dropped)
        if voice is not None and changed.author_id is not None and changed.author_id not in self._shown:
            self._shown.add(changed.author_id)
            self.admitted["Account"] += 1
            yield Account(id=changed.author_id, platform=message.platform, kind=voice)
        self.admitted["Message"] += 1
        yield changed

    def _rated(self, message: Message) -> bool:
        """Return whether a message says something without a word."""
        return message.rating is not None and "rating" not in self.dropped

    def _ids(self, message: Message) -> dict[str, Any]:
        if not self.ids_name_authors:
            return {}
        clear = {name: getattr(message, name) for name in ("id", "reply_to", "repost_of")}
        return {name: value and self.keys.lasting(value) for name, value in clear.items()}

    def _pseudonyms(self, message: Message) -> dict[str, Any]:
        if message.author_id is None and not message.mentions:
            return {}
        quarter = quarter_of(message.published_at)
        author, *mentions = (
            name and self.keys.pseudonym(_account(name, message.platform), quarter)
            for name in (message.author_id, *message.mentions)
        )
        return {"author_id": author, "mentions": tuple(dict.fromkeys(mentions))}

    def _addresses(self, message: Message, voice: str | None) -> dict[str, Any]:
        """Return the address and links that name no person; those of institutions and the press may be named."""
        links = tuple(link for link in message.links if link.isprintable() and not names_a_person(link))
        if len(links) < len(message.links):
            self.mended["personal-links"] += 1
        url = message.url
        if url is not None and (not url.isprintable() or len(url) > MAX_ID or not self._may_show(message, voice)):
            url = None
        return {"links": links, "url": url}

    def _may_show(self, message: Message, voice: str | None) -> bool:
        if voice in PUBLIC_VOICES:
            return True
        return message.kind not in {"post", "comment"} and not names_a_person(message.url or "")

    def _text(self, text: str, known: Iterable[str] = (), *, spoken: bool = True) -> str:
        whole, lost = readable(text)
        masked = mask(whole, known) if spoken else mask_handles(whole, known)
        self.mended["bad-characters"] += lost > 0
        self.mended["masked"] += masked != whole
        self.mended["cut"] += len(masked) > LIMIT
        return cut(masked)

    def _other(self, record: Record) -> Record:
        changed: Any = {
            name: self._text(getattr(record, name), spoken=name in _SPOKEN) for name in _TEXTS.get(type(record), ())
        }
        return replace(record, **changed) if changed else record

    @property
    def counts(self) -> dict[str, Any]:
        """Return what came in, what came through (by type), what was mended and what was refused (by reason)."""
        return {
            "read": self.read,
            "admitted": dict(self.admitted),
            "mended": {name: count for name, count in self.mended.items() if count},
            "refused": dict(self.refused),
        }


def _account(name: str, platform: str) -> str:
    return name if ":" in name else f"{platform}:{name}"


def _text_fault(text: str, *, needed: bool) -> str | None:
    """Return why a text may not be kept."""
    if _too_large(text):
        return "too-large"
    stripped = text.strip()
    if not stripped:
        return "no-text" if needed else None
    if not text.isascii() or not text.isprintable():
        _, lost = readable(stripped)
        if lost > DAMAGED * len(stripped):
            return "bad-encoding"
    return None


def _too_large(text: str) -> bool:
    # four bytes a character at most: short texts need not be encoded to be measured
    return 4 * len(text) > MAX_BYTES and len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES


def _language(code: str | None) -> str | None:
    code = (code or "").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in {2, 3} else None
