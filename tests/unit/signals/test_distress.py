"""Signs of panic in messages: words that show them, words that calm, the head that ships, the sentences held out."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.emotion.distress import CUES, DISTRESS, cues, distress, shown, words_of
from signals.encoders import Encoder
from signals.models import load_head
from signals.models.training import bare, load_recipe
from signals.models.training.distress import read, scores

HELD_OUT = Path(__file__).parents[2] / "data" / "emotion" / "held_out.jsonl"
EXAMPLES = Path(distress.__code__.co_filename).with_name("examples.jsonl")

CASES = [
    ("J'ai trop peur, ça tire dans la rue", {"fear"}),
    ("We are terrified, the walls are shaking", {"fear"}),
    ("Au secours, ma cave se remplit et je suis seul", {"urgency"}),
    ("On quitte la maison avec les enfants, tout le monde fuit la vallée", {"flight"}),
    ("Les gens dévalisent le magasin, une queue jusqu'à la route", {"rush"}),
    ("Plus une goutte d'essence dans le canton", {"shortage"}),
    ("Le marché de samedi est déplacé place Foch", set()),
    ("Inutile de paniquer, aucune pénurie en vue", set()),
]

WORDS = [
    ("On a eu TRÈS peur", {"fear"}),
    ("« Sauvez-vous ! »", {"flight"}),
    ("File d’attente de deux kilomètres", {"rush"}),
    ("Rupture de stock", {"shortage"}),
    ("Appelez les pompiers", {"urgency"}),
    ("Le soleil brille", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_signs_are_heard(encoder: Encoder, text: str, expected: set[str]) -> None:
    (probabilities,) = distress([text], encoder.encode([text]))
    assert set(shown(probabilities)) == expected


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_show_them(text: str, expected: set[str]) -> None:
    assert words_of(text).keys() == expected


def test_calm_takes_the_second_cue_away() -> None:
    half = len(CUES.names)
    scared, calm = cues("C'est la panique"), cues("Pas de panique")
    at = CUES.names.index("fear")
    assert (scared[at], scared[half + at]) == (1, 1)
    assert (calm[at], calm[half + at]) == (1, 0)
    assert calm[CUES.names.index("calm")] == 1


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(cues(text)) == 2 * len(CUES.names)
    assert words_of(text).keys() <= set(DISTRESS)


def test_held_out_messages_are_heard_as_the_card_says(encoder: Encoder) -> None:
    texts, truth = read(HELD_OUT.read_text("utf-8"))
    found = scores(distress(texts, encoder.encode(texts)), truth)
    card = json.loads((Path(load_head.__wrapped__.__code__.co_filename).parent / "distress.json").read_text())
    assert found["macro_f1"] == pytest.approx(card["figures"]["macro_f1"], abs=0.02)
    assert found["macro_f1"] > 0.8
    assert found["fear_ap"] > 4 * found["fear_base_rate"]
    assert distress([], encoder.encode([])).shape == (0, len(DISTRESS))


def test_nobody_learns_from_what_is_held_out() -> None:
    (texts, truth), (learned, holds) = (read(path.read_text("utf-8")) for path in (HELD_OUT, EXAMPLES))
    assert len(texts) >= 120
    assert {bare(text) for text in texts}.isdisjoint(map(bare, learned))
    assert np.all(truth.sum(axis=0) >= 9)
    assert np.all(holds.sum(axis=0) >= 12)


@pytest.mark.slow
def test_a_recipe_rebuilds_it(encoder: Encoder, tmp_path: Path) -> None:
    rows = HELD_OUT.read_text("utf-8").splitlines()
    (tmp_path / "held_out.jsonl").write_text("\n".join(rows[::2]), "utf-8")
    head, card = load_recipe("distress").train(tmp_path, encoder)
    assert head.classes == DISTRESS
    assert head.several
    assert card["figures"]["macro_f1"] > 0.7
