"""Shares of a post of an institution, by platform."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import poisson


def compute(facts: Facts) -> Value | None:
    """Return shares for each official post, by platform."""
    own = facts.table("own_posts").filter(pl.col("posts") > 0)
    posts, shares = int(own["posts"].sum()), int(own["shares"].sum())
    if not posts:
        return None
    rows = own.sort("posts", descending=True).select("platform", "shares", "posts").iter_rows()
    low, high = poisson(shares)
    return Value(
        shares / posts, posts, (low / posts, high / posts), tuple(Part(name, got / n, n) for name, got, n in rows)
    )


indicator = Indicator(
    theme="networks",
    order=5,
    name="Taux d’amplification",
    name_en="Amplification rate",
    formula="partages / publications officielles",
    formula_en="shares / official posts",
    definition="Combien de fois une publication d’institution est partagée en moyenne, réseau par réseau. Variante "
    "sur les publications ; jamais mélangée à une variante sur la portée. Intervalle de Garwood, qui suppose des "
    "partages indépendants : il est étroit.",
    definition_en="How often an institution’s post is shared on average, network by network. Variant over posts; "
    "never mixed with one over reach. Garwood interval, which takes shares to be independent: it is narrow.",
    source="Messages des comptes d’institutions",
    source_en="Messages of institutions’ accounts",
    unit="per_post",
    direction="up",
    reads=("own_posts",),
    heard_on=("*",),
    compute=compute,
)
