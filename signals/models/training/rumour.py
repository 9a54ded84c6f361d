"""Whether a message makes a claim that nobody has verified yet, from the breaking news of PHEME."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from signals.encoders import Encoder
from signals.encoders.light import NAME
from signals.models.head import Head, Rows, fit
from signals.models.scores import calibration_error
from signals.models.training import Card
from signals.rumours.echoes import echoes, ordinary
from signals.rumours.likeness import CUES, ECHOES, OTHER, RUMOUR, features
from signals.rumours.text import settled

DATA = "rumours-pheme"
STRENGTHS = (0.03, 0.1, 0.3)
EVEN = 0.5

Found = NDArray[np.float32]


@dataclass(frozen=True)
class Sources:
    """Source messages of breaking news by event and time, with their features."""

    rows: Rows
    truth: NDArray[np.bool_]
    events: NDArray[np.str_]

    def where(self, kept: NDArray[np.bool_]) -> "Sources":
        """Return the messages marked in `kept`."""
        return Sources(self.rows[kept], self.truth[kept], self.events[kept])


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on `roots.parquet`, and its card: each event told from the others."""
    known = sources(pl.read_parquet(data / "roots.parquet"), encoder, ordinary())
    head, parameters = learn(known)
    found, told = crossed(known)
    return head, {
        "name": "rumour",
        "encoder": encoder.name,
        "data": "rumours-pheme: source tweets of four breaking-news events (Zubiaga et al. 2016, labels as in Mu et "
        "al. 2023)",
        "licence": "weights only, no text; annotations CC BY 4.0 (Zubiaga et al. 2016)",
        "split": f"{len(known.truth)} messages; figures: each event told from the three others, C chosen between those",
        "parameters": parameters | {"weight of cues": CUES, "weight of echoes": ECHOES},
        "figures": scores(found, told, known),
        "limits": "English, breaking news, claims made by press and witnesses: not rumours on services or slow gossip; "
        "no French set exists to check it on, its French rests on the encoder and French cues",
    }


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the messages of `roots.parquet` by event and time."""
    return frame.sort("event", "published_at", "id")


def sources(frame: pl.DataFrame, encoder: Encoder, usual: NDArray[np.float32]) -> Sources:
    """Return the messages of `roots.parquet`, in the order of `ordered`.

    What was said before is looked for in the same event, seen from `usual`.
    """
    rows = ordered(frame)
    texts, events = rows["text"].to_list(), rows["event"].to_numpy().astype(np.str_)
    vectors = encoder.encode([settled(text) for text in texts])
    at = rows["published_at"].dt.epoch("ms").to_numpy() / 1000
    echoed = np.zeros((len(texts), 3), np.float32)
    for event in np.unique(events):
        inside = events == event
        echoed[inside] = echoes(vectors[inside], at[inside], usual)
    return Sources(features(texts, vectors, echoed), rows["rumour"].to_numpy(), events)


def learn(known: Sources) -> tuple[Head, dict[str, Any]]:
    """Return the head of the messages; C gives the best mean macro-F1 between their events.

    Its probabilities are calibrated on those told between events (Platt 1999), so they follow the share of rumours
    there; a message is told a rumour as if there were as many as of the others.
    """
    trials = {strength: between(known, strength) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda value: scores(trials[value], trials[value] >= EVEN, known)["macro_f1"])
    head = _fit(known, strength)
    slope, offset = _platt(trials[strength], known.truth)
    side = np.array([-0.5, 0.5], np.float32)
    calibrated = replace(
        head,
        weights=head.weights * slope,
        bias=head.bias * slope + side * offset,
        favour=np.exp(np.array([0, -offset], np.float32)),
    )
    return calibrated, {"C": strength, "slope": round(slope, 4), "offset": round(offset, 4)}


def crossed(known: Sources) -> tuple[Found, NDArray[np.bool_]]:
    """Return the probability of each message and what it is told to be, its event told from the others."""
    found, told = np.zeros(len(known.truth), np.float32), np.zeros(len(known.truth), np.bool_)
    for event in np.unique(known.events):
        rest = known.events != event
        head, _ = learn(known.where(rest))
        found[~rest] = tell(head, known.rows[~rest])
        told[~rest] = np.array(head.predict(known.rows[~rest])) == RUMOUR
    return found, told


def between(known: Sources, strength: float) -> Found:
    """Return the probability of each message, its event told from the others with this C, not calibrated."""
    found = np.zeros(len(known.truth), np.float32)
    for event in np.unique(known.events):
        rest = known.events != event
        found[~rest] = tell(_fit(known.where(rest), strength), known.rows[~rest])
    return found


def tell(head: Head, rows: Rows) -> Found:
    """Return the probability of a rumour for each row."""
    return head.predict_proba(rows)[:, head.classes.index(RUMOUR)]


def scores(found: Found, told: NDArray[np.bool_], known: Sources) -> dict[str, float]:
    """Return pooled F1, precision and recall of rumours, mean macro-F1 over events, F1 by event, calibration error."""
    truth, events = known.truth, known.events
    names = np.unique(events)
    hits = float((told & truth).sum())
    figures = {
        "f1": f1_score(truth, told, zero_division=0),
        "precision": hits / max(told.sum(), 1),
        "recall": hits / max(truth.sum(), 1),
        "macro_f1": np.mean([f1_score(truth[events == name], told[events == name], average="macro") for name in names]),
        "ece": calibration_error(found, truth),
    }
    figures |= {f"f1.{name}": f1_score(truth[events == name], told[events == name], zero_division=0) for name in names}
    return {name: round(float(value), 4) for name, value in figures.items()}


def _platt(found: Found, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset of the log-odds."""
    odds = np.log(np.clip(found, 1e-6, 1 - 1e-6) / np.clip(1 - found, 1e-6, 1))
    model = LogisticRegression(C=1e3).fit(odds[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _fit(known: Sources, strength: float) -> Head:
    classes = [RUMOUR if one else OTHER for one in known.truth]
    return fit(known.rows, classes, encoder=NAME, strength=strength, balanced=1)
