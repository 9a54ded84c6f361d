"""How much of the talk is questions."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts
from signals.intervals import wilson

OFFICIAL = ("experience", "review", "report")


def compute(facts: Facts) -> Value | None:
    """Return the share of questions among the messages whose intent is known."""
    heard = facts.table("messages").filter(~pl.col("kind").is_in(OFFICIAL), ~pl.col("is_own")).drop_nulls("intent")
    n = int(heard["n"].sum())
    if not n:
        return None
    found = heard.filter(pl.col("intent") == "question")
    number = int(found["n"].sum())
    return Value(number / n, n, wilson(number, n), top_parts(found, "service"))


indicator = Indicator(
    theme="talk",
    order=2,
    name="Part des questions",
    name_en="Share of questions",
    formula="questions / messages dont l’intention est connue",
    formula_en="questions / messages whose intent is known",
    definition="Part des questions parmi les messages des réseaux et de la presse, lue par un modèle ; à côté des "
    "notes officielles, jamais mélangée. Intervalle de Wilson.",
    definition_en="Share of questions among the messages of networks and press, read by a model; beside the official "
    "scores, never merged. Wilson interval.",
    source="Messages collectés, intention estimée par un modèle",
    source_en="Collected messages, intent estimated by a model",
    unit="share",
    reads=("messages",),
    heard_on=("*",),
    compute=compute,
)
