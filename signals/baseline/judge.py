"""The window now, series by series, beside what its past leads to expect."""

from dataclasses import dataclass, replace

import polars as pl

from signals.base import Watch
from signals.baseline.context import explained
from signals.baseline.history import expect
from signals.baseline.series import placed
from signals.baseline.tally import KEY, Grid, binned, by_series, visibility


@dataclass(frozen=True, slots=True)
class Judged:
    """What `judge` returns."""

    series: pl.DataFrame
    """topic_id, place_id, observed (authors, see `crowd`), expected (mean of the predictive), size (of its negative
    binomial); one row a series with a message in the window or its history, in order of its key."""
    window: pl.DataFrame
    """The messages of the window on platforms that can be judged: schema `MESSAGES` and `copy`, once per series, in
    order."""


def judge(watch: Watch, grid: Grid, *, half_life: float, warm_up: float) -> Judged:
    """Return each series' count of authors in bin 0 and its predictive distribution.

    `half_life` and `warm_up` in bins, as in `expect`. Platforms blind now, or seen for too short, are left out.
    """
    said = placed(watch, grid)
    keys, counts = said.keys, said.counts
    expectation = expect(counts, visibility(watch, said.platforms, grid), grid, half_life=half_life, warm_up=warm_up)
    expectation = explained(expectation, keys, counts, watch=watch, grid=grid)
    series = keys.with_columns(observed=expectation.observed, expected=expectation.mean, size=expectation.size)
    known = [platform for platform, usable in zip(said.platforms, expectation.platforms, strict=True) if usable]
    rows = by_series(binned(watch, replace(grid, past=0)))
    window = rows.filter(pl.col("platform").is_in(known)).sort(*KEY, "published_at", "id")
    return Judged(series=series, window=window)
