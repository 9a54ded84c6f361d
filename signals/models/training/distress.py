"""What a message shows of panic, from sentences written for this project."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score

from signals.emotion.distress import DISTRESS, THRESHOLD, WEIGHT, features
from signals.encoders import Encoder
from signals.models.head import Head, Rows, fit_several
from signals.models.scores import brier, calibration_error
from signals.models.training import STRENGTHS, Card, bare

DATA = "emotion"
FOLDS = 5

Holds = NDArray[np.bool_]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on the examples that ship, measured on `held_out.jsonl` of the folder `data`."""
    others, truth = read((data / "held_out.jsonl").read_text("utf-8"))
    texts, holds = read(files("signals.emotion").joinpath("examples.jsonl").read_text("utf-8"))
    seen = {bare(text) for text in others}
    kept = np.array([bare(text) not in seen for text in texts])
    rows = features(texts, encoder.encode(texts))[kept]
    head, strength = learn(rows, holds[kept], encoder=encoder.name)
    return head, {
        "name": "distress",
        "encoder": encoder.name,
        "data": "messages, French and some English, written for this project",
        "licence": "Apache-2.0, as the project",
        "split": f"{len(rows)} examples, C chosen by the Brier score of {FOLDS} folds; held out: {len(others)} French "
        "messages written apart, learned from by nobody",
        "parameters": {"C": strength, "weight of cues": WEIGHT, "threshold": THRESHOLD},
        "figures": scores(head.predict_proba(features(others, encoder.encode(others))), truth),
        "limits": "messages of one hand, invented, half of them in distress: a stream holds far fewer; fear that no "
        "word shows, irony and fiction that does not say so are missed or misread",
    }


def read(lines: str) -> tuple[list[str], Holds]:
    """Return the texts of labelled messages, and which of `DISTRESS` each shows."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines.splitlines()]
    return [row["text"] for row in rows], np.array([[name in row["shows"] for name in DISTRESS] for row in rows])


def learn(rows: Rows, holds: Holds, *, encoder: str) -> tuple[Head, float]:
    """Return the head of `rows`, and its C: the one whose probabilities are best on folds left out."""
    folds = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    strength = min(STRENGTHS, key=lambda value: brier(_crossed(rows, holds, folds, value), holds))
    return fit_several(rows, holds, DISTRESS, encoder=encoder, strength=strength), strength


def scores(probabilities: Rows, truth: Holds) -> dict[str, float]:
    """Return the average precision of each sign beside its share, mean F1 at the threshold, and calibration."""
    each = f1_score(truth, probabilities >= THRESHOLD, average=None, zero_division=0)
    figures = {"macro_f1": each.mean(), "ece": calibration_error(probabilities, truth)}
    for index, name in enumerate(DISTRESS):
        figures[f"{name}_ap"] = average_precision_score(truth[:, index], probabilities[:, index])
        figures[f"{name}_f1"] = each[index]
        figures[f"{name}_base_rate"] = truth[:, index].mean()
    return {name: round(float(value), 4) for name, value in figures.items()}


def _crossed(rows: Rows, holds: Holds, folds: NDArray[np.intp], strength: float) -> Rows:
    found = np.zeros(holds.shape, np.float32)
    for fold in range(FOLDS):
        rest = folds != fold
        found[~rest] = fit_several(rows[rest], holds[rest], DISTRESS, encoder="", strength=strength).predict_proba(
            rows[~rest]
        )
    return found
