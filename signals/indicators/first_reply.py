"""How long users wait for a first reply."""

import polars as pl

from signals.indicators import Facts, Indicator, Value


def compute(facts: Facts) -> Value | None:
    """Return the mean days before a first reply, weighted by the demands."""
    waits = facts.metric("first_reply_days").with_columns(pl.col("n").fill_null(1))
    n = int(waits["n"].sum())
    return Value(float((waits["value"] * waits["n"]).sum()) / n, n) if n else None


indicator = Indicator(
    pillar="action",
    order=3,
    name="Délai de première réponse",
    name_en="Time to first reply",
    definition="Moyenne du délai entre la demande et la première réponse, pondérée par le nombre de demandes.",
    definition_en="Mean time from a demand to its first reply, weighted by the number of demands.",
    source="Mesures des services",
    source_en="Measures of the services",
    unit="days",
    compute=compute,
)
