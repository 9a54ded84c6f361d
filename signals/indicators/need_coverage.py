"""How much of what citizens need an official content answers."""

import polars as pl

from signals.facts import FEWEST, Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of demands whose need an institution's message of the period addresses."""
    needs = facts.table("needs").filter(pl.col("demands") >= FEWEST).sort("demands", "need", descending=[True, False])
    n = int(needs["demands"].sum())
    if not n:
        return None
    answered = int(needs.filter(pl.col("contents") > 0)["demands"].sum())
    parts = tuple(Part(need, float(contents), demands) for need, demands, contents in needs.head(8).iter_rows())
    return Value(answered / n, n, wilson(answered, n), parts)


indicator = Indicator(
    theme="proximity",
    order=3,
    name="Besoins couverts par un contenu officiel",
    name_en="Needs that an official content answers",
    formula="Σ demandes des besoins ayant ≥ 1 contenu officiel / Σ demandes",
    formula_en="Σ demands of needs with ≥ 1 official content / Σ demands",
    definition="Besoins que des messages de citoyens décrivent (au moins cinq), pondérés par leur nombre ; couvert : "
    "un message d’institution de la même période et du même territoire décrit le même besoin. Détail : contenus "
    "officiels, effectif des demandes. Intervalle de Wilson.",
    definition_en="Needs that citizens’ messages describe (five or more), weighted by how many; answered: an "
    "institution’s message of the same period and territory describes the same need. Detail: official contents, n "
    "the demands. Wilson interval.",
    source="Messages collectés, besoins reconnus automatiquement",
    source_en="Collected messages, needs recognised automatically",
    unit="share",
    direction="up",
    reads=("needs",),
    heard_on=("*",),
    compute=compute,
)
