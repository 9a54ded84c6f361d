"""Whether a message speaks of a crisis, from the tweets of CrisisLexT6."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.crisis.related import OFF, ON, WEIGHT, features
from signals.encoders import Encoder
from signals.encoders.light import NAME
from signals.models.head import Head, Rows, fit_against
from signals.models.training import Card

DATA = "crises-crisislex-t6"
STRENGTHS = (0.1, 0.3)
THRESHOLDS = tuple(step / 40 for step in range(8, 29))
"""Probabilities from which a message is told to be on topic, to choose from."""
SAMPLE = 2_000
"""Rows of an event that are learned from, at most: more of the same event teach little about another."""


@dataclass(frozen=True)
class Labelled:
    """Messages with their features, whether they are on topic, and the event that each belongs to."""

    rows: Rows
    on_topic: NDArray[np.bool_]
    events: NDArray[np.str_]

    def where(self, kept: NDArray[np.bool_]) -> "Labelled":
        """Return the rows marked in `kept`."""
        return Labelled(self.rows[kept], self.on_topic[kept], self.events[kept])


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on all events of `messages.parquet`, and its card: each event told from the others."""
    messages = labelled(sampled(read(data)), encoder)
    head, parameters = learn(messages)
    figures = {event: round(accuracy, 4) for event, accuracy in _crossed(messages)}
    return head, {
        "name": "related",
        "encoder": encoder.name,
        "data": "crises-crisislex-t6: tweets of five crises, half gathered by keyword, half by place (Olteanu et al. "
        "2014)",
        "licence": "weights only, no text; CrisisLex is MIT",
        "split": f"{len(messages.rows)} rows, {SAMPLE} an event; figures: accuracy on each event, learned from by "
        "nobody, C and threshold chosen between the others; on all rows: python -m benchmarks related",
        "parameters": parameters | {"weight of cues": WEIGHT},
        "figures": {"accuracy": round(float(np.mean(list(figures.values()))), 4)} | figures,
        "limits": "English tweets, half of them found by words such as the hazard's name, which the cues know too: a "
        "crisis without such words is heard less well; no labelled French set exists, French is heard through "
        "the encoder and French cues",
    }


def read(data: Path) -> pl.DataFrame:
    """Return the messages of `messages.parquet`, each id once (four are repeated)."""
    return pl.read_parquet(data / "messages.parquet").unique("id", keep="first", maintain_order=True)


def sampled(frame: pl.DataFrame) -> pl.DataFrame:
    """Return at most `SAMPLE` rows an event, drawn with a fixed seed, in their order."""
    shuffled = frame.with_row_index("row").sample(fraction=1, shuffle=True, seed=0)
    return shuffled.group_by("event", maintain_order=True).head(SAMPLE).sort("row").drop("row")


def labelled(frame: pl.DataFrame, encoder: Encoder) -> Labelled:
    """Return the messages of a frame with their features."""
    texts = frame["text"].to_list()
    rows = features(texts, encoder.encode(texts))
    return Labelled(rows, frame["on_topic"].to_numpy(), frame["event"].to_numpy().astype(np.str_))


def learn(messages: Labelled) -> tuple[Head, dict[str, Any]]:
    """Return the head of `messages`; C and threshold give the best mean accuracy between their events."""
    best = (-1.0, STRENGTHS[0], THRESHOLDS[0])
    for strength in STRENGTHS:
        found = between(messages, strength)
        for threshold in THRESHOLDS:
            right = (found >= threshold) == messages.on_topic
            mean = float(np.mean([right[messages.events == event].mean() for event in np.unique(messages.events)]))
            best = max(best, (mean, strength, threshold), key=lambda one: one[0])
    _, strength, threshold = best
    # `on` wins from the threshold where it counts for (1 - t) / t of `off`
    favour = np.array([1.0, (1 - threshold) / threshold], np.float32)
    return replace(_fit(messages, strength), favour=favour), {"C": strength, "threshold": threshold}


def between(messages: Labelled, strength: float) -> NDArray[np.float32]:
    """Return the probability that each message is on topic, its event told from the others."""
    found = np.zeros(len(messages.on_topic), np.float32)
    for event in np.unique(messages.events):
        rest = messages.events != event
        found[~rest] = _fit(messages.where(rest), strength).predict_proba(messages.rows[~rest])[:, 1]
    return found


def tell(head: Head, rows: Rows) -> NDArray[np.bool_]:
    """Return whether each row is told to be on topic."""
    told: NDArray[np.bool_] = np.array(head.predict(rows)) == ON
    return told


def _fit(messages: Labelled, strength: float) -> Head:
    classes = [ON if on else OFF for on in messages.on_topic]
    return fit_against(messages.rows, classes, OFF, encoder=NAME, strength=strength)


def _crossed(messages: Labelled) -> Iterator[tuple[str, float]]:
    for event in np.unique(messages.events):
        rest = messages.events != event
        head, _ = learn(messages.where(rest))
        judged = messages.where(~rest)
        yield str(event), float(np.mean(tell(head, judged.rows) == judged.on_topic))
