"""How far series swell over the last days, and how surprising that is."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import ndtr

from signals.base import Watch
from signals.baseline.context import DOUBT, TINY, louder
from signals.baseline.history import Expectation, expect
from signals.baseline.predictive import bound
from signals.baseline.series import Placed
from signals.baseline.tally import Bools, Floats, Grid, Tally, visibility

HALF_LIFE = 14.0
LEVEL = 0.975
STEEPEST = 3.0
"""Log of the largest growth a day that is told apart."""
WEEK = 7


def swells(said: Placed, watch: Watch, grid: Grid, *, days: int, warm_up: float) -> pl.DataFrame:
    """Return what each series of `said` did over the last `days` bins (of a day) of the grid.

    What a cause in force explains (`signals.baseline.context`) is no growth: days under it may be louder than those
    before, however much, and growth must show among the ones or the others.
    Columns: topic_id, place_id, observed (authors of the days added up, see `crowd`), expected and upper (97.5 %) from
    the time before, daily (oldest first), growth (times a day), largest (share of one day), p_value (of growth, given a
    constant rate), before (the same without the last day: of what is no jump in a day). Platforms that were blind in
    one of the days, or heard too short before them, are left out.
    """
    platforms = heard_throughout(said.platforms, watch, grid, days=days, warm_up=warm_up)
    seen, counts = visibility(watch, platforms, grid), _only(said, platforms)
    daily = np.zeros((counts.size, days))
    recent = counts.bin < days
    np.add.at(daily, (counts.series[recent], days - 1 - counts.bin[recent]), counts.count[recent])
    before = _before(counts, seen, grid, days=days)
    # where the talk of these days is, not where it was before: what swells is often new
    causes = louder(daily.sum(axis=1), said.keys, watch=watch, grid=grid, bins=days)
    usual = _weekdays(before.level, days) * causes
    expected = before.mean * usual.sum(axis=1)
    most = (DOUBT * (1 - 1 / causes)).max(axis=1)
    size = np.where(most > 0, 1 / np.maximum(1 / before.size + most, TINY), before.size)
    growth, under = _growth(daily, usual), causes > 1
    # that a cause makes talk louder is no growth; that it does more on one day than on another is in doubt
    least = np.where(under, causes, np.inf).min(axis=1, keepdims=True)
    doubt = np.where(under, DOUBT * (1 - least / causes), 0.0)
    earlier = daily[:, :-1], usual[:, :-1], doubt[:, :-1]
    return said.keys.with_columns(
        observed=pl.Series(daily.sum(axis=1)),
        expected=pl.Series(expected),
        upper=pl.Series(bound(expected, size, LEVEL)),
        daily=pl.Series(daily.tolist(), dtype=pl.List(pl.Float64)),
        growth=pl.Series(np.exp(growth)),
        largest=pl.Series(daily.max(axis=1, initial=0) / np.maximum(daily.sum(axis=1), 1)),
        p_value=pl.Series(_surprise(daily, usual, doubt, under, dispersion=before.dispersion)),
        before=pl.Series(_surprise(*earlier, under[:, :-1], dispersion=before.dispersion)),
    )


def heard_throughout(platforms: Sequence[str], watch: Watch, grid: Grid, *, days: int, warm_up: float) -> list[str]:
    """Return the platforms whose messages of the last days count."""
    seen = visibility(watch, platforms, grid)
    usable = seen[:, :days].all(axis=1) & (seen[:, days:].sum(axis=1) >= warm_up)
    return [platform for platform, heard in zip(platforms, usable, strict=True) if heard]


def _only(said: Placed, platforms: Sequence[str]) -> Tally:
    """Return what was said on some platforms, in their order."""
    place = np.array([platforms.index(name) if name in platforms else -1 for name in said.platforms], dtype=np.int64)
    counts = said.counts
    kept = place[counts.platform] >= 0
    on = place[counts.platform[kept]]
    return Tally(counts.series[kept], on, counts.bin[kept], counts.count[kept], counts.size)


def _before(counts: Tally, seen: Bools, grid: Grid, *, days: int) -> Expectation:
    """Return what the time before leads to expect of the first of the days."""
    shift = days - 1
    past = counts.bin >= shift
    then = Tally(
        counts.series[past], counts.platform[past], counts.bin[past] - shift, counts.count[past], size=counts.size
    )
    earlier = Grid(grid.as_of - shift * grid.window, grid.window, grid.past - shift, grid.holidays)
    return expect(then, seen[:, shift:], earlier, half_life=HALF_LIFE, warm_up=0)


def _weekdays(level: Floats, days: int) -> Floats:
    """Return how loud each of the days usually is, the first being 1, from the same weekdays a week before."""
    same = [1.0, *(float(level[WEEK - day]) if level.size > WEEK else 1.0 for day in range(1, days))]
    return np.array([np.clip(one, 1 / 3, 3) if one > 0 else 1.0 for one in same])


def _surprise(daily: Floats, usual: Floats, doubt: Floats, under: Bools, *, dispersion: Floats) -> Floats:
    """Return the chance that later days outweigh earlier ones so far when nothing grows (normal score test).

    `usual` says how loud each day of each series is when nothing grows, shape (series, days), and `doubt` with what
    relative variance. Days `under` a cause are held against each other only, and so are the others: when it began, talk
    may have jumped.
    """
    day = np.arange(usual.shape[1], dtype=np.float64)
    contrast, rate = np.zeros_like(daily), np.zeros_like(daily)
    for held in (under, ~under):
        many = np.maximum(held.sum(axis=1, keepdims=True), 1)
        contrast += held * (day - (held @ day)[:, None] / many)
        level = (held * daily).sum(axis=1) / np.maximum((held * usual).sum(axis=1), TINY)
        rate += held * level[:, None]
    score = (contrast * daily / usual).sum(axis=1)
    variance = (contrast**2 * (rate / usual + dispersion[:, None] * rate**2 + (daily / usual) ** 2 * doubt)).sum(axis=1)
    # half a message less: counts are whole
    standard = np.divide(score - 0.5, np.sqrt(variance), out=np.zeros_like(score), where=variance > 0)
    return np.asarray(ndtr(-standard), dtype=np.float64)


def _growth(daily: Floats, usual: Floats) -> Floats:
    """Return the log of the daily growth that fits best (Poisson): where the mean day of authors is that of the fit."""
    day = np.arange(usual.shape[1], dtype=np.float64)
    mean_day = daily @ day / np.maximum(daily.sum(axis=1), 1)
    low, high = np.full(len(daily), -STEEPEST), np.full(len(daily), STEEPEST)
    for _ in range(30):
        middle = (low + high) / 2
        weight = usual * np.exp(np.outer(middle, day))
        later = weight @ day / weight.sum(axis=1) < mean_day
        low, high = np.where(later, middle, low), np.where(later, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)


def shown(daily: Sequence[float]) -> str:
    """Return the days' authors for reading.

    >>> shown([2.0, 4.0, 8.0])
    '2, 4, 8'
    """
    return ", ".join(f"{number:.0f}" for number in daily)
