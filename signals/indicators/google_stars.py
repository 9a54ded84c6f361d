"""Stars that units are given on Google."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import mean_of_counts


def compute(facts: Facts) -> Value | None:
    """Return the mean of the stars, one to five, by service."""
    rated = (
        facts.table("messages").filter(pl.col("platform") == "partoo", pl.col("kind") == "review").drop_nulls("rating")
    )
    if rated.is_empty():
        return None
    # stars were brought to [-1, 1]
    stars = rated.with_columns(stars=3 + 2 * pl.col("rating"))
    counts = stars.group_by("stars").agg(pl.col("n").sum()).sort("stars")
    n = int(counts["n"].sum())
    by_service = (
        stars.drop_nulls("service")
        .group_by("service")
        .agg((pl.col("stars") * pl.col("n")).sum() / pl.col("n").sum(), pl.col("n").sum().alias("all"))
        .sort("all", "service", descending=[True, False])
        .head(8)
    )
    return Value(
        float((counts["stars"] * counts["n"]).sum()) / n,
        n,
        mean_of_counts(counts["stars"].to_list(), counts["n"].to_list()),
        tuple(Part(*row) for row in by_service.iter_rows()),
    )


indicator = Indicator(
    theme="reviews",
    order=1,
    name="Avis Google des unités",
    name_en="Google reviews of units",
    formula="Σ étoiles / avis",
    formula_en="Σ stars / reviews",
    definition="Étoiles de 1 à 5 laissées sur les fiches Google des unités. Beaucoup d’avis sont laissés pour se "
    "plaindre : à lire dans le temps, jamais comme une enquête. Intervalle par rééchantillonnage.",
    definition_en="Stars from 1 to 5 left on the Google pages of units. Many leave one to complain: to be read over "
    "time, never as a survey. Bootstrap interval.",
    source="Avis Google par Partoo",
    source_en="Google reviews through Partoo",
    unit="stars",
    direction="up",
    reads=("messages",),
    heard_on=("partoo",),
    compute=compute,
)
