"""How talk swells and ebbs over the week, learned from all series together."""

import numpy as np

from signals.baseline.tally import Floats, Ints

FLOOR = 0.05
"""No hour is ever expected to be quieter than this share of the average: the night must not divide by nothing."""


def weekly_shape(level: Floats, cell: Ints, per_day: int) -> Floats:
    """Return the factor of each cell of the week, shape (7 per_day,), around 1.

    `level` is the pooled count of a bin over what a flat week would give, NaN where unknown. Hour of day, day of week
    and hour of week are estimated in turn, each shrunk by what chance explains of its spread (empirical Bayes, Efron
    and Morris 1973): a short or noisy history gives a flat week.
    """
    cells = np.arange(7 * per_day)
    level = calm(level, cell % per_day, per_day)
    shape = _factors(level, cell % per_day, per_day)[cells % per_day]
    shape *= _factors(level / shape[cell], cell // per_day, 7)[cells // per_day]
    shape *= _factors(level / shape[cell], cell, 7 * per_day)
    return np.maximum(shape, FLOOR)


def calm(level: Floats, group: Ints, groups: int) -> Floats:
    """Return the levels by group without past crises: capped at twice the 90th percentile of their group, plus 1."""
    calm = level.copy()
    for n in range(groups):
        inside = group == n
        known = level[inside & ~np.isnan(level)]
        if known.size:
            calm[inside] = np.minimum(level[inside], 2 * np.quantile(known, 0.9) + 1)
    return calm


def _factors(level: Floats, group: Ints, groups: int) -> Floats:
    """Return one factor a group, shape (groups,), shrunk towards 1."""
    known = ~np.isnan(level)
    values, group = level[known], group[known]
    grand = float(values.mean()) if values.size else 0.0
    if grand <= 0:
        return np.ones(groups)
    n = np.bincount(group, minlength=groups).astype(np.float64)
    mean = np.bincount(group, weights=values, minlength=groups) / np.maximum(n, 1)
    freedom = values.size - int((n > 0).sum())
    if freedom < 1:
        return np.ones(groups)
    noise = float(((values - mean[group]) ** 2).sum()) / freedom / np.maximum(n, 1)
    spread = float((n * (mean - grand) ** 2).sum() / values.size)
    true_spread = max(0.0, spread - float((n * noise).sum() / values.size))
    keep = true_spread / (true_spread + noise) if true_spread > 0 else np.zeros(groups)
    factors: Floats = np.where(n > 0, 1 + keep * (mean / grand - 1), 1.0)
    return np.maximum(factors, FLOOR)
