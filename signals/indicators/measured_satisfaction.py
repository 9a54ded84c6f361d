"""Satisfaction as services other than « Je donne mon avis » measure it."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.jdma import SOURCE


def compute(facts: Facts) -> Value | None:
    """Return the mean of the published scores, weighted by their answers where these are known."""
    scores = facts.metric("satisfaction").filter(pl.col("source_id") != SOURCE).with_columns(pl.col("n").fill_null(1))
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
    theme="jdma",
    order=7,
    name="Satisfaction publiée par les services",
    name_en="Satisfaction published by services",
    formula="Σ note × réponses / Σ réponses",
    formula_en="Σ score × answers / Σ answers",
    definition="Notes sur 10 que d’autres services publient par leurs propres enquêtes (17Cyber, préfectures…), "
    "pondérées par leurs réponses. Jamais mélangée à « Je donne mon avis ».",
    definition_en="Scores out of 10 that other services publish from surveys of their own (17Cyber, préfectures…), "
    "weighted by answers. Never mixed with « Je donne mon avis ».",
    source="Mesures publiées par les services",
    source_en="Measures published by the services",
    unit="score",
    direction="up",
    reads=("measures",),
    compute=compute,
)
