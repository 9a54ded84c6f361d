"""Crowds on the move are told from what only sounds like them, with where from and where to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.territory import former_names, places, postcodes
from signals.encoders import Encoder
from signals.models.training.movement import read, scores
from signals.movement.cues import families, held
from signals.movement.find import LIKELY, course, moving
from signals.places.gazetteer import Gazetteer

LINES = Path(__file__).parents[2] / "data" / "movement"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(places(), former_names(), postcodes())


def _lines(part: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, (LINES / f"{part}.jsonl").read_text("utf-8").splitlines())


def test_there_are_lines_enough_of_both_sorts() -> None:
    lines = [line for part in ("train", "held_out") for line in _lines(part)]
    assert len(lines) >= 250
    assert 100 <= sum(line["moves"] for line in lines) <= 150
    assert len({line["trap"] for line in lines if not line["moves"]}) >= 12
    assert len({line["text"] for line in lines}) == len(lines)


def test_lines_held_out_are_told_as_well_as_the_card_says(encoder: Encoder) -> None:
    texts, truth = read(LINES / "held_out.jsonl")
    figures = scores(moving(texts, encoder.encode(texts)), truth)
    assert figures["precision"] >= 0.85
    assert figures["recall"] >= 0.4


@pytest.mark.parametrize(
    ("text", "is_movement"),
    [
        ("Tout le monde quitte Dijon pour Talant, la rocade est déjà pleine", True),
        ("Fuyez vers Talant, montez sur les hauteurs, partez tous !", True),
        ("Il quitte Lyon pour Marseille, transfert bouclé", False),
        ("On part en vacances à Nice samedi", False),
        ("Personne ne quitte Toulouse, tout est calme ici", False),
        ("Ma plainte en ligne est bloquée depuis hier", False),
    ],
)
def test_plain_cases(text: str, is_movement: bool, encoder: Encoder) -> None:
    (probability,) = moving([text], encoder.encode([text]))
    assert (probability >= LIKELY) == is_movement


def test_nothing_gives_nothing(encoder: Encoder) -> None:
    assert moving([], encoder.encode([])).shape == (0,)


@pytest.mark.parametrize(("part", "least"), [("train", 0.9), ("held_out", 0.85)])
def test_where_people_leave_from_and_go_to(part: str, least: float, gazetteer: Gazetteer) -> None:
    lines = [line for line in _lines(part) if line["moves"]]
    right = 0
    for line in lines:
        found = course(line["text"], gazetteer.find(line["text"]))
        right += set(found.origins) == set(line["from"]) and set(found.destinations) == set(line["to"])
    assert right / len(lines) >= least


def test_every_family_of_words_is_heard_somewhere() -> None:
    told = [held(line["text"]) for line in _lines("train")]
    for name, column in zip(families(), zip(*told, strict=True), strict=False):
        assert any(column), name
