"""How many experiences were answered."""

import polars as pl

from signals.indicators import Facts, Indicator, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of experiences with an answer, over the services that publish it with its n."""
    rates = facts.metric("answer_rate").drop_nulls("n").filter(pl.col("value").is_between(0, 1))
    n = int(rates["n"].sum())
    if not n:
        return None
    answered = round(float((rates["value"] * rates["n"]).sum()))
    return Value(answered / n, n, wilson(answered, n))


indicator = Indicator(
    pillar="perception",
    order=3,
    name="Taux de réponse",
    name_en="Answer rate",
    definition="Expériences ayant reçu une réponse, parmi les expériences publiées. Intervalle de Wilson.",
    definition_en="Experiences that were answered, among those published. Wilson interval.",
    source="Services Publics+, mesures des services",
    source_en="Services Publics+, measures of the services",
    unit="share",
    compute=compute,
)
