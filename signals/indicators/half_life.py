"""How long an official post lives."""

import statistics

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import median


def compute(facts: Facts) -> Value | None:
    """Return the median, over official posts with reactions, of the minutes until half of them had come."""
    lives = facts.table("half_lives")
    if lives.is_empty():
        return None
    minutes = lives["minutes"].to_list()
    by_platform = lives.group_by("platform").agg(pl.col("minutes").median(), pl.len()).sort("platform")
    parts = tuple(Part(name, value, n) for name, value, n in by_platform.iter_rows())
    return Value(statistics.median(minutes), len(minutes), median(minutes), parts)


indicator = Indicator(
    theme="networks",
    order=6,
    name="Demi-vie des publications",
    name_en="Half-life of posts",
    formula="médiane du temps jusqu’à la moitié des réponses et partages",
    formula_en="median time to half of the replies and shares",
    definition="Pour chaque publication d’institution qui a reçu au moins cinq réponses ou partages collectés, le "
    "temps au bout duquel la moitié était arrivée ; médiane sur les publications. Les plus récentes n’ont pas fini "
    "de vivre : leur demi-vie est sous-estimée. Intervalle par rééchantillonnage.",
    definition_en="For each institution’s post with five or more replies or shares collected, the time after which "
    "half of them had come; median over posts. The latest have not finished living: theirs is underestimated. "
    "Bootstrap interval.",
    source="Messages des comptes d’institutions, réponses et partages",
    source_en="Messages of institutions’ accounts, replies and shares",
    unit="minutes",
    reads=("half_lives",),
    heard_on=("*",),
    compute=compute,
)
