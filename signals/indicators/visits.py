"""Visits to the services' pages."""

from signals.indicators import Facts, Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the visits counted, by service."""
    visits = facts.metric("visits")
    if visits.is_empty():
        return None
    total = float(visits["value"].sum())
    return Value(total, int(total), parts=top_parts(visits, "service", "value"))


indicator = Indicator(
    pillar="visibility",
    order=1,
    name="Fréquentation",
    name_en="Visits",
    definition="Consultations des pages et téléservices, additionnées sur la période.",
    definition_en="Visits to pages and online services, added up over the period.",
    source="Mesures d’audience des services (comptages agrégés)",
    source_en="Audience measures of the services (aggregated counts)",
    unit="count",
    compute=compute,
)
