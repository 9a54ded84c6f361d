"""Grouping, describing and keeping topics, on invented vectors and texts."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from signals.topics.arrival import assign, centres
from signals.topics.clusterers import by_size, load_clusterer, names
from signals.topics.describe import describe
from signals.topics.identity import Snapshot, match
from signals.topics.neighbours import nearest, unit

DIMENSION = 384


def blobs(groups: int, size: int, seed: int = 5) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return groups of unit rows around a common direction: all cosines are high, as those of E5."""
    random = np.random.default_rng(seed)
    common = random.normal(size=DIMENSION)
    middles = 0.5 * random.normal(size=(groups, DIMENSION)) + common
    truth = np.repeat(np.arange(groups), size)
    random.shuffle(truth)
    rows = middles[truth] + 0.6 * random.normal(size=(len(truth), DIMENSION))
    return unit(rows.astype(np.float32)), truth


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(("groups", "size"), [(3, 60), (3, 500), (7, 100), (20, 80)])
def test_the_number_of_topics_comes_from_the_data(name: str, groups: int, size: int) -> None:
    vectors, truth = blobs(groups, size)
    labels = load_clusterer(name).labels(vectors)
    assert labels.max() + 1 == groups
    assert adjusted_rand_score(truth, labels) > 0.95


@pytest.mark.parametrize("name", names())
def test_the_same_vectors_give_the_same_topics(name: str) -> None:
    vectors, _ = blobs(7, 60)
    clusterer = load_clusterer(name)
    labels = clusterer.labels(vectors)
    assert (labels == clusterer.labels(vectors)).all()
    assert (np.diff(np.bincount(labels[labels >= 0])) <= 0).all(), "the largest topic comes first"


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_handful_of_messages_is_no_topic(name: str, count: int) -> None:
    vectors = blobs(1, count)[0] if count else np.empty((0, DIMENSION), np.float32)
    assert load_clusterer(name).labels(vectors).tolist() == [-1] * count


def test_what_is_one_stays_one() -> None:
    labels = load_clusterer().labels(blobs(1, 400)[0])
    assert labels.max() == 0


@pytest.mark.parametrize("groups", [1, 5])
def test_strangers_belong_to_no_topic(groups: int) -> None:
    vectors, _ = blobs(groups, 100)
    strangers = unit(np.random.default_rng(8).normal(size=(4, DIMENSION)).astype(np.float32))
    labels = load_clusterer().labels(np.concatenate([vectors, strangers]))
    assert labels[-4:].tolist() == [-1] * 4
    assert (labels[:-4] >= 0).mean() > 0.99


def test_a_text_posted_again_and_again_is_a_topic() -> None:
    vectors, _ = blobs(5, 100)
    stranger = unit(np.random.default_rng(8).normal(size=(1, DIMENSION)).astype(np.float32))
    labels = load_clusterer().labels(np.concatenate([vectors, np.repeat(stranger, 40, axis=0)]))
    assert len(set(labels[-40:].tolist())) == 1
    assert labels[-1] not in {-1, *labels[:-40].tolist()}


def test_unknown_clusterers_are_named() -> None:
    with pytest.raises(ValueError, match="'kmeans': choose one of hdbscan, leiden"):
        load_clusterer("kmeans")


def test_neighbours_are_exact_across_blocks() -> None:
    vectors, _ = blobs(4, 600)
    rows, cosines = nearest(vectors, 3)
    for row in (0, 1023, 1024, 2399):
        others = vectors @ vectors[row]
        others[row] = -np.inf
        assert rows[row].tolist() == np.argsort(-others)[:3].tolist()
        assert np.allclose(cosines[row], np.sort(others)[::-1][:3], atol=1e-6)


def test_small_groups_are_left_out_and_large_ones_come_first() -> None:
    assert by_size(np.array([4, 4, 9, 2, 2, 2, -1]), 2).tolist() == [1, 1, -1, 0, 0, 0, -1]
    assert by_size(np.empty(0, np.intp), 2).tolist() == []


def test_arrivals_find_their_topic_or_none() -> None:
    vectors, truth = blobs(7, 120)
    half = len(vectors) // 2
    known = centres(vectors[:half], truth[:half])
    topics, scores = assign(vectors[half:], known)
    assert (topics == truth[half:]).mean() > 0.95
    assert ((scores > 0) == (topics >= 0)).all()
    strangers = unit(np.random.default_rng(8).normal(size=(9, DIMENSION)).astype(np.float32))
    assert assign(strangers, known)[0].tolist() == [-1] * 9
    assert np.allclose(np.linalg.norm(known.centroids, axis=1), 1, atol=1e-5)


