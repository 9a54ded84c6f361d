"""New topics in places where little is said."""

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
from signals.baseline.tally import ANY, FRANCE, KEY, Grid, crowd
from signals.wording import copied, counted, number, span

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FirstStory:
    """Topics first heard of within a day, that several people of a quiet place take up within hours.

    A new topic has no past of its own: its authors are held against all that the place usually says in as many hours.
    Where more is usually said than its authors, a new topic is ordinary.

    Parameters
    ----------
    new_hours
        Age of its first message up to which a topic is new.
    window_hours
        The span before `as_of` in which its authors are counted; divides a day.
    history_days
        How far back a place's usual talk is learned.
    alpha
        False-discovery rate over the new topics of one call.
    share
        Part of the budget of false alerts that this detector may spend.
    min_authors
        Distinct authors that a new topic needs.
    warm_up_hours
        Seen hours that a platform needs before its silence means anything.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from signals.base import MESSAGES, OUTAGES
    >>> noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    >>> usual = [("q1", "a1", "mastodon", noon - timedelta(days=3), "t1", "D43")]
    >>> new = [(f"n{n}", f"a{n}", "mastodon", noon - timedelta(minutes=20 * n + 9), "t2", "D43") for n in range(3)]
    >>> messages = pl.DataFrame(usual + new, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - timedelta(days=20), as_of=noon)
    >>> [(signal.id, signal.reason_en) for signal in FirstStory().detect(watch)]
    [('novelty:t2:D43:2025-03-01T11', 'New topic: 3 authors (3 messages) in 6 hours where less than 0.1 are...')]

    References
    ----------
    Allan et al. (2000), Detections, bounds, and timelines: first story detection in TDT.
    """

    kind: ClassVar[str] = "novelty"
    every: ClassVar[timedelta] = timedelta(seconds=10)

    new_hours: float = 24
    window_hours: int = 6
    history_days: float = 28
    alpha: float = 0.01
    share: float = 0.2
    min_authors: int = 3
    warm_up_hours: float = 24

    def detect(self, watch: Watch) -> Iterator[Signal]:
        window = timedelta(hours=self.window_hours)
        day = DAY / window
        grid = Grid(watch.as_of, window, int(self.history_days * day), watch.holidays)
        judged = judge(watch, grid, half_life=self.history_days / 2 * day, warm_up=self.warm_up_hours * day / 24)
        usual = judged.series.filter(pl.col("topic_id") == ANY).select("place_id", "expected", "size")
        # chatter about a hazard in force is nothing new
        rest = judged.window.join(judged.chatter, on=list(KEY), how="anti")
        talk = self._new_talk(rest, watch).join(usual, on="place_id").sort(KEY)
        mean, size, observed = (talk[name].to_numpy() for name in ("expected", "size", "observed"))
        tested = found_within(
            watch.budget,
            talk["place_id"].to_list(),
            (observed, mean, size),
            share=self.share,
            hours=self.window_hours,
            level=self.alpha,
            least=max(1, self.min_authors),
        )
        talk = talk.with_columns(p_value=pl.Series(tested.p_values), upper=pl.Series(bound(mean, size, 1 - self.alpha)))
        for row in talk.filter(tested.found).iter_rows(named=True):
            yield self._signal(row, watch)

    def _new_talk(self, window: pl.DataFrame, watch: Watch) -> pl.DataFrame:
        """Return what new topics gathered by place: topic_id, place_id, observed, authors, id (list)."""
        first = watch.messages.group_by("topic_id").agg(first_at=pl.col("published_at").min())
        new = first.filter(pl.col("first_at") >= watch.as_of - timedelta(hours=self.new_hours))
        return (
            window.filter(pl.col("topic_id") != ANY, pl.col("place_id") != FRANCE)
            .join(new, on="topic_id", how="semi")
            .sort("published_at", "id")
            .group_by(KEY)
            .agg(pl.col("id"), observed=crowd(), authors=pl.col("author_id").n_unique())
        )

    def _signal(self, row: dict[str, Any], watch: Watch) -> Signal:
        reasons = self._reason(row, french=True), self._reason(row, french=False)
        return signal_of(row, watch, kind=self.kind, parameters=asdict(self), reasons=reasons)

    def _reason(self, row: dict[str, Any], *, french: bool) -> str:
        authors, messages = row["authors"], counted(len(row["id"]), "message")
        copies = copied(authors, row["observed"], french=french)
        length = span(timedelta(hours=self.window_hours), french=french)
        expected, upper = number(row["expected"], french=french), number(row["upper"], french=french)
        if french:
            return (
                f"Sujet nouveau : {counted(authors, 'auteur')} ({messages}) en {length}{copies}, là où l'on en entend "
                f"d'ordinaire {expected} tous sujets confondus (au plus {upper})."
            )
        return (
            f"New topic: {counted(authors, 'author')} ({messages}) in {length}{copies} where {expected} are usually "
            f"heard on all topics (at most {upper})."
        )


detector = FirstStory()
