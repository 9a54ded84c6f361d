"""Numbers, shares and moments as people in a French crisis cell read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
"""Time zone of the cell."""

NARROW = "\u202f"

MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def number(value: float, lang: str, digits: int | None = None) -> str:
    """Return a number for reading: one decimal under 100 unless `digits` says more.

    >>> number(12345.6, "fr"), number(3.14159, "fr"), number(3.14159, "en", 2), number(-0.04, "fr"), number(7, "en")
    ('12\u202f346', '3,1', '3.14', '0', '7')
    """
    if digits is None:
        digits = 0 if abs(value) >= 100 or value == int(value) else 1
    text = f"{value:,.{digits}f}"
    if not float(text.replace(",", "")):
        text = "0"
    return text.replace(",", NARROW).replace(".", ",").replace("-", "\u2212") if lang == "fr" else text


def percent(share: float, lang: str) -> str:
    """Return a share in [0, 1] as a percentage.

    >>> percent(0.1234, "fr"), percent(0.5, "en")
    ('12,3\u202f%', '50%')
    """
    return number(100 * share, lang) + (f"{NARROW}%" if lang == "fr" else "%")


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


def length(span: timedelta, lang: str) -> str:
    """Return a length of time with its two leading units at most.

    >>> length(timedelta(minutes=95), "fr"), length(timedelta(days=2, hours=3), "en")
    ('1 h 35 min', '2 d 3 h')
    """
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return "moins d’une minute" if lang == "fr" else "less than a minute"
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "j" if lang == "fr" else "d"), (hours, "h"), (rest if not days else 0, "min")]
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)


def ago(milliseconds: int | None, now: datetime, lang: str) -> str:
    """Return how long before `now` something happened."""
    if milliseconds is None:
        return "jamais" if lang == "fr" else "never"
    text = length(max(now - local(milliseconds), timedelta()), lang)
    return f"il y a {text}" if lang == "fr" else f"{text} ago"


def milliseconds(at: datetime) -> int:
    """Return the moment in milliseconds since 1970."""
    return int(at.timestamp() * 1000)
