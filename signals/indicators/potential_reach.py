"""Followers of our accounts: the most that posts can have reached."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value


def compute(facts: Facts) -> Value | None:
    """Return the latest count of followers of every account of ours, summed."""
    followers = facts.metric("followers")
    if followers.is_empty():
        return None
    latest = (
        followers.sort("end")
        .group_by("service_id", "area", maintain_order=True)
        .agg(pl.col("value").last(), pl.col("service").last())
        .sort("value", "service", descending=[True, False])
    )
    parts = tuple(
        Part(name, value, int(value)) for name, value in latest.select("service", "value").head(8).iter_rows()
    )
    total = float(latest["value"].sum())
    return Value(total, int(total), parts=parts)


indicator = Indicator(
    theme="networks",
    order=2,
    name="Portée potentielle",
    name_en="Potential reach",
    formula="Σ abonnés des comptes officiels, dernier relevé",
    formula_en="Σ followers of official accounts, latest count",
    definition="Maximale, non dédoublonnée : somme des abonnés des comptes suivis au dernier relevé de la période. "
    "Qui suit deux comptes compte deux fois, et tous ne voient pas chaque publication.",
    definition_en="A maximum, not deduplicated: followers of the accounts that are watched, at the last count of the "
    "period. Who follows two accounts counts twice, and not everybody sees every post.",
    source="Abonnés des comptes institutionnels",
    source_en="Followers of institutional accounts",
    unit="count",
    direction="up",
    reads=("measures",),
    compute=compute,
)