def test_without_topics_nothing_is_assigned() -> None:
    vectors, _ = blobs(1, 3)
    known = centres(vectors, np.full(3, -1))
    assert assign(vectors, known)[0].tolist() == [-1, -1, -1]


def test_copies_of_one_text_are_assigned_to_it() -> None:
    vectors = np.repeat(blobs(1, 1)[0], 64, axis=0)
    nearly = vectors[:1] + np.float32(4e-5)
    assert assign(nearly, centres(vectors, np.zeros(64, np.intp)))[0].tolist() == [0]


def snapshots(rows: NDArray[np.float32], truth: NDArray[np.intp], ids: list[str]) -> Iterator[Snapshot]:
    for topic in np.unique(truth):
        inside = np.flatnonzero(truth == topic)
        yield Snapshot(unit(rows[inside].mean(axis=0, keepdims=True))[0], tuple(ids[row] for row in inside))


def test_ids_follow_the_messages_through_a_shuffle() -> None:
    vectors, truth = blobs(6, 50)
    ids = [f"m:{row}" for row in range(len(truth))]
    first = list(snapshots(vectors, truth, ids))
    names = match({}, first)
    assert len(set(names)) == 6
    assert match({}, first) == names
    order = [3, 0, 5, 1, 4, 2]
    previous = dict(zip(names, first, strict=True))
    assert match(previous, [first[place] for place in order]) == [names[place] for place in order]


def test_ids_slide_with_the_window_and_return() -> None:
    vectors, truth = blobs(6, 90)
    ids = [f"m:{row}" for row in range(len(truth))]
    early, late = slice(0, 300), slice(240, 540)
    first = list(snapshots(vectors[early], truth[early], ids[early]))
    previous = dict(zip(match({}, first), first, strict=True))
    second = list(snapshots(vectors[late], truth[late], ids[late]))
    assert match(previous, second) == list(previous), "a few common messages are enough"
    apart = list(snapshots(vectors[300:], truth[300:], ids[300:]))
    assert match(previous, apart) == list(previous), "without common messages, the centroids tell"


def test_a_split_keeps_the_id_on_the_larger_part_and_a_merge_keeps_one() -> None:
    vectors, truth = blobs(3, 60)
    ids = [f"m:{row}" for row in range(len(truth))]
    whole = list(snapshots(vectors, truth, ids))
    names = match({}, whole)
    previous = dict(zip(names, whole, strict=True))
    members = whole[0].members
    parts = [Snapshot(whole[0].centroid, members[:20]), Snapshot(whole[0].centroid, members[20:]), *whole[1:]]
    split = match(previous, parts)
    assert split[1:] == names
    assert split[0] not in names
    merged = Snapshot(unit((whole[0].centroid + whole[1].centroid)[None])[0], whole[0].members + whole[1].members)
    assert match(previous, [merged, whole[2]])[1] == names[2]
    assert match(previous, [merged, whole[2]])[0] in names[:2]


def test_a_new_topic_gets_a_new_id() -> None:
    vectors, truth = blobs(4, 50)
    ids = [f"m:{row}" for row in range(len(truth))]
    every = list(snapshots(vectors, truth, ids))
    previous = dict(zip(match({}, every[:3]), every[:3], strict=True))
    assert match(previous, every)[:3] == list(previous)
    assert match(previous, every)[3] not in previous
    assert match(previous, every[3:])[0] not in previous, "one that left does not hand on its id"


def test_keywords_say_what_a_topic_is_about() -> None:
    texts = [
        "Le barrage de Montclar a cédé, évacuation du village https://t.co/abc",
        "RT @prefet : évacuation à Montclar, le barrage menace",
        "Barrages : évacuation en cours à Montclar !",
        "The train to Lille is late again, no train before noon @user",
        "Grève des trains : aucun train pour Lille",
        "Un train sur deux vers Lille",
        "hors sujet",
    ]
    labels = np.array([0, 0, 0, 1, 1, 1, -1])
    vectors = unit(np.random.default_rng(1).normal(size=(7, 8)).astype(np.float32))
    dam, train = describe(texts, vectors, labels)
    assert set(dam.label.split(" · ")) == {"barrage", "évacuation", "montclar"}
    assert {"train", "lille"} <= set(train.keywords[:2])
    assert dam.central in {0, 1, 2}
    assert train.central in {3, 4, 5}
    assert not {"prefet", "barrages", "trains", "le", "the"} & {*dam.keywords, *train.keywords}
    assert describe(["", "!!"], vectors[:2], np.array([0, 0]))[0].label == ""
    assert describe([], vectors[:0], np.empty(0, np.intp)) == []
