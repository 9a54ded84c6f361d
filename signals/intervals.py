"""95 % intervals of shares, counts and means, so that no figure is shown without its uncertainty."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

Interval = tuple[float, float]

Z = 1.959964
"""97.5 % quantile of the normal distribution."""

DRAWS = 2_000


def wilson(successes: int, n: int) -> Interval:
    """Return the score interval of a share (Wilson 1927).

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"a share needs 0 <= successes <= n and n > 0, got {successes} of {n}")
    share = successes / n
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * (share * (1 - share) / n + Z**2 / (4 * n**2)) ** 0.5
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def poisson(count: int) -> Interval:
    """Return the exact interval of the mean of a Poisson count (Garwood 1936).

    >>> [round(bound, 2) for bound in poisson(10)]
    [4.8, 18.39]
    """
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(low), float(chi2.ppf(0.975, 2 * count + 2) / 2)


def mean_of_counts(values: Sequence[float], counts: Sequence[int], *, seed: int = 0) -> Interval:
    """Return the percentile bootstrap interval of a mean; `counts` says how often each of `values` was observed.

    Drawing the counts from a multinomial is the same as drawing the observations with replacement (Efron 1979).

    >>> low, high = mean_of_counts([0, 10], [50, 50])
    >>> 3.5 < low < 5 < high < 6.5
    True
    """
    observed = np.asarray(counts, dtype=np.int64)
    n = int(observed.sum())
    drawn = np.random.default_rng(seed).multinomial(n, observed / n, size=DRAWS)
    means = drawn @ np.asarray(values, dtype=float) / n
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def median(values: Sequence[float], *, seed: int = 0) -> Interval:
    """Return the percentile bootstrap interval of a median.

    >>> low, high = median([1, 2, 3, 4, 100])
    >>> 1 <= low <= 3 <= high <= 100
    True
    """
    drawn = np.random.default_rng(seed).choice(np.asarray(values, dtype=float), size=(DRAWS, len(values)))
    medians = np.median(drawn, axis=1)
    return float(np.quantile(medians, 0.025)), float(np.quantile(medians, 0.975))


def weighted_quantile(
    values: Sequence[float], counts: Sequence[int], share: float, *, seed: int = 0
) -> tuple[float, Interval]:
    """Return a quantile of `values`, in order and each observed as often as `counts` says, and its bootstrap interval.

    It is the mean of the values between which it lies when it lies between two, as a median is.

    >>> weighted_quantile([1, 2, 9], [1, 1, 2], 0.5)[0], weighted_quantile([1, 2, 9], [5, 1, 1], 0.5)[0]
    (5.5, 1.0)
    """
    at, times = np.asarray(values, dtype=float), np.asarray(counts, dtype=np.int64)
    n = int(times.sum())
    drawn = np.random.default_rng(seed).multinomial(n, times / n, size=DRAWS).cumsum(axis=1)
    quantiles = _quantiles(at, drawn, share)
    found = float(_quantiles(at, times.cumsum()[np.newaxis, :], share)[0])
    low, high = float(np.quantile(quantiles, 0.025)), float(np.quantile(quantiles, 0.975))
    return found, (min(low, found), max(high, found))


def _quantiles(
    values: npt.NDArray[np.float64], cumulated: npt.NDArray[np.int64], share: float
) -> npt.NDArray[np.float64]:
    """Return the quantile of each row of counts, cumulated along the values."""
    n = cumulated[:, -1:]
    first = (cumulated >= share * n).argmax(axis=1)
    after = (cumulated > share * n).argmax(axis=1)
    # `>` finds nothing where the quantile is the greatest value of all
    after = np.where(cumulated[np.arange(len(cumulated)), after] > share * n[:, 0], after, first)
    middle: npt.NDArray[np.float64] = (values[first] + values[after]) / 2
    return middle
