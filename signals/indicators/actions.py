"""What the institution said and did."""

from signals.indicators import Facts, Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the number of actions, by kind."""
    n = int(facts.actions["n"].sum())
    return Value(n, n, parts=top_parts(facts.actions, "kind")) if n else None


indicator = Indicator(
    pillar="action",
    order=6,
    name="Actions de communication",
    name_en="Communication actions",
    definition="Démentis, consignes, messages de prévention et campagnes consignés dans la période.",
    definition_en="Denials, instructions, prevention messages and campaigns logged in the period.",
    source="Journal des actions",
    source_en="Log of actions",
    unit="count",
    compute=compute,
)
