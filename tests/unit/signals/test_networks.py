"""Networks: what joins, what is pruned, the same picture every time."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from signals.networks.accounts import account_edges, answering, co_sharing
from signals.networks.edges import EDGES, strongest
from signals.networks.structure import NODES, network
from signals.networks.topics import topic_edges

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHARED = pl.Schema({"topic_id": pl.String(), "kind": pl.String(), "key": pl.String()})
SHARES = pl.Schema({"account_id": pl.String(), "key": pl.String(), "at": pl.Datetime("us", "UTC")})
REPLIES = pl.Schema({"account_id": pl.String(), "target_id": pl.String()})


def rows(values: Sequence[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame(values, schema=schema, orient="row")


def numbers(frame: pl.DataFrame, column: str) -> NDArray[np.float64]:
    return frame[column].to_numpy()


def spread(nodes: pl.DataFrame) -> float:
    return float(numbers(nodes, "x").std() + numbers(nodes, "y").std())


def groups(count: int = 6, size: int = 10, seed: int = 1) -> pl.DataFrame:
    """Return groups whose members are all joined, one bridge between each and the next."""
    edges = [
        (f"g{g}-{a:02}", f"g{g}-{b:02}", 1.0) for g in range(count) for a in range(size) for b in range(a + 1, size)
    ]
    edges += [(f"g{g}-00", f"g{g + 1}-00", 0.5) for g in range(count - 1)]
    Random(seed).shuffle(edges)
    return pl.DataFrame(edges, schema=EDGES, orient="row")


def test_topics_that_share_rare_things_are_closer() -> None:
    found = topic_edges(
        rows(
            [
                *[(f"t{n}", "author", "everyone") for n in range(6)],
                ("t0", "author", "rare"),
                ("t1", "author", "rare"),
                ("t1", "place", "D21"),
                ("t0", "place", "D21"),
                ("t0", "place", None),
            ],
            SHARED,
        )
    )
    weight = {
        (source, target): value for source, target, value in found.select("source", "target", "weight").iter_rows()
    }
    assert weight["t0", "t1"] > weight["t2", "t3"] > weight["t0", "t2"]
    best = found.row(0, named=True)
    assert (best["source"], best["target"], best["shared"], best["kinds"]) == ("t0", "t1", 3, ["author", "place"])
    assert numbers(found, "weight").max() <= 1


def test_a_key_of_many_topics_counts_less_than_a_rare_one() -> None:
    keys = {"t0": ["common", "rare"], "t1": ["rare", "own1"], "t2": ["common", "own2"], "t3": ["common", "own3"]}
    found = topic_edges(rows([(topic, "link", key) for topic in keys for key in keys[topic]], SHARED))
    weight = {(source, target): value for source, target, value in found.select(EDGES.names()).iter_rows()}
    assert weight["t0", "t1"] > 1.5 * weight["t0", "t2"]


def test_accounts_that_share_within_the_delay_are_joined() -> None:
    def at(seconds: float) -> datetime:
        return NOON + timedelta(seconds=seconds)

    shares = [("a", "k1", at(0)), ("b", "k1", at(60)), ("c", "k1", at(61)), ("a", "k2", at(900)), ("b", "k2", at(850))]
    shares += [("c", "k2", at(2000)), ("a", "k1", at(5))]
    found = co_sharing(rows(shares, SHARES), delay=timedelta(minutes=1), repeated=1)
    assert found.select("source", "target", "shared").rows() == [("a", "b", 2), ("a", "c", 1), ("b", "c", 1)]
    assert co_sharing(rows(shares, SHARES)).select("source", "target").rows() == [("a", "b")]


def test_a_viral_link_counts_less() -> None:
    shares = [(account, key, NOON) for key in ("k1", "k2") for account in ("a", "b")]
    shares += [(f"v{n}", key, NOON) for key in ("l1", "l2") for n in range(50)]
    found = co_sharing(rows(shares, SHARES))
    rare = found.filter(source="a")["weight"].item()
    assert rare == pytest.approx(2)
    assert numbers(found.filter(source="v0"), "weight").max() < 0.2 * rare


def test_what_everyone_shares_joins_no_one() -> None:
    shares = [(f"v{n}", key, NOON) for key in ("l1", "l2") for n in range(501)]
    assert co_sharing(rows(shares, SHARES)).is_empty()


def test_replies_and_shares_make_one_network() -> None:
    shared = co_sharing(rows([(a, k, NOON) for a in "ab" for k in ("k1", "k2")], SHARES))
    replied = answering(rows([("a", "b"), ("b", "a"), ("b", "c"), ("c", "c"), ("d", None)], REPLIES))
    found = account_edges(shared, replied)
    assert found.select("source", "target", "shared", "replies").rows() == [("a", "b", 2, 2), ("b", "c", 0, 1)]


def test_nothing_makes_an_empty_network() -> None:
    edges = account_edges(co_sharing(rows([], SHARES)), answering(rows([], REPLIES)))
    found = network(edges)
    assert found.nodes.is_empty()
    assert found.nodes.schema == NODES
    assert topic_edges(rows([], SHARED)).is_empty()


def test_pruning_keeps_each_node_s_strongest() -> None:
    star = pl.DataFrame([("a", f"n{n:03}", float(n + 1)) for n in range(100)], schema=EDGES, orient="row")
    assert len(strongest(star, per_node=3)) == 100
    assert len(strongest(star, per_node=3, most=10)) == 10
    assert set(strongest(star, nodes=4)["target"]) == {"n099", "n098", "n097"}


def test_groups_are_communities_and_bridges_are_central() -> None:
    nodes = network(groups()).nodes
    assert nodes["community"].n_unique() == 6
    by_group = nodes.group_by(pl.col("id").str.slice(0, 2)).agg(pl.col("community").n_unique())
    assert by_group["community"].to_list() == [1] * 6
    bridges = numbers(nodes.filter(pl.col("id").str.ends_with("-00")), "centrality")
    others = numbers(nodes.filter(~pl.col("id").str.ends_with("-00")), "centrality")
    assert bridges.min() > others.max()
    assert numbers(nodes, "centrality").max() == 1


def test_members_stand_together_and_nothing_collides() -> None:
    nodes = network(groups()).nodes
    assert nodes.select(pl.max_horizontal(pl.col("x", "y").abs())).max().item() <= 1
    inside = [spread(members) for _, members in nodes.group_by("community")]
    assert max(inside) < 0.5 * spread(nodes)
    assert nodes.select(pl.col("x", "y").round(3)).is_duplicated().sum() == 0


def test_the_picture_is_the_same_whatever_the_order_of_edges() -> None:
    one, other = network(groups(seed=1)), network(groups(seed=2))
    assert one.nodes.equals(other.nodes)
    assert one.edges.equals(other.edges)


def test_the_picture_is_the_same_in_another_process() -> None:
    program = "from tests.unit.signals.test_networks import groups, network; print(network(groups()).nodes.rows())"
    ran = [
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert ran[0].stdout == ran[1].stdout


def test_known_nodes_keep_their_place_and_new_ones_join_their_neighbours() -> None:
    before = network(groups()).nodes
    known = {name: (x, y) for name, x, y in before.select("id", "x", "y").iter_rows()}
    new = pl.DataFrame([("g0-03", "z", 1.0), ("g0-04", "z", 1.0)], schema=EDGES, orient="row")
    after = network(pl.concat([groups(), new]), known=known).nodes
    kept = after.filter(pl.col("id") != "z")
    assert kept.select("id", "x", "y").equals(before.select("id", "x", "y"))
    x, y = after.filter(id="z").select("x", "y").row(0)
    group = before.filter(pl.col("id").str.starts_with("g0"))
    assert abs(x - numbers(group, "x").mean()) + abs(y - numbers(group, "y").mean()) < 0.6
