"""Whether a message tells of an event that calls for no alert, from lines written for this project."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Encoder
from signals.models.head import Head, Rows, fit_several
from signals.models.scores import brier
from signals.models.training import STRENGTHS, Card, bare
from signals.topics.events import LEAST, together
from signals.topics.space import by_subject

DATA = "events"
FOLDS = 5
CLASSES = ("event",)
GROUP, GROUPS = 10, 20_000
"""Messages of a drawn group, and how many are drawn: what a topic of nothing but other things may reach by chance."""

Holds = NDArray[np.bool_]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on `train.jsonl` and on the everyday messages of `../intents`, in the space of topics.

    C is chosen in five folds: the one by which most groups of lines on events are found.
    """
    lines, events = read(data / "train.jsonl")
    others, truth = read(data / "held_out.jsonl")
    everyday = [json.loads(row)["text"] for row in (data.parent / "intents" / "train.jsonl").open(encoding="utf-8")]
    seen = {bare(text) for text in others}
    kept = [(text, holds) for text, holds in zip(lines + everyday, [*events, *[False] * len(everyday)], strict=True)]
    kept = [(text, holds) for text, holds in kept if bare(text) not in seen]
    rows = by_subject(encoder.encode([text for text, _ in kept]), encoder.name)
    holds = np.array([each for _, each in kept])
    folds = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    told = {value: crossed(rows, holds, folds, value)[: len(lines)] for value in STRENGTHS}
    strength = max(STRENGTHS, key=lambda value: scores(told[value], np.array(events))["found"])
    head = fit_several(rows, holds[:, None], CLASSES, encoder=encoder.name, strength=strength)
    return head, {
        "name": "event",
        "encoder": encoder.name,
        "data": f"{len(lines)} lines on events and what only sounds like them, and {len(everyday)} everyday messages, "
        "all written for this project",
        "licence": "Apache-2.0, as the project",
        "split": f"C chosen by the groups found in {FOLDS} folds; held out: {len(others)} lines learned from by nobody",
        "parameters": {"C": strength},
        "figures": {
            "folds": scores(told[strength], np.array(events)),
            "held_out": scores(head.predict_proba(by_subject(encoder.encode(others), encoder.name))[:, 0], truth),
        },
        "limits": "lines of one hand, invented, French but for a few; topics are told by their messages together, "
        "single messages are not; ordinary weather is told from a storm less well than the rest",
    }


def read(path: Path) -> tuple[list[str], Holds]:
    """Return the lines of a file, and which tell of an event that calls for no alert."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row["text"] for row in rows], np.array([row["event"] for row in rows])


def scores(probabilities: NDArray[np.floating], truth: Holds) -> dict[str, float]:
    """Return what one in a hundred groups of ten lines on anything else reaches, and how many on events reach more.

    Beside it the Brier score of single lines.
    """
    draw = np.random.default_rng(0)
    groups = np.repeat(np.arange(GROUPS), GROUP)
    other, events = (together(draw.choice(probabilities[which], GROUPS * GROUP), groups) for which in (~truth, truth))
    limit = float(np.quantile(other, 0.99))
    figures = {
        "limit": limit,
        "found": float(np.mean(events > limit)),
        "brier": brier(probabilities, truth),
        f"found_at_{LEAST}": float(np.mean(events > LEAST)),
        f"false_at_{LEAST}": float(np.mean(other > LEAST)),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def crossed(rows: Rows, holds: Holds, folds: NDArray[np.intp], strength: float) -> NDArray[np.float32]:
    """Return the probability of each row as told from the other folds."""
    found = np.zeros(len(rows), np.float32)
    for fold in range(FOLDS):
        rest = folds != fold
        head = fit_several(rows[rest], holds[rest, None], CLASSES, encoder="", strength=strength)
        found[~rest] = head.predict_proba(rows[~rest])[:, 0]
    return found
