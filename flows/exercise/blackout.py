"""A scenario whose source fails, or of which a platform falls silent, for a while: what did not happen to us yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.errors import SourceUnavailable
from flows.sources import Checkpoint, Collector, Item
from graph.model import Account, Message, Source

Kind = Literal["failing", "silent", "late"]
"""failing: its looks fail, and all comes at once afterwards; silent: what was said meanwhile is lost; late: it comes
afterwards, though no look failed."""

PARTITION = "blackout"


@dataclass(frozen=True, slots=True)
class Blackout:
    """From `start` to `end` nothing of `platform` is heard; when its looks fail, nothing of the whole source."""

    start: datetime
    end: datetime
    kind: Kind
    platform: str = ""

    def over(self, source: Collector, now: datetime) -> "Darkened":
        """Return `source` as it would be heard at `now`."""
        return Darkened(source, self, now)

    def hides(self, item: Item) -> bool:
        """Tell whether an item would have come meanwhile."""
        return isinstance(item, Message) and item.platform == self.platform and self._covers(item.published_at)

    def _covers(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def fails(self, now: datetime) -> bool:
        """Tell whether a look at `now` fails."""
        return self.kind == "failing" and self._covers(now)


@dataclass(frozen=True, slots=True)
class Darkened:
    """A source behind a blackout."""

    source: Collector
    blackout: Blackout
    now: datetime

    @property
    def about(self) -> Source:
        return self.source.about

    @property
    def missing(self) -> str | None:
        return self.source.missing

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield what is heard; what came late is told once, when the blackout is over."""
        if self.blackout.fails(self.now):
            raise SourceUnavailable(f"{self.about.id} is in the dark until {self.blackout.end}: try again then.")
        if self.blackout.kind == "failing":
            yield from self.source.collect(cursors)
            return
        if self.blackout.kind == "late" and self.now >= self.blackout.end and PARTITION not in cursors:
            again = self.source.collect({})
            yield from (item for item in again if isinstance(item, Account) or self.blackout.hides(item))
            yield Checkpoint("told", PARTITION)
        yield from (item for item in self.source.collect(cursors) if not self.blackout.hides(item))
