"""Invented counts of known kinds: series of hours, and what is true of the hour that is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom, poisson

from signals.baseline.tally import Bools, Floats, Grid, Ints

PAST = 672
"""Hours of history: four weeks."""
GRID = Grid(datetime(2026, 11, 1, 15, tzinfo=UTC), timedelta(hours=1), PAST)
DARK = slice(1, 7)
"""The hours of an outage that has just ended."""
AGE = np.arange(PAST + 1, dtype=np.float64)
CELL = GRID.cells()
WEEK: Floats = (1 + 0.8 * np.sin(2 * np.pi * CELL / 24)) * np.where(CELL // 24 >= 5, 0.5, 1.0)
DOUBLING = np.log(2) / PAST


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of series: mean now, size of its negative binomial (None: Poisson), and what moves it."""

    mean: float
    size: float | None = None
    weekly: bool = False
    growth: float = 0.0
    """Doublings in four weeks."""
    own_growth: float = 0.0
    """Standard deviation, between series, of their doublings in four weeks."""
    dark: bool = False
    """A six-hour outage ends when the judged hour begins."""


KINDS: Mapping[str, Kind] = {
    "poisson-0.2": Kind(0.2),
    "poisson-0.5": Kind(0.5),
    "poisson-1": Kind(1),
    "poisson-5": Kind(5),
    "poisson-20": Kind(20),
    "poisson-100": Kind(100),
    "nb-1-size-1": Kind(1, 1),
    "nb-5-size-3": Kind(5, 3),
    "nb-20-size-1": Kind(20, 1),
    "nb-20-size-3": Kind(20, 3),
    "nb-20-size-10": Kind(20, 10),
    "zeros": Kind(0.05),
    "seasonal": Kind(2, weekly=True),
    "seasonal-nb": Kind(20, 5, weekly=True),
    "seasonal-trend": Kind(20, 10, weekly=True, growth=1),
    "trend": Kind(5, growth=1),
    "trend-down": Kind(5, growth=-1),
    "trend-own": Kind(20, 10, own_growth=0.7),
    "outage": Kind(5, 5, dark=True),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Counts, shape (series, hours), hour 0 being judged; where they were seen; the truth of hour 0."""

    counts: Ints
    seen: Bools
    mean: Floats
    size: float | None

    def chance(self, bound: Floats) -> Floats:
        """Return the chance, by series, that hour 0 has more than `bound`; none where that is NaN."""
        known = np.where(np.isnan(bound), np.inf, np.floor(bound))
        if self.size is None:
            return np.asarray(poisson.sf(known, self.mean), dtype=np.float64)
        return np.asarray(nbinom.sf(known, self.size, self.size / (self.size + self.mean)), dtype=np.float64)

    def loud(self, rng: np.random.Generator, draws: int) -> Ints:
        """Return counts of hour 0 when an event adds three standard deviations and two messages to it."""
        spread = np.sqrt(self.mean + (self.mean**2 / self.size if self.size else 0))
        shape = (draws, self.mean.size)
        return _draw(rng, np.broadcast_to(self.mean, shape), self.size) + rng.poisson(3 * spread + 2, shape)


def draw(kind: Kind, rng: np.random.Generator, series: int) -> Drawn:
    """Return `series` series of a kind."""
    growth = rng.normal(kind.growth, kind.own_growth, (series, 1)) if kind.own_growth else kind.growth
    mean = kind.mean * (WEEK if kind.weekly else 1.0) * np.exp(-growth * DOUBLING * AGE)
    counts = _draw(rng, np.broadcast_to(mean, (series, PAST + 1)), kind.size)
    seen = np.ones((1, PAST + 1), dtype=np.bool_)
    if kind.dark:
        # what is not heard arrives as nothing
        counts[:, DARK], seen[:, DARK] = 0, False
    now = kind.mean * (WEEK[0] if kind.weekly else 1.0)
    return Drawn(counts, seen, np.full(series, now), kind.size)


def _draw(rng: np.random.Generator, mean: NDArray[np.float64], size: float | None) -> Ints:
    drawn = rng.poisson(mean) if size is None else rng.negative_binomial(size, size / (size + mean))
    return np.asarray(drawn, dtype=np.int64)
