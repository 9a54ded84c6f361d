"""Bridges: communities of accounts that join others, as the page of the network tells of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from signals.networks.bridges import bridges

AMONG = 150
"""Communities looked at, the largest: the shortest ways between all of them are walked."""
TOLD = 6
"""Bridges told of, those that most ways lead through."""
SPLITTING = 3
"""Bridges told of besides: without them some communities would not reach each other."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """A community that joins others."""

    id: str
    """Of the thing in the picture."""
    label: str
    members: int
    partners: int
    """Communities that it is joined to."""
    share: float
    """Of the shortest ways between two others, those that lead through it."""
    splits: bool
    """Without it some of the others would not reach each other at all."""


def found(nodes: pl.DataFrame, edges: pl.DataFrame) -> list[tuple[int, dict[str, float]]]:
    """Return the bridges among the largest communities by number, those that most ways lead through first."""
    largest = nodes.filter(pl.col("community") < AMONG)  # numbered by size
    rows = bridges(largest.select("id", "community"), edges).iter_rows(named=True)
    ranked = [(int(row["community"]), row) for row in rows if row["between"] > 0 or row["splits"]]
    return ranked[:TOLD] + [one for one in ranked[TOLD:] if one[1]["splits"]][:SPLITTING]


def told(rows: list[tuple[int, dict[str, float]]], names: Mapping[int, tuple[str, str]]) -> tuple[Bridge, ...]:
    """Return the bridges with the ids and labels of their communities; `names` has those that are drawn."""
    return tuple(
        Bridge(*names[number], int(row["members"]), int(row["partners"]), float(row["between"]), bool(row["splits"]))
        for number, row in rows
        if number in names
    )
