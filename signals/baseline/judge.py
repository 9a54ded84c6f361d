"""The window now, series by series, beside what its past leads to expect."""

from dataclasses import dataclass, replace

import polars as pl

from signals.base import Watch
from signals.baseline.chatter import chatting, without_chatter
from signals.baseline.context import explained
from signals.baseline.tally import KEY, Grid, binned, by_series, crowd
from signals.baseline.usual import usual_of


@dataclass(frozen=True, slots=True)
class Judged:
    """What `judge` returns."""

    series: pl.DataFrame
    """topic_id, place_id, observed (authors, see `crowd`), expected (mean of the predictive), size (of its negative
    binomial), brought (of what is expected, the chatter that a hazard in force brings); one row a series with a message
    in the window or its history, in order of its key."""
    window: pl.DataFrame
    """The messages of the window on platforms that can be judged: schema `MESSAGES` and `copy`, once per series, in
    order."""
    chatter: pl.DataFrame
    """topic_id, place_id of series that only chat about a hazard in force."""


def judge(watch: Watch, grid: Grid, *, half_life: float, warm_up: float) -> Judged:
    """Return each series' count of authors in bin 0 and its predictive distribution.

    `half_life` and `warm_up` in bins, as in `expect`. Platforms blind now, or seen for too short, are left out.
    """
    rows = by_series(binned(watch, replace(grid, past=0)))
    here = rows["platform"].unique().to_list()
    usual = usual_of(watch, grid, rows.select(KEY), here, half_life=half_life, warm_up=warm_up)
    past, found = usual.past, usual.expectation
    known = [platform for platform, usable in zip(past.platforms, found.platforms, strict=True) if usable]
    window = rows.filter(pl.col("platform").is_in(known))
    chatter = chatting(window, watch, usual.grid)
    surprising = without_chatter(window, chatter)
    expectation = replace(found, observed=_observed(surprising, past.keys).to_numpy())
    chats = frozenset(chatter.iter_rows())
    expectation, brought = explained(expectation, past.keys, past.counts, watch=watch, grid=usual.grid, chatter=chats)
    series = past.keys.with_columns(
        observed=expectation.observed, expected=expectation.mean, size=expectation.size, brought=brought
    )
    return Judged(series=series, window=surprising.sort(*KEY, "published_at", "id"), chatter=chatter)


def _observed(window: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """Return the `crowd` of each series of `keys`, added up over platforms."""
    crowds = window.group_by(*KEY, "platform").agg(n=crowd()).group_by(KEY).agg(pl.col("n").sum())
    return keys.join(crowds, on=list(KEY), how="left", maintain_order="left")["n"].fill_null(0.0)
