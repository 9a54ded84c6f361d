"""Vectors by text: encoded once, kept in a file, those used lately in memory, and gone when they are removed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from flows.embeddings import Cache, forget
from flows.recent import Recent
from signals.encoders import Vectors, text_key


class Counting:
    """An encoder that counts the texts it is given."""

    name, dimension = "counting", 3

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return np.array([[len(text), 1, 0] for text in texts], np.float32)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


def test_a_text_is_encoded_once(encoder: Counting, tmp_path: Path) -> None:
    cache = Cache(tmp_path, encoder)
    first = cache.encode(["a", "bb", "a"])
    assert encoder.texts == ["a", "bb"]
    np.testing.assert_array_equal(first, [[1, 1, 0], [2, 1, 0], [1, 1, 0]])
    np.testing.assert_array_equal(cache.encode(["bb", "a"]), first[1::-1])
    np.testing.assert_array_equal(Cache(tmp_path, encoder).encode(["bb"]), first[1:2])
    assert encoder.texts == ["a", "bb"]


def test_unknown_keys_are_zeros(encoder: Counting, tmp_path: Path) -> None:
    cache = Cache(tmp_path, encoder)
    cache.encode(["a"])
    vectors, known = cache.load([text_key(text).hex() for text in ("b", "a", "b")])
    assert known.tolist() == [False, True, False]
    np.testing.assert_array_equal(vectors, [[0, 0, 0], [1, 1, 0], [0, 0, 0]])


def test_what_is_removed_is_in_no_memory(encoder: Counting, tmp_path: Path) -> None:
    cache, key = Cache(tmp_path, encoder), text_key("a").hex()
    cache.encode(["a", "b"])
    assert forget(tmp_path, [key]) == 1
    assert cache.load([key])[1].tolist() == [False]
    assert cache.load([text_key("b").hex()])[1].tolist() == [True]


def test_more_than_memory_holds_is_read_from_the_file(
    encoder: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.embeddings.Recent", lambda dimension: Recent(dimension, 4))
    cache = Cache(tmp_path, encoder)
    texts = ["x" * n for n in range(1, 12)]
    for _ in range(2):
        assert cache.encode(texts)[:, 0].tolist() == list(range(1, 12))
        assert cache.encode(texts[::-1])[:, 0].tolist() == list(range(11, 0, -1))
    assert len(encoder.texts) == 11


def test_the_oldest_make_room() -> None:
    recent = Recent(1, 2)
    recent.add([b"a", b"b"], list(np.array([[1], [2]], np.float16)))
    recent.add([b"b", b"c"], list(np.array([[9], [3]], np.float16)))
    places = recent.places([b"a", b"b", b"c"])
    assert places[0] == -1
    assert recent.at(places[1:]).ravel().tolist() == [2, 3]
    recent.clear()
    assert recent.places([b"b", b"c"]).tolist() == [-1, -1]
