"""Reactions to our posts over the accounts reached."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import wilson


def compute(facts: Facts) -> Value | None:
    """Return engagements over reach, of the accounts and periods for which a platform publishes both."""
    keys = ["service", "area", "start", "end"]
    both = (
        facts.metric("engagements")
        .select(*keys, pl.col("value").alias("engaged"))
        .join(facts.metric("reach").select(*keys, pl.col("value").alias("reached")), on=keys)
        .filter(pl.col("reached") > 0)
    )
    if both.is_empty():
        return None
    engaged, reached = round(float(both["engaged"].sum())), round(float(both["reached"].sum()))
    by_service = both.group_by("service").agg(
        pl.col("engaged").sum() / pl.col("reached").sum(), pl.col("reached").sum()
    )
    parts = tuple(Part(name, rate, int(n)) for name, rate, n in by_service.sort("reached", descending=True).iter_rows())
    # one account may react several times: then there is no share, and no interval of one
    return Value(engaged / reached, reached, wilson(engaged, reached) if engaged <= reached else None, parts[:8])


indicator = Indicator(
    theme="networks",
    order=3,
    name="Taux d’engagement",
    name_en="Engagement rate",
    formula="(réactions + commentaires + partages + clics) / portée",
    formula_en="(reactions + comments + shares + clicks) / reach",
    definition="Sur la portée seulement, pour les comptes et périodes où la plateforme publie les deux ; jamais "
    "mélangé à un taux sur les abonnés ou les impressions. Intervalle de Wilson.",
    definition_en="Over reach only, for accounts and periods whose platform publishes both; never mixed with a rate "
    "over followers or impressions. Wilson interval.",
    source="Statistiques des plateformes (comptages)",
    source_en="Statistics of the platforms (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=compute,
)
