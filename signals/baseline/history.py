"""What each series' past leads to expect of the window now."""

from dataclasses import dataclass

import numpy as np

from signals.baseline.predictive import PRIOR_SHAPE, predictive_size, shared_dispersion
from signals.baseline.season import weekly_shape
from signals.baseline.tally import Bools, Floats, Grid, Ints, Tally

PASSES = 3
"""Fits; after each, hours far above what it explains are capped, so that a past crisis does not hide the next."""
CAP = 5.0
"""Standard deviations above the mean at which an hour of the past is capped."""
MOST_PRIOR_BINS = 24.0
"""Weight of the prior in bins where talk is rare; its mean is the usual rate of a series."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """The predictive distribution of each series in bin 0, over the platforms that are seen now."""

    observed: Floats
    mean: Floats
    size: Floats
    platforms: Bools
    """Platforms that are seen now and known long enough; the others say nothing."""


@dataclass(frozen=True, slots=True)
class _Past:
    """Entries of the history, one a series and bin, and the exposure that they stand for."""

    series: Ints
    count: Floats
    share: Floats
    """Shape of the week x share of the series that was seen, of each entry's bin."""
    weight: Floats
    exposure: Floats
    """By series: weighted sum of shares over all bins, those of zeros included."""
    squares: Floats
    """The same of shares squared."""


def expect(counts: Tally, seen: Bools, grid: Grid, *, half_life: float, warm_up: float) -> Expectation:
    """Return what each series (`counts.size` of them) is expected to show in bin 0.

    Blind bins (`seen`, shape (platforms, bins)) are left out of counts and exposure alike. `half_life` in bins: how
    fast the past fades; a platform seen for less than `warm_up` bins has no baseline yet.
    """
    weight = 0.5 ** (np.arange(grid.past + 1) / half_life)
    weight[0] = 0.0
    cell = grid.cells()
    shape = weekly_shape(_level(counts, seen), cell, grid.per_day)[cell]
    usable = seen[:, 0] & (seen[:, 1:].sum(axis=1) >= warm_up)
    kept = usable[counts.platform] & seen[counts.platform, counts.bin]
    counts = Tally(counts.series[kept], counts.platform[kept], counts.bin[kept], counts.count[kept], counts.size)
    visible = seen & usable[:, None]
    now = counts.bin == 0
    observed = _sums(counts.series[now], counts.count[now], counts.size)
    rate, size = _fit(_past(counts, visible, shape, weight), counts.size)
    return Expectation(observed=observed, mean=rate * shape[0], size=size, platforms=usable)


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


def _past(counts: Tally, visible: Bools, shape: Floats, weight: Floats) -> _Past:
    """Return the entries of the history with their exposure; platforms never visible weigh nothing."""
    base = shape * weight
    share = _shares(counts, visible, base)
    seen = visible.astype(np.float64)
    gram = (seen * (weight * shape**2)) @ seen.T
    past = counts.bin > 0
    code, place = np.unique(counts.series[past] * weight.size + counts.bin[past], return_inverse=True)
    series, bins = np.divmod(code, weight.size)
    return _Past(
        series=series,
        count=_sums(place, counts.count[past], code.size),
        share=shape[bins] * np.einsum("ep,pe->e", share[series], seen[:, bins]),
        weight=weight[bins],
        exposure=share @ (seen @ base),
        squares=np.einsum("sp,pq,sq->s", share, gram, share),
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


def _fit(past: _Past, size: int) -> tuple[Floats, Floats]:
    """Return rate and predictive size of each series."""

    def total(values: Floats) -> Floats:
        return _sums(past.series, past.weight * values, size)

    count = past.count
    for _ in range(PASSES):
        usual = float(total(count).sum()) / max(float(past.exposure.sum()), 1.0)
        prior_bins = PRIOR_SHAPE / max(usual, PRIOR_SHAPE / MOST_PRIOR_BINS)
        evidence = PRIOR_SHAPE + total(count)
        rate = evidence / (prior_bins + past.exposure)
        mean = rate[past.series] * past.share
        squares = rate**2 * past.squares
        excess = total(count**2 - 2 * count * mean - count) + squares
        dispersion = shared_dispersion(excess, squares, rate)
        deviation = np.sqrt(mean + dispersion[past.series] * mean**2)
        count = np.minimum(past.count, mean + CAP * deviation + 1)
    return rate, predictive_size(dispersion, evidence, past.exposure)
