"""Visits to the services' pages."""

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the visits counted, by service."""
    visits = facts.metric("visits")
    if visits.is_empty():
        return None
    total = float(visits["value"].sum())
    return Value(total, int(total), parts=top_parts(visits, "service", "value"))


indicator = Indicator(
    theme="audience",
    order=1,
    name="Fréquentation",
    name_en="Visits",
    formula="Σ visites",
    formula_en="Σ visits",
    definition="Visites des pages et téléservices, additionnées sur la période ; ce que deux comptages disent deux "
    "fois n’est compté qu’une fois.",
    definition_en="Visits to pages and online services, added up over the period; what two counts tell twice is "
    "counted once.",
    source="Mesures d’audience (Matomo, Piano, comptages)",
    source_en="Audience measures (Matomo, Piano, counts)",
    unit="count",
    direction="up",
    reads=("measures",),
    compute=compute,
)
