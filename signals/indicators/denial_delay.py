"""How long it takes to deny a rumour once it is qualified."""

import statistics

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median minutes, of the alerts for which both moments are known."""
    known = facts.table("delays").drop_nulls(["qualified", "denied"])
    minutes = [
        (until - since) / 60_000 for since, until in known.select("qualified", "denied").iter_rows() if until >= since
    ]
    return Value(statistics.median(minutes), len(minutes), median(minutes)) if minutes else None


indicator = Indicator(
    theme="crisis",
    order=4,
    name="Délai de démenti",
    name_en="Time to denial",
    formula="médiane (1er démenti officiel − rumeur qualifiée)",
    formula_en="median (first official denial − rumour qualified)",
    definition="De la qualification de la rumeur au premier démenti d’une institution, de la presse ou d’une action "
    "consignée ; un démenti plus précoce n’a pas de délai. Intervalle par rééchantillonnage.",
    definition_en="From the qualification of the rumour to the first denial by an institution, the press or an "
    "action logged; an earlier denial has no delay. Bootstrap interval.",
    source="Alertes, décisions et rumeurs",
    source_en="Alerts, decisions and rumours",
    unit="minutes",
    direction="down",
    reads=("delays",),
    heard_on=("*",),
    compute=compute,
)
