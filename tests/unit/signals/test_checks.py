"""Messages meet the checks of their claim, and no denial, number, place or mere topic does (invented rumours)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from signals.checks import likeness, training
from signals.checks.likeness import Likeness
from signals.checks.match import CLOSEST, Checks
from signals.checks.statement import statements
from signals.checks.training import Pair, prepare, read, scores, train
from signals.encoders import Encoder, Vectors

PAIRS = Path(__file__).parents[2] / "data" / "checks" / "pairs.jsonl"

CLAIM = "Le pont de la Tille s'est effondré dans la nuit de lundi"
OTHERS = ["Le maire de Semur a démissionné", "L'eau du robinet de Beaune est contaminée", "Un ours rôde à Saulieu"]

SAME = [
    "Le pont de la Tille s'est effondré dans la nuit de lundi",
    "RT Le pont de la Tille s'est effondré dans la nuit de lundi !!",
    "Est-ce que le pont de la Tille s'est effondré cette nuit ?",
    "Quelle journée. Mon fils devait passer par là. Le pont de la Tille s'est effondré. Plus de bus scolaire.",
    "The Tille bridge collapsed on Monday night",
]
OTHER = [
    "Non, le pont de la Tille ne s'est pas effondré",
    "Faux : le pont de la Tille s'est effondré, c'est une rumeur",
    "Le pont de la Vouge s'est effondré dans la nuit de lundi",
    "Le pont de la Tille est rouvert à la circulation",
    "Le pont de la Tille sera repeint en vert",
    "Il pleut",
    "",
    "https://exemple.fr/pont",
]

STATED = [
    ("Le barrage a cédé cette nuit.", ["Le barrage a cédé cette nuit"]),
    ("C’est vrai que le barrage a cédé cette nuit ?", ["le barrage a cédé cette nuit"]),
    ("Mais c'est vrai que le barrage a cédé cette nuit ?!", ["le barrage a cédé cette nuit"]),
    ("Quelqu'un peut confirmer que le barrage a cédé ?", ["le barrage a cédé"]),
    ("Le barrage a cédé cette nuit, info ou intox ?", ["Le barrage a cédé cette nuit"]),
    ("RT « Le barrage a cédé cette nuit » https://exemple.fr/a", ["Le barrage a cédé cette nuit"]),
    ("Is it true that the dam broke last night?", ["the dam broke last night"]),
    ("Oui. Non. Peut-être pas !", []),
    ("Il paraît qu'on m'a dit que le barrage a cédé", ["on m'a dit que le barrage a cédé"]),
    ("Informez-vous avant de partager cela", ["Informez-vous avant de partager cela"]),
    ("", []),
]


@pytest.fixture(scope="module")
def checks(encoder: Encoder) -> Checks:
    return prepare([CLAIM, *OTHERS], encoder, likeness.shipped())


@pytest.mark.parametrize("text", SAME)
def test_who_makes_the_claim_meets_its_check(checks: Checks, encoder: Encoder, text: str) -> None:
    (found,) = checks.same([text], encoder.encode([text]))
    assert [one.check_id for one in found] == [CLAIM]
    assert likeness.shipped().threshold <= found[0].score <= 1


@pytest.mark.parametrize("text", OTHER)
def test_who_says_something_else_does_not(checks: Checks, encoder: Encoder, text: str) -> None:
    assert checks.same([text], encoder.encode([text])) == [[]]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_statements_stand_alone(text: str, expected: list[str]) -> None:
    assert statements(text) == expected


def test_places_tell_claims_apart_that_names_do_not(encoder: Encoder) -> None:
    checks = prepare(["l'école du village est fermée à cause des rats"], encoder, likeness.shipped())
    here = replace(checks.claim(0), places=frozenset({"21231"}))
    placed = replace(checks, claim=lambda _: here)
    text = "l'école du village est fermée à cause des rats"
    vectors = encoder.encode([text])
    assert placed.same([text], vectors, [{"21231"}])[0]
    assert placed.same([text], vectors, [{"D21"}])[0]
    assert placed.same([text], vectors, [{"69123"}]) == [[]]


def test_several_checks_of_one_claim_are_all_met_the_likeliest_first(encoder: Encoder) -> None:
    claims = [CLAIM, "Le pont de la Tille s'est effondré", *OTHERS]
    (found,) = prepare(claims, encoder, likeness.shipped()).same([CLAIM], encoder.encode([CLAIM]))
    assert [one.check_id for one in found] == claims[:2]
    many = prepare([f"{CLAIM}{' ' * number}" for number in range(9)], encoder, likeness.shipped())
    assert len(many.same([CLAIM], encoder.encode([CLAIM]))[0]) == CLOSEST


def test_nothing_is_found_without_checks(encoder: Encoder) -> None:
    none = prepare([], encoder, likeness.shipped())
    assert none.same(SAME, encoder.encode(SAME)) == [[] for _ in SAME]


def test_a_higher_threshold_joins_less(encoder: Encoder) -> None:
    strict = prepare([CLAIM], encoder, replace(likeness.shipped(), threshold=1.0))
    assert strict.same(SAME, encoder.encode(SAME)) == [[] for _ in SAME]


def test_pairs_held_out_are_joined_as_the_card_says(encoder: Encoder) -> None:
    card = json.loads((Path(training.__file__).parent / "same_claim.json").read_text("utf-8"))
    figures = scores(likeness.shipped(), read(PAIRS), encoder)
    assert figures == pytest.approx({name: card["figures"][name] for name in figures}, abs=0.05)
    assert figures["precision"] > 0.9
    assert figures["recall"] > 0.7
    assert figures["passed.denial"] == figures["passed.place"] == figures["passed.number"] == 0


@pytest.mark.slow
def test_it_is_learned_again_from_the_pairs(encoder: Encoder) -> None:
    learned, card = train(read(PAIRS), encoder)
    assert learned.weights == pytest.approx(likeness.shipped().weights, rel=0.05)
    assert card["threshold"] == likeness.shipped().threshold
    assert {"data", "licence", "split", "figures", "limits"} <= set(card)


def test_another_space_is_refused() -> None:
    class Elsewhere:
        name, dimension = "elsewhere", 2

        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.ones((len(texts), 2), np.float32)

    with pytest.raises(ValueError, match="calibrated in multilingual-e5-small-int8, not in elsewhere"):
        train([Pair("a", "b", same=True, kind="copy", family=1, held_out=False)], Elsewhere())


def test_the_pairs_are_sound() -> None:
    pairs = read(PAIRS)
    assert len(pairs) >= 150
    assert len({(pair.message, pair.claim) for pair in pairs}) == len(pairs)
    learned = {pair.claim for pair in pairs if not pair.held_out}
    assert learned.isdisjoint({pair.claim for pair in pairs if pair.held_out})
    assert 0.4 < sum(pair.same for pair in pairs) / len(pairs) < 0.6


def test_probabilities_grow_with_closeness() -> None:
    made = Likeness((2.0, 1.0, -1.0), -1.0, 0.5)
    assert made.probability((0.0, 0.0, 1.0)) < made.probability((0.0, 0.0, 0.0)) < made.probability((0.9, 0.5, 0.0))
    assert made.probability((0.5, 0.0, 0.0)) == pytest.approx(0.5)
