"""Dates as French exports write them, as UTC moments with how exact they are."""

import re
from datetime import UTC, datetime, tzinfo

from flows.measures import PARIS

_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)


def moment(text: str, zone: tzinfo = PARIS) -> tuple[datetime, str] | None:
    """Return UTC time and precision of a French or ISO 8601 date, in `zone` where it names none; None: it is neither.

    >>> moment("06/07/2022 15:07")
    (datetime.datetime(2022, 7, 6, 13, 7, tzinfo=datetime.timezone.utc), 'minute')
    """
    french = _FRENCH.fullmatch(text)
    try:
        if french is not None:
            day, month, year, hour, minute, second = (int(part or 0) for part in french.groups())
            precision = "day" if french[4] is None else "minute" if french[6] is None else "second"
            return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC), precision
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        return found.astimezone(UTC), "day" if len(text) <= len("2026-11-03") else "second"
    except (ValueError, OverflowError):
        return None
