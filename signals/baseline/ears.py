"""EARS with down-weighted outliers, as episomer ships it: the peer that our baseline is measured against."""

import numpy as np
from scipy.stats import t as student

from signals.baseline.tally import Floats

POWER = 4.0


def ears_bound(past: Floats, *, alpha: float = 0.025, alpha_outlier: float = 0.05) -> Floats:
    """Return the bound above which EARS alerts, shape (series,), from `past` counts, shape (series, n >= 4).

    NaN where it gives no answer: a past without any spread. Source: `ears_t_reweighted` of the R package episomer
    (ECDC), after Farrington's reweighting.

    >>> ears_bound(np.array([[0.0] * 7, [0, 0, 0, 9, 0, 0, 0], [3, 4, 2, 5, 3, 4, 4]])).round(1).tolist()
    [nan, 0.0, 6.1]
    """
    n = past.shape[1]
    mean = past.mean(axis=1, keepdims=True)
    left = (past.sum(axis=1, keepdims=True) - past) / (n - 1)
    # Variance of the other days, by leaving one day out.
    others = ((past**2).sum(axis=1, keepdims=True) - past**2 - (n - 1) * left**2) / (n - 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = (past - mean) / (np.sqrt(np.maximum(others, 0)) * np.sqrt(1 - 1 / n))
        weight = np.where(residual > 0, np.minimum(1, (student.ppf(1 - alpha_outlier, n - 2) / residual) ** POWER), 1)
        weight *= n / weight.sum(axis=1, keepdims=True)
    center = (weight * past).mean(axis=1, keepdims=True)
    spread = np.sqrt((weight * (past - center) ** 2).sum(axis=1) / (n - 1))
    upper: Floats = center[:, 0] + student.ppf(1 - alpha, n - 1) * spread * np.sqrt(1 + 1 / n)
    upper[past.std(axis=1) == 0] = np.nan
    return upper
