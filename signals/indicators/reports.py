"""Reports filed with each service."""

from signals.indicators import Facts, Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the reports counted, by service."""
    reports = facts.metric("reports")
    if reports.is_empty():
        return None
    total = float(reports["value"].sum())
    return Value(total, int(total), parts=top_parts(reports, "service", "value"))


indicator = Indicator(
    pillar="action",
    order=1,
    name="Signalements et procédures",
    name_en="Reports and procedures",
    definition="Dépôts enregistrés par les téléservices (Perceval, THESEE, plainte en ligne, PHAROS…), additionnés.",
    definition_en="Reports filed with the online services (Perceval, THESEE, online complaint, PHAROS…), added up.",
    source="Comptages agrégés des téléservices",
    source_en="Aggregated counts of the online services",
    unit="count",
    compute=compute,
)
