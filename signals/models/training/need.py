"""The need that a message describes, from the examples of the catalogue that ships."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from signals.encoders import Encoder
from signals.models.head import Head
from signals.models.scores import calibration_error
from signals.models.training import Card
from signals.services.amend import shipped
from signals.services.find import THRESHOLD
from signals.services.meaning import BALANCED, NONE, STRENGTH, learn

DATA = "intents"


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head of the needs of the shipped catalogue, measured on `held_out.jsonl` of the folder `data`."""
    known = shipped()
    head = learn(known, encoder.encode, encoder=encoder.name)
    rows = [json.loads(line) for line in (data / "held_out.jsonl").read_text("utf-8").splitlines()]
    return head, {
        "name": "need",
        "encoder": encoder.name,
        "data": "examples of the catalogue, French and English, written for this project",
        "licence": "Apache-2.0, as the project",
        "split": f"{sum(map(len, known.examples.values()))} examples of {len(known.needs)} needs and "
        f"{len(known.elsewhere)} of none; held out: {len(rows)} messages written apart, learned from by nobody",
        "parameters": {"C": STRENGTH, "balanced": BALANCED, "threshold": THRESHOLD, "examples": known.digest},
        "figures": scores(head, rows, encoder),
        "limits": "messages of one hand, invented: read the probability, and check it on your own messages; "
        "a message with two needs shows the likelier one",
    }


def scores(head: Head, rows: list[dict[str, Any]], encoder: Encoder) -> dict[str, float]:
    """Return how well the needs of `rows` are found: shares, in [0, 1].

    `precision` and `recall` count needs said with at least the threshold; `false_none` is the share of the messages
    that need nothing and are said to; `ece` is the calibration error of the likeliest class in ten bins.
    """
    truth = np.array([row["need"] or NONE for row in rows])
    probabilities = head.predict_proba(encoder.encode([row["text"] for row in rows]))
    predicted = np.array(head.classes)[probabilities.argmax(axis=1)]
    top = probabilities.max(axis=1)
    right, said, nothing = predicted == truth, (predicted != NONE) & (top >= THRESHOLD), truth == NONE
    return {
        "accuracy": round(float(right.mean()), 4),
        "precision": round(float(right[said].mean()), 4),
        "recall": round(float((right & said).sum() / (~nothing).sum()), 4),
        "false_none": round(float(said[nothing].mean()), 4),
        "ece": round(calibration_error(top, right), 4),
    }
