"""Reports for ten thousand inhabitants."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import poisson


def compute(facts: Facts) -> Value | None:
    """Return the reports for 10,000 inhabitants of the territory."""
    reports, inhabitants = facts.metric("reports"), facts.inhabitants()
    if reports.is_empty() or not inhabitants:
        return None
    n = round(float(reports["value"].sum()))
    low, high = poisson(n)
    return Value(10_000 * n / inhabitants, n, (10_000 * low / inhabitants, 10_000 * high / inhabitants))


indicator = Indicator(
    theme="reports",
    order=2,
    name="Signalements pour 10 000 habitants",
    name_en="Reports per 10,000 inhabitants",
    formula="10 000 × dépôts / habitants",
    formula_en="10,000 × reports / inhabitants",
    definition="Dépôts enregistrés par les téléservices, rapportés à la population du territoire choisi. Intervalle "
    "de Garwood.",
    definition_en="Reports filed with the online services, over the population of the chosen territory. Garwood "
    "interval.",
    source="Comptages agrégés des téléservices ; population INSEE",
    source_en="Aggregated counts of the online services; INSEE population",
    unit="per_10000",
    reads=("measures", "population"),
    compute=compute,
)
