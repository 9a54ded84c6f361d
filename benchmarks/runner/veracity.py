"""Whether the rumour of a thread came out true, false or stayed unverified: from its first post and its stances."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.runner.vectors import Kept

STRENGTH = 0.3
Rows = NDArray[np.float32]


def veracity(frame: pl.DataFrame, judged: pl.DataFrame, stances: Rows, others: Rows) -> list[tuple[str, str]]:
    """Return (true, told) veracity of each thread of `judged`; `stances`, `others` are probabilities of the posts."""
    learned, truth = _threads(frame, stances)
    asked, expected = _threads(judged, others)
    mean, spread = learned.mean(axis=0), learned.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH / learned.shape[1], max_iter=2000, class_weight="balanced")
    model.fit((learned - mean) / spread, truth)
    return list(zip(expected, map(str, model.predict((asked - mean) / spread)), strict=True))


def _threads(frame: pl.DataFrame, stances: Rows) -> tuple[Rows, list[str]]:
    """Return features and veracity of each thread: the vector of its root, the mean stance of its replies, its size."""
    told = frame.select("id", "text", "conversation", "veracity").with_row_index("row").rows(named=True)
    members: dict[str, list[int]] = {}
    for row in told:
        members.setdefault(row["conversation"], []).append(row["row"])
    roots = [row for row in told if row["id"] == row["conversation"]]
    vectors = Kept().encode([row["text"] for row in roots])
    features = []
    for row in roots:
        replies = [one for one in members[row["conversation"]] if one != row["row"]]
        mix = stances[replies].mean(axis=0) if replies else np.zeros(stances.shape[1])
        features.append([*mix, *stances[row["row"]], np.log1p(len(replies))])
    shown = np.array(features, np.float32)
    return np.hstack([vectors, shown]), [row["veracity"] for row in roots]
