"""How long a subject was talked about before it raised an alert."""

import statistics

from signals.indicators import Facts, Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes from the first message that an alert rests on to the alert."""
    known = facts.delays.drop_nulls(["first_message", "alerted"])
    if known.is_empty():
        return None
    minutes = [(row[1] - row[0]) / 60_000 for row in known.select("first_message", "alerted").iter_rows()]
    return Value(statistics.median(minutes), len(minutes), median(minutes))


indicator = Indicator(
    pillar="action",
    order=4,
    name="Délai de détection",
    name_en="Detection delay",
    definition="Médiane du temps entre le premier message cité par une alerte et l’alerte. "
    "Intervalle par rééchantillonnage.",
    definition_en="Median time from the first message that an alert cites to the alert. Bootstrap interval.",
    source="Alertes et leurs éléments",
    source_en="Alerts and their evidence",
    unit="minutes",
    compute=compute,
)
