"""Hourly volume: what was heard in each hour, and what nobody could hear. No row means zero only where one listened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

HOUR = 3_600_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Hour:
    """Messages of one hour. `n` is None where nothing is known, a lower bound where `blind`."""

    at: int
    n: int | None
    authors: int = 0
    expected: float | None = None
    upper: float | None = None
    blind: bool = False
    running: bool = False
    """The hour is not over: `n` still grows."""


def hours(watched: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], until: int) -> list[Hour]:
    """Return every hour from the first to the last known; `watched` are the hours of everything, in the country.

    >>> one = {"n": 4, "authors": 3, "expected": 2.0, "upper": 6.0, "blind": False}
    >>> watched = [{"hour": 0, "blind": False}, {"hour": 2 * HOUR, "blind": False}]
    >>> [hour.n for hour in hours(watched, [one | {"hour": 0}], 4 * HOUR)]
    [4, None, 0]
    """
    known = {row["hour"]: row for row in watched}
    told = {row["hour"]: row for row in rows}
    seen = sorted(known.keys() | told.keys())
    if not seen:
        return []
    found = [_hour(at, known.get(at), told.get(at)) for at in range(seen[0], seen[-1] + HOUR, HOUR)]
    return [replace(hour, running=hour.at + HOUR > until) for hour in found]


def _hour(at: int, everything: Mapping[str, Any] | None, row: Mapping[str, Any] | None) -> Hour:
    if row is not None:
        return Hour(at, row["n"], row["authors"], row["expected"], row["upper"], row["blind"])
    if everything is None:
        return Hour(at, None)
    return Hour(at, 0, blind=everything["blind"])
