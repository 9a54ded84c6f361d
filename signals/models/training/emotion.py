"""What readers feel, fear among it, from the French tweets of MLMA."""

import zlib
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from signals.emotion.distress import features
from signals.encoders import Encoder
from signals.models.head import Head, Rows, fit_several
from signals.models.training import Card

DATA = "emotion-mlma-fr"
FEELINGS = ("fear", "anger", "confusion", "disgust", "indifference", "sadness", "shock")
STRENGTHS = (0.1, 0.3, 1.0, 3.0)
FOLDS = 5

Holds = NDArray[np.bool_]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on `messages.parquet`, and its card: figures of five folds by id."""
    texts, holds, folds = read(pl.read_parquet(data / "messages.parquet"))
    rows = features(texts, encoder.encode(texts))
    head, strength = learn(rows, holds, folds, encoder=encoder.name)
    return head, {
        "name": "emotion",
        "encoder": encoder.name,
        "data": "emotion-mlma-fr: French tweets gathered by insulting words, with what annotators felt on reading "
        "(Ousidhoum et al. 2019)",
        "licence": "weights only, no text; MLMA is MIT",
        "split": f"{len(texts)} tweets; figures: five folds by id, C chosen between the four that are learned from",
        "parameters": {"C": strength},
        "figures": scores(crossed(rows, holds, folds), holds),
        "limits": "the reader's feeling, not the author's; noisy labels on hostile tweets: hardly better than chance "
        "for fear, so the platform counts `distress` and this head is kept for comparison",
    }


def read(frame: pl.DataFrame) -> tuple[list[str], Holds, NDArray[np.intp]]:
    """Return the texts, which of `FEELINGS` were felt, and the fold of each row (the data set's README)."""
    felt = [set(value.split("_")) for value in frame["annotator_sentiment"]]
    folds = np.array([zlib.crc32(name.encode()) % FOLDS for name in frame["HITId"]])
    return frame["tweet"].to_list(), np.array([[name in one for name in FEELINGS] for one in felt]), folds


def learn(rows: Rows, holds: Holds, folds: NDArray[np.intp], *, encoder: str) -> tuple[Head, float]:
    """Return the head of `rows`, and its C: the one of the best mean average precision between the folds given."""
    trials = {strength: _between(rows, holds, folds, strength) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda value: scores(trials[value], holds)["mean_ap"])
    return fit_several(rows, holds, FEELINGS, encoder=encoder, strength=strength), strength


def crossed(rows: Rows, holds: Holds, folds: NDArray[np.intp]) -> Rows:
    """Return the probabilities of each row, told from the four other folds, C chosen between those."""
    found = np.zeros(holds.shape, np.float32)
    for fold in np.unique(folds):
        rest = folds != fold
        found[~rest] = learn(rows[rest], holds[rest], folds[rest], encoder="")[0].predict_proba(rows[~rest])
    return found


def scores(probabilities: Rows, holds: Holds) -> dict[str, float]:
    """Return the average precision of each feeling, their mean, and the share of fear."""
    each = {
        name: average_precision_score(holds[:, index], probabilities[:, index]) for index, name in enumerate(FEELINGS)
    }
    figures = {f"{name}_ap": value for name, value in each.items()}
    figures |= {"mean_ap": np.mean(list(each.values())), "fear_base_rate": holds[:, 0].mean()}
    return {name: round(float(value), 4) for name, value in figures.items()}


def _between(rows: Rows, holds: Holds, folds: NDArray[np.intp], strength: float) -> Rows:
    found = np.zeros(holds.shape, np.float32)
    for fold in np.unique(folds):
        rest = folds != fold
        head = fit_several(rows[rest], holds[rest], FEELINGS, encoder="", strength=strength)
        found[~rest] = head.predict_proba(rows[~rest])
    return found
