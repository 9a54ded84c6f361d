"""How much of the talk about public services is about the Gendarmerie's."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of messages about a service, not by an institution, that concern one of the Gendarmerie."""
    about = facts.table("messages").filter(~pl.col("is_own")).drop_nulls("service_id")
    n = int(about["n"].sum())
    if not n:
        return None
    own = int(about.filter(pl.col("operator").str.contains("(?i)gendarmerie"))["n"].sum())
    return Value(own / n, n, wilson(own, n), top_parts(about, "operator"))


indicator = Indicator(
    theme="networks",
    order=7,
    name="Part de voix",
    name_en="Share of voice",
    formula="messages sur un service de la gendarmerie / messages sur un service public suivi",
    formula_en="messages about a service of the Gendarmerie / about any public service followed",
    definition="Ce que disent les institutions elles-mêmes n’y est pas. Un message compte pour le premier service "
    "reconnu. Les services communs « Police et Gendarmerie nationales » comptent pour la gendarmerie. Intervalle de "
    "Wilson.",
    definition_en="What institutions say themselves is left out. A message counts for the first service recognised. "
    "Services run by « Police et Gendarmerie nationales » together count for the Gendarmerie. Wilson interval.",
    source="Messages collectés, services reconnus automatiquement",
    source_en="Collected messages, services recognised automatically",
    unit="share",
    direction="up",
    reads=("messages",),
    heard_on=("*",),
    compute=compute,
)
