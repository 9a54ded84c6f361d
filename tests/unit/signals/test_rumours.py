"""Rumours: what a message shows, what was said before it, and evidence added up with reasons."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.encoders import Vectors
from signals.rumours.claim import claim_of
from signals.rumours.echoes import REACH, echoes
from signals.rumours.likelihood import Evidence, likelihood
from signals.rumours.text import cues, names, settled

SETTLED = [
    ("RT @USER : They do n't know :cross_mark: HTTPURL", ": They don't know"),
    ("Le pont &amp; la route @maire21 https://a.example/b !", "Le pont & la route!"),
    ("It 's “ closed ”", "It's “closed”"),
    ("", ""),
]

SHOWN = [
    ("Selon la préfecture, le pont serait fermé", {"attributes", "official", "hedges"}),
    ("At least three people injured, witnesses say", {"attributes", "counts", "harm"}),
    ("Nos pensées aux familles", {"feels"}),
    ("Faites tourner", {"passes_on"}),
    ("Regardez la vidéo", {"shows"}),
]


@pytest.mark.parametrize(("text", "expected"), SETTLED)
def test_editions_of_one_text_meet(text: str, expected: str) -> None:
    assert settled(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_cues_show_on_the_surface(text: str, expected: set[str]) -> None:
    found = dict(zip(names(), cues(text), strict=True))
    assert {name for name, value in found.items() if value == 1} - {"personal"} == expected


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(cues(text)) == len(names())
    assert all(0 <= value <= 1 for value in cues(text))


def unit_rows(count: int, seed: int = 1) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, 8))
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_what_comes_back_is_an_echo_and_nothing_later_counts() -> None:
    rows = unit_rows(30)
    rows[20] = rows[4]
    at = np.arange(0, 30 * 600, 600, dtype=np.float64)
    usual = np.zeros(8, np.float32)
    found = echoes(rows, at, usual)
    assert found[0].tolist() == [0, 0, 0]
    assert found[20, 0] == pytest.approx(found[:, 0].max(), abs=1e-5)
    assert np.allclose(found[:21], echoes(rows[:21], at[:21], usual), atol=1e-6)


def test_only_six_hours_count_for_the_mean_and_the_history_is_bounded() -> None:
    rows = np.repeat(unit_rows(1), 3, axis=0)
    usual = np.zeros(8, np.float32)
    close, late = (echoes(rows, np.array([0, 0, after], np.float64), usual)[2, 2] for after in (60.0, 7 * 3600.0))
    assert close > 0
    assert late == 0
    many = np.repeat(unit_rows(2), [1, REACH + 1], axis=0)
    assert echoes(many, np.arange(len(many), dtype=np.float64), usual)[-1, 1] == pytest.approx(np.log1p(REACH))


DIRECTIONS = [
    ("query", {"stances": {"query": 8, "comment": 2}}, 1),
    ("deny", {"stances": {"deny": 8, "comment": 2}}, 1),
    ("text", {"text": 0.8}, 1),
    ("text", {"text": 0.05}, -1),
    ("sourcing", {"sourced": 0.9}, -1),
    ("sourcing", {"sourced": 0.0}, 1),
    ("official", {"official": 0.5}, -1),
    ("novelty", {"novelty": 1.0}, 1),
    ("novelty", {"novelty": 0.1}, -1),
    ("speed", {"doubling_hours": 1.0}, 1),
    ("copied", {"copied": 0.7}, 1),
    ("coordinated", {"coordinated": 0.5}, 1),
    ("check", {"checks": {"false": 1}}, 1),
    ("check", {"checks": {"true": 2}}, -1),
]


@pytest.mark.parametrize(("name", "known", "sign"), DIRECTIONS)
def test_each_piece_of_evidence_pulls_its_way_and_says_why(name: str, known: dict[str, object], sign: int) -> None:
    nothing, found = likelihood(Evidence()), likelihood(Evidence(**known))  # type: ignore[arg-type]
    assert np.sign(found.probability - nothing.probability) == sign
    (term,) = [one for one in found.terms if one.name == name]
    assert np.sign(term.weight) == sign
    assert term.reason in found.reason
    assert term.reason_en in found.reason_en


def test_the_probability_is_the_sum_of_its_terms() -> None:
    nothing = likelihood(Evidence())
    found = likelihood(Evidence(text=0.6, stances={"query": 2, "support": 5}, sourced=0.2, novelty=0.9, copied=0.3))
    odds = log(nothing.probability / (1 - nothing.probability)) + sum(term.weight for term in found.terms)
    assert found.probability == pytest.approx(1 / (1 + exp(-odds)))
    weights = [abs(term.weight) for term in found.terms]
    assert weights == sorted(weights, reverse=True)
    assert nothing.terms == ()


def test_few_stances_weigh_half_and_checks_count_once() -> None:
    few, many = (likelihood(Evidence(stances={"query": n})).terms[0].weight for n in (1, 10))
    assert few == pytest.approx(many / 2)
    one, several = (likelihood(Evidence(checks={"false": n, "misleading": n})) for n in (1, 5))
    assert one == several
    assert len(one.terms) == 1


def test_what_is_not_known_says_nothing() -> None:
    assert likelihood(Evidence(doubling_hours=None, sourced=None)) == likelihood(Evidence())
    assert likelihood(Evidence(doubling_hours=48.0)) == likelihood(Evidence())


@pytest.mark.parametrize("known", [{"text": 1.2}, {"copied": -0.1}, {"doubling_hours": 0.0}])
def test_nonsense_is_refused(known: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Evidence(**known)  # type: ignore[arg-type]


def test_the_claim_of_a_topic_is_its_most_typical_statement() -> None:
    rows = unit_rows(3, seed=5)
    said = {
        "le barrage a cédé cette nuit": rows[0],
        "le barrage a cédé, dit-on": rows[0],
        "fuyez vers la colline": rows[1],
    }
    texts = [
        "Le barrage a cédé cette nuit !",
        "C'est vrai que le barrage a cédé cette nuit ?",
        "Oh non",
        "Fuyez vers la colline",
    ]

    def encode(sentences: list[str]) -> Vectors:
        return np.stack([said.get(sentence.lower(), rows[2]) for sentence in sentences])

    found = claim_of(texts, encode)
    assert found is not None
    assert found.text.lower() == "le barrage a cédé cette nuit"
    assert found.messages == 2
    assert claim_of(["Oh non", "Quoi ?"], encode) is None
