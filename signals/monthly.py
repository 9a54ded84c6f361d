"""What a month says: every indicator, what it was before and a year ago, and what of it can be told apart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from signals.comparison import Change, before, change, year_before
from signals.facts import Ask, Scope, read
from signals.indicators import Value, by_id
from signals.readings import Blind, Reading, reading


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of the month."""

    reading: Reading
    before: Value | None
    """In the period before of the same length and weekdays; None: no data, or nobody was watching."""
    year: Value | None
    """Fifty-two weeks ago."""
    change: Change | None
    """Since the period before, where both rest on enough."""

    @property
    def is_better(self) -> bool | None:
        """Tell whether it moved the good way; None: it did not move clearly, or neither way is better."""
        direction = self.reading.indicator.direction
        if self.change is None or not self.change.is_told_apart or not direction:
            return None
        return (self.change.value > 0) == (direction == "up")


@dataclass(frozen=True, slots=True)
class Month:
    """All that a report tells, before it is put into words."""

    scope: Scope
    rows: tuple[Row, ...]
    """Pillar by pillar, theme by theme."""

    def moved(self) -> list[Row]:
        """Return what clearly changed, the largest change first for its interval."""
        found = [row for row in self.rows if row.change is not None and row.change.is_told_apart]
        return sorted(found, key=lambda row: (-_strength(row), row.reading.id))

    def blind(self) -> Blind | None:
        """Return the longest time in which something that an indicator hears could not be heard."""
        return max(
            (row.reading.blind for row in self.rows if row.reading.blind), key=lambda one: one.hours, default=None
        )


def monthly(ask: Ask, scope: Scope, knows: Callable[[datetime], bool]) -> Month:
    """Return what the graph says of a scope; `knows` tells whether anybody was watching at a moment."""
    now = read(ask, scope)
    then, year = (read(ask, earlier) for earlier in (before(scope), year_before(scope)))
    heard_then, heard_year = (knows(facts.scope.since) for facts in (then, year))
    rows = []
    for name, indicator in by_id().items():
        found = reading(name, indicator, now)
        past = reading(name, indicator, then) if heard_then or not indicator.is_heard else None
        ago = reading(name, indicator, year) if heard_year or not indicator.is_heard else None
        rows.append(Row(found, past.value if past else None, ago.value if ago else None, _change(found, past)))
    return Month(scope, tuple(rows))


def _change(now: Reading, then: Reading | None) -> Change | None:
    if then is None or now.value is None or then.value is None or now.is_scarce or then.is_scarce:
        return None
    return change(now.value, then.value)


def _strength(row: Row) -> float:
    """Return how many half-intervals a change is away from none."""
    told = row.change
    if told is None or told.interval is None:
        return 0.0
    half = (told.interval[1] - told.interval[0]) / 2
    return abs(told.value) / half if half else float("inf")
