"""What users say: the tone of French tweets, and experiences of public services with their aspects."""

import csv
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.runner import Metrics, Options, Result, cache_folder, prefixed
from benchmarks.runner.vectors import Kept
from signals.encoders import load_encoder
from signals.models.head import Head, fit
from signals.models.training import tone

FOLDS = 5
STRENGTHS = (0.3, 1.0, 3.0, 10.0)
TIMED = 300
"""Texts encoded again to measure speed."""
ASPECTS = ("Accessibilité", "Information/Explication", "Relation", "Réactivité", "Simplicité/Complexité")
WINDOWS_1252 = str.maketrans({chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)})
"""The export holds control characters that were Windows-1252 punctuation."""

Classes = NDArray[np.str_]
Vectors = NDArray[np.float32]


def run(options: Options) -> Result:
    """Return the figures of the sets whose files are there."""
    tweets, rows = _xlmt(options)
    experiences, more = _services_publics_plus(options)
    chosen = {"encoder": "light", "strengths": STRENGTHS, "features": "title and whole text, encoded apart"}
    return Result(tweets | experiences, rows + more, chosen)


def _xlmt(options: Options) -> tuple[Metrics, int]:
    """Return the figures on the official test split: learned on train, C chosen on val."""
    folder = options.train("perception-xlmt-fr", "train.parquet", "val.parquet")
    scored = options.scored("perception-xlmt-fr", "test.parquet")
    if folder is None or scored is None:
        return {}, 0
    rows, val = (pl.read_parquet(folder / f"{part}.parquet") for part in ("train", "val"))
    test = pl.read_parquet(scored / "test.parquet")
    head, strength = tone.learn(rows, val, test, Kept())
    found = tone.scores(head, test, Kept())
    speed = _messages_per_second(head, test["text"].to_list()[:TIMED])
    return prefixed("xlmt", found | {"strength": strength, "messages_per_second": speed}), len(test)


def _messages_per_second(head: Head, texts: list[str]) -> float:
    """Return how many texts become a tone in a second, encoding included, nothing taken from a cache."""
    encoder = load_encoder("light", cache_folder() / "encoder")
    started = time.perf_counter()
    head.predict(encoder.encode(texts))
    return len(texts) / (time.perf_counter() - started)


def _services_publics_plus(options: Options) -> tuple[Metrics, int]:
    """Return the figures of the feeling and of the five aspects; only Titre and Description are features."""
    file = "export-experiences.csv"
    folder, scored = options.train("services-publics-plus", file), options.scored("services-publics-plus", file)
    if folder is None or scored is None:
        return {}, 0
    learned = _read(folder / file)
    judged = _read(scored / file) if options.test else None
    mentions = [_judge(learned, judged, partial(_mentioned, aspect)) for aspect in ASPECTS]
    tones = [_judge(learned, judged, partial(_polarity, aspect)) for aspect in ASPECTS]
    truth, predicted = _judge(learned, judged, _feeling)
    metrics = {
        "macro_f1": f1_score(truth, predicted, average="macro"),
        "mention_f1": np.mean([f1_score(real, said, pos_label="yes") for real, said in mentions]),
        "tone_f1": np.mean([f1_score(real, said, average="macro") for real, said in tones]),
    }
    return prefixed("services_publics_plus", metrics), len(truth)


@dataclass(frozen=True, slots=True)
class Experiences:
    """Rows of the export, with their features and folds."""

    rows: list[dict[str, str]]
    vectors: Vectors
    """Title and whole text side by side, shape (n, 2 d), unit rows."""
    folds: NDArray[np.intp]


Target = Callable[[dict[str, str]], str]
"""The class of a row; empty: the row is no part of the task."""


def _feeling(row: dict[str, str]) -> str:
    return row["Ressenti usager"]


def _mentioned(aspect: str, row: dict[str, str]) -> str:
    return "yes" if row[aspect] else "no"


def _polarity(aspect: str, row: dict[str, str]) -> str:
    return row[aspect].replace("Neutre", "")


def _read(path: Path) -> Experiences:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    titles = [row["Titre"].translate(WINDOWS_1252) for row in rows]
    wholes = [f"{title}. {row['Description'].translate(WINDOWS_1252)}" for title, row in zip(titles, rows, strict=True)]
    vectors = np.hstack([Kept().encode(titles), Kept().encode(wholes)]) / np.float32(np.sqrt(2))
    folds = np.array([zlib.crc32(row["ID expérience"].encode()) % FOLDS for row in rows])
    return Experiences(rows, vectors, folds)


def _judge(learned: Experiences, judged: Experiences | None, target: Target) -> tuple[Classes, Classes]:
    """Return true and predicted classes: of `judged`, or of `learned` itself, each fold predicted from the others."""
    classes = np.array([target(row) for row in learned.rows])
    kept = classes != ""
    vectors, classes, folds = learned.vectors[kept], classes[kept], learned.folds[kept]
    if judged is not None:
        truth = np.array([target(row) for row in judged.rows])
        head = _fit(vectors, classes, _strength(vectors, classes, folds))
        return truth[truth != ""], np.array(head.predict(judged.vectors[truth != ""]))
    predicted = np.empty_like(classes)
    for fold in np.unique(folds):
        rest = folds != fold
        head = _fit(vectors[rest], classes[rest], _strength(vectors[rest], classes[rest], folds[rest]))
        predicted[~rest] = head.predict(vectors[~rest])
    return classes, predicted


def _strength(vectors: Vectors, classes: Classes, folds: NDArray[np.intp]) -> float:
    """Return the C that does best when each of `folds` is predicted from the others: training rows only."""

    def score(strength: float) -> float:
        predicted = np.empty_like(classes)
        for fold in np.unique(folds):
            rest = folds != fold
            predicted[~rest] = _fit(vectors[rest], classes[rest], strength).predict(vectors[~rest])
        return float(f1_score(classes, predicted, average="macro"))

    return max(STRENGTHS, key=score)


def _fit(vectors: Vectors, classes: Classes, strength: float) -> Head:
    return fit(vectors, classes.tolist(), encoder="light", strength=strength, balanced=True)
