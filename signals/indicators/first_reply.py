"""How long users wait for a first reply, as services publish it."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value


def compute(facts: Facts) -> Value | None:
    """Return the mean days before a first reply, weighted by the demands."""
    waits = facts.metric("first_reply_days").with_columns(pl.col("n").fill_null(1))
    n = int(waits["n"].sum())
    return Value(float((waits["value"] * waits["n"]).sum()) / n, n) if n else None


indicator = Indicator(
    theme="answers",
    order=3,
    name="Délai publié par les services",
    name_en="Time to reply as services publish it",
    formula="Σ délai × demandes / Σ demandes",
    formula_en="Σ delay × demands / Σ demands",
    definition="Moyenne du délai entre la demande et la première réponse, telle que les services la publient, "
    "pondérée par le nombre de demandes.",
    definition_en="Mean time from a demand to its first reply as services publish it, weighted by the number of "
    "demands.",
    source="Mesures des services",
    source_en="Measures of the services",
    unit="days",
    direction="down",
    reads=("measures",),
    compute=compute,
)
