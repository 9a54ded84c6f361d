"""The head of rumours: what it says of invented news and talk, and how it is learned between events."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from signals.encoders import Encoder
from signals.models.training import load_recipe
from signals.rumours.likeness import OTHER, RUMOUR, likeness
from signals.rumours.text import settled

CLAIMS = [
    "BREAKING: police say two gunmen may have taken hostages in the library, at least 3 injured",
    "Selon des témoins, le pont se serait effondré, on parle de plusieurs blessés",
    "Unconfirmed reports that a second explosion was heard near the station",
]
TALK = [
    "My thoughts and prayers are with everyone there tonight, stay safe",
    "Pourquoi les gens ne peuvent-ils pas vivre en paix, j'ai honte",
    "We should all remember how lucky we are, thank you to the nurses",
]


def test_news_reads_more_like_a_rumour_than_feelings_do(encoder: Encoder) -> None:
    texts = [text for pair in zip(CLAIMS, TALK, strict=True) for text in pair]
    found = likeness(texts, encoder.encode([settled(text) for text in texts]), np.arange(6, dtype=np.float64) * 60)
    assert found.shape == (6,)
    assert found[0::2].min() > found[1::2].max()
    assert likeness([], encoder.encode([]), np.array([], np.float64)).shape == (0,)


def test_later_messages_change_nothing(encoder: Encoder) -> None:
    texts = CLAIMS + TALK
    vectors, at = encoder.encode([settled(text) for text in texts]), np.arange(6, dtype=np.float64)
    assert np.allclose(likeness(texts, vectors, at)[:4], likeness(texts[:4], vectors[:4], at[:4]), atol=1e-6)


@pytest.mark.slow
def test_a_recipe_rebuilds_it_calibrated_between_events(encoder: Encoder, tmp_path: Path) -> None:
    start = datetime(2015, 1, 1, tzinfo=UTC)
    rows = [
        {
            "id": f"{event}{number}",
            "published_at": start + timedelta(minutes=number),
            "text": f"{text} ({event} {number})",
            "event": event,
            "rumour": rumour,
        }
        for event in ("a", "b", "c")
        for number, (text, rumour) in enumerate(
            [
                pair
                for _ in range(4)
                for pair in [*((text, True) for text in CLAIMS), *((text, False) for text in TALK * 2)]
            ]
        )
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "roots.parquet")
    head, card = load_recipe("rumour").train(tmp_path, encoder)
    assert set(head.classes) == {RUMOUR, OTHER}
    assert card["figures"]["f1"] > 0.9
    assert card["figures"]["ece"] < 0.2
    assert card["parameters"]["slope"] > 0
