"""What somebody wants when they write, from sentences written for this project."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from signals.encoders import Encoder
from signals.intents import INTENTS, THRESHOLD
from signals.intents.cues import WEIGHT, features
from signals.models.head import Head, Rows, fit_several
from signals.models.scores import brier, calibration_error
from signals.models.training import STRENGTHS, Card, bare

DATA = "intents"
FOLDS = 5

Holds = NDArray[np.bool_]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on `train.jsonl`, its C chosen in five folds of it, measured on `held_out.jsonl`."""
    texts, holds = read(data / "train.jsonl")
    others, truth = read(data / "held_out.jsonl")
    seen = {bare(text) for text in others}
    kept = np.array([bare(text) not in seen for text in texts])
    rows = features(texts, encoder.encode(texts))[kept]
    head, strength = learn(rows, holds[kept], encoder=encoder.name)
    return head, {
        "name": "intent",
        "encoder": encoder.name,
        "data": "messages to and about public services, French and English, written for this project",
        "licence": "Apache-2.0, as the project",
        "split": f"{len(rows)} rows of train, C chosen by the Brier score of {FOLDS} folds; "
        f"held out: {len(others)} messages written apart, learned from by nobody",
        "parameters": {"C": strength, "weight of cues": WEIGHT, "threshold": THRESHOLD},
        "figures": scores(head.predict_proba(features(others, encoder.encode(others))), truth),
        "limits": "messages of one hand, invented; a complaint that only tells facts passes for a report, and irony "
        "for what it says",
    }


def read(path: Path) -> tuple[list[str], Holds]:
    """Return the texts of a file of labelled messages, and which of `INTENTS` hold for each."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row["text"] for row in rows], np.array([[intent in row["intents"] for intent in INTENTS] for row in rows])


def learn(rows: Rows, holds: Holds, *, encoder: str) -> tuple[Head, float]:
    """Return the head of `rows`, and its C: the one whose probabilities are best on folds left out."""
    folds = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    strength = min(STRENGTHS, key=lambda value: brier(_crossed(rows, holds, folds, value), holds))
    return fit_several(rows, holds, INTENTS, encoder=encoder, strength=strength), strength


def scores(probabilities: Rows, truth: Holds) -> dict[str, float]:
    """Return the macro-F1 of the intents, the F1 of each, and how far their probabilities can be believed."""
    by_intent = f1_score(truth, probabilities >= THRESHOLD, average=None, zero_division=0)
    likeliest = truth[np.arange(len(truth)), probabilities.argmax(axis=1)]
    figures = {
        "macro_f1": by_intent.mean(),
        **{f"{intent}_f1": value for intent, value in zip(INTENTS, by_intent, strict=True)},
        "likeliest_accuracy": likeliest.mean(),
        "ece": calibration_error(probabilities, truth),
        "brier": brier(probabilities, truth),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def _crossed(rows: Rows, holds: Holds, folds: NDArray[np.intp], strength: float) -> Rows:
    found = np.zeros(holds.shape, np.float32)
    for fold in range(FOLDS):
        rest = folds != fold
        head = fit_several(rows[rest], holds[rest], INTENTS, encoder="", strength=strength)
        found[~rest] = head.predict_proba(rows[~rest])
    return found
