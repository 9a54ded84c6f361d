"""What each series' past leads to expect of the window now."""

from dataclasses import dataclass

import numpy as np

from signals.baseline.fit import Past, fit
from signals.baseline.season import calm, weekly_shape
from signals.baseline.tally import Bools, Floats, Grid, Ints, Tally
from signals.baseline.trend import Tilted, knots, pooled_slope


@dataclass(frozen=True, slots=True)
class Expectation:
    """The predictive distribution of each series in bin 0, over the platforms that are seen now."""

    observed: Floats
    mean: Floats
    size: Floats
    platforms: Bools
    """Platforms that are seen now and known long enough; the others say nothing."""
    dispersion: Floats
    """Of each series: relative variance beyond chance."""
    level: Floats
    """By bin: what was to be heard there for each message expected in bin 0, none where it was dark."""


def expect(counts: Tally, seen: Bools, grid: Grid, *, half_life: float, warm_up: float) -> Expectation:
    """Return what each series (`counts.size` of them) is expected to show in bin 0.

    Blind bins (`seen`, shape (platforms, bins)) are left out of counts and exposure alike. `half_life` in bins: how
    fast the past fades; a platform seen for less than `warm_up` bins has no baseline yet.
    """
    weight = 0.5 ** (np.arange(grid.past + 1) / half_life)
    weight[0] = 0.0
    # A sum with these weights is then as certain as the same sum of so many whole bins (Kish 1965).
    weight *= weight.sum() / max(float((weight**2).sum()), 1e-300)
    cell = grid.cells()
    shape = _shape(_level(counts, seen), cell, grid.per_day)
    usable = seen[:, 0] & (seen[:, 1:].sum(axis=1) >= warm_up)
    kept = usable[counts.platform] & seen[counts.platform, counts.bin]
    counts = Tally(counts.series[kept], counts.platform[kept], counts.bin[kept], counts.count[kept], counts.size)
    visible = seen & usable[:, None]
    now = counts.bin == 0
    observed = _sums(counts.series[now], counts.count[now], counts.size)
    found = fit(_past(counts, visible, shape, weight=weight, per_day=grid.per_day))
    level = shape / shape[0] * visible.sum(axis=0) / max(int(usable.sum()), 1)
    return Expectation(
        observed=observed,
        mean=found.rate * shape[0],
        size=found.size,
        platforms=usable,
        dispersion=found.dispersion,
        level=level,
    )


def _shape(level: Floats, cell: Ints, per_day: int) -> Floats:
    """Return the factor of the week of each bin, shape (bins,): growth over the weeks is no part of it."""
    level = calm(level, cell % per_day, per_day)
    slope = pooled_slope(level, cell, per_day)
    return weekly_shape(level * np.exp(slope * np.arange(level.size)), cell, per_day)[cell]


def _level(counts: Tally, seen: Bools) -> Floats:
    """Return the pooled count of each bin over that of a flat week, NaN where no platform was seen or in bin 0."""
    pooled = np.zeros(seen.shape)
    np.add.at(pooled, (counts.platform, counts.bin), counts.count)
    past = seen.copy()
    past[:, 0] = False
    pooled *= past
    flat = pooled.sum(axis=1) / np.maximum(past.sum(axis=1), 1)
    expected = flat @ past
    level: Floats = np.where(expected > 0, pooled.sum(axis=0) / np.where(expected > 0, expected, 1), np.nan)
    return level


def _past(counts: Tally, visible: Bools, shape: Floats, *, weight: Floats, per_day: int) -> Past:
    """Return the entries of the history with their exposure; platforms never visible weigh nothing."""
    base = shape * weight
    age = np.arange(weight.size, dtype=np.float64)
    slopes = knots(per_day)
    tilt = np.exp(-np.outer(age, slopes))
    share = _shares(counts, visible, base)
    seen = visible.astype(np.float64)
    both = np.einsum("pb,qb,bk->pqk", seen, seen * base * shape, tilt**2)
    past = counts.bin > 0
    code, place = np.unique(counts.series[past] * weight.size + counts.bin[past], return_inverse=True)
    series, bins = np.divmod(code, weight.size)
    around = (age - age @ weight / max(float(weight.sum()), 1e-300)) ** 2
    return Past(
        series=series,
        count=_sums(place, counts.count[past], code.size),
        age=age[bins],
        share=shape[bins] * np.einsum("ep,pe->e", share[series], seen[:, bins]),
        weight=weight[bins],
        exposure=Tilted.of(share @ ((seen * base) @ tilt), slopes),
        squares=Tilted.of(np.einsum("sp,pqk,sq->sk", share, both, share), slopes),
        known=share @ (seen @ base) > 0,
        thinning=float(weight**2 @ around) / max(float(weight @ around), 1e-300),
        per_day=per_day,
    )


def _shares(counts: Tally, visible: Bools, base: Floats) -> Floats:
    """Return how each series' rate divides over platforms, shape (series, platforms), shrunk to the common division."""
    exposure = visible @ base
    totals = np.zeros((counts.size, visible.shape[0]))
    np.add.at(totals, (counts.series, counts.platform), counts.count * base[counts.bin])
    rate = np.divide(totals, exposure, out=np.zeros_like(totals), where=exposure > 0)
    common = rate.sum(axis=0)
    equal = (exposure > 0).astype(np.float64)
    common = common / common.sum() if common.sum() > 0 else equal / max(equal.sum(), 1)
    # One imaginary message with the common division: a series of zeros has no division of its own.
    rate += common / max(float(exposure.max(initial=0.0)), 1)
    shares: Floats = rate / np.maximum(rate.sum(axis=1, keepdims=True), 1e-300)
    return shares


def _sums(index: Ints, values: Floats, size: int) -> Floats:
    """Return the sum of `values` by index, shape (size,)."""
    return np.asarray(np.bincount(index, weights=values, minlength=size), dtype=np.float64)
