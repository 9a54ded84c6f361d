"""Topics that share authors, hashtags, links, places or services."""

import polars as pl

from signals.networks.edges import EDGES, strongest

KINDS = {"author": 1.0, "link": 1.0, "hashtag": 0.75, "service": 0.5, "place": 0.25}
"""How much sharing all of a kind says; two topics that share everything weigh 1."""
MOST_TOPICS = 100
"""What more topics share joins nothing: it is left out."""
LEAST_WEIGHT = 0.02


def topic_edges(shared: pl.DataFrame, *, per_node: int = 8) -> pl.DataFrame:
    """Return the edges between topics: schema `EDGES`, plus `shared` (number of things) and `kinds` (list, in order).

    `shared` has topic_id, kind (a key of `KINDS`) and key (an author, a hashtag, …), repeats allowed. Weight in [0, 1]:
    for each kind the cosine of the two topics over their keys, where a key that many topics share counts less (inverse
    document frequency), then the weighted mean over all kinds.

    >>> rows = [("t1", "hashtag", "crue"), ("t2", "hashtag", "crue"), ("t2", "author", "a"), ("t3", "author", "b")]
    >>> topic_edges(pl.DataFrame(rows, schema=["topic_id", "kind", "key"], orient="row")).rows()
    [('t1', 't2', 0.214..., 1, ['hashtag'])]
    """
    rows = shared.filter(pl.col("kind").is_in(list(KINDS))).select("topic_id", "kind", "key").drop_nulls().unique()
    topics = rows["topic_id"].n_unique()
    rows = rows.with_columns(degree=pl.len().over("kind", "key"))
    rows = rows.with_columns(idf=(1 + topics / pl.col("degree")).log())
    rows = rows.with_columns(unit=pl.col("idf") / pl.col("idf").pow(2).sum().over("topic_id", "kind").sqrt())
    joining = rows.filter(pl.col("degree").is_between(2, MOST_TOPICS))
    pairs = joining.join(joining, on=["kind", "key"], suffix="_other").filter(
        pl.col("topic_id") < pl.col("topic_id_other")
    )
    share = pl.col("kind").replace_strict(KINDS, return_dtype=pl.Float64) / sum(KINDS.values())
    edges = (
        pairs.group_by(source=pl.col("topic_id"), target=pl.col("topic_id_other"))
        .agg(
            weight=(pl.col("unit") * pl.col("unit_other") * share).sort().sum(),
            shared=pl.len().cast(pl.Int64),
            kinds=pl.col("kind").unique().sort(),
        )
        .filter(pl.col("weight") >= LEAST_WEIGHT)
        .cast(dict(EDGES))  # type: ignore[arg-type]
    )
    return strongest(edges, per_node=per_node)
