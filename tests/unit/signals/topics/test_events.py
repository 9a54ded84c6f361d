"""Topics that tell of a match, a show or a strike, told from what goes wrong there."""

import numpy as np

from signals.encoders import Encoder
from signals.topics.events import LEAST, event_shares, together
from signals.topics.space import by_subject

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


def test_nothing_is_said_with_vectors_that_the_head_does_not_know(encoder: Encoder) -> None:
    assert event_shares(encoder.encode(MATCH), np.zeros(3, np.intp), "another") is None


def test_no_message_and_no_topic_are_survived() -> None:
    assert together(np.empty(0), np.empty(0, np.intp)).tolist() == []
    assert together(np.array([1.0]), np.array([-1])).tolist() == []
