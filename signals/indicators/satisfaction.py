"""Satisfaction of users, out of ten."""

import polars as pl

from signals.indicators import Facts, Indicator, Part, Value
from signals.intervals import mean_of_counts

LEFT = ("experience", "review")


def compute(facts: Facts) -> Value | None:
    """Return the mean of ratings brought to 0-10: good 10, medium 5, bad 0 (the rule of « Je donne mon avis »)."""
    rated = facts.messages.filter(pl.col("kind").is_in(LEFT)).drop_nulls("rating")
    if rated.is_empty():
        return None
    counts = rated.group_by("rating").agg(pl.col("n").sum()).sort("rating")
    values = [5 * (1 + rating) for rating in counts["rating"]]
    numbers = counts["n"].to_list()
    n = sum(numbers)
    mean = sum(value * number for value, number in zip(values, numbers, strict=True)) / n
    by_service = (
        rated.drop_nulls("service_id")
        .group_by("service_id")
        .agg((5 * (1 + (pl.col("rating") * pl.col("n")).sum() / pl.col("n").sum())).alias("mean"), pl.col("n").sum())
        .sort("n", "service_id", descending=[True, False])
        .head(8)
    )
    return Value(mean, n, mean_of_counts(values, numbers), tuple(Part(*row) for row in by_service.iter_rows()))


indicator = Indicator(
    pillar="perception",
    order=1,
    name="Satisfaction des usagers",
    name_en="Users’ satisfaction",
    definition="(10 × avis positifs + 5 × neutres + 0 × négatifs) / avis notés, règle de « Je donne mon avis ». "
    "Moins de 5 : pas bien ; de 5 à 8 : moyen ; 8 et plus : bien. Intervalle par rééchantillonnage.",
    definition_en="(10 × positive + 5 × neutral + 0 × negative) / rated reviews, the rule of « Je donne mon avis ». "
    "Under 5: bad; 5 to 8: medium; 8 and over: good. Bootstrap interval.",
    source="Services Publics+, avis en ligne",
    source_en="Services Publics+, online reviews",
    unit="score",
    compute=compute,
)
