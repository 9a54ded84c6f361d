"""Dates as French exports write them, as UTC moments with how exact they are."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_FORMATS = (("%d/%m/%Y %H:%M:%S", "second"), ("%d/%m/%Y %H:%M", "minute"), ("%d/%m/%Y", "day"))


def moment(text: str, zone: tzinfo = PARIS) -> tuple[datetime, str] | None:
    """Return UTC time and precision of a French or ISO 8601 date, in `zone` where it names none; None: it is neither.

    >>> moment("06/07/2022 15:07")
    (datetime.datetime(2022, 7, 6, 13, 7, tzinfo=datetime.timezone.utc), 'minute')
    """
    for layout, precision in _FORMATS:
        try:
            return datetime.strptime(text, layout).replace(tzinfo=zone).astimezone(UTC), precision
        except (ValueError, OverflowError):
            continue
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        return found.astimezone(UTC), "day" if len(text) <= len("2026-11-03") else "second"
    except (ValueError, OverflowError):
        return None


def day_in(moment: datetime, zone: tzinfo = PARIS) -> date:
    """Return the day on which a moment falls in `zone`."""
    return moment.astimezone(zone).date()


def midnight(day: date, zone: tzinfo = PARIS) -> datetime:
    """Return the UTC moment at which `day` begins in `zone`: a day of 23 or 25 hours when clocks change.

    >>> midnight(date(2026, 3, 30)) - midnight(date(2026, 3, 29))
    datetime.timedelta(seconds=82800)
    """
    return datetime.combine(day, time(), zone).astimezone(UTC)
