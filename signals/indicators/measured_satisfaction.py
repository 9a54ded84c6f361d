"""Satisfaction as the services themselves measure it."""

import polars as pl

from signals.indicators import Facts, Indicator, Part, Value


def compute(facts: Facts) -> Value | None:
    """Return the mean of the published scores, weighted by their answers where these are known."""
    scores = facts.metric("satisfaction").with_columns(pl.col("n").fill_null(1))
    n = int(scores["n"].sum())
    if not n:
        return None
    mean = float((scores["value"] * scores["n"]).sum()) / n
    by_service = (
        scores.group_by("service")
        .agg((pl.col("value") * pl.col("n")).sum() / pl.col("n").sum(), pl.col("n").sum())
        .sort("n", "service", descending=[True, False])
        .head(8)
    )
    return Value(mean, n, parts=tuple(Part(*row) for row in by_service.iter_rows()))


indicator = Indicator(
    pillar="perception",
    order=2,
    name="Satisfaction publiée",
    name_en="Published satisfaction",
    definition="Moyenne des notes sur 10 publiées par les services, pondérée par le nombre de réponses. "
    "Jamais mélangée à la satisfaction lue dans les avis.",
    definition_en="Mean of the scores out of 10 published by the services, weighted by answers. Never mixed with the "
    "satisfaction read in reviews.",
    source="Mesures publiées par les services",
    source_en="Measures published by the services",
    unit="score",
    compute=compute,
)
