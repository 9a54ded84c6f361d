"""Topics that swell day after day, never loud enough in an hour to be heard as a burst."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

import polars as pl

from graph.model import Signal
from signals.base import Watch
from signals.baseline.growth import heard_throughout, shown, swells
from signals.baseline.series import placed
from signals.baseline.signal import signal_of
from signals.baseline.spending import affordable_among
from signals.baseline.tally import KEY, Grid, binned, by_series
from signals.wording import copied, counted, number

DAY = timedelta(days=1)
LARGEST = 0.75
"""Share of all authors that the last day may hold: what triples every day has two thirds there."""
ALREADY = 0.15
"""Chance up to which the days before the last must have grown by themselves: else it is a jump in a day."""


@dataclass(frozen=True, slots=True)
class SlowBurner:
    """Topics whose authors multiply over four days, in all of France or in a département.

    Each day's authors are held against a constant rate: how far later days weigh more than earlier ones, given their
    sum (a score test of growth, with the weekday and the learned dispersion taken off). Their sum must also pass what
    the days before lead to expect, no single day may hold nearly all, and the days before the last must have grown
    already: a jump in a day is a burst.

    Parameters
    ----------
    days
        Days in a row that must swell.
    least_growth
        How many times more a day, at least.
    history_days
        How far back the usual talk of a topic is learned.
    share
        Part of the budget of false alerts that this detector may spend.
    min_authors
        Distinct authors over the days.
    warm_up_days
        Days that a platform must have been heard before those.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from signals.base import MESSAGES, OUTAGES
    >>> noon = datetime(2025, 3, 21, 12, tzinfo=UTC)
    >>> rows = [(f"{day}-{n}", f"a{day}-{n}", "mastodon", noon - day * DAY - timedelta(hours=1 + n), "t1", "D43")
    ...         for day, authors in enumerate((16, 8, 4, 2)) for n in range(authors)]
    >>> rows += [(f"q{day}", "b", "mastodon", noon - day * DAY, "t2", "D43") for day in range(1, 20)]
    >>> messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - timedelta(days=21), as_of=noon)
    >>> for signal in SlowBurner().detect(watch):
    ...     print(signal.id, signal.reason_en)
    growth:t1:D43:2025-03-21T11 Grows 2.0-fold a day for 4 days (2, 4, 8, 16 authors): 30 authors (30 messages)...
    growth:t1:FR:2025-03-21T11 Grows 2.0-fold a day for 4 days (2, 4, 8, 16 authors): 30 authors (30 messages)...

    References
    ----------
    Cochran (1954), Some methods for strengthening the common chi-squared tests (trend of Poisson counts).
    """

    kind: ClassVar[str] = "growth"
    every: ClassVar[timedelta] = timedelta(minutes=10)

    days: int = 4
    least_growth: float = 1.5
    history_days: int = 28
    share: float = 0.15
    min_authors: int = 10
    warm_up_days: float = 3

    def detect(self, watch: Watch) -> Iterator[Signal]:
        grid = Grid(watch.as_of, DAY, self.history_days, watch.holidays)
        said = placed(watch, grid, topics_only=True)
        if said.keys.is_empty():
            return
        candidates = swells(said, watch, grid, days=self.days, warm_up=self.warm_up_days).filter(
            pl.col("observed") >= self.min_authors, pl.col("observed") > pl.col("upper")
        )
        found = candidates.filter(self._affordable(candidates, watch)).filter(
            pl.col("growth") >= self.least_growth,
            pl.col("largest") <= LARGEST,
            pl.col("before") <= ALREADY,
            pl.col("daily").list.min() >= 1,
        )
        if found.is_empty():
            return
        platforms = heard_throughout(said.platforms, watch, grid, days=self.days, warm_up=self.warm_up_days)
        rows = by_series(binned(watch, replace(grid, past=self.days - 1)))
        heard = rows.filter(pl.col("platform").is_in(platforms)).sort("published_at", "id")
        messages = heard.group_by(KEY, maintain_order=True).agg("id", authors=pl.col("author_id").n_unique())
        for row in found.join(messages, on=list(KEY)).sort(KEY).iter_rows(named=True):
            reasons = self._reason(row, french=True), self._reason(row, french=False)
            yield signal_of(row, watch, kind=self.kind, parameters=asdict(self), reasons=reasons)

    def _affordable(self, candidates: pl.DataFrame, watch: Watch) -> pl.Series:
        hours = 24.0
        return pl.Series(
            affordable_among(
                watch.budget, candidates["place_id"].to_list(), candidates["p_value"].to_numpy(), self.share, hours
            ),
            dtype=pl.Boolean,
        )

    def _reason(self, row: dict[str, Any], *, french: bool) -> str:
        times, who = f"{row['growth']:.1f}", counted(row["authors"], "auteur" if french else "author")
        daily, messages = shown(row["daily"]), counted(len(row["id"]), "message")
        copies = copied(row["authors"], row["observed"], french=french)
        expected, upper = number(row["expected"], french=french), number(row["upper"], french=french)
        if french:
            return (
                f"Monte depuis {self.days} jours ({daily} auteurs), ×{times.replace('.', ',')} par jour : {who} "
                f"({messages}){copies}, là où l'on en attend {expected} (au plus {upper} d'ordinaire)."
            )
        return (
            f"Grows {times}-fold a day for {self.days} days ({daily} authors): {who} ({messages}){copies} where "
            f"{expected} are expected (at most {upper} usually)."
        )


detector = SlowBurner()
