"""Reactions to a post of an institution, by platform."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value


def compute(facts: Facts) -> Value | None:
    """Return likes, shares and replies for each official post, by platform."""
    own = facts.table("own_posts")
    posts = int(own["posts"].sum())
    if not posts:
        return None
    rates = own.with_columns(reactions=pl.sum_horizontal("likes", "shares", "replies")).filter(pl.col("posts") > 0)
    parts = tuple(
        Part(platform, reactions / n, n)
        for platform, reactions, n in rates.sort("posts", descending=True)
        .select("platform", "reactions", "posts")
        .iter_rows()
    )
    return Value(float(rates["reactions"].sum()) / posts, posts, parts=parts)


indicator = Indicator(
    theme="networks",
    order=4,
    name="Engagement par publication",
    name_en="Engagement per post",
    formula="(j’aime + partages + réponses) / publications officielles",
    formula_en="(likes + shares + replies) / official posts",
    definition="Ce que les comptes d’institutions collectés obtiennent par publication, réseau par réseau, au "
    "dernier passage de la collecte. Une autre mesure que le taux d’engagement : elle ne connaît pas la portée.",
    definition_en="What the institutions’ accounts that are collected get for each post, network by network, when "
    "last collected. Another measure than the engagement rate: it does not know the reach.",
    source="Messages des comptes d’institutions",
    source_en="Messages of institutions’ accounts",
    unit="per_post",
    direction="up",
    reads=("own_posts",),
    heard_on=("*",),
    compute=compute,
)
