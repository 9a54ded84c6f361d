"""The scores of « Je donne mon avis » over any period, by its public code: marks, labels, what they are made of.

https://github.com/DISIC/jedonnemonavis.numerique.gouv.fr, `get-observatoire-stats.ts` for the formulas and
`ObservatoireStats.tsx` for the labels. One thing is not followed: without an answer there is no score, where the code
has 0.
"""

from collections.abc import Mapping
from math import inf

import polars as pl

from signals.facts import Facts
from signals.indicators import Label, Part, Value
from signals.intervals import mean_of_counts, wilson

SOURCE = "je-donne-mon-avis"

THREE: Mapping[str, float] = {"good": 10.0, "medium": 5.0}
FIVE: Mapping[str, float] = {"very_good": 10.0, "good": 7.5, "medium": 5.0, "bad": 2.5}
"""What an answer is worth out of ten, by what it intends; any other is worth nothing and counts all the same."""

GRADES = (
    Label(5.0, "Pas bien", "Bad", "low"),
    Label(8.0, "Moyen", "Medium", "medium"),
    Label(inf, "Bien", "Good", "high"),
)
REACHED = (
    Label(0.70, "Faible", "Low", "low"),
    Label(0.85, "Moyen", "Medium", "medium"),
    Label(inf, "Optimal", "Optimal", "high"),
)

WHERE = "Je donne mon avis (DINUM)"
WHERE_EN = "Je donne mon avis (DINUM): opinions left at the end of a procedure"


def mean(facts: Facts, metric: str, marks: Mapping[str, float]) -> Value | None:
    """Return a score out of ten with its bootstrap interval; None without answers."""
    scores = _scores(facts, metric)
    return _valued(scores, _counts(facts, metric), marks)


def mean_with_unreached(facts: Facts) -> Value | None:
    """Return the mark of the help given, where who reached nobody counts as a zero."""
    answers = dict(_counts(facts, "contact_satisfaction"))
    unreached = dict(_counts(facts, "contact_reached")).get("Non", 0)
    return _valued(_scores(facts, "contact_overall"), answers | ({"unreached": unreached} if unreached else {}), FIVE)


def share(facts: Facts, metric: str) -> Value | None:
    """Return a share with its Wilson interval; None without answers."""
    scores = _scores(facts, metric)
    n = int(scores["n"].sum())
    if not n:
        return None
    yes = round(float((scores["value"] * scores["n"]).sum()))
    return Value(yes / n, n, wilson(yes, n), _by_service(scores))


def _scores(facts: Facts, metric: str) -> pl.DataFrame:
    return facts.metric(metric).filter(pl.col("source_id") == SOURCE).drop_nulls("n").filter(pl.col("n") > 0)


def _counts(facts: Facts, metric: str) -> dict[str, int]:
    """Return how often each answer was given."""
    return {part: round(value) for part, value in facts.parts(metric, "answer").iter_rows() if value}


def _valued(scores: pl.DataFrame, counts: Mapping[str, int], marks: Mapping[str, float]) -> Value | None:
    n = int(scores["n"].sum())
    if not n:
        return None
    values = [marks.get(answer, 0.0) for answer in counts]
    if sum(counts.values()) == n:
        total = sum(mark * times for mark, times in zip(values, counts.values(), strict=True))
        return Value(total / n, n, mean_of_counts(values, list(counts.values())), _by_service(scores))
    # days that were collected before answers were kept have a mean and no interval
    return Value(float((scores["value"] * scores["n"]).sum()) / n, n, None, _by_service(scores))


def _by_service(scores: pl.DataFrame) -> tuple[Part, ...]:
    rows = (
        scores.group_by("service")
        .agg((pl.col("value") * pl.col("n")).sum() / pl.col("n").sum(), pl.col("n").sum())
        .sort("n", "service", descending=[True, False])
        .head(8)
    )
    return tuple(Part(*row) for row in rows.iter_rows())
