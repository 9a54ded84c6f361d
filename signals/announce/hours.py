"""When somebody may be told: quiet hours and digests, by a clock on the wall, whatever summer time does to it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def reached(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day at which the clock on the wall shows `at`, or has left it out.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> reached(date(2026, 3, 29), time(2, 30), paris).isoformat()  # the clock goes from 02:00 to 03:00
    '2026-03-29T01:00:00+00:00'
    >>> reached(date(2026, 10, 25), time(2, 30), paris).isoformat()  # it shows 02:30 twice
    '2026-10-25T00:30:00+00:00'
    """
    wanted = datetime.combine(day, at)
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    while (earlier := found - MINUTE).astimezone(zone).replace(tzinfo=None) >= wanted:
        found = earlier
    return found


def is_quiet(now: datetime, start: str, end: str, zone: ZoneInfo) -> bool:
    """Tell whether a moment lies in the quiet hours from `start` to `end`, over midnight where it ends before.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> [is_quiet(datetime(2026, 11, 24, hour, 30, tzinfo=UTC), "22:00", "07:00", paris) for hour in (5, 6, 20, 21)]
    [True, False, False, True]
    """
    if not start:
        return False
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    today = now.astimezone(zone).date()
    return any(
        reached(day, begins, zone) <= now < reached(day if ends > begins else day + DAY, ends, zone)
        for day in (today - DAY, today)
    )


def last_slot(now: datetime, digest: str, hour: int, zone: ZoneInfo) -> datetime:
    """Return the latest moment up to `now` at which a digest is due: each full hour, or each day at `hour`.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> last_slot(datetime(2026, 11, 24, 6, 59, tzinfo=UTC), "daily", 8, paris).isoformat()
    '2026-11-23T07:00:00+00:00'
    """
    if digest == "hourly":
        return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    today = now.astimezone(zone).date()
    slots = (reached(day, time(hour), zone) for day in (today, today - DAY))
    return next(slot for slot in slots if slot <= now)
