"""How long a rumour waits for a person to qualify it."""

import statistics

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes, of the alerts for which both moments are known."""
    known = facts.table("delays").drop_nulls(["alerted", "qualified"])
    minutes = [
        (until - since) / 60_000 for since, until in known.select("alerted", "qualified").iter_rows() if until >= since
    ]
    return Value(statistics.median(minutes), len(minutes), median(minutes)) if minutes else None


indicator = Indicator(
    theme="crisis",
    order=3,
    name="Délai de qualification",
    name_en="Time to qualification",
    formula="médiane (rumeur qualifiée − alerte)",
    formula_en="median (rumour qualified − alert)",
    definition="De l’alerte à la première décision d’une personne sur la rumeur (à vérifier, fausse, vraie, "
    "démentie). Intervalle par rééchantillonnage.",
    definition_en="From the alert to a person’s first ruling on the rumour (being checked, false, true, denied). "
    "Bootstrap interval.",
    source="Alertes, décisions et rumeurs",
    source_en="Alerts, decisions and rumours",
    unit="minutes",
    direction="down",
    reads=("delays",),
    heard_on=("*",),
    compute=compute,
)
