"""How long an alert waits for a person."""

import statistics

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes, of the alerts for which both moments are known."""
    known = facts.table("delays").drop_nulls(["alerted", "decided"])
    minutes = [
        (until - since) / 60_000 for since, until in known.select("alerted", "decided").iter_rows() if until >= since
    ]
    return Value(statistics.median(minutes), len(minutes), median(minutes)) if minutes else None


indicator = Indicator(
    theme="crisis",
    order=2,
    name="Délai de prise en compte",
    name_en="Time to decision",
    formula="médiane (1re décision − alerte)",
    formula_en="median (first decision − alert)",
    definition="De l’alerte à la première décision d’une personne, parmi les alertes décidées. Intervalle par "
    "rééchantillonnage.",
    definition_en="From an alert to a person’s first decision, among alerts with a decision. Bootstrap interval.",
    source="Alertes, décisions et rumeurs",
    source_en="Alerts, decisions and rumours",
    unit="minutes",
    direction="down",
    reads=("delays",),
    heard_on=("*",),
    compute=compute,
)
