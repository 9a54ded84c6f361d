"""How many calls reached an agent."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share over the services that publish it with its n."""
    rates = facts.metric("calls_answered").drop_nulls("n").filter(pl.col("value").is_between(0, 1))
    n = int(rates["n"].sum())
    if not n:
        return None
    good = round(float((rates["value"] * rates["n"]).sum()))
    return Value(good / n, n, wilson(good, n))


indicator = Indicator(
    theme="answers",
    order=6,
    name="Taux de décroché",
    name_en="Calls answered",
    formula="appels traités par un agent / appels requérant un agent",
    formula_en="calls handled by an agent / calls that want one",
    definition="Définition de Services Publics+ (« taux de décroché »), telle que les services la publient. "
    "Intervalle de Wilson.",
    definition_en="Definition of Services Publics+ (« taux de décroché »), as services publish it. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=compute,
)
