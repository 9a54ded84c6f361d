"""What the institution said and did."""

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the number of actions, by kind."""
    actions = facts.table("actions")
    n = int(actions["n"].sum())
    return Value(n, n, parts=top_parts(actions, "kind")) if n else None


indicator = Indicator(
    theme="advice",
    order=1,
    name="Actions de communication",
    name_en="Communication actions",
    formula="Σ actions consignées",
    formula_en="Σ actions logged",
    definition="Démentis, consignes, messages de prévention et campagnes consignés dans la période, qui visent le "
    "territoire choisi ou tout le pays.",
    definition_en="Denials, instructions, prevention messages and campaigns logged in the period, meant for the "
    "chosen territory or all of the country.",
    source="Journal des actions",
    source_en="Log of actions",
    unit="count",
    reads=("actions",),
    compute=compute,
)
