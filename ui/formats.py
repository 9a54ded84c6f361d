"""Numbers, shares and moments as people in a French crisis cell read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from signals.said import NARROW
from signals.said import length as length
from signals.said import number as number
from signals.said import percent as percent

ZONE = ZoneInfo("Europe/Paris")
"""Time zone of the cell."""

MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def local(milliseconds: int) -> datetime:
    """Return the moment as a clock of the cell shows it."""
    return datetime.fromtimestamp(milliseconds / 1000, ZONE)


def wall(milliseconds: int) -> int:
    """Return milliseconds that read as local time where a chart believes them to be UTC."""
    shown = local(milliseconds).replace(tzinfo=UTC)
    return int(shown.timestamp() * 1000)


def clock(milliseconds: int, lang: str) -> str:
    """Return hours and minutes, local time.

    >>> clock(1_790_000_000_000, "fr"), clock(1_790_000_000_000, "en")
    ('16\u202fh\u202f13', '16:13')
    """
    at = local(milliseconds)
    return f"{at.hour:02d}{NARROW}h{NARROW}{at.minute:02d}" if lang == "fr" else f"{at:%H:%M}"


def day(milliseconds: int, lang: str) -> str:
    """Return day and month, local time.

    >>> day(1_790_000_000_000, "fr"), day(1_790_000_000_000, "en")
    ('21 sept.', '21 Sep')
    """
    at = local(milliseconds)
    number_of_day = "1er" if lang == "fr" and at.day == 1 else str(at.day)
    return f"{number_of_day} {MONTHS[lang][at.month - 1]}"


def moment(milliseconds: int, lang: str) -> str:
    """Return day and time, local.

    >>> moment(1_790_000_000_000, "fr")
    '21 sept., 16\u202fh\u202f13'
    """
    return f"{day(milliseconds, lang)}, {clock(milliseconds, lang)}"


def ago(milliseconds: int | None, now: datetime, lang: str) -> str:
    """Return how long before `now` something happened."""
    if milliseconds is None:
        return "jamais" if lang == "fr" else "never"
    text = length(max(now - local(milliseconds), timedelta()), lang)
    return f"il y a {text}" if lang == "fr" else f"{text} ago"


def milliseconds(at: datetime) -> int:
    """Return the moment in milliseconds since 1970."""
    return int(at.timestamp() * 1000)
