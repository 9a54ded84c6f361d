"""How much of the population lives where somebody is heard."""

import polars as pl

from signals.facts import FEWEST, Facts
from signals.indicators import Indicator, Value


def compute(facts: Facts) -> Value | None:
    """Return the share of inhabitants in communes with at least `FEWEST` messages."""
    seen = facts.table("covered")
    inhabitants = facts.inhabitants()
    if seen.is_empty() or not inhabitants:
        return None
    reached = seen.filter(pl.col("n") >= FEWEST).drop_nulls("population")
    return Value(float(reached["population"].sum()) / inhabitants, int(seen["n"].sum()))


indicator = Indicator(
    theme="proximity",
    order=2,
    name="Couverture territoriale",
    name_en="Territorial coverage",
    formula="Σ population des communes avec au moins 5 messages / population du territoire",
    formula_en="Σ population of communes with 5 messages or more / population of the territory",
    definition="Part des habitants dont la commune est citée par, ou source d’, au moins cinq messages de la "
    "période. Sous cinq, rien n’est dit d’une commune.",
    definition_en="Share of the inhabitants whose commune is named by, or source of, at least five messages of the "
    "period. Under five, nothing is told of a commune.",
    source="Messages localisés ; population INSEE",
    source_en="Located messages; INSEE population",
    unit="share",
    direction="up",
    reads=("covered", "population"),
    heard_on=("*",),
    compute=compute,
)
