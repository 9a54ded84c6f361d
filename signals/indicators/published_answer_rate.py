"""How many demands services say they took up."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share over the services that publish it with its n."""
    rates = facts.metric("answer_rate").drop_nulls("n").filter(pl.col("value").is_between(0, 1))
    n = int(rates["n"].sum())
    if not n:
        return None
    good = round(float((rates["value"] * rates["n"]).sum()))
    return Value(good / n, n, wilson(good, n))


indicator = Indicator(
    theme="answers",
    order=4,
    name="Taux de prise en charge",
    name_en="Demands taken up",
    formula="demandes avec 1re réponse / demandes reçues",
    formula_en="demands with a first answer / demands received",
    definition="Tel que les services le publient avec son effectif ; sans effectif, une part ne compte pas. "
    "Intervalle de Wilson.",
    definition_en="As services publish it with its n; a share without its n does not count. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=compute,
)
