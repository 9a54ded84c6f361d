"""What somebody wants is heard: cues, the head that ships, and how far its probabilities can be believed."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.encoders import Encoder
from signals.intents import INTENTS, held, intents
from signals.intents.cues import cues, names
from signals.models import load_head
from signals.models.head import fit_several
from signals.models.scores import brier, calibration_error
from signals.models.training import bare, load_recipe
from signals.models.training.intent import read

DATA = Path(__file__).parents[2] / "data" / "intents"

CASES = [
    ("À quelle heure ouvre le guichet ?", {"question"}),
    ("Where can I collect my card?", {"question"}),
    ("Deux heures d'attente pour rien, c'est honteux", {"complaint"}),
    ("Nobody ever answers your phone, useless", {"complaint"}),
    ("Un camion est renversé à l'entrée du village", {"report"}),
    ("Merci à l'équipe, accueil parfait", {"thanks"}),
    ("Thank you, great service", {"thanks"}),
    ("Un arbre est tombé sur mon toit, je fais quoi ?", {"report", "advice"}),
    ("Le concert de samedi est complet, à dimanche", {"other"}),
]

SHOWN = [
    ("Où aller ?", {"mark", "asks"}),
    ("Que faire ?", {"mark", "advice"}),
    ("Merci d’avance", {"thanks", "polite"}),
    ("C’est INADMISSIBLE !", {"blame", "exclaims"}),
    ("Cette nuit, le pont", {"now"}),
    ("Je dors", {"first"}),
    ("Pluie", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_intents_are_heard(encoder: Encoder, text: str, expected: set[str]) -> None:
    (probabilities,) = intents([text], encoder.encode([text]))
    assert expected <= set(held(probabilities))


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_cues_show_on_the_surface(text: str, expected: set[str]) -> None:
    shown = dict(zip(names(), cues(text), strict=True))
    assert {name for name, value in shown.items() if value and name != "length"} == expected
    assert shown["length"] == len(text) / 300


@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(cues(text)) == len(names())
    assert all(0 <= value <= 1 for value in cues(text))


def test_probabilities_are_of_each_intent_by_itself(encoder: Encoder) -> None:
    texts = [text for text, _ in CASES]
    found = intents(texts, encoder.encode(texts))
    assert found.shape == (len(CASES), len(INTENTS))
    assert found.min() >= 0
    assert found.max() <= 1
    assert found.sum(axis=1).max() > 1.2
    assert intents([], encoder.encode([])).shape == (0, len(INTENTS))


def test_several_classes_may_hold_at_once() -> None:
    random = np.random.default_rng(3)
    holds = random.random((400, 3)) < 0.4
    rows = (np.hstack([holds, ~holds]) + 0.2 * random.normal(size=(400, 6)) + 2).astype(np.float32)
    head = fit_several(rows[:300], holds[:300], ("a", "b", "c"), encoder="invented", strength=100)
    assert np.mean((head.predict_proba(rows[300:]) > 0.5) == holds[300:]) > 0.9


def test_held_out_messages_are_heard_and_probabilities_can_be_believed(encoder: Encoder) -> None:
    texts, holds = read(DATA / "held_out.jsonl")
    found = intents(texts, encoder.encode(texts))
    card = json.loads((Path(load_head.__wrapped__.__code__.co_filename).parent / "intent.json").read_text())
    assert calibration_error(found, holds) < 0.04
    assert brier(found, holds) == pytest.approx(card["figures"]["brier"], abs=0.002)
    assert card["figures"]["macro_f1"] > 0.75


def test_the_labelled_messages_are_sound() -> None:
    for name in ("train", "held_out"):
        rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert all(row["intents"] and set(row["intents"]) <= set(INTENTS) for row in rows)
        assert all("other" not in row["intents"] or len(row["intents"]) == 1 for row in rows)
        assert len({row["text"] for row in rows}) == len(rows)
    learned, _ = read(DATA / "train.jsonl")
    others, _ = read(DATA / "held_out.jsonl")
    assert {bare(text) for text in learned}.isdisjoint(map(bare, others))


@pytest.mark.slow
def test_a_recipe_rebuilds_it(encoder: Encoder, tmp_path: Path) -> None:
    rows = (DATA / "train.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "train.jsonl").write_text("\n".join(rows[::3]), "utf-8")
    (tmp_path / "held_out.jsonl").write_text((DATA / "held_out.jsonl").read_text("utf-8"), "utf-8")
    head, card = load_recipe("intent").train(tmp_path, encoder)
    assert set(head.classes) == set(INTENTS)
    assert head.several
    assert 0.55 < card["figures"]["macro_f1"] < 0.9
