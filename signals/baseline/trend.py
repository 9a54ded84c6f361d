"""Whether talk grows or ebbs over weeks: by series, shrunk to what is common, and only as far as the past shows it."""

from dataclasses import dataclass
from math import log

import numpy as np

from signals.baseline.tally import Bools, Floats, Ints

STEEPEST = log(2) / 7
"""A day: what doubles faster than in a week is news, and no trend that makes it expected."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """Growth of each series a bin: its rate `age` bins ago was exp(-slope x age) of its rate now."""

    slope: Floats
    variance: Floats


KNOTS = 33
"""Slopes at which exposure is summed; between them it is interpolated (a doubling of knots changes nothing)."""


def knots(per_day: int) -> Floats:
    """Return the slopes, a bin, at which exposure must be known: equal steps over all that a trend may be."""
    return np.linspace(-STEEPEST / per_day, STEEPEST / per_day, KNOTS)


@dataclass(frozen=True, slots=True)
class Tilted:
    """A sum over the past of each series, its bins weighed by exp(-slope x age): the log by series and knot."""

    knots: Floats
    logs: Floats

    @staticmethod
    def of(sums: Floats, slopes: Floats) -> "Tilted":
        """Return the function of the slope through `sums`, shape (series, knots)."""
        return Tilted(slopes, np.log(np.maximum(sums, 1e-300)))

    def at(self, slope: Floats) -> Floats:
        """Return the sum at each series' slope."""
        left, part, step = self._cell(slope)
        row = np.arange(slope.size)
        line = (1 - part) * self.logs[row, left] + part * self.logs[row, left + 1]
        bend = part * (1 - part) * step**2 / 2 * self.ages(slope)[1]
        return np.asarray(np.exp(line - bend), dtype=np.float64)

    def ages(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of the age that is summed over, at each series' slope: slope and bend of the log."""
        left, part, step = self._cell(slope)
        row, first = np.arange(slope.size), np.clip(left, 1, self.knots.size - 3)
        before, here, after, last = (self.logs[row, first + n] for n in (-1, 0, 1, 2))
        bend = ((before - 2 * here + after) + (here - 2 * after + last)) / (2 * step**2)
        middle = (self.logs[row, left + 1] - self.logs[row, left]) / step
        return -(middle + (part - 0.5) * step * bend), np.maximum(bend, 0)

    def _cell(self, slope: Floats) -> tuple[Ints, Floats, float]:
        """Return the knot left of each slope, how far beyond it the slope lies, and the step between knots."""
        step = float(self.knots[1] - self.knots[0])
        place = (slope - self.knots[0]) / step
        left = np.clip(place.astype(np.int64), 0, self.knots.size - 2)
        return left, place - left, step


def pooled_slope(level: Floats, cell: Ints, per_day: int) -> float:
    """Return the growth a bin of all talk together; `level` by age, NaN where unknown.

    Each hour of the week is compared with itself in other weeks only: a quiet Sunday is no decline. Less than two weeks
    of past show no trend. What chance explains of the growth is taken off (James and Stein 1961).
    """
    known = np.flatnonzero(~np.isnan(level))
    groups, index = np.unique(cell[known], return_inverse=True)
    times = np.bincount(index)
    age, value = known.astype(np.float64), level[known]
    own = age - (np.bincount(index, weights=age) / times)[index]
    usual = (np.bincount(index, weights=value) / times)[index]
    information = float((usual * own**2).sum())
    if information <= 0:
        return 0.0
    slope = -float((own * value).sum()) / information
    residual = value - usual * (1 - slope * own)
    freedom = known.size - groups.size - 1
    noise = float((residual**2 * own**2).sum()) / information**2 * known.size / max(freedom, 1)
    kept = max(0.0, 1 - noise / slope**2) if slope else 0.0
    return float(np.clip(slope * kept, -STEEPEST / per_day, STEEPEST / per_day))


def shared_slopes(own: Floats, noise: Floats, per_day: int) -> Slopes:
    """Return each series' growth a bin, shrunk towards the common one (DerSimonian and Laird 1986).

    `own` is what a series alone says, `noise` the variance of that; infinite: nothing.
    """
    known: Bools = np.isfinite(noise) & (noise > 0)
    own = np.where(known, own, 0.0)
    precision = np.divide(1.0, noise, out=np.zeros_like(own), where=known)
    total = float(precision.sum())
    if total <= 0:
        return Slopes(np.zeros_like(own), np.zeros_like(own))
    common = float((precision * own).sum()) / total
    spread = float((precision * (own - common) ** 2).sum()) - (int(known.sum()) - 1)
    scale = total - float((precision**2).sum()) / total
    between = max(0.0, spread / scale) if scale > 0 else 0.0
    # Few series say little about how far trends lie apart.
    common *= max(0.0, 1 - (1 / total + between / max(1, int(known.sum()))) / common**2) if common else 0.0
    weight = between * precision / (1 + between * precision)
    slope = np.clip(weight * own + (1 - weight) * common, -STEEPEST / per_day, STEEPEST / per_day)
    return Slopes(slope, (1 - weight) * between + (1 - weight) ** 2 / total)
