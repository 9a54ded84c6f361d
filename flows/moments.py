"""Dates as French exports write them, as UTC moments with how exact they are."""

from datetime import UTC, datetime, tzinfo

from flows.measures import PARIS

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
