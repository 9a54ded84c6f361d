"""Periods that people choose, up to the clock of the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from ui.formats import ZONE

STEPS = tuple(timedelta(hours=hours) for hours in (1, 3, 6, 24))
FINE = (timedelta(minutes=5), timedelta(minutes=15), *STEPS)
MOST_STEPS = 31
WEEK = timedelta(days=7)
SHIFTS = {"mois": 4 * WEEK, "an": 52 * WEEK}
"""How far back what a period is compared with lies, in whole weeks: the same weekdays."""

LENGTHS = {"24h": timedelta(hours=24), "7j": timedelta(days=7), "30j": timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to `until`, both aware."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since

    def before(self) -> "Span":
        """Return the period of the same length that came just before."""
        return Span(self.since - self.length, self.since)

    def steps(self, lengths: Sequence[timedelta] = STEPS) -> list["Span"]:
        """Return it cut into steps of the first of `lengths` that gives about thirty; the last may be shorter.

        >>> from datetime import UTC
        >>> day = Span(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 25, 7, tzinfo=UTC))
        >>> len(day.steps()), str(day.steps()[0].length)
        (24, '1:00:00')
        """
        length = next((one for one in lengths if self.length <= MOST_STEPS * one), lengths[-1])
        starts, start = [], self.since.replace(minute=0, second=0, microsecond=0)
        while start < self.until:
            starts.append(start)
            start += length
        return [Span(start, min(start + length, self.until)) for start in starts]

    def against(self, compare: str) -> "Span":
        """Return the period that this one is compared with: just before, the month before or a year before.

        The two latter hold the same weekdays; none overlaps this one.

        >>> from datetime import UTC
        >>> span = Span(datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC))
        >>> [str(span.against(compare).since.date()) for compare in ("avant", "mois", "an")]
        ['2026-10-03', '2026-09-28', '2025-11-03']
        """
        if compare not in SHIFTS:
            return self.before()
        back = max(SHIFTS[compare], WEEK * ceil(self.length / WEEK))
        return Span(self.since - back, self.until - back)

    def last_day(self) -> "Span":
        """Return its last 24 hours: all that single messages are read from."""
        return Span(max(self.since, self.until - LENGTHS["24h"]), self.until)


def first_hour(span: Span) -> int:
    """Return when the first full hour of a period begins, in milliseconds.

    >>> from datetime import UTC
    >>> first_hour(Span(datetime(1970, 1, 1, 0, 20, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC)))
    3600000
    """
    return ceil(span.since.timestamp() / 3600) * 3_600_000


def span_of(period: str, now: datetime, handovers: tuple[time, time]) -> Span:
    """Return the period of that name that ends at `now`; `mois` is the last full month.

    >>> from datetime import UTC
    >>> span = span_of("releve", datetime(2026, 11, 24, 9, 30, tzinfo=UTC), (time(7), time(19)))
    >>> span.since.isoformat()
    '2026-11-24T07:00:00+01:00'
    """
    if period in LENGTHS:
        return Span(now - LENGTHS[period], now)
    today = now.astimezone(ZONE).date()
    if period == "mois":
        this = today.replace(day=1)
        last = (this - timedelta(days=1)).replace(day=1)
        return Span(datetime.combine(last, time(), ZONE), datetime.combine(this, time(), ZONE))
    starts = [
        datetime.combine(today - timedelta(days=back), hour, ZONE) for back in (0, 1) for hour in sorted(handovers)
    ]
    return Span(max(start for start in starts if start < now), now)
