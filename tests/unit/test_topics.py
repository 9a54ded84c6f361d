"""Grouping, describing and keeping topics, on invented vectors and texts."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from signals.topics.arrival import assign, centres, closeness
from signals.topics.clusterers import by_size, load_clusterer, names
from signals.topics.clusterers.leiden import soon
from signals.topics.describe import describe
from signals.topics.neighbours import nearest, unit

DIMENSION = 384
DAY = 86_400_000
"""In milliseconds."""


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


def twins(seed: int) -> NDArray[np.float32]:
    """Return 900 unit rows around nine middles, of which six come in pairs that lie near each other."""
    random = np.random.default_rng(seed)
    middles = unit(random.normal(size=(9, 32)).astype(np.float32))
    middles[1:6:2] = unit((middles[:6:2] + 0.6 * middles[1:6:2]).astype(np.float32))
    spread = 0.21 * random.normal(size=(900, 32))
    return unit((middles[random.integers(9, size=900)] + spread).astype(np.float32))


def test_the_last_digits_of_vectors_hardly_move_a_cut() -> None:
    agreed = []
    for seed in range(6):
        vectors, random = twins(seed), np.random.default_rng(seed)
        noise = 2e-4 * random.normal(size=(2, *vectors.shape))
        one, other = (load_clusterer().labels(unit((vectors + moved).astype(np.float32))) for moved in noise)
        agreed.append(adjusted_rand_score(one, other))
    assert np.mean(agreed) > 0.998


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


@pytest.mark.parametrize("name", names())
def test_moments_do_not_part_what_is_one_nor_join_what_is_not(name: str) -> None:
    vectors, truth = blobs(5, 80)
    when = np.random.default_rng(3).integers(0, 14 * DAY, len(vectors))
    assert adjusted_rand_score(truth, load_clusterer(name).labels(vectors, when)) > 0.95
    together = np.full(len(vectors), 7 * DAY)
    assert (load_clusterer(name).labels(vectors, together) == load_clusterer(name).labels(vectors)).all()


@pytest.mark.parametrize(("hours", "neighbour"), [(1, 2), (48, 1)])
def test_who_writes_at_the_same_time_is_the_nearer_neighbour(hours: int, neighbour: int) -> None:
    cosines = np.array([1, 0.6, 0.5], np.float32)
    vectors = np.stack([cosines, np.sqrt(1 - cosines**2) * [0, 1, -1]], axis=1).astype(np.float32)
    when = np.array([10 * DAY, 0, 10 * DAY - hours * DAY // 24])
    assert nearest(vectors, 1)[0][0].tolist() == [1]
    assert nearest(vectors, 1, soon(when, np.arange(3)))[0][0].tolist() == [neighbour]


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


def test_closeness_is_that_of_the_topic_that_a_message_has() -> None:
    vectors, truth = blobs(3, 40)
    known = centres(vectors, truth)
    placed, scores = assign(vectors, known)
    inside = placed >= 0
    assert inside.mean() > 0.95
    assert (placed == truth)[inside].all()
    assert np.allclose(closeness(vectors, truth, known), scores, atol=1e-4)
    other = np.where(truth == 0, 1, truth)
    assert closeness(vectors, other, known)[truth == 0].max() < scores[inside & (truth == 0)].min()
    assert closeness(vectors, np.full(len(vectors), -1), known).max() == 0


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
    assert set(dam.label.lower().split(", ")) == {"barrage", "évacuation", "montclar"}
    assert {"train", "lille"} <= set(train.keywords[:2])
    assert dam.central in {0, 1, 2}
    assert train.central in {3, 4, 5}
    assert not {"prefet", "barrages", "trains", "le", "the"} & {*dam.keywords, *train.keywords}
    assert describe(["", "!!"], vectors[:2], np.array([0, 0]))[0].label == ""
    assert describe([], vectors[:0], np.empty(0, np.intp)) == []
