"""How many users who were sent on came to the end of their procedure."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share over the services that publish it with its n."""
    rates = facts.metric("useful_orientation").drop_nulls("n").filter(pl.col("value").is_between(0, 1))
    n = int(rates["n"].sum())
    if not n:
        return None
    good = round(float((rates["value"] * rates["n"]).sum()))
    return Value(good / n, n, wilson(good, n))


indicator = Indicator(
    theme="advice",
    order=2,
    name="Orientation utile",
    name_en="Useful orientation",
    formula="usagers orientés puis démarche aboutie / usagers orientés",
    formula_en="users sent on whose procedure came to its end / users sent on",
    definition="Telle que les services la publient (agents, tchats, 17Cyber) avec son effectif. Intervalle de Wilson.",
    definition_en="As services publish it (agents, chats, 17Cyber) with its n. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=compute,
)
