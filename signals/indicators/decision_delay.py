"""How long an alert waits for a person."""

import statistics

from signals.indicators import Facts, Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes from an alert to the first decision on it, of the alerts that have one."""
    decided = facts.delays.drop_nulls(["alerted", "decided"])
    if decided.is_empty():
        return None
    minutes = [(row[1] - row[0]) / 60_000 for row in decided.select("alerted", "decided").iter_rows()]
    return Value(statistics.median(minutes), len(minutes), median(minutes))


indicator = Indicator(
    pillar="action",
    order=5,
    name="Délai de prise en compte",
    name_en="Time to decision",
    definition="Médiane du temps entre une alerte et la première décision d’une personne, parmi les alertes décidées.",
    definition_en="Median time from an alert to a person’s first decision, among alerts with a decision.",
    source="Alertes et décisions",
    source_en="Alerts and decisions",
    unit="minutes",
    compute=compute,
)
