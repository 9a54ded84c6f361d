"""How much of the talk about public services is about the Gendarmerie's."""

import polars as pl

from signals.indicators import Facts, Indicator, Value, top_parts
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of messages about a service that concern one of the Gendarmerie."""
    about = facts.messages.drop_nulls("service_id")
    n = int(about["n"].sum())
    if not n:
        return None
    own = int(about.filter(pl.col("operator").str.contains("(?i)gendarmerie"))["n"].sum())
    return Value(own / n, n, wilson(own, n), top_parts(about, "operator"))


indicator = Indicator(
    pillar="visibility",
    order=3,
    name="Part de voix",
    name_en="Share of voice",
    definition="Messages qui concernent un service de la gendarmerie, parmi ceux qui concernent un service public "
    "suivi. Intervalle de Wilson.",
    definition_en="Messages about a service of the Gendarmerie, among those about any public service followed. "
    "Wilson interval.",
    source="Messages collectés, services reconnus automatiquement",
    source_en="Collected messages, services recognised automatically",
    unit="share",
    compute=compute,
)
