"""Compare periods and territories: same weekdays, same season, per inhabitant, and only what can be told apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from signals.facts import Scope
from signals.indicators import ENOUGH, Indicator, Value
from signals.intervals import Interval

WEEK = timedelta(days=7)
YEAR = timedelta(days=364)
"""Fifty-two weeks: the same season, and the same weekdays, which 365 days are not."""

RATES = frozenset(
    {"share", "balance", "change", "score", "stars", "per_1000", "per_10000", "per_post", "minutes", "days"}
)
"""Units in which territories of different size may be compared; a count may not."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value less another, with the 95 % interval of the difference; None: one of the two has no interval."""

    value: float
    interval: Interval | None

    @property
    def is_told_apart(self) -> bool:
        """Tell whether the interval leaves no change out."""
        return self.interval is not None and not self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class Standing:
    """A territory among others: its value, and how it differs from all of them together."""

    place: str
    value: Value
    change: Change | None


def before(scope: Scope) -> Scope:
    """Return the last period of the same length and weekdays that does not overlap.

    >>> from datetime import UTC, datetime
    >>> march = Scope(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
    >>> str(before(march).since.date()), str(before(march).until.date())
    ('2026-01-25', '2026-02-24')
    """
    return _moved(scope, WEEK * ceil((scope.until - scope.since) / WEEK))


def month_before(scope: Scope) -> Scope:
    """Return the period of the same length and weekdays four weeks ago, or the last one before that does not overlap.

    >>> from datetime import UTC, datetime
    >>> day = Scope(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC))
    >>> str(month_before(day).since.date())
    '2026-10-26'
    """
    return _moved(scope, WEEK * max(4, ceil((scope.until - scope.since) / WEEK)))


def year_before(scope: Scope) -> Scope:
    """Return the period of the same length, weekdays and season, fifty-two weeks ago."""
    return _moved(scope, YEAR)


def periods(scope: Scope, number: int) -> Iterator[Scope]:
    """Yield the period and those before it, the latest first, each of the same length and weekdays."""
    for _ in range(number):
        yield scope
        scope = before(scope)


def _moved(scope: Scope, by: timedelta) -> Scope:
    # moved as the clocks of its zone show it: a change of hour must not move a day's bounds
    return replace(scope, since=scope.since - by, until=scope.until - by)


def change(now: Value, then: Value) -> Change:
    """Return the difference of two values, its interval by squaring and adding (MOVER, Zou & Donner 2008).

    It holds for any two independent estimates that have intervals; of two shares it is Newcombe's. A count has none:
    how much the days of a service vary is not known from two numbers, and it is more than chance alone has them.

    >>> found = change(Value(0.6, 100, (0.50, 0.69)), Value(0.4, 100, (0.31, 0.50)))
    >>> [round(bound, 2) for bound in found.interval], found.is_told_apart
    ([0.06, 0.33], True)
    """
    here, there = now.interval, then.interval
    difference = now.value - then.value
    if here is None or there is None:
        return Change(difference, None)
    low = ((now.value - here[0]) ** 2 + (there[1] - then.value) ** 2) ** 0.5
    high = ((here[1] - now.value) ** 2 + (then.value - there[0]) ** 2) ** 0.5
    return Change(difference, (difference - low, difference + high))


def standings(
    indicator: Indicator, places: Sequence[str], value: Callable[[str], Value | None], whole: Value | None
) -> list[Standing]:
    """Return the territories whose value rests on enough, the greatest first; none where the unit depends on size.

    Each is held against the whole that it is a part of, which makes the difference look smaller than it is, never
    larger.
    """
    if indicator.unit not in RATES:
        return []
    found = [(place, one) for place in places if (one := value(place)) is not None and one.n >= ENOUGH]
    made = [Standing(place, one, change(one, whole) if whole else None) for place, one in found]
    return sorted(made, key=lambda standing: (-standing.value.value, standing.place))
