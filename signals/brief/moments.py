"""Moments as a brief tells them: by the clock of the cell, and by UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from signals.said import NARROW

ZONE = ZoneInfo("Europe/Paris")
"""Time zone of the cell."""
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "January February March April May June July August September October November December",
)


def local(milliseconds: int) -> datetime:
    """Return the moment by the clock of the cell."""
    return datetime.fromtimestamp(milliseconds / 1000, ZONE)


def clock(milliseconds: int, lang: str) -> str:
    """Return hours and minutes, local.

    >>> clock(1_790_000_000_000, "en")
    '16:13'
    """
    at = local(milliseconds)
    return f"{at.hour:02d}{NARROW}h{NARROW}{at.minute:02d}" if lang == "fr" else f"{at:%H:%M}"


def day(milliseconds: int, lang: str) -> str:
    """Return day and month, local.

    >>> day(1_790_000_000_000, "fr")
    '21 septembre'
    """
    at = local(milliseconds)
    number_of_day = "1er" if lang == "fr" and at.day == 1 else str(at.day)
    return f"{number_of_day} {MONTHS[lang != 'fr'].split()[at.month - 1]}"


def moment(milliseconds: int, lang: str) -> str:
    """Return day and time, local.

    >>> moment(1_790_000_000_000, "en")
    '21 September, 16:13'
    """
    return f"{day(milliseconds, lang)}, {clock(milliseconds, lang)}"


def both(iso: str, lang: str) -> str:
    """Return a moment in full: local time, and UTC.

    >>> both("2026-11-24T09:20:00Z", "en")
    '24 November 2026, 10:20 (09:20 UTC)'
    """
    at = datetime.fromisoformat(iso)
    here = at.astimezone(ZONE)
    text = f"{day(milliseconds(at), lang)} {here.year}, {clock(milliseconds(at), lang)}"
    utc = at.astimezone(UTC)
    there = f"{utc:%H}{NARROW}h{NARROW}{utc:%M}" if lang == "fr" else f"{utc:%H:%M}"
    other = f"{utc.day} " if utc.date() != here.date() else ""
    return f"{text} ({other}{there}{NARROW if lang == 'fr' else ' '}UTC)"


def milliseconds(at: datetime) -> int:
    """Return the moment in milliseconds since 1970."""
    return int(at.timestamp() * 1000)
