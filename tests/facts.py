"""Invented facts for indicators: tables by name, what is left out is empty."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from signals.facts import COUNTRY, TABLES, Facts, Scope

SINCE = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = datetime(2026, 4, 1, tzinfo=UTC)
DAY = 86_400_000


def facts(place: str = COUNTRY, **tables: Sequence[Sequence[Any]]) -> Facts:
    """Return facts of March 2026 that hold the given rows."""
    frames = {name: pl.DataFrame(list(tables.pop(name, ())), schema=TABLES[name], orient="row") for name in TABLES}
    assert not tables, "no such tables"
    return Facts(Scope(SINCE, UNTIL, place), frames.__getitem__)


def at(days: float) -> int:
    """Return a moment of March in milliseconds since 1970."""
    return int((SINCE + timedelta(days=days)).timestamp() * 1000)


def measure(
    metric: str, value: float, n: int | None = None, *, service: str = "plainte", day: int = 0, source: str = "counts",
    place: str = "FR",
) -> tuple[Any, ...]:  # fmt: skip
    """Return a row of `measures`: one day of a service."""
    operator = "Gendarmerie nationale"
    return metric, service, service.capitalize(), operator, source, place, value, n, place, None, at(day), at(day + 1)


def message(
    kind: str = "post", n: int = 1, *, platform: str = "mastodon", service: str | None = None, own: bool = False,
    rating: float | None = None, tone: int | None = None, intent: str | None = None, operator: str | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """Return a row of `messages`."""
    return kind, platform, service, service, operator, own, rating, tone, intent, n
