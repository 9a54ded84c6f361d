"""Groups of messages are compared by meaning and by words, whatever their sizes."""

import numpy as np

from signals.topics.neighbours import unit
from signals.topics.similarity import Contents, similarity, word_rows

FLOOD = ["L'Ouche déborde à Plombières", "L'Ouche monte encore, caves inondées", "Route inondée à Plombières"]
RUMOUR = ["Le barrage a cédé, fuyez", "Le barrage du Val-Fournier a lâché", "C'est vrai que le barrage a cédé ?"]


def near(count: int, *, seed: int) -> np.ndarray:
    """Return unit rows that lie in one region of the space."""
    return unit((1 + 0.5 * np.random.default_rng(seed).normal(size=(count, 32))).astype(np.float32))


def test_words_tell_apart_what_lies_in_one_region() -> None:
    vectors, words = near(6, seed=1), word_rows([*FLOOD, *RUMOUR])
    one, other = np.arange(3), np.arange(3, 6)
    alone = Contents(vectors)
    both = Contents(vectors, words)
    assert similarity(alone.group(one), alone.group(other)) > 0.9
    assert similarity(both.group(one), both.group(other)) < 0.85


def test_a_small_part_of_a_subject_is_as_similar_as_a_large_one() -> None:
    contents = Contents(near(400, seed=2))
    whole = contents.group(np.arange(200))
    small, large = (similarity(whole, contents.group(np.arange(200, 200 + size))) for size in (5, 200))
    assert abs(small - large) < 0.05


def test_the_sum_of_groups_is_the_group_of_all() -> None:
    contents = Contents(near(6, seed=3), word_rows([*FLOOD, *RUMOUR]))
    parts, whole = contents.group(np.arange(2)) + contents.group(np.arange(2, 6)), contents.group(np.arange(6))
    assert parts.count == whole.count
    assert np.allclose(parts.total, whole.total)
    assert np.isclose(parts.within, whole.within)


def test_a_text_without_words_has_a_null_row() -> None:
    rows = word_rows(["😱", "le barrage", ""])
    assert rows.getnnz(axis=1).tolist() == [0, 1, 0]
