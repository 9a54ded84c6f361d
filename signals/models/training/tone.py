"""The tone of a French message, from the tweets of DEFT 2017 as XLM-T cut them."""

import zlib
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from signals.encoders import Encoder
from signals.models.head import Head, Rows, fit
from signals.models.training import Card, bare
from signals.tone import TONES
from signals.tone.cues import WEIGHT, features

DATA = "perception-xlmt-fr"
FOLDS = 5
STRENGTHS = (0.3, 1.0, 3.0)

Classes = NDArray[np.str_]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head (negative, neutral, positive) of `train` and `val`, its C chosen in folds, measured on `test`."""
    rows, val, test = (pl.read_parquet(data / f"{part}.parquet") for part in ("train", "val", "test"))
    rows = pl.concat([rows, val])
    head, strength, folds = learn(rows, test, encoder)
    return head, {
        "name": "tone",
        "encoder": encoder.name,
        "data": "perception-xlmt-fr: French tweets of DEFT 2017 (Benamara et al. 2017), as XLM-T cut them (2022)",
        "licence": "weights only, no text; XLM-T is Apache-2.0, DEFT 2017 was given for research",
        "split": f"official: {len(rows)} rows of train and val, less those that stand in test; C and the weight of cues"
        f" chosen in {FOLDS} folds of them",
        "parameters": {"C": strength, "weight of cues": WEIGHT},
        "figures": {"folds": folds, "test": scores(head, test, encoder)},
        "limits": "tone of tweets on ecology and energy, classes balanced by construction: "
        "check it on your own messages before reading a share as a share of people",
    }


def learn(rows: pl.DataFrame, test: pl.DataFrame, encoder: Encoder) -> tuple[Head, float, dict[str, float]]:
    """Return the head, its C and what that C reaches in the folds; rows whose text stands in `test` are left out."""
    kept = _without(rows, test["text"].to_list())
    texts = kept["text"].to_list()
    vectors, truth = features(texts, encoder.encode(texts)), kept["sentiment"].to_numpy().astype(np.str_)
    folds = np.array([zlib.crc32(bare(text).encode()) % FOLDS for text in texts])
    found = {strength: figures(truth, _crossed(vectors, truth, folds, strength)) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda value: found[value]["macro_f1"])
    head = fit(vectors, truth.tolist(), encoder=encoder.name, strength=strength)
    return head, strength, found[strength]


def scores(head: Head, rows: pl.DataFrame, encoder: Encoder) -> dict[str, float]:
    """Return the macro-F1 of the three tones on `rows`, and the F1 of negative."""
    texts = rows["text"].to_list()
    predicted = head.predict(features(texts, encoder.encode(texts)))
    return figures(rows["sentiment"].to_numpy().astype(np.str_), np.array(predicted))


def figures(truth: Classes, predicted: Classes) -> dict[str, float]:
    """Return the macro-F1 of the three tones, and the F1 of negative."""
    negative, *_ = by_tone = f1_score(truth, predicted, average=None, labels=list(TONES), zero_division=0)
    return {"macro_f1": round(float(by_tone.mean()), 4), "negative_f1": round(float(negative), 4)}


def _crossed(vectors: Rows, truth: Classes, folds: NDArray[np.intp], strength: float) -> Classes:
    """Return the tone of each row as told from the other folds."""
    found = truth.copy()
    for fold in np.unique(folds):
        rest = folds != fold
        head = fit(vectors[rest], truth[rest].tolist(), encoder="", strength=strength)
        found[~rest] = head.predict(vectors[~rest])
    return found


def _without(rows: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Return `rows` but those that stand in `texts` too."""
    seen = {bare(text) for text in texts}
    return rows.filter(pl.Series([bare(text) not in seen for text in rows["text"]], dtype=pl.Boolean))
