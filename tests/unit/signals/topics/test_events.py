"""Topics that tell of a match, a show or a strike, told from what goes wrong there."""

from pathlib import Path

import numpy as np

from signals.encoders import Encoder
from signals.models.training import bare
from signals.models.training import event as training
from signals.topics.events import LEAST, event_shares, tells_of_event, together
from signals.topics.space import by_subject

DATA = Path(__file__).parents[3] / "data" / "events"
MATCH = [
    "Quel but, la tribune est debout",
    "Allez les bleus, la finale est à nous",
    "Stade plein, tifo superbe ce soir",
]
STRIKE = ["Grève des bus mardi, un sur deux", "Pas de train demain, mouvement social", "Cortège à midi devant la gare"]
CRUSH = ["Des gens sont écrasés contre les grilles du stade", "On étouffe, appelez les secours", "Des blessés au stade"]
RUMOUR = ["Le pont va s'effondrer, on nous le cache", "Est-ce vrai pour le pont ?", "Non, le pont tient, arrêtez"]
FRAUD = ["Faux SMS de la banque, j'ai perdu 300 euros", "Ne cliquez pas, c'est une arnaque", "Ma carte a été piratée"]


def test_topics_are_told_by_their_messages_together(encoder: Encoder) -> None:
    groups = (MATCH, STRIKE, CRUSH, RUMOUR, FRAUD)
    vectors = by_subject(encoder.encode([text for group in groups for text in group]), encoder.name)
    labels = np.repeat(np.arange(len(groups)), 3)
    found = event_shares(vectors, labels, encoder.name)
    assert found is not None
    assert (found[:2] >= LEAST).all(), found
    assert (found[2:] < LEAST).all(), found


def test_lines_held_out_are_told_in_groups(encoder: Encoder) -> None:
    lines, truth = training.read(DATA / "held_out.jsonl")
    found = tells_of_event(by_subject(encoder.encode(lines), encoder.name))
    figures = training.scores(found, truth)
    assert figures[f"found_at_{LEAST}"] > 0.95
    assert figures[f"false_at_{LEAST}"] < 0.02


def test_nobody_learns_from_lines_held_out() -> None:
    (held, truth), (learned, _) = (training.read(DATA / f"{name}.jsonl") for name in ("held_out", "train"))
    assert 0 < truth.sum() < len(held)
    assert {bare(text) for text in held}.isdisjoint(bare(text) for text in learned)


def test_figures_of_groups_are_those_of_the_lines() -> None:
    truth = np.arange(40) < 20
    perfect = training.scores(np.where(truth, 0.9, 0.1), truth)
    assert (perfect["limit"], perfect["found"], perfect["brier"]) == (0.1, 1.0, 0.01)
    assert training.scores(np.full(40, 0.3), truth)["found"] == 0


def test_nothing_is_said_with_vectors_that_the_head_does_not_know(encoder: Encoder) -> None:
    assert event_shares(encoder.encode(MATCH), np.zeros(3, np.intp), "another") is None


def test_no_message_and_no_topic_are_survived() -> None:
    assert together(np.empty(0), np.empty(0, np.intp)).tolist() == []
    assert together(np.array([1.0]), np.array([-1])).tolist() == []
