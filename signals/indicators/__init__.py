"""One indicator a file: a definition in two languages and a pure computation. Discovery does the rest.

Three pillars: `visibility` (digital proximity), `perception` (what users say), `action` (what was reported and done).
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import polars as pl

PILLARS = ("visibility", "perception", "action")

ENOUGH = 30
"""Observations under which a figure is said to rest on too few."""

MESSAGES = pl.Schema(
    {
        "kind": pl.String(),
        "service_id": pl.String(),
        "operator": pl.String(),
        "place_id": pl.String(),
        "rating": pl.Float64(),
        "tone": pl.Int64(),
        "n": pl.Int64(),
    }
)
"""Messages counted by kind, service, département, rating in [-1, 1] and tone (-1, 0, 1); nulls where unknown."""

MEASURES = pl.Schema(
    {
        "metric": pl.String(),
        "service_id": pl.String(),
        "service": pl.String(),
        "operator": pl.String(),
        "place_id": pl.String(),
        "value": pl.Float64(),
        "n": pl.Int64(),
    }
)
"""Aggregated counts and scores of services."""

POPULATION = pl.Schema({"place_id": pl.String(), "population": pl.Int64()})
"""Inhabitants by département."""

DELAYS = pl.Schema({"id": pl.String(), "first_message": pl.Int64(), "alerted": pl.Int64(), "decided": pl.Int64()})
"""One row an alert; milliseconds since 1970."""

ACTIONS = pl.Schema({"kind": pl.String(), "n": pl.Int64()})
"""What the institution did, by kind."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one period in one territory."""

    messages: pl.DataFrame
    measures: pl.DataFrame
    population: pl.DataFrame
    delays: pl.DataFrame
    actions: pl.DataFrame

    def inhabitants(self) -> int:
        """Return the inhabitants of the territory."""
        return int(self.population["population"].sum())

    def metric(self, name: str) -> pl.DataFrame:
        """Return the measures called `name`."""
        return self.measures.filter(pl.col("metric") == name)


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a figure: its name (or a code of ours), value and number of observations."""

    name: str
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, the observations it rests on, its 95 % interval where one makes sense, what it is made of."""

    value: float
    n: int
    interval: tuple[float, float] | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a figure means, and how it comes out of the facts; None where there is nothing to compute it from."""

    pillar: str
    order: int
    name: str
    name_en: str
    definition: str
    definition_en: str
    source: str
    source_en: str
    unit: str
    """count, share (in [0, 1]), balance (in [-1, 1]), score (out of 10), per_1000, per_10000, minutes or days."""
    compute: Callable[[Facts], Value | None]


def indicators() -> list[Indicator]:
    """Return all indicators, pillar by pillar."""
    found: list[Indicator] = [import_module(f"{__name__}.{module.name}").indicator for module in iter_modules(__path__)]
    return sorted(found, key=lambda indicator: (PILLARS.index(indicator.pillar), indicator.order))


def top_parts(frame: pl.DataFrame, by: str, value: str = "n", most: int = 8) -> tuple[Part, ...]:
    """Return the largest groups of `frame` by the column `by`, with the sum of `value`."""
    rows = (
        frame.drop_nulls(by)
        .group_by(by)
        .agg(pl.col(value).sum().alias("total"))
        .sort("total", by, descending=[True, False])
        .head(most)
    )
    return tuple(Part(name, total, int(total)) for name, total in rows.iter_rows())
