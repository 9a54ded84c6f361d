"""Rate, growth and dispersion of each series from its past; what it is too rare to say, the others say for it."""

from dataclasses import dataclass

import numpy as np

from signals.baseline.predictive import PRIOR_SHAPE, predictive_size, shared_dispersion
from signals.baseline.tally import Bools, Floats, Ints
from signals.baseline.trend import Slopes, Tilted, shared_slopes

PASSES = 4
"""Fits; after each, hours far above what it explains are capped, so that a past crisis does not hide the next."""
CAP = 5.0
"""Standard deviations above the mean at which an hour of the past is capped."""
MOST_PRIOR_BINS = 24.0
"""Weight of the prior in bins where talk is rare; its mean is the usual rate of a series."""
IMAGINED = 4
"""Series that the learned spread of rates is mixed with: few series say little about how far rates lie apart."""


@dataclass(frozen=True, slots=True)
class Past:
    """Entries of the history, one a series and bin, and the exposure that they stand for."""

    series: Ints
    count: Floats
    age: Floats
    """In bins."""
    share: Floats
    """Shape of the week x share of the series that was seen, of each entry's bin."""
    weight: Floats
    exposure: Tilted
    """Weighted sum of the shares of a series over all bins, those of zeros included."""
    squares: Tilted
    """The same of shares squared, at twice the slope."""
    known: Bools
    """Series that any bin tells of."""
    thinning: float
    """Variance of a sum weighted by age and time over what it would be if weights were 1."""
    per_day: int

    def total(self, values: Floats) -> Floats:
        """Return the weighted sum of `values` (one an entry) by series."""
        summed = np.bincount(self.series, weights=self.weight * values, minlength=self.known.size)
        return np.asarray(summed, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Fit:
    """Rate a bin of the usual height now, size of the predictive, and dispersion of a series, by series."""

    rate: Floats
    size: Floats
    dispersion: Floats


def fit(past: Past) -> Fit:
    """Return rate and predictive size of each series.

    The rate has a gamma prior around the usual rate, as narrow as rates of series are alike (empirical Bayes, Efron and
    Morris 1973); growth and dispersion are shared in the same way.
    """
    count, none = past.count, np.zeros(past.known.size)
    dispersion, slopes = none, Slopes(none, none)
    for _ in range(PASSES):
        exposure, squares = past.exposure.at(slopes.slope), past.squares.at(slopes.slope)
        heard = past.total(count)
        shape, bins = _prior(heard, exposure, dispersion * squares)
        evidence = shape + heard
        rate = evidence / (bins + exposure)
        mean = rate[past.series] * past.share * np.exp(-slopes.slope[past.series] * past.age)
        # Of all bins, those of zeros included: (count - mean)^2 - count.
        excess = past.total(count**2 - 2 * count * mean - count) + rate**2 * squares
        dispersion = shared_dispersion(excess, rate**2 * squares, rate)
        slopes = _slopes(past, count, slopes.slope, rate=rate, dispersion=dispersion)
        count = np.minimum(past.count, mean + CAP * np.sqrt(mean + dispersion[past.series] * mean**2) + 1)
    drift = np.where(past.known, past.exposure.ages(slopes.slope)[0] ** 2 * slopes.variance, 0.0)
    return Fit(rate, predictive_size(dispersion, evidence, bins + exposure, drift=drift), dispersion)


def _prior(heard: Floats, exposure: Floats, clumping: Floats) -> tuple[float, float]:
    """Return shape and bins of the gamma prior; `clumping` is what dispersion adds to the variance of sums."""
    usual = float(heard.sum()) / max(float(exposure.sum()), 1.0)
    bins = PRIOR_SHAPE / max(usual, PRIOR_SHAPE / MOST_PRIOR_BINS)
    known = exposure > 0
    if usual <= 0 or not known.any():
        return PRIOR_SHAPE, bins
    share = exposure[known]
    own = heard[known] / (usual * share)
    precision = 1 / (1 / (usual * share) + clumping[known] / share**2)
    scale = float(precision.sum() - (precision**2).sum() / precision.sum())
    spread = float((precision * (own - 1) ** 2).sum()) - (share.size - 1)
    between = max(0.0, spread / scale) if scale > 0 else 0.0
    between = (share.size * between + IMAGINED / PRIOR_SHAPE) / (share.size + IMAGINED)
    narrower = max(0.0, 1 / between - PRIOR_SHAPE)
    return PRIOR_SHAPE + narrower, bins + narrower / usual


def _slopes(past: Past, count: Floats, slope: Floats, *, rate: Floats, dispersion: Floats) -> Slopes:
    """Return the growth of each series, from how much younger its messages are than `slope` says (a Newton step)."""
    mean, variance = past.exposure.ages(slope)
    exposure, squares = past.exposure.at(slope), past.squares.at(slope)
    information = np.where(past.known, rate * exposure * variance, 0.0)
    known = information > 0
    step = np.divide(mean * past.total(count) - past.total(count * past.age), information, where=known, out=slope * 0)
    clumped = 1 + dispersion * rate * squares / np.maximum(exposure, 1e-300)
    noise = np.divide(clumped * past.thinning, information, where=known, out=np.full_like(slope, np.inf))
    return shared_slopes(slope + step, noise, past.per_day)
