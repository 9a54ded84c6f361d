"""Whether the rumour of a thread came out true, false or stayed unverified: from cues of its first post and stances.

No vector is read: it knows the event, which nearly fixes veracity in that set, and does worse on another event.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from signals.rumours.text import cues

STRENGTHS = (0.01, 0.03, 0.1)
Rows = NDArray[np.float64]
Truth = NDArray[np.str_]


def veracity(
    frame: pl.DataFrame, judged: pl.DataFrame, stances: NDArray[np.float32], others: NDArray[np.float32]
) -> list[tuple[str, str]]:
    """Return (true, told) veracity of each thread of `judged`; `stances`, `others` are probabilities of the posts.

    What models of several C say is averaged: between a few events, which of them does best is chance.
    """
    learned, truth = _threads(frame, stances)
    asked, expected = _threads(judged, others)
    return list(zip(map(str, expected), map(str, _tell(learned, truth, asked)), strict=True))


def _tell(rows: Rows, truth: Truth, asked: Rows) -> Truth:
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    models = [
        LogisticRegression(C=strength, max_iter=2000, class_weight="balanced").fit((rows - mean) / spread, truth)
        for strength in STRENGTHS
    ]
    together = np.mean([model.predict_proba((asked - mean) / spread) for model in models], axis=0)
    found: Truth = models[0].classes_[together.argmax(axis=1)]
    return found


def _threads(frame: pl.DataFrame, stances: NDArray[np.float32]) -> tuple[Rows, Truth]:
    """Return features and veracity of each thread: cues of its root, mean stance and number of its replies."""
    told = frame.with_row_index("row").rows(named=True)
    replies: dict[str, list[int]] = {}
    for row in told:
        if row["id"] != row["conversation"]:
            replies.setdefault(row["conversation"], []).append(row["row"])
    roots = [row for row in told if row["id"] == row["conversation"]]
    features = [[*cues(row["text"]), *_mix(stances, replies.get(row["id"], ()))] for row in roots]
    return np.array(features), np.array([row["veracity"] for row in roots])


def _mix(stances: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
    mean = stances[list(rows)].mean(axis=0) if rows else np.zeros(stances.shape[1])
    return [*map(float, mean), float(np.log1p(len(rows)))]
