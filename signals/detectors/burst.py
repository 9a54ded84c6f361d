"""Talk far above what its past leads to expect, by topic and place."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar

import polars as pl

from graph.model import Signal
from signals.base import Watch
from signals.baseline.judge import judge
from signals.baseline.predictive import bound
from signals.baseline.signal import signal_of
from signals.baseline.spending import found_within
from signals.baseline.tally import KEY, Grid
from signals.budget import Budget
from signals.wording import copied, counted, number, span


@dataclass(frozen=True, slots=True)
class Burst:
    """Topics and places that more distinct authors write about, in the last window, than chance explains.

    Series: each topic in all of France, each topic in each département, all talk of each département. Each has a
    negative-binomial predictive: gamma prior, shape of the week and dispersion shared between series, hours that were
    blind left out. What a call may find by chance is the part `share` of the false alerts that `Watch.budget` allows
    each area; in a crisis, the share of what is false stays under `alpha` (false-discovery rate over the tree).

    Parameters
    ----------
    window_minutes
        The span before `as_of` that is judged; divides a day.
    history_days
        How far back the baseline reaches.
    half_life_days
        How fast the past fades.
    alpha
        False-discovery rate when much is found.
    share
        Part of the budget of false alerts that this detector may spend.
    min_authors
        Distinct authors below which nothing is a burst.
    min_messages
        Messages below which nothing is a burst.
    warm_up_hours
        Seen hours that a platform needs before its silence means anything.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from signals.base import MESSAGES, OUTAGES
    >>> noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    >>> quiet = [(f"q{h}", "a1", "mastodon", noon - timedelta(hours=h), "t1", "D21") for h in range(2, 90, 5)]
    >>> busy = [(f"b{n}", f"a{n}", "mastodon", noon - timedelta(minutes=9 + n), "t1", "D21") for n in range(8)]
    >>> messages = pl.DataFrame(quiet + busy, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - timedelta(days=5), as_of=noon)
    >>> for signal in Burst().detect(watch):
    ...     print(signal.id, signal.reason)
    burst:*:D21:2025-03-01T11 8 auteurs (8 messages) en 1 heure, 0,2 attendu (au plus 2 d'ordinaire).
    burst:t1:D21:2025-03-01T11 8 auteurs (8 messages) en 1 heure, 0,2 attendu (au plus 2 d'ordinaire).
    burst:t1:FR:2025-03-01T11 8 auteurs (8 messages) en 1 heure, 0,2 attendu (au plus 2 d'ordinaire).

    References
    ----------
    Noufaily et al. (2013), An improved algorithm for outbreak detection in multiple surveillance systems.
    Benjamini and Hochberg (1995), Controlling the false discovery rate.
    Heyse (2011), A false discovery rate procedure for categorical data.
    """

    kind: ClassVar[str] = "burst"
    every: ClassVar[timedelta] = timedelta(0)

    window_minutes: int = 60
    history_days: float = 28
    half_life_days: float = 14
    alpha: float = 0.01
    share: float = 0.5
    min_authors: int = 3
    min_messages: int = 5
    warm_up_hours: float = 24

    def detect(self, watch: Watch) -> Iterator[Signal]:
        window = timedelta(minutes=self.window_minutes)
        day = timedelta(days=1) / window
        grid = Grid(watch.as_of, window, int(self.history_days * day), watch.holidays)
        judged = judge(watch, grid, half_life=self.half_life_days * day, warm_up=self.warm_up_hours * day / 24)
        found = self._bursts(judged.series, watch.budget)
        messages = judged.window.group_by(KEY).agg("id", authors=pl.col("author_id").n_unique())
        parameters = asdict(self)
        for row in found.join(messages, on=list(KEY)).sort(KEY).iter_rows(named=True):
            if len(row["id"]) >= self.min_messages:
                reasons = self._reason(row, french=True), self._reason(row, french=False)
                brought = {"brought": round(row["brought"], 2)} if row["brought"] > 0 else {}
                yield signal_of(row, watch, kind=self.kind, parameters=parameters | brought, reasons=reasons)

    def _bursts(self, series: pl.DataFrame, budget: Budget) -> pl.DataFrame:
        """Return the series that are discoveries, with `p_value` and `upper`."""
        observed, mean, size = (series[name].to_numpy() for name in ("observed", "expected", "size"))
        tested = found_within(
            budget,
            series["place_id"].to_list(),
            (observed, mean, size),
            share=self.share,
            hours=self.window_minutes / 60,
            level=self.alpha,
            least=max(1, self.min_authors),
        )
        upper = bound(mean[tested.found], size[tested.found], 1 - self.alpha)
        return (
            series.with_columns(p_value=pl.Series(tested.p_values))
            .filter(tested.found)
            .with_columns(upper=pl.Series(upper))
        )

    def _reason(self, row: dict[str, Any], *, french: bool) -> str:
        messages, length = (
            counted(len(row["id"]), "message"),
            span(timedelta(minutes=self.window_minutes), french=french),
        )
        copies = copied(row["authors"], row["observed"], french=french)
        expected, upper = number(row["expected"], french=french), number(row["upper"], french=french)
        brought = number(row["brought"], french=french) if row["brought"] > 0 else None
        if french:
            agreed = "attendus" if row["expected"] >= 2 else "attendu"
            weather = f", dont {brought} sur le temps que la vigilance annonce" if brought else ""
            return (
                f"{counted(row['authors'], 'auteur')} ({messages}) en {length}{copies}, {expected} {agreed}{weather} "
                f"(au plus {upper} d'ordinaire)."
            )
        who = counted(row["authors"], "author")
        weather = f", {brought} of them on the weather that is forewarned" if brought else ""
        return f"{who} ({messages}) in {length}{copies}, {expected} expected{weather} (at most {upper} usually)."


detector = Burst()
