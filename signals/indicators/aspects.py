"""What users praise and blame when they tell an experience."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return the share of positive ratings among those of an aspect that are not neutral, by aspect."""
    rated = facts.table("aspects").filter(pl.col("tone") != 0)
    n = int(rated["n"].sum())
    if not n:
        return None
    good = int(rated.filter(pl.col("tone") > 0)["n"].sum())
    by_aspect = (
        rated.group_by("aspect")
        .agg(pl.col("n").filter(pl.col("tone") > 0).sum() / pl.col("n").sum(), pl.col("n").sum().alias("all"))
        .sort("aspect")
    )
    return Value(good / n, n, wilson(good, n), tuple(Part(*row) for row in by_aspect.iter_rows()))


indicator = Indicator(
    theme="experiences",
    order=4,
    name="Étiquettes positives",
    name_en="Positive tags",
    formula="étiquettes positives / (positives + négatives)",
    formula_en="positive tags / (positive + negative)",
    definition="Accessibilité, information, relation, réactivité, simplicité : ce que l’usager juge à part, "
    "étiquettes neutres laissées de côté. Détail par étiquette. Intervalle de Wilson.",
    definition_en="Accessibility, information, relation, reactivity, simplicity: what users rate apart, neutral tags "
    "left out. Detail by tag. Wilson interval.",
    source="Services Publics+ (DITP)",
    source_en="Services Publics+ (DITP), experiences",
    unit="share",
    direction="up",
    reads=("aspects",),
    heard_on=("services-publics-plus",),
    compute=compute,
)
