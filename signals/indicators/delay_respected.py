"""How many procedures were handled within the promised delay."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share over the services that publish it with its n."""
    rates = facts.metric("delay_respected").drop_nulls("n").filter(pl.col("value").is_between(0, 1))
    n = int(rates["n"].sum())
    if not n:
        return None
    good = round(float((rates["value"] * rates["n"]).sum()))
    return Value(good / n, n, wilson(good, n))


indicator = Indicator(
    theme="answers",
    order=5,
    name="Délais annoncés respectés",
    name_en="Promised delays kept",
    formula="démarches traitées dans le délai annoncé / démarches traitées",
    formula_en="procedures handled within the promised delay / handled",
    definition="Définition de Services Publics+ (« respect du délai annoncé »), telle que les services la publient. "
    "Intervalle de Wilson.",
    definition_en="Definition of Services Publics+ (« respect du délai annoncé »), as services publish it. Wilson "
    "interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=compute,
)
