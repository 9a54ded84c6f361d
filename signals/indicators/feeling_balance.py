"""How users feel who tell an experience."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import mean_of_counts

NAMES = {-1: "negative", 0: "neutral", 1: "positive"}


def compute(facts: Facts) -> Value | None:
    """Return the share of positive experiences minus the share of negative ones."""
    felt = facts.table("messages").filter(pl.col("kind") == "experience").drop_nulls("rating")
    if felt.is_empty():
        return None
    counts = felt.group_by(pl.col("rating").round().cast(pl.Int64)).agg(pl.col("n").sum()).sort("rating")
    feelings, numbers = counts["rating"].to_list(), counts["n"].to_list()
    n = sum(numbers)
    parts = tuple(Part(NAMES[feeling], number, number) for feeling, number in zip(feelings, numbers, strict=True))
    balance = sum(feeling * number for feeling, number in zip(feelings, numbers, strict=True)) / n
    return Value(balance, n, mean_of_counts(feelings, numbers), parts)


indicator = Indicator(
    theme="experiences",
    order=3,
    name="Solde de ressenti",
    name_en="Balance of feeling",
    formula="% positif − % négatif",
    formula_en="% positive − % negative",
    definition="Ressenti que l’usager coche lui-même (positif, neutre, négatif) ; de −100 à +100. Définition propre "
    ": la plateforme n’en publie pas. Intervalle par rééchantillonnage.",
    definition_en="The feeling that users tick themselves (positive, neutral, negative); from −100 to +100. Our own "
    "definition: the platform publishes none. Bootstrap interval.",
    source="Services Publics+ (DITP)",
    source_en="Services Publics+ (DITP), experiences",
    unit="balance",
    direction="up",
    reads=("messages",),
    heard_on=("services-publics-plus",),
    compute=compute,
)
