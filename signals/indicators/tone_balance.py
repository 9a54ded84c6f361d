"""Whether people speak well or ill, on the networks and in the press."""

import polars as pl

from signals.computing import OFFICIAL
from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import mean_of_counts

"""Kinds that have scores of their own: never merged with the tone of the talk."""
NAMES = {-1: "negative", 0: "neutral", 1: "positive"}


def compute(facts: Facts) -> Value | None:
    """Return the share of positive messages minus the share of negative ones."""
    heard = facts.table("messages").filter(~pl.col("kind").is_in(OFFICIAL), ~pl.col("is_own"))
    counts = heard.drop_nulls("tone").group_by("tone").agg(pl.col("n").sum()).sort("tone")
    if counts.is_empty():
        return None
    tones, numbers = counts["tone"].to_list(), counts["n"].to_list()
    n = sum(numbers)
    parts = tuple(Part(NAMES[tone], number, number) for tone, number in zip(tones, numbers, strict=True))
    balance = sum(tone * number for tone, number in zip(tones, numbers, strict=True)) / n
    return Value(balance, n, mean_of_counts(tones, numbers), parts)


indicator = Indicator(
    theme="talk",
    order=1,
    name="Solde de tonalité",
    name_en="Tone balance",
    formula="% positif − % négatif",
    formula_en="% positive − % negative",
    definition="Messages au ton positif moins messages au ton négatif, sur les réseaux et dans la presse, comptes "
    "d’institutions exclus ; de −100 à +100. Lu par un modèle : à lire à côté des notes officielles, jamais à leur "
    "place. Intervalle par rééchantillonnage.",
    definition_en="Messages with a positive tone minus those with a negative one, on networks and in the press, "
    "institutions’ accounts left out; from −100 to +100. Read by a model: beside the official scores, never in their "
    "place. Bootstrap interval.",
    source="Messages collectés, ton estimé par un modèle",
    source_en="Collected messages, tone estimated by a model",
    unit="balance",
    direction="up",
    reads=("messages",),
    heard_on=("*",),
    compute=compute,
)
