"""Messages of one nature (alarm, departures) that more people write than usual, by topic and place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from signals.base import Watch
from signals.baseline.judge import judge
from signals.baseline.predictive import bound
from signals.baseline.spending import found_within
from signals.baseline.tally import KEY, Grid
from signals.panic.around import Around


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """What is held against its past; parameters as those of `signals.detectors.burst.Burst`, and `least`.

    `least`: part of all authors on the topic, in the place, that must write so: of a loud crowd some always do.
    """

    window_minutes: int = 60
    history_days: float = 28
    half_life_days: float = 14
    alpha: float = 0.01
    share: float = 0.025
    min_authors: int = 3
    min_messages: int = 4
    least: float = 0.15
    warm_up_hours: float = 24

    def rows(self, watch: Watch, around: Around) -> Iterator[dict[str, Any]]:
        """Yield the series above what their past leads to expect, with `p_value`, `upper`, `id` and `authors`."""
        window = timedelta(minutes=self.window_minutes)
        day = timedelta(days=1) / window
        grid = Grid(watch.as_of, window, int(self.history_days * day), watch.holidays)
        judged = judge(watch, grid, half_life=self.half_life_days * day, warm_up=self.warm_up_hours * day / 24)
        series = judged.series
        observed, mean, size = (series[name].to_numpy() for name in ("observed", "expected", "size"))
        tested = found_within(
            watch.budget,
            series["place_id"].to_list(),
            (observed, mean, size),
            share=self.share,
            hours=self.window_minutes / 60,
            level=self.alpha,
            least=max(1, self.min_authors),
        )
        upper = bound(mean[tested.found], size[tested.found], 1 - self.alpha)
        found = series.with_columns(p_value=pl.Series(tested.p_values)).filter(tested.found)
        messages = judged.window.group_by(KEY).agg("id", authors=pl.col("author_id").n_unique())
        joined = found.with_columns(upper=pl.Series(upper)).join(messages, on=list(KEY)).sort(KEY)
        every = around.crowd(watch, window)
        for row in joined.iter_rows(named=True):
            all_authors = every.get((row["topic_id"], row["place_id"]), 0)
            if len(row["id"]) >= self.min_messages and row["authors"] >= self.least * all_authors:
                yield row
