"""Strangers who speak of one thing are found among those who do not."""

import numpy as np
import pytest

from signals.topics.arrival import FEW, assign, centres
from signals.topics.clusterers import Labels
from signals.topics.gathering import CHANCE, HELD, Nearness, nearness, stars
from signals.topics.neighbours import unit
from signals.topics.space import Rows

DIMENSION = 64


def about(things: int, each: int, *, seed: int, spread: float = 1.0) -> tuple[Rows, Labels]:
    """Return `each` unit rows about some things that have nothing to do with each other, and the thing of each."""
    chance = np.random.default_rng(seed)
    middles = unit(chance.normal(size=(things, DIMENSION)).astype(np.float32))
    labels = np.repeat(np.arange(things), each)
    noise = unit(chance.normal(size=(len(labels), DIMENSION)).astype(np.float32))
    return unit(middles[labels] + spread * noise), labels


@pytest.fixture(scope="module")
def near() -> Nearness:
    found = nearness(*about(20, 50, seed=1))
    assert found is not None
    return found


def largest(near: Nearness, strangers: Rows) -> list[int]:
    return [int(row) for row in next(stars(strangers, near.among(len(strangers))))]


@pytest.mark.parametrize("strangers", [5, 10, 30, HELD])
def test_strangers_who_share_nothing_hardly_ever_make_a_group(near: Nearness, strangers: int) -> None:
    sizes = [len(largest(near, about(strangers, 1, seed=seed)[0])) for seed in range(100, 300)]
    assert np.mean([size >= 3 for size in sizes]) < 2 * CHANCE


@pytest.mark.parametrize("others", [4, 40, HELD - 5])
def test_a_group_stands_out_among_strangers(near: Nearness, others: int) -> None:
    many, (group, _) = about(others, 1, seed=2)[0], about(1, 5, seed=3, spread=0.6)
    rows = largest(near, np.vstack([many[:2], group, many[2:]]))
    assert {2, 3, 4, 5, 6} <= set(rows)
    assert len(rows) <= 6


def test_the_more_strangers_the_nearer_they_must_lie(near: Nearness) -> None:
    asked = [near.among(count) for count in range(3, HELD + 1)]
    assert asked == sorted(asked)
    assert asked[0] < asked[-1]


def test_every_row_is_in_one_group_and_near_to_its_middle() -> None:
    rows, _ = about(5, 8, seed=4, spread=0.8)
    groups = list(stars(rows, 0.5))
    assert sorted(np.concatenate(groups).tolist()) == list(range(40))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)
    assert all((rows[group] @ rows[group].T).min(axis=1).max() >= 0.5 - 1e-6 for group in groups)


@pytest.mark.parametrize("labels", [[], [0], [-1, -1, 0]])
def test_a_single_message_tells_nothing_about_what_is_near(labels: list[int]) -> None:
    rows = about(1, 3, seed=5)[0][: len(labels)]
    assert nearness(rows, np.array(labels, np.intp)) is None


def test_where_all_is_one_topic_a_group_must_lie_nearer_than_its_messages_do() -> None:
    window, (group, _) = about(1, 400, seed=8, spread=3.0), about(1, 5, seed=3, spread=0.4)
    near = nearness(*window)
    assert near is not None
    many = about(1, 60, seed=9, spread=3.0)[0]
    assert set(largest(near, np.vstack([group, many]))) == {0, 1, 2, 3, 4}
    sizes = [len(largest(near, about(1, 60, seed=seed, spread=3.0)[0])) for seed in range(100, 200)]
    assert np.mean([size >= 3 for size in sizes]) < 2 * CHANCE


@pytest.mark.parametrize("count", [3, FEW])
def test_who_comes_after_joins_the_group(count: int) -> None:
    rows, labels = about(4, 30, seed=6)
    new, _ = about(1, 30, seed=7)
    known = centres(rows, labels).joined(new[:count])
    placed, _ = assign(new[count:], known)
    assert np.mean(placed == 4) > 0.9
    assert np.mean(assign(rows, known)[0] == labels) > 0.9, "the others stay where they are"


def test_no_strangers_make_no_group() -> None:
    assert list(stars(np.empty((0, DIMENSION), np.float32), 0.5)) == []
