"""Whether people speak well or ill, on the networks and in the press."""

import polars as pl

from signals.indicators import Facts, Indicator, Part, Value
from signals.intervals import mean_of_counts

OFFICIAL = ("experience", "review", "report")
"""Kinds that have scores of their own: never merged with the tone of the talk."""


def compute(facts: Facts) -> Value | None:
    """Return the share of positive messages minus the share of negative ones."""
    toned = facts.messages.filter(~pl.col("kind").is_in(OFFICIAL)).drop_nulls("tone")
    if toned.is_empty():
        return None
    counts = toned.group_by("tone").agg(pl.col("n").sum()).sort("tone")
    tones, numbers = counts["tone"].to_list(), counts["n"].to_list()
    n = sum(numbers)
    names = {-1: "negative", 0: "neutral", 1: "positive"}
    parts = tuple(Part(names[tone], number, number) for tone, number in zip(tones, numbers, strict=True))
    balance = sum(tone * number for tone, number in zip(tones, numbers, strict=True)) / n
    return Value(balance, n, mean_of_counts(tones, numbers), parts)


indicator = Indicator(
    pillar="perception",
    order=4,
    name="Solde de tonalité",
    name_en="Tone balance",
    definition="Part des messages au ton positif moins part au ton négatif, sur les réseaux et dans la presse ; "
    "de −100 à +100. Lu par un modèle : à lire à côté des notes, jamais à leur place. "
    "Intervalle par rééchantillonnage.",
    definition_en="Share of messages with a positive tone minus share with a negative one, on networks and in the "
    "press; from −100 to +100. Read by a model: beside the scores, never in their place. Bootstrap interval.",
    source="Messages collectés, ton estimé par un modèle",
    source_en="Collected messages, tone estimated by a model",
    unit="balance",
    compute=compute,
)
