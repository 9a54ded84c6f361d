"""Periods as partners write them: a day, a month, a year, or two ends of which the last is left out."""

import re
from datetime import UTC, date, datetime, timedelta

from flows.measures import PARIS, Span, day, month

_FRENCH = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


def period(begin: str, end: str = "") -> Span:
    """Return the span from `begin` until `end`, left out; without `end`, the day, month or year that `begin` names.

    Days are French ones; times without an offset are French too. Raises ValueError with what to write instead.

    >>> [f"{moment:%Y-%m-%d %H}" for moment in period("2026-01")]
    ['2025-12-31 23', '2026-01-31 23']
    >>> period("2026-01-01", "2026-02-01") == period("2026-01") == period("01/01/2026", "01/02/2026")
    True
    >>> period("2026-01-01", "2026-01-31")
    Traceback (most recent call last):
    ...
    ValueError: 2026-01-31 is the last day of the month: write the first day that is left out, 2026-02-01
    """
    first = _named(_iso(begin))
    if not end.strip():
        if first[0] == first[1]:
            raise ValueError(f"{begin[:40]} is a moment: say when the period ends")
        return first
    last = _named(_iso(end))
    if last[0] <= first[0]:
        raise ValueError(f"{end[:40]} is not after {begin[:40]}: write the first day that is left out")
    _refuse_last_day(_iso(begin), _iso(end))
    return first[0], last[0]


def _refuse_last_day(begin: str, end: str) -> None:
    """Refuse `2026-01-01` until `2026-01-31`: whoever writes that means the month, and would lose a day of it."""
    if not (begin.endswith("-01") and len(begin) == len(end) == len("2026-01-01")):
        return
    after = date.fromisoformat(end) + timedelta(days=1)
    if after.day == 1:
        raise ValueError(f"{end} is the last day of the month: write the first day that is left out, {after}")


def _iso(text: str) -> str:
    return _FRENCH.sub(r"\3-\2-\1", text.strip())


def _named(text: str) -> Span:
    if _YEAR.fullmatch(text):
        return month(f"{text}-01")[0], month(f"{text}-12")[1]
    if _MONTH.fullmatch(text):
        return month(text)
    if _TIME.fullmatch(text):
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(UTC)
        return moment, moment
    try:
        return day(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is neither a day (2026-01-31) nor a month (2026-01) nor a year") from error
