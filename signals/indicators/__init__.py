"""One indicator a file: a definition in two languages and a pure computation. Discovery does the rest.

Three pillars: `visibility` (digital proximity), `perception` (what users say), `action` (what was reported and done).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import polars as pl

from signals.facts import WATCHED, Facts

PILLARS = ("visibility", "perception", "action")

THEMES = {
    "audience": "visibility",
    "networks": "visibility",
    "proximity": "visibility",
    "jdma": "perception",
    "experiences": "perception",
    "reviews": "perception",
    "talk": "perception",
    "reports": "action",
    "answers": "action",
    "advice": "action",
    "crisis": "action",
}
"""What stands together within a pillar, in the order of the page."""

ENOUGH = 30
"""Observations under which a figure is said to rest on too few."""


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


@dataclass(frozen=True, slots=True)
class Label:
    """What an official scale calls a value under `below`."""

    below: float
    fr: str
    en: str
    grade: str
    """low, medium or high: how it is coloured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a figure means, and how it comes out of the facts; None where there is nothing to compute it from."""

    theme: str
    """One of `THEMES`, which fixes the pillar."""
    order: int
    """Place within its theme."""
    name: str
    name_en: str
    formula: str
    """In symbols and words, French."""
    formula_en: str
    definition: str
    """What to know before reading it; where an official formula is followed, which one."""
    definition_en: str
    source: str
    source_en: str
    unit: str
    """count, share (in [0, 1]), change (a share, signed), balance (in [-1, 1]), score (out of 10), stars (out of 5),
    per_1000, per_10000, per_post, minutes or days."""
    direction: str = ""
    """up: more is better; down: less is better; empty: neither."""
    labels: tuple[Label, ...] = ()
    """Labels of the official scale, lowest first."""
    reads: tuple[str, ...]
    """Tables of `signals.facts` that it is computed from."""
    heard_on: tuple[str, ...] = ()
    """Platforms whose outages leave it incomplete; `*` means all of them."""
    compute: Callable[[Facts], Value | None]

    @property
    def pillar(self) -> str:
        return THEMES[self.theme]

    @property
    def is_heard(self) -> bool:
        """Tell whether it needs that somebody was listening: no past can be read from a time before that."""
        return not WATCHED.isdisjoint(self.reads)

    def label(self, value: float) -> Label | None:
        """Return what the official scale calls a value, None where there is no scale."""
        return next((label for label in self.labels if value < label.below), None)


@cache
def by_id() -> dict[str, Indicator]:
    """Return all indicators by the name of their file, pillar by pillar, theme by theme."""
    found: dict[str, Indicator] = {
        module.name: import_module(f"{__name__}.{module.name}").indicator for module in iter_modules(__path__)
    }
    themes = list(THEMES)
    return dict(sorted(found.items(), key=lambda item: (themes.index(item[1].theme), item[1].order)))


def indicators() -> list[Indicator]:
    """Return all indicators, pillar by pillar."""
    return list(by_id().values())


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
