"""Whether the rumour of a thread came out true, false or stayed unverified: from cues of its first post and stances.

No vector is read: it knows the event, which nearly fixes veracity in that set, and does worse on another event.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from signals.models.training.stance import event
from signals.rumours.text import cues

STRENGTHS = (0.01, 0.03, 0.1)
Rows = NDArray[np.float64]
Truth = NDArray[np.str_]


def veracity(
    frame: pl.DataFrame, judged: pl.DataFrame, stances: NDArray[np.float32], others: NDArray[np.float32]
) -> list[tuple[str, str]]:
    """Return (true, told) veracity of each thread of `judged`; `stances`, `others` are probabilities of the posts.

    C gives the best macro-F1 between the events of `frame`.
    """
    learned, truth, events = _threads(frame, stances)
    asked, expected, _ = _threads(judged, others)
    strength = max(STRENGTHS, key=lambda value: _between(learned, truth, events, value))
    return list(zip(map(str, expected), map(str, _tell(learned, truth, asked, strength)), strict=True))


def _between(rows: Rows, truth: Truth, events: Truth, strength: float) -> float:
    found = np.empty_like(truth)
    for name in np.unique(events):
        rest = events != name
        if not rest.any():
            return 0.0
        found[~rest] = _tell(rows[rest], truth[rest], rows[~rest], strength)
    return float(f1_score(truth, found, average="macro"))


def _tell(rows: Rows, truth: Truth, asked: Rows, strength: float) -> Truth:
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced")
    found: Truth = model.fit((rows - mean) / spread, truth).predict((asked - mean) / spread)
    return found


def _threads(frame: pl.DataFrame, stances: NDArray[np.float32]) -> tuple[Rows, Truth, Truth]:
    """Return features, veracity and event of each thread: cues of its root, mean stance and number of its replies."""
    told = frame.with_row_index("row").rows(named=True)
    replies: dict[str, list[int]] = {}
    for row in told:
        if row["id"] != row["conversation"]:
            replies.setdefault(row["conversation"], []).append(row["row"])
    roots = [row for row in told if row["id"] == row["conversation"]]
    features = [[*cues(row["text"]), *_mix(stances, replies.get(row["id"], ()))] for row in roots]
    events = [event(f"{row['published_at']:%Y-%m-%d}") for row in roots]
    return np.array(features), np.array([row["veracity"] for row in roots]), np.array(events)


def _mix(stances: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
    mean = stances[list(rows)].mean(axis=0) if rows else np.zeros(stances.shape[1])
    return [*map(float, mean), float(np.log1p(len(rows)))]
