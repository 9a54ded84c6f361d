"""How long a user of Services Publics+ waits for an answer."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import weighted_quantile


def compute(facts: Facts) -> Value | None:
    """Return the median days from publication to first answer, of the experiences answered."""
    waits = facts.table("answers").filter(pl.col("kind") == "experience").drop_nulls("days").sort("days")
    if waits.is_empty():
        return None
    value, interval = weighted_quantile(waits["days"].to_list(), waits["n"].to_list(), 0.5)
    return Value(value, int(waits["n"].sum()), interval)


indicator = Indicator(
    theme="experiences",
    order=2,
    name="Délai médian de réponse",
    name_en="Median time to answer",
    formula="médiane (date de 1re réponse − date de publication)",
    formula_en="median (date of first answer − date of publication)",
    definition="Parmi les expériences publiées dans la période et répondues à ce jour, en jours entiers, comme la "
    "plateforme les date. Intervalle par rééchantillonnage.",
    definition_en="Of the experiences published in the period and answered by now, in whole days, as the platform "
    "dates them. Bootstrap interval.",
    source="Services Publics+ (DITP)",
    source_en="Services Publics+ (DITP), experiences",
    unit="days",
    direction="down",
    reads=("answers",),
    heard_on=("services-publics-plus",),
    compute=compute,
)
