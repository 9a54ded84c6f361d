"""A network ready to be shown: communities, centrality and positions of its nodes."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl

from signals.networks.layout import Position, positions

NODES = pl.Schema(
    {
        "id": pl.String(),
        "x": pl.Float64(),
        "y": pl.Float64(),
        "community": pl.Int64(),
        "centrality": pl.Float64(),
        "degree": pl.Int64(),
    }
)
"""One row a node, in order of id. Community 0 is the largest; centrality in [0, 1], 1 the most central."""
BETWEENNESS_UP_TO = 200
"""Nodes up to which centrality is betweenness (bridges); above, PageRank, which is cheap."""


@dataclass(frozen=True, slots=True)
class Network:
    """What the app draws."""

    nodes: pl.DataFrame
    """Schema `NODES`."""
    edges: pl.DataFrame
    """Schema `EDGES` and the columns that say why."""


def network(edges: pl.DataFrame, *, known: Mapping[str, Position] | None = None, seed: int = 0) -> Network:
    """Return the network of `edges` (schema `EDGES`), the same for the same input whatever its order.

    `known`: positions of an earlier network; those nodes keep them, so that what a person has seen stays in place.
    """
    edges = edges.sort("source", "target")
    names = sorted({*edges["source"], *edges["target"]})
    index = {name: n for n, name in enumerate(names)}
    pairs = np.array([[index[a], index[b]] for a, b in edges.select("source", "target").iter_rows()], dtype=np.int64)
    pairs = pairs.reshape(-1, 2)
    weights = edges["weight"].to_numpy()
    # Whole numbers, not names: sets of strings have another order in every process.
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_nodes_from(range(len(names)))
    drawn.add_weighted_edges_from((int(a), int(b), float(w)) for (a, b), w in zip(pairs, weights, strict=True))
    communities = _communities(drawn, seed)
    places = {index[name]: place for name, place in (known or {}).items() if name in index}
    points = positions(communities, pairs, weights, known=places)
    nodes = pl.DataFrame(
        {
            "id": names,
            "x": points[:, 0],
            "y": points[:, 1],
            "community": communities,
            "centrality": _centrality(drawn),
            "degree": [drawn.degree(n) for n in range(len(names))],
        },
        schema=NODES,
    )
    return Network(nodes=nodes, edges=edges)


def _communities(drawn: "nx.Graph[int]", seed: int) -> list[int]:
    """Return the community of each node (Louvain, Blondel et al. 2008), largest first."""
    if not drawn:
        return []
    found = nx.community.louvain_communities(drawn, weight="weight", seed=seed)
    ranked = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))
    number = {node: n for n, members in enumerate(ranked) for node in members}
    return [number[node] for node in range(len(drawn))]


def _centrality(drawn: "nx.Graph[int]") -> list[float]:
    """Return the centrality of each node, divided by the highest."""
    small = len(drawn) <= BETWEENNESS_UP_TO
    found = nx.betweenness_centrality(drawn) if small else nx.pagerank(drawn, weight="weight")
    highest = max(found.values(), default=0.0) or 1.0
    return [found[node] / highest for node in range(len(drawn))]
