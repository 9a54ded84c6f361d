"""Whether messages speak of a crisis: cues, the head that ships, and how it is chosen between events."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from signals.crisis.related import CUES, cues, features, related
from signals.encoders import Encoder
from signals.models import load_head
from signals.models.training import load_recipe
from signals.models.training import related as training
from signals.models.training.related import Labelled, learn, sampled, tell

ON = [
    "Inondations à Trèbes : douze blessés, les pompiers évacuent le centre",
    "L'incendie gagne les collines, le camping est évacué",
    "Deux cents foyers sans électricité après la tempête",
    "Flood water in the main street, people on roofs waiting for rescue",
    "Explosion at the plant, several workers missing",
    "Praying for everyone hit by the tornado tonight",
]
OFF = [
    "Quelqu'un a un bon coiffeur à me conseiller ?",
    "Ce match était interminable, vivement le prochain",
    "Bonne nuit à tous, réveil à six heures demain",
    "I have so much homework tonight lol",
    "Best coffee in town, love this place",
    "Can't wait for the concert on friday",
]


def test_crises_are_told_from_ordinary_talk(encoder: Encoder) -> None:
    on, off = (related(texts, encoder.encode(texts)) for texts in (ON, OFF))
    assert on.shape == (6,)
    assert on.min() > off.max()
    assert tell(load_head("related"), features(ON + OFF, encoder.encode(ON + OFF))).tolist() == [True] * 6 + [False] * 6
    assert related([], encoder.encode([])).shape == (0,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tempête : l’électricité est coupée", {"hazard"}),
        ("Trois disparus", {"harm"}),
        ("Appel aux dons", {"help"}),
        ("Nos condoléances aux familles", {"sorrow"}),
        ("So bored, who wants coffee", {"daily"}),
        ("Lire https://exemple.org/inondation", set()),
    ],
)
def test_cues_name_what_a_crisis_is_made_of(text: str, expected: set[str]) -> None:
    assert {name for name, value in zip(CUES.names, cues(text), strict=True) if value} == expected


def invented() -> Labelled:
    """Return four events whose on-topic rows lie each elsewhere, the ordinary ones together."""
    random = np.random.default_rng(4)
    events = np.repeat(["a", "b", "c", "d"], 60)
    on = np.tile([True, False], 120)
    place = np.array([["a", "b", "c", "d"].index(name) for name in events])
    rows = 0.25 * random.normal(size=(240, 8)) + 3
    rows[on, 0] += 2
    rows[on, 2 + place[on]] += 1
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return Labelled(unit.astype(np.float32), on, events)


def test_the_threshold_is_chosen_between_events() -> None:
    messages = invented()
    rest = messages.events != "d"
    head, parameters = learn(messages.where(rest))
    assert parameters["threshold"] in training.THRESHOLDS
    assert np.mean(tell(head, messages.rows[~rest]) == messages.on_topic[~rest]) > 0.8
    assert np.allclose(head.mean, messages.rows[rest & ~messages.on_topic].mean(axis=0))


def test_no_event_weighs_more_than_another_and_the_draw_is_fixed() -> None:
    frame = pl.DataFrame({"id": [str(number) for number in range(5_000)], "event": ["big"] * 4_500 + ["small"] * 500})
    drawn = sampled(frame)
    assert drawn["event"].value_counts().sort("event")["count"].to_list() == [training.SAMPLE, 500]
    assert drawn.equals(sampled(frame))


def test_a_recipe_rebuilds_it(encoder: Encoder, tmp_path: Path) -> None:
    rows = [(text, True) for text in ON] + [(text, False) for text in OFF]
    frame = pl.DataFrame(
        {
            "id": [f"{event}{row}" for event in "abc" for row in range(len(rows))] + ["a0"],
            "text": [f"{text} {event}" for event in "abc" for text, _ in rows] + ["a repeated id"],
            "event": [event for event in "abc" for _ in rows] + ["a"],
            "on_topic": [on for _ in "abc" for _, on in rows] + [False],
        }
    )
    frame.write_parquet(tmp_path / "messages.parquet")
    head, card = load_recipe("related").train(tmp_path, encoder)
    assert head.classes == ("off", "on")
    assert card["figures"]["accuracy"] > 0.9
    assert set(card["figures"]) == {"accuracy", "a", "b", "c"}
    assert "36 rows" in card["split"]


def test_the_card_says_where_french_stands() -> None:
    card = json.loads((Path(load_head.__wrapped__.__code__.co_filename).parent / "related.json").read_text())
    assert "no labelled French set" in card["limits"]
    assert card["figures"]["accuracy"] > 0.88
