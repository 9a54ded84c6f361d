"""How long a subject was talked about before it raised an alert."""

import statistics

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes, of the alerts for which both moments are known."""
    known = facts.table("delays").drop_nulls(["first_message", "alerted"])
    minutes = [
        (until - since) / 60_000
        for since, until in known.select("first_message", "alerted").iter_rows()
        if until >= since
    ]
    return Value(statistics.median(minutes), len(minutes), median(minutes)) if minutes else None


indicator = Indicator(
    theme="crisis",
    order=1,
    name="Délai de détection",
    name_en="Detection delay",
    formula="médiane (alerte − 1er message)",
    formula_en="median (alert − first message)",
    definition="Du premier message cité par une alerte à l’alerte. Intervalle par rééchantillonnage.",
    definition_en="From the first message that an alert cites to the alert. Bootstrap interval.",
    source="Alertes, décisions et rumeurs",
    source_en="Alerts, decisions and rumours",
    unit="minutes",
    direction="down",
    reads=("delays",),
    heard_on=("*",),
    compute=compute,
)
