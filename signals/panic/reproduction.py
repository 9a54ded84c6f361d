"""The reproduction number of a wave: how many messages each message brings about, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

Floats = NDArray[np.float64]

PRIOR = (1.0, 5.0)
"""Shape and scale of the prior of R: mean and standard deviation 5, so that little is not read as calm (Cori 2013)."""
LEAST = 10.0
"""Messages in the window below which nothing can be said (Cori et al. 2013 ask for about as many)."""
SEEN = 0.5
"""Share of the messages that may have brought about others that must have been seen."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """R of a window: mean and interval of 95 %, and how sure it is above 1."""

    mean: float
    low: float
    high: float
    growing: float
    """Probability that R > 1: each message brings about more than one."""


def generation(bin_minutes: float, *, mean: float, deviation: float) -> Floats:
    """Return how likely a message follows the one that brought it about by 1, 2, … bins; sums to 1.

    A gamma distribution of this `mean` and standard `deviation`, minutes, cut where 99 % are over.

    >>> generation(10, mean=20, deviation=15).round(2)
    array([0.29, 0.32, 0.2 , 0.11, 0.05, 0.03, 0.01])
    """
    shape, scale = (mean / deviation) ** 2, deviation**2 / mean
    bins = int(np.ceil(gamma.ppf(0.99, shape, scale=scale) / bin_minutes))
    weights = np.diff(gamma.cdf(np.arange(bins + 1) * bin_minutes, shape, scale=scale))
    return np.asarray(weights / weights.sum())


def reproduction(
    counts: Sequence[float], weights: Floats, *, window: int, blind: Sequence[bool] | None = None
) -> Reproduction | None:
    """Return R over the last `window` of `counts` (messages a bin, oldest first); None where too little was seen.

    `weights` as from `generation`. Bins that were `blind` are neither counted nor taken for silence: what they may have
    brought about is made up for by what was seen, and a bin most of whose causes were not seen is left out. Counts
    more dispersed than Poisson widen the interval (quasi-likelihood).

    References
    ----------
    Cori, Ferguson, Fraser and Cauchemez (2013), A new framework and software to estimate time-varying reproduction
    numbers during epidemics. American Journal of Epidemiology 178(9).

    >>> weights = generation(10, mean=20, deviation=15)
    >>> found = reproduction([2, 3, 5, 8, 13, 20, 32, 50, 80], weights, window=4)
    >>> found.low > 2, round(found.growing, 3)
    (True, 1.0)
    >>> reproduction([0, 0, 1, 0, 2, 1, 0, 1, 1], weights, window=4)
    """
    heard = np.asarray(counts, dtype=np.float64)
    seen = ~np.asarray(blind if blind is not None else np.zeros(len(heard)), dtype=np.bool_)
    caused, known = (_before(values, weights) for values in (heard * seen, seen.astype(np.float64)))
    used = np.arange(len(heard)) >= len(heard) - window
    used &= seen & (known >= SEEN)
    caused = caused[used] / known[used]
    followed = heard[used]
    if followed.sum() < LEAST or not caused.sum():
        return None
    spread = _dispersion(followed, caused)
    shape, rate = PRIOR[0] + followed.sum() / spread, 1 / PRIOR[1] + caused.sum() / spread
    low, high = gamma.ppf((0.025, 0.975), shape, scale=1 / rate)
    return Reproduction(float(shape / rate), float(low), float(high), float(gamma.sf(1, shape, scale=1 / rate)))


def _before(values: Floats, weights: Floats) -> Floats:
    """Return for each bin the sum of what came before, weighted by how long before."""
    return np.asarray(np.convolve(np.concatenate([[0.0], values]), weights)[: len(values)])


def _dispersion(followed: Floats, caused: Floats) -> float:
    """Return how many times more the counts vary about their fit than Poisson counts would, at least 1."""
    fitted = np.maximum(caused * followed.sum() / caused.sum(), 1e-9)
    residuals = (followed - fitted) ** 2 / np.maximum(fitted, 0.5)
    return max(1.0, float(residuals.sum() / max(1, len(followed) - 1)))
