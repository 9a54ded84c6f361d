"""Bridges: which communities talk to which, and which of them alone hold others together. Groups, never accounts."""

import networkx as nx
import polars as pl

from signals.networks.edges import EDGES

BRIDGES = pl.Schema(
    {
        "community": pl.Int64(),
        "members": pl.Int64(),
        "partners": pl.Int64(),
        "between": pl.Float64(),
        "splits": pl.Boolean(),
    }
)
"""One row a community, the most between the others first. `partners`: communities that it is joined to; `between` in
[0, 1]: share of the shortest ways between two others that lead through it; `splits`: without it some could not reach
each other at all."""
LEAST = 5
"""Members below which a community is not shown: few people can be told apart."""


def bridges(nodes: pl.DataFrame, edges: pl.DataFrame, *, least: int = LEAST) -> pl.DataFrame:
    """Return how communities stand between each other; `nodes` has id and community, `edges` the schema `EDGES`.

    A heavier tie is a shorter way. Betweenness is exact (Brandes 2001): communities are few.

    >>> names = [f"{community}{n}" for community in "abc" for n in range(5)]
    >>> nodes = pl.DataFrame({"id": names, "community": [0] * 5 + [1] * 5 + [2] * 5})
    >>> ties = [("a0", "b0", 1.0), ("b1", "c0", 1.0), ("a1", "a2", 9.0)]
    >>> bridges(nodes, pl.DataFrame(ties, schema=EDGES, orient="row")).rows()
    [(1, 5, 2, 1.0, True), (0, 5, 1, 0.0, False), (2, 5, 1, 0.0, False)]
    """
    members = nodes.group_by("community").len().filter(pl.col("len") >= least)
    sizes = {int(community): int(count) for community, count in members.iter_rows()}
    of = dict(nodes.select("id", "community").iter_rows())
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_nodes_from(sorted(sizes))
    for source, target, weight in edges.select(EDGES.names()).sort("source", "target").iter_rows():
        one, other = of.get(source), of.get(target)
        if one != other and one in sizes and other in sizes:
            before = drawn.edges[one, other]["weight"] if drawn.has_edge(one, other) else 0.0
            drawn.add_edge(one, other, weight=before + weight)
    for _, _, tie in drawn.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    between = nx.betweenness_centrality(drawn, weight="length")
    splitting = set(nx.articulation_points(drawn))
    rows = [(one, sizes[one], drawn.degree(one), between[one], one in splitting) for one in sorted(sizes)]
    return pl.DataFrame(rows, schema=BRIDGES, orient="row").sort("between", "community", descending=[True, False])
