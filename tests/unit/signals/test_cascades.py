"""Shapes of cascades, whatever the order of messages and however broken the links; who stands between communities."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.networks.bridges import bridges
from signals.networks.cascades import cascades
from signals.networks.edges import EDGES

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SCHEMA = pl.Schema({"id": pl.String(), "parent": pl.String(), "at": pl.Datetime("us", "UTC")})
Row = tuple[str, str | None]


def frame(rows: list[Row]) -> pl.DataFrame:
    dated = [(name, parent, NOON + timedelta(minutes=n)) for n, (name, parent) in enumerate(rows)]
    return pl.DataFrame(dated, schema=SCHEMA, orient="row")


def star(count: int) -> list[Row]:
    return [("r", None), *((f"m{n}", "r") for n in range(count))]


def chain(count: int) -> list[Row]:
    return [("m0", None), *((f"m{n}", f"m{n - 1}") for n in range(1, count))]


@pytest.mark.parametrize(
    ("rows", "shape", "virality"),
    [
        (star(9), ("r", 10, 1, 9), 1.8),
        (chain(5), ("m0", 5, 4, 1), 2.0),
        ([("a", None), ("b", "a")], ("a", 2, 1, 1), 1.0),
        ([("b", "unseen"), ("c", "unseen")], ("unseen", 3, 1, 2), 4 / 3),
    ],
)
def test_shapes(rows: list[Row], shape: tuple[str, int, int, int], virality: float) -> None:
    (found,) = cascades(frame(rows)).iter_rows(named=True)
    assert (found["root"], found["size"], found["depth"], found["breadth"]) == shape
    assert found["virality"] == pytest.approx(virality)
    assert found["first_at"] >= NOON
    assert found["last_at"] == NOON + timedelta(minutes=len(rows) - 1)


def test_what_nobody_answers_is_no_cascade() -> None:
    assert cascades(frame([("a", None), ("b", None)])).is_empty()
    assert cascades(frame([])).is_empty()


@pytest.mark.parametrize(
    "rows", [[("a", "a")], [("a", "b"), ("b", "a")], [("a", "c"), ("b", "a"), ("c", "b"), ("d", "c")]]
)
def test_circles_are_cut_at_their_first_message(rows: list[Row]) -> None:
    found = cascades(frame(rows))
    assert found["size"].to_list() == ([len(rows)] if len(rows) > 1 else [])
    assert found["root"].to_list() == (["a"] if len(rows) > 1 else [])


@given(seed=st.integers(0, 1_000))
@settings(deadline=None, max_examples=10)
def test_order_does_not_matter(seed: int) -> None:
    messages = frame([*star(6), *chain(7), ("x", "y"), ("y", "x"), ("z", "x")])
    assert cascades(messages.sample(fraction=1, shuffle=True, seed=seed)).equals(cascades(messages))


def test_a_deep_cascade_is_read_without_recursion() -> None:
    (found,) = cascades(frame(chain(5_000))).iter_rows(named=True)
    assert (found["size"], found["depth"]) == (5_000, 4_999)
    assert found["virality"] == pytest.approx(5_001 / 3)


def crowd(*sizes: int) -> pl.DataFrame:
    rows = [(f"c{one}-{n}", one) for one, size in enumerate(sizes) for n in range(size)]
    return pl.DataFrame(rows, schema={"id": pl.String(), "community": pl.Int64()}, orient="row")


def ties(*pairs: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame([(min(a, b), max(a, b), w) for a, b, w in pairs], schema=EDGES, orient="row")


def test_only_what_alone_joins_others_splits_them() -> None:
    ring = ties(("c0-0", "c1-0", 1), ("c1-1", "c2-0", 1), ("c2-1", "c0-1", 1), ("c2-2", "c3-0", 1))
    found = {row["community"]: row for row in bridges(crowd(6, 6, 6, 6), ring).iter_rows(named=True)}
    assert {one for one, row in found.items() if row["splits"]} == {2}
    assert found[2]["partners"] == 3
    assert found[2]["between"] == max(row["between"] for row in found.values())


def test_small_communities_are_not_shown() -> None:
    assert bridges(crowd(6, 4, 6), ties(("c0-0", "c1-0", 1), ("c1-1", "c2-0", 1)))["community"].to_list() == [0, 2]


def test_the_heavier_way_is_the_shorter_one() -> None:
    around = ties(("c0-0", "c1-0", 9), ("c1-1", "c2-0", 9), ("c0-1", "c2-1", 1))
    found = {row["community"]: row["between"] for row in bridges(crowd(5, 5, 5), around).iter_rows(named=True)}
    assert found == {0: 0.0, 1: 1.0, 2: 0.0}
