"""An indicator as people read it: its value with what keeps one from trusting it, and the public lines beside it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from signals.facts import COUNTRY, FEWEST, Facts
from signals.indicators import ENOUGH, Indicator, Label, Value

LINES = Path(__file__).with_name("references.toml")
HOUR = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A published figure to hold one of ours against."""

    indicator: str
    """Id of the indicator that measures the same, or nearly: `same` says which."""
    value: float | None = None
    """In the unit of the indicator; None: it has another unit."""
    fr: str
    en: str
    source: str
    year: int
    same: bool
    """Whether it answers the same question; if not it stands beside, and is no target."""
    kind: str
    """goal, or level (what was measured)."""


@dataclass(frozen=True, slots=True)
class Blind:
    """Hours of the period in which platforms that an indicator hears could not be heard, and which."""

    hours: float
    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator says of one scope."""

    id: str
    """Name of its file."""
    indicator: Indicator
    value: Value | None
    """None: no data, which is not 0; or so few messages of a place that they are not told (`is_hidden`)."""
    is_hidden: bool
    blind: Blind | None
    """None: everything could be heard."""

    @property
    def is_scarce(self) -> bool:
        """Tell whether the figure rests on too few observations to be read as one; counts stand for themselves."""
        return self.value is not None and self.value.n < ENOUGH and self.indicator.unit != "count"

    @property
    def label(self) -> Label | None:
        """Return what the official scale calls the value, None where there is no scale or too few observations."""
        return None if self.value is None or self.is_scarce else self.indicator.label(self.value.value)


def reading(name: str, indicator: Indicator, facts: Facts) -> Reading:
    """Return what an indicator says of the facts."""
    value = indicator.compute(facts)
    hidden = value is not None and facts.scope.place != COUNTRY and value.n < FEWEST
    return Reading(name, indicator, None if hidden else value, hidden, blind(indicator, facts))


def blind(indicator: Indicator, facts: Facts) -> Blind | None:
    """Return how long what the indicator hears could not be heard in the period, None: never."""
    if not indicator.heard_on:
        return None
    since, until = (int(at.timestamp() * 1000) for at in (facts.scope.since, facts.scope.until))
    outages = facts.table("outages").filter(pl.col("start") < until, pl.col("end").fill_null(until) > since)
    if "*" not in indicator.heard_on:
        outages = outages.filter(pl.col("platform").is_in(indicator.heard_on))
    if outages.is_empty():
        return None
    spans = sorted(
        (max(since, start), min(until, until if end is None else end))
        for start, end in outages.select("start", "end").iter_rows()
    )
    return Blind(sum(_lengths(spans)) / HOUR, tuple(sorted(set(outages["platform"]))))


def _lengths(spans: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the lengths of spans, sorted by their start, without what one shares with those before it."""
    reached = 0
    for start, end in spans:
        yield max(0, end - max(start, reached))
        reached = max(reached, end)


@cache
def lines() -> tuple[Line, ...]:
    """Return the public lines, in the order of their file."""
    return tuple(Line(**row) for row in tomllib.loads(LINES.read_text("utf-8"))["line"])


def lines_of(name: str) -> list[Line]:
    """Return the public lines of an indicator.

    >>> [(line.value, line.kind) for line in lines_of("jdma_satisfaction")]
    [(8.0, 'goal')]
    """
    return [line for line in lines() if line.indicator == name]
