"""An index that grows: what it finds again among others, within batches and across them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.runner.chatter import chatter
from signals.copies import blocks
from signals.copies.blocks import Blocks
from signals.copies.index import Entry, Index
from signals.copies.sketch import sketches
from signals.copies.table import Table
from signals.topics.neighbours import unit


def test_planted_copies_are_found_and_nothing_else_is() -> None:
    said = list(chatter(4_000, seed=5))
    index = Index()
    found = []
    for start in range(0, len(said), 700):
        batch = said[start : start + 700]
        found += index.add([Entry(str(place), one.text, "fr") for place, one in enumerate(batch, start)])
    planted = [(one, hit) for one, hit in zip(said, found, strict=True) if one.original is not None]
    right = sum(hit is not None and hit.id == str(one.original) for one, hit in planted)
    assert right >= 0.97 * len(planted)
    assert not any(hit for one, hit in zip(said, found, strict=True) if one.original is None)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_batches_do_not_matter(sizes: list[int]) -> None:
    said = [Entry(str(place), one.text, "fr") for place, one in enumerate(chatter(sum(sizes), seed=2))]
    index, parts, start = Index(), [], 0
    for size in sizes:
        parts += index.add(said[start : start + size])
        start += size
    assert parts == Index().add(said)


def test_a_copy_of_a_copy_stands_behind_the_first() -> None:
    text = "Le pont de Saint-Vallier s'est effondré ce matin, deux voitures sont tombées dans la rivière"
    said = [text, f"{text} hélas et encore", f"RT {text.upper()} HÉLAS ET ENCORE !!!"]
    found = Index().add([Entry(str(place), one, "fr") for place, one in enumerate(said)])
    assert [one and one.id for one in found] == [None, "0", "0"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=200))
def test_a_table_finds_what_was_filed(hashes: list[int]) -> None:
    table = Table()
    for row, value in enumerate(hashes):
        table.file(np.array([value], np.uint64), np.array([row], np.uint32))
    asked = np.arange(41, dtype=np.uint64)
    found: dict[int, set[int]] = {value: set() for value in range(41)}
    for places, rows in table.find(asked):
        for place, row in zip(places.tolist(), rows.tolist(), strict=True):
            found[place].add(row)
    for value in range(41):
        filed = {row for row, one in enumerate(hashes) if one == value}
        assert found[value] <= filed
        assert bool(found[value]) == bool(filed)
        assert min(filed, default=None) == min(found[value], default=None)


def test_texts_that_share_most_words_share_a_band_and_others_do_not() -> None:
    random = np.random.default_rng(3)
    vocabulary = [f"mot{number}" for number in range(5_000)]
    base = [list(random.choice(vocabulary, 20, replace=False)) for _ in range(400)]
    near = [[*words[:17], *random.choice(vocabulary, 3)] for words in base]
    ours, theirs = sketches(base, ["+"] * 400), sketches(near, ["+"] * 400)
    assert (ours == theirs).any(axis=1).mean() > 0.98
    assert (ours == sketches(near, ["-"] * 400)).any() == np.False_
    assert (ours == np.roll(theirs, 1, axis=0)).any(axis=1).mean() < 0.02


def test_blocks_find_the_nearest_as_comparing_all_does() -> None:
    random = np.random.default_rng(4)
    topics = unit(random.standard_normal((60, 48)).astype(np.float32))
    vectors = unit(topics[random.integers(0, 60, 6_000)] + 0.1 * random.standard_normal((6_000, 48)).astype(np.float32))
    exact, cut = Blocks(48), Blocks(48)
    cut._cut_at = 1_000
    for start in range(0, 6_000, 500):
        for one in (exact, cut):
            one.add(vectors[start : start + 500])
    assert len(cut._means) > blocks.PROBED
    everywhere = np.full(6_000, 6_000)
    rows, cosines = exact.nearest(vectors, 5, before=everywhere)
    assert (rows[:, 0] == np.arange(6_000)).all()
    full = vectors @ vectors.T
    assert np.allclose(cosines, -np.sort(-full, axis=1)[:, :5], atol=2e-3)
    found, _ = cut.nearest(vectors, 5, before=everywhere)
    assert np.mean([len(set(a) & set(b)) for a, b in zip(rows, found, strict=True)]) > 4.8


def test_only_rows_below_the_bound_are_near() -> None:
    vectors = unit(np.random.default_rng(6).standard_normal((50, 8)).astype(np.float32))
    some = Blocks(8)
    some.add(vectors)
    rows, cosines = some.nearest(vectors, 3, before=np.arange(50))
    assert (rows < np.arange(50)[:, None]).all()
    assert (rows[0] == -1).all()
    assert (cosines[0] == -1).all()
