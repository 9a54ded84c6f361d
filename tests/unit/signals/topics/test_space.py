"""The space of topics: what is said counts, how it is said does not."""

import json

import numpy as np

from signals.encoders import Encoder
from signals.topics.neighbours import unit
from signals.topics.space import AXES, SHIPPED, by_subject, fit, read

DIMENSION = 96
SAME = {
    "Le pont de Montclar s'est effondré, deux voitures dans le vide": "The bridge at Montclar has collapsed, two cars",
    "Il n'y a plus de pain dans les magasins du quartier": "There is no bread left in the shops around here",
    "Un ours s'est échappé du cirque": "A bear has escaped from the circus",
    "Le vaccin contre la grippe manque en pharmacie": "Pharmacies are running out of the flu vaccine",
}
"""Sentences that are in no training data, with what they mean."""


def told(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of ten events, told in ways that are louder than the events."""
    random = np.random.default_rng(seed)
    events = np.repeat(np.arange(10), 40)
    rows = 0.4 * random.normal(size=(10, DIMENSION))[events] + 0.1 * random.normal(size=(400, DIMENSION)) + 1
    rows[:, :12] += 4 * random.normal(size=(400, 12))
    return unit(rows.astype(np.float32)), events


def agreement(rows: np.ndarray, events: np.ndarray) -> float:
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -1)
    return float((events[cosines.argmax(axis=1)] == events).mean())


def test_ways_of_telling_are_shrunk_for_events_never_seen() -> None:
    space = fit([told(1)], "invented")
    rows, events = told(2)
    placed = space.place(rows)
    assert agreement(unit(rows - rows.mean(axis=0)), events) < 0.5 < 0.9 < agreement(placed, events)
    assert np.allclose(np.linalg.norm(placed, axis=1), 1, atol=1e-5)
    assert placed.dtype == np.float32
    assert (space.scales <= 1).all()


def test_a_message_lies_where_it_lies_alone_or_among_others() -> None:
    space = fit([told(1)], "invented")
    rows, _ = told(2)
    assert np.allclose(space.place(rows)[7], space.place(rows[7:8])[0], atol=1e-6)
    assert space.place(rows[:0]).shape == (0, DIMENSION)


def test_sets_count_the_same_whatever_their_size() -> None:
    large, small = told(1), told(2)
    repeated = (np.tile(large[0], (5, 1)), np.tile(large[1], 5))
    one, other = fit([large, small], "x"), fit([repeated, small], "x")
    assert np.allclose(one.place(large[0]), other.place(large[0]), atol=1e-3)


def test_what_ships_brings_french_and_english_of_one_thing_together(encoder: Encoder) -> None:
    french, english = (by_subject(encoder.encode(list(side)), encoder.name) for side in (SAME, SAME.values()))
    plain = (
        unit(encoder.encode(list(SAME)) - read(SHIPPED).mean)
        @ unit(encoder.encode(list(SAME.values())) - read(SHIPPED).mean).T
    )
    placed = french @ english.T
    others = ~np.eye(len(SAME), dtype=bool)
    assert (placed.argmax(axis=1) == np.arange(len(SAME))).all()
    assert placed.diagonal().mean() - placed[others].mean() > plain.diagonal().mean() - plain[others].mean()


def test_vectors_of_another_encoder_are_left_as_they_are(encoder: Encoder) -> None:
    rows, _ = told(1)
    assert by_subject(rows, "another") is rows
    card = json.loads(SHIPPED.with_suffix(".json").read_text())
    assert card["encoder"] == encoder.name == read(SHIPPED).encoder
    assert read(SHIPPED).axes.shape == (AXES, encoder.dimension)
