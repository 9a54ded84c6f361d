"""The negative binomial that a history predicts, its tail and bounds, and false-discovery control."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from signals.baseline.tally import Bools, Floats

PRIOR_SHAPE = 0.5
"""Of the gamma prior of a rate (Jeffreys): a history of zeros expects little, not nothing."""
SPREAD = 0.5
"""How far, relative to the common value, one series' dispersion may lie from the others'."""
LEAST_DISPERSION = 0.05
"""Below this the common dispersion counts as this when it says how far series may lie from it."""


def predictive_size(dispersion: Floats, evidence: Floats, exposure: Floats, *, drift: Floats | float = 0.0) -> Floats:
    """Return the size of the negative binomial predictive.

    `evidence` is the shape of the gamma posterior of the rate (prior included), `exposure` its bins. With dispersion 0
    it is the exact gamma-Poisson predictive; with more, its variance is matched: that of the count plus that of the
    rate, which over-dispersion makes less certain. `drift` is the relative variance that an uncertain trend adds.
    """
    size: Floats = 1 / (dispersion + 1 / evidence + dispersion / np.maximum(exposure, 1) + drift)
    return size


def tail(observed: Floats, mean: Floats, size: Floats) -> Floats:
    """Return the chance of `observed` or more."""
    return np.asarray(nbinom.sf(observed - 1, size, size / (size + mean)), dtype=np.float64)


def bound(mean: Floats, size: Floats, level: float) -> Floats:
    """Return the smallest count that the predictive stays at or under with probability `level`."""
    return np.asarray(nbinom.ppf(level, size, size / (size + mean)), dtype=np.float64)


def shared_dispersion(excess: Floats, squares: Floats, mean: Floats) -> Floats:
    """Return the dispersion 1/size of each series, shrunk towards the common one, never negative.

    `excess` is the sum of (count - mean)^2 - count over a series' bins, `squares` the sum of mean^2, `mean` its
    average mean. A series is believed as far as it is informative: rare talk takes the common value.
    """
    squares = np.maximum(squares, 1e-12)
    own = excess / squares
    common = 0.0
    for _ in range(3):
        information = squares / (2 * (1 + common * mean) ** 2)
        common = max(0.0, float((information * own).sum() / information.sum())) if own.size else 0.0
    prior = 1 / (SPREAD * max(common, LEAST_DISPERSION)) ** 2
    return np.maximum(0.0, (information * own + prior * common) / (information + prior))


LEAST_SURPRISING = 0.05
"""No budget is so large that a count which chance brings more often than this is worth an alarm."""
HALVINGS = 50


@dataclass(frozen=True, slots=True)
class Discoveries:
    """What `discoveries` returns, one value a series."""

    p_values: Floats
    found: Bools


def discoveries(
    observed: Floats, mean: Floats, size: Floats, *, level: float, least: float, budget: float = 0.0
) -> Discoveries:
    """Return each series' p-value and whether it is found, at false-discovery rate `level` over all series.

    Only counts of `least` or more are ever found. Benjamini and Hochberg (1995), with the number of alarms that a
    threshold truly gives in place of series x threshold, as suits counts (Heyse 2011): a series too rare to reach
    `least` by chance costs the others nothing. With a `budget`, so many false alarms are accepted in any case: that is
    what a call brings on average when nothing happens, and never more than that.
    """
    p_values = tail(observed, mean, size)
    chance = tail(np.full(mean.shape, least), mean, size)
    heard = observed >= least
    rate = min(level, budget) if budget else level
    found = np.zeros(mean.shape, dtype=np.bool_)
    candidates = np.unique(p_values[heard & (p_values <= max(level, min(budget, LEAST_SURPRISING)))])
    most = max(budget, rate * float(heard.sum()))
    # Alarms only grow with the threshold: what even all series could not afford needs no look.
    possible = bisect_right(candidates, most, key=lambda threshold: _alarms(float(threshold), mean, size, chance))
    for threshold in candidates[:possible][::-1]:
        passing = heard & (p_values <= threshold)
        if _alarms(float(threshold), mean, size, chance) <= max(budget, rate * float(passing.sum())):
            found = passing
            break
    return Discoveries(p_values, found)


def _alarms(threshold: float, mean: Floats, size: Floats, chance: Floats) -> float:
    """Return how many series chance alone brings to a p-value of `threshold` or less; `chance` to the least count."""
    common = chance > threshold
    mean, size = mean[common], size[common]
    reached = np.asarray(nbinom.isf(threshold, size, size / (size + mean)), dtype=np.float64) + 1
    return float(chance[~common].sum() + tail(reached, mean, size).sum())


def affordable(mean: Floats, size: Floats, *, budget: float, least: float = 1.0) -> float:
    """Return the largest p-value at which all series together bring at most `budget` false alarms a call.

    Whole counts cannot hit a rate one by one (two messages where 0.2 are usual come 1.75 % of the time, one message
    18 %). Many series together can: each has its own expectation, and those that expect least alarm first.

    >>> level = affordable(np.array([0.1, 0.2, 0.3]), np.full(3, 100.0), budget=0.05)
    >>> [int(value) for value in bound(np.array([0.1, 0.2, 0.3]), np.full(3, 100.0), 1 - level) + 1]
    [2, 2, 3]
    """
    chance = tail(np.full(mean.shape, least), mean, size)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        affordable_ = _alarms(middle, mean, size, chance) <= budget
        low, high = (middle, high) if affordable_ else (low, middle)
    return low
