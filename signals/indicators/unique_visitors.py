"""Distinct visitors of a day."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value


def compute(facts: Facts) -> Value | None:
    """Return the mean visitors of a day, summed over services: the same person may visit two."""
    visitors = facts.metric("unique_visitors").filter((pl.col("end") - pl.col("start")) < 26 * 3_600_000)
    if visitors.is_empty():
        return None
    by_service = (
        visitors.group_by("service", "start")
        .agg(pl.col("value").sum())
        .group_by("service")
        .agg(pl.col("value").mean(), pl.col("start").n_unique())
        .sort("value", "service", descending=[True, False])
    )
    parts = tuple(Part(*row) for row in by_service.head(8).iter_rows())
    return Value(float(by_service["value"].sum()), int(visitors["value"].sum()), parts=parts)


indicator = Indicator(
    theme="audience",
    order=2,
    name="Visiteurs uniques par jour",
    name_en="Unique visitors a day",
    formula="moyenne des jours, additionnée sur les services",
    formula_en="mean of the days, summed over the services",
    definition="Visiteurs distincts d’un jour, comme l’outil d’audience les distingue. Une personne qui visite deux "
    "services compte deux fois ; les visiteurs de deux jours ne s’additionnent pas.",
    definition_en="Distinct visitors of a day, as the audience tool tells them apart. Somebody who visits two "
    "services counts twice; the visitors of two days are not added up.",
    source="Mesures d’audience (Matomo, Piano)",
    source_en="Audience measures (Matomo, Piano)",
    unit="count",
    direction="up",
    reads=("measures",),
    compute=compute,
)
