"""Periods that people choose, up to the clock of the data."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ui.formats import ZONE

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

    def last_day(self) -> "Span":
        """Return its last 24 hours: all that single messages are read from."""
        return Span(max(self.since, self.until - LENGTHS["24h"]), self.until)


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
