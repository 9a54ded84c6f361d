"""When people of the exercise write: days and nights, weekdays, and the swell of a story."""

from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

STARTS_AT = datetime(2026, 2, 12, tzinfo=UTC)
CRISIS_AT = datetime(2026, 3, 14, 8, tzinfo=UTC)
ENDS_AT = datetime(2026, 3, 14, 18, tzinfo=UTC)

_BY_HOUR = (8, 5, 3, 2, 2, 4, 12, 30, 48, 50, 48, 52, 62, 55, 45, 44, 50, 62, 74, 80, 84, 76, 50, 24)
"""Weight of each local hour (UTC + 1: the exercise is in winter)."""
_BY_DAY = (1.0, 1.02, 1.0, 1.05, 1.0, 0.85, 0.8)
"""Weight of each day, Monday first."""

Curve = Sequence[tuple[datetime, float]]
"""Turning points: the weight at each moment, straight lines between, nothing outside."""


def everyday_hours(start: datetime = STARTS_AT, end: datetime = ENDS_AT) -> list[float]:
    """Return the weight of each hour from `start` to `end`."""
    count = int((end - start) / timedelta(hours=1))
    local = (start + timedelta(hours=hour + 1) for hour in range(count))
    return [_BY_HOUR[at.hour] * _BY_DAY[at.weekday()] for at in local]


def everyday(rng: Random, count: int, start: datetime = STARTS_AT, end: datetime = ENDS_AT) -> list[datetime]:
    """Return `count` moments of everyday talk, in order."""
    hours = list(accumulate(everyday_hours(start, end)))
    drawn = (bisect(hours, rng.random() * hours[-1]) for _ in range(count))
    return sorted(start + timedelta(seconds=hour * 3600 + rng.randrange(3600)) for hour in drawn)


def along(curve: Curve, rng: Random, count: int, until: datetime = ENDS_AT) -> list[datetime]:
    """Return `count` moments drawn along `curve`, in order, none after `until`."""
    minutes = int((curve[-1][0] - curve[0][0]) / timedelta(minutes=1))
    sums = list(accumulate(_height(curve, curve[0][0] + timedelta(minutes=minute)) for minute in range(minutes)))
    drawn = (bisect(sums, rng.random() * sums[-1]) for _ in range(count))
    moments = (curve[0][0] + timedelta(seconds=minute * 60 + rng.randrange(60)) for minute in drawn)
    return sorted(at for at in moments if at < until)


def _height(curve: Curve, at: datetime) -> float:
    after = next(index for index, (moment, _) in enumerate(curve) if moment > at)
    (left, low), (right, high) = curve[after - 1], curve[after]
    return low + (high - low) * ((at - left) / (right - left))


def crisis(hour: int, minute: int = 0) -> datetime:
    """Return a moment (UTC) of the day of the crisis."""
    return CRISIS_AT.replace(hour=hour, minute=minute)


def stamp(at: datetime) -> str:
    """Return `at` as scenario files write it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
