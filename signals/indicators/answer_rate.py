"""How many experiences were answered."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of experiences with an answer, by service."""
    left = facts.table("answers").filter(pl.col("kind") == "experience").drop_nulls("is_answered")
    n = int(left["n"].sum())
    if not n:
        return None
    answered = int(left.filter("is_answered")["n"].sum())
    by_service = (
        left.drop_nulls("service")
        .group_by("service")
        .agg(pl.col("n").filter("is_answered").sum() / pl.col("n").sum(), pl.col("n").sum().alias("all"))
        .sort("all", "service", descending=[True, False])
        .head(8)
    )
    return Value(answered / n, n, wilson(answered, n), tuple(Part(*row) for row in by_service.iter_rows()))


indicator = Indicator(
    theme="experiences",
    order=1,
    name="Taux de réponse",
    name_en="Answer rate",
    formula="expériences répondues / expériences publiées",
    formula_en="experiences answered / experiences published",
    definition="Expériences publiées dans la période, répondues à ce jour selon la plateforme. Les dernières "
    "publiées attendent encore : douze jours en moyenne. Intervalle de Wilson.",
    definition_en="Experiences published in the period, answered by now as the platform says. The latest are still "
    "waiting: twelve days on average. Wilson interval.",
    source="Services Publics+ (DITP)",
    source_en="Services Publics+ (DITP), experiences",
    unit="share",
    direction="up",
    reads=("answers",),
    heard_on=("services-publics-plus",),
    compute=compute,
)
