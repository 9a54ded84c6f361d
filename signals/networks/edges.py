"""Edge frames: their schema, and which edges are worth showing."""

import polars as pl

EDGES = pl.Schema({"source": pl.String(), "target": pl.String(), "weight": pl.Float64()})
"""One row an undirected edge, source < target; further columns say why."""


def strongest(edges: pl.DataFrame, *, per_node: int = 8, nodes: int = 600, most: int = 2000) -> pl.DataFrame:
    """Return the edges that are among the `per_node` strongest of one of their ends, heaviest first, within limits.

    At most `nodes` nodes (those with the most weight) and `most` edges. Equal weights are told apart by name.
    """
    if edges.is_empty():
        return edges
    ends = pl.concat([edges.with_columns(end=pl.col(name)) for name in ("source", "target")])
    ends = ends.sort("end", "weight", "source", "target", descending=[False, True, False, False])
    kept = ends.with_columns(rank=pl.int_range(pl.len()).over("end")).filter(pl.col("rank") < per_node)
    heavy = (
        kept.group_by("end")
        .agg(pl.col("weight").sum())
        .sort("weight", "end", descending=[True, False])
        .head(nodes)["end"]
        .to_list()
    )
    return (
        kept.drop("end", "rank")
        .unique(["source", "target"])
        .filter(pl.col("source").is_in(heavy), pl.col("target").is_in(heavy))
        .sort("weight", "source", "target", descending=[True, False, False])
        .head(most)
    )
