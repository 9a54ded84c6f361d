"""How much of the population lives where contacts are seen."""

import polars as pl

from signals.indicators import Facts, Indicator, Value

CONTACTS = 5
"""Contacts from which a département counts as covered."""


def compute(facts: Facts) -> Value | None:
    """Return the share of inhabitants in départements with at least `CONTACTS` contacts or messages."""
    seen = pl.concat(
        [
            facts.messages.select("place_id", pl.col("n").cast(pl.Float64)),
            facts.metric("contacts").select("place_id", pl.col("value").alias("n")),
        ]
    ).drop_nulls("place_id")
    inhabitants = facts.inhabitants()
    if seen.is_empty() or not inhabitants:
        return None
    covered = seen.group_by("place_id").agg(pl.col("n").sum()).filter(pl.col("n") >= CONTACTS)
    reached = facts.population.join(covered, on="place_id")
    return Value(float(reached["population"].sum()) / inhabitants, int(seen["n"].sum()))


indicator = Indicator(
    pillar="visibility",
    order=4,
    name="Couverture territoriale",
    name_en="Territorial coverage",
    definition=f"Part de la population des départements où au moins {CONTACTS} messages ou contacts ont été vus.",
    definition_en=f"Share of the population living in a département with at least {CONTACTS} messages or contacts.",
    source="Messages localisés, contacts ; population INSEE",
    source_en="Located messages, contacts; INSEE population",
    unit="share",
    compute=compute,
)
