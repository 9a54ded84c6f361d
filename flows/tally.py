"""What collecting a source comes to: what was read, refused and saved, what came late or twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from flows.batch import Batch
from graph.model import Measure, Message, Service
from graph.store import Saved
from graph.territory import places

RECORDS = ("Message", "Service", "Measure", "Action", "Hazard", "Event", "FactCheck", "Outage")
"""What is counted as read and saved; accounts, tags, links and cursors only come with them."""

SHOWN = 10
"""Codes of places that are named one by one."""

TOLD_ONCE = frozenset(RECORDS) - {"Service", "Outage"}
"""What a source has no reason to say again: services are named with each batch, outages end."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The time of a source that was already heard when a look began."""

    since: datetime
    """Its oldest message."""
    until: datetime
    """Its newest message."""
    delay: timedelta
    """How long its messages usually take to arrive."""

    def is_late(self, message: Message) -> bool:
        """Tell whether a new message was published when the source had been heard, longer ago than usual.

        What is older than the oldest message known is history that is being filled in, not late.
        """
        return self.since <= message.published_at < self.until - self.delay


@dataclass
class Counts:
    """Totals that are kept of a source, or what one batch adds to them."""

    read: int = 0
    """Records and refusals that came from the source."""
    saved: int = 0
    """Records that were new or changed."""
    late: int = 0
    """New messages that were published in a time already heard: see `Reach.is_late`."""
    duplicates: int = 0
    """Records that were seen before, unchanged, or twice in a batch."""
    refused: Counter[str] = field(default_factory=Counter)
    """By reason."""

    def __iadd__(self, other: "Counts") -> "Counts":
        self.read += other.read
        self.saved += other.saved
        self.late += other.late
        self.duplicates += other.duplicates
        self.refused += other.refused
        return self

    def numbers(self) -> dict[str, int]:
        """Return all of them as numbers, refusals in one."""
        return {
            "read": self.read,
            "saved": self.saved,
            "late": self.late,
            "duplicates": self.duplicates,
            "refused": self.refused.total(),
        }


def count(batch: Batch, saved: Saved, new: Sequence[Message], reach: Reach | None) -> Counts:
    """Return what `batch` comes to once it was `saved`; `new` are its messages that were not known."""
    found = Counter(type(record).__name__ for record in batch.records)
    held = Counter({label: found[label] for label in RECORDS})
    return Counts(
        read=held.total() + batch.refused.total(),
        saved=sum(saved.written(label) for label in RECORDS),
        late=sum(map(reach.is_late, new)) if reach else 0,
        duplicates=sum(number - saved.written(label) for label, number in held.items() if label in TOLD_ONCE),
        refused=batch.refused,
    )


@dataclass
class Tally:
    """What collecting one source came to."""

    source: str
    counts: Counts = field(default_factory=Counts)
    saved: Saved = field(default_factory=Saved)
    erased: int = 0
    """Messages that the source took back."""
    error: str | None = None
    unknown: set[str] = field(default_factory=set)
    """Services that messages and measures name, and that neither the catalogue nor the source knows; they are kept."""
    elsewhere: set[str] = field(default_factory=set)
    """Codes of places that messages and measures name, and that are not in the French territory; they are kept."""
    blind: Mapping[str, datetime] = field(default_factory=dict)
    """Platforms that cannot be heard now, and since when."""

    @property
    def read(self) -> int:
        return self.counts.read

    @property
    def refused(self) -> Counter[str]:
        return self.counts.refused

    @property
    def written(self) -> int:
        """Return how many records were new or changed."""
        return self.counts.saved

    def saw(self, records: Sequence[object], known: set[str]) -> None:
        """Keep the services that records name and nobody `known` does, and the places that there are not."""
        known |= {item.id for item in records if isinstance(item, Service)}
        for item in records:
            if isinstance(item, Message):
                self.unknown |= set(item.service_ids) - known
            elif isinstance(item, Measure):
                self.unknown |= {item.service_id} - known
        named = {item.place_id for item in records if isinstance(item, Message | Measure) and item.place_id}
        self.elsewhere |= named - _places()

    def __str__(self) -> str:
        said = [f"read {self.read}", f"refused {self.refused.total()}{self._reasons()}", f"saved {self.written}"]
        said += [
            f"{n} {what}" for what, n in (("late", self.counts.late), ("seen before", self.counts.duplicates)) if n
        ]
        text = f"{self.source}: {', '.join(said)}"
        if self.unknown:
            text += f"; services not in the catalogue: {', '.join(sorted(self.unknown))}"
        if self.elsewhere:
            text += f"; places not in the territory: {', '.join(sorted(self.elsewhere)[:SHOWN])}"
        return f"{text}; {said_blind(self.blind)}" if self.blind else text

    def _reasons(self) -> str:
        reasons = ", ".join(f"{number} {reason}" for reason, number in self.refused.most_common())
        return f" ({reasons})" if reasons else ""


@cache
def _places() -> frozenset[str]:
    return frozenset(place.id for place in places())


def said_blind(blind: Mapping[str, datetime]) -> str:
    """Return which platforms are not heard.

    >>> said_blind({"mastodon": datetime(2026, 3, 14, 8, 10)})
    'mastodon not heard since 2026-03-14 08:10 UTC'
    """
    return "; ".join(f"{name} not heard since {since:%Y-%m-%d %H:%M} UTC" for name, since in sorted(blind.items()))
