"""Topics stay the same while cuts change, part when they part, and respect what persons decided."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from signals.topics.lineage import After, Before, Hands, Step, carry
from signals.topics.neighbours import unit
from signals.topics.similarity import Contents

DIMENSION = 64
SIZE = 40


def rows(*cosines: float, size: int = SIZE, seed: int = 4) -> NDArray[np.float32]:
    """Return groups of unit rows; the mean of group n lies at cosine n to that of the first."""
    random = np.random.default_rng(seed)
    groups = []
    for number, cosine in enumerate(cosines):
        middle = np.zeros(DIMENSION)
        middle[0], middle[number + 1] = cosine, np.sqrt(1 - cosine**2)
        groups.append(middle + 0.05 * random.normal(size=(size, DIMENSION)))
    return unit(np.concatenate(groups).astype(np.float32))


def groups(*sizes: int) -> NDArray[np.intp]:
    return np.repeat(np.arange(len(sizes)), sizes)


def step(vectors: NDArray[np.float32], labels: NDArray[np.intp], topics: Sequence[str], **given: object) -> After:
    ids = [f"m:{row}" for row in range(len(vectors))]
    fresh = given.pop("fresh", np.zeros(len(ids), np.bool_))
    hands = given.pop("hands", None)
    return carry(ids, Contents(vectors), labels, Before(topics, fresh, **given), hands)  # type: ignore[arg-type]


def named(*names: str, size: int = SIZE) -> list[str]:
    return [name for name in names for _ in range(size)]


def test_the_first_clustering_names_its_topics_always_the_same() -> None:
    vectors = rows(1, 0.1)
    after = step(vectors, groups(SIZE, SIZE), [""] * 2 * SIZE)
    assert len(set(after.topics)) == 2
    assert after.topics[0].startswith("topic:")
    assert after == step(vectors, groups(SIZE, SIZE), [""] * 2 * SIZE)
    assert after.steps == ()


def test_groups_in_another_order_keep_their_ids() -> None:
    vectors = rows(1, 0.1, 0.2)
    labels = np.array([2, 0, 1])[groups(SIZE, SIZE, SIZE)]
    assert step(vectors, labels, named("a", "b", "c")).topics == named("a", "b", "c")


@pytest.mark.parametrize(("cosine", "parts"), [(0.7, 1), (0.58, 1), (0.2, 2)])
def test_a_part_leaves_only_where_it_lies_apart(cosine: float, parts: int) -> None:
    after = step(rows(1, cosine), groups(SIZE, SIZE), named("a", "a"))
    assert after.topics[:SIZE] == named("a")
    assert len(set(after.topics)) == parts
    assert [(one.old, one.kind) for one in after.steps] == [("a", "split")] * (parts - 1)


@pytest.mark.parametrize(("cosine", "parts"), [(0.58, 2), (0.66, 1)])
def test_what_emerges_parts_sooner_than_what_was_known_for_long(cosine: float, parts: int) -> None:
    vectors, labels = rows(1, cosine), groups(SIZE, SIZE)
    fresh = np.arange(2 * SIZE) >= SIZE
    assert len(set(step(vectors, labels, named("a", "a"), fresh=fresh).topics)) == parts
    assert len(set(step(vectors, labels, named("a", "a")).topics)) == 1


@pytest.mark.parametrize(("cosine", "left"), [(0.8, {"a"}), (0.6, {"a", "b"}), (0.3, {"a", "b"})])
def test_topics_merge_only_where_they_lie_together(cosine: float, left: set[str]) -> None:
    after = step(rows(1, cosine, size=SIZE), groups(2 * SIZE), named("a", "b"))
    assert set(after.topics) == left
    assert (Step("b", "a", "merged") in after.steps) == (len(left) == 1)


def test_newcomers_of_a_group_with_two_topics_go_to_the_nearer_one() -> None:
    vectors = rows(1, 0.3)
    topics = named("a", "b")
    topics[5] = topics[SIZE + 5] = ""
    assert step(vectors, groups(2 * SIZE), topics).topics == named("a", "b")


def test_a_message_of_no_group_keeps_its_topic() -> None:
    vectors, labels = rows(1, 0.1), groups(SIZE, SIZE)
    labels[[0, SIZE]] = -1
    topics = named("a", "b")
    topics[SIZE] = ""
    after = step(vectors, labels, topics)
    assert after.topics[0] == "a"
    assert after.topics[SIZE] == ""


def test_a_topic_returns_after_weeks_and_a_stranger_does_not() -> None:
    vectors = rows(1, 0.1)
    past = {"storm": unit(vectors[:SIZE].mean(axis=0, keepdims=True))[0], "far": np.eye(DIMENSION, dtype="f4")[-1]}
    after = step(vectors, groups(SIZE, SIZE), [""] * 2 * SIZE, past=past)
    assert set(after.topics[:SIZE]) == {"storm"}
    assert after.topics[SIZE] not in past
    assert after.steps == (Step("storm", "storm", "returned"),)


def test_a_topic_that_doubles_grew() -> None:
    topics = named("a") + [""] * SIZE
    after = step(rows(1, 0.9), groups(2 * SIZE), topics, fresh=np.arange(2 * SIZE) >= SIZE)
    assert after.topics == named("a", "a")
    assert after.steps == (Step("a", "a", "grew"),)


def test_a_group_of_which_few_were_known_is_new() -> None:
    topics = ["a"] * 4 + [""] * (SIZE - 4)
    after = step(rows(1), groups(SIZE), topics)
    assert len(set(after.topics)) == 1
    assert after.topics[0] != "a"


@pytest.mark.parametrize(("cosine", "topics"), [(0.8, 1), (0.5, 2)])
def test_a_first_cut_that_is_too_fine_is_mended(cosine: float, topics: int) -> None:
    after = step(rows(1, cosine), groups(SIZE, SIZE), [""] * 2 * SIZE)
    assert len(set(after.topics)) == topics


def test_what_a_person_put_together_or_apart_stays() -> None:
    apart = step(rows(1, 0.1), groups(SIZE, SIZE), named("a", "a"), hands=Hands(together=frozenset("a")))
    assert set(apart.topics) == {"a"}
    pair = Hands(apart=frozenset([frozenset("ab")]))
    assert step(rows(1, 0.95), groups(2 * SIZE), named("a", "b"), hands=pair).topics == named("a", "b")


def test_cuts_that_come_and_go_change_nothing() -> None:
    vectors, topics = rows(1, 0.58, 0.1), named("a", "a", "b")
    for labels in (groups(SIZE, SIZE, SIZE), groups(2 * SIZE, SIZE), groups(SIZE, SIZE, SIZE)) * 3:
        topics = step(vectors, labels, topics).topics
    assert topics == named("a", "a", "b")


def test_nothing_gives_nothing() -> None:
    assert step(rows(1)[:0], groups(), []) == After([], ())


def test_halves_of_one_thing_stay_or_leave_together() -> None:
    one = rows(1, 0.3, size=2 * SIZE)  # what leaves is the larger half of the topic, cut in two
    vectors, labels = np.concatenate([one[:SIZE], one[2 * SIZE :]]), groups(SIZE, SIZE, SIZE)
    topics = step(vectors, labels, named("a", "a", "a")).topics
    assert topics[SIZE:] == named("a", "a")
    assert set(topics[:SIZE]).isdisjoint("a")


def test_a_part_that_leaves_joins_what_it_is_the_other_half_of() -> None:
    one = rows(1, 0.1, size=2 * SIZE)
    vectors = np.concatenate([one[2 * SIZE : 3 * SIZE], one[: 2 * SIZE]])
    topics = named("a", "b", "a")
    after = step(vectors, groups(SIZE, SIZE, SIZE), topics)
    assert after.topics == named("a", "b", "b")
    kept = step(vectors, groups(SIZE, SIZE, SIZE), topics, hands=Hands(apart=frozenset([frozenset("ab")]))).topics
    assert len(set(kept)) == 3
