"""Reports filed with each service."""

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the reports counted, by service."""
    reports = facts.metric("reports")
    if reports.is_empty():
        return None
    total = float(reports["value"].sum())
    return Value(total, int(total), parts=top_parts(reports, "service", "value"))


indicator = Indicator(
    theme="reports",
    order=1,
    name="Signalements et procédures",
    name_en="Reports and procedures",
    formula="Σ dépôts",
    formula_en="Σ reports filed",
    definition="Dépôts enregistrés par les téléservices (Perceval, THESEE, plainte en ligne, PHAROS…), additionnés ; "
    "ce que deux comptages disent deux fois n’est compté qu’une fois.",
    definition_en="Reports filed with the online services (Perceval, THESEE, online complaint, PHAROS…), added up; "
    "what two counts tell twice is counted once.",
    source="Comptages agrégés des téléservices",
    source_en="Aggregated counts of the online services",
    unit="count",
    reads=("measures",),
    compute=compute,
)
