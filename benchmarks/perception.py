"""What users say: the tone of French tweets, and experiences of public services with their aspects."""

import csv
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
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
from signals.tone.cues import features

FOLDS = 5
STRENGTHS = (0.3, 1.0, 3.0, 10.0)
WEIGHTS = (0.5, 0.6, 0.7, 0.85, 1.0)
"""Of the first of two classes (`no`), to choose from: a balanced head mentions too seldom for the F1 of `yes`."""
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
    chosen = {"encoder": "light", "strengths": STRENGTHS, "heads": "on the whole text and on the description, averaged"}
    return Result(tweets | experiences, rows + more, chosen)


def _xlmt(options: Options) -> tuple[Metrics, int]:
    """Return the figures on the official test split: learned on train and val, C chosen in folds of them."""
    folder = options.train("perception-xlmt-fr", "train.parquet", "val.parquet")
    scored = options.scored("perception-xlmt-fr", "test.parquet")
    if folder is None or scored is None:
        return {}, 0
    rows = pl.concat([pl.read_parquet(folder / f"{part}.parquet") for part in ("train", "val")])
    test = pl.read_parquet(scored / "test.parquet")
    head, strength, folds = tone.learn(rows, test, Kept())
    found = tone.scores(head, test, Kept()) | prefixed("folds", folds)
    speed = _messages_per_second(head, test["text"].to_list()[:TIMED])
    return prefixed("xlmt", found | {"strength": strength, "messages_per_second": speed}), len(test)


def _messages_per_second(head: Head, texts: list[str]) -> float:
    """Return how many texts become a tone in a second, encoding included, nothing taken from a cache."""
    encoder = load_encoder("light", cache_folder() / "encoder")
    started = time.perf_counter()
    head.predict(features(texts, encoder.encode(texts)))
    return len(texts) / (time.perf_counter() - started)


def _services_publics_plus(options: Options) -> tuple[Metrics, int]:
    """Return the figures of the feeling and of the five aspects; only Titre and Description are features."""
    file = "export-experiences.csv"
    folder, scored = options.train("services-publics-plus", file), options.scored("services-publics-plus", file)
    if folder is None or scored is None:
        return {}, 0
    learned = _read(folder / file)
    judged = _read(scored / file) if options.test else None
    mentions = [_judge(learned, judged, Task(partial(_mentioned, aspect), _f1_of_yes)) for aspect in ASPECTS]
    tones = [_judge(learned, judged, Task(partial(_polarity, aspect), _macro_f1)) for aspect in ASPECTS]
    truth, predicted = _judge(learned, judged, Task(_feeling, _macro_f1))
    metrics = {
        "macro_f1": _macro_f1(truth, predicted),
        "mention_f1": float(np.mean([_f1_of_yes(*pair) for pair in mentions])),
        "tone_f1": float(np.mean([_macro_f1(*pair) for pair in tones])),
    }
    return prefixed("services_publics_plus", metrics), len(truth)


@dataclass(frozen=True, slots=True)
class Experiences:
    """Rows of the export, with their features and folds."""

    rows: list[dict[str, str]]
    wholes: Vectors
    """Vectors of title and description together, shape (n, d)."""
    descriptions: Vectors
    """Vectors of the descriptions alone, shape (n, d)."""
    folds: NDArray[np.intp]

    def where(self, kept: NDArray[np.bool_]) -> "Experiences":
        """Return the rows marked in `kept`."""
        rows = [row for row, keep in zip(self.rows, kept, strict=True) if keep]
        return Experiences(rows, self.wholes[kept], self.descriptions[kept], self.folds[kept])


@dataclass(frozen=True, slots=True)
class Task:
    """What to tell of a row (empty: the row is no part of the task), and how well it was told."""

    target: Callable[[dict[str, str]], str]
    score: Callable[[Classes, Classes], float]

    def truth(self, experiences: Experiences) -> Classes:
        """Return the class of each row."""
        return np.array([self.target(row) for row in experiences.rows])


def _feeling(row: dict[str, str]) -> str:
    return row["Ressenti usager"]


def _mentioned(aspect: str, row: dict[str, str]) -> str:
    return "yes" if row[aspect] else "no"


def _polarity(aspect: str, row: dict[str, str]) -> str:
    return row[aspect].replace("Neutre", "")


def _macro_f1(truth: Classes, predicted: Classes) -> float:
    return float(f1_score(truth, predicted, average="macro"))


def _f1_of_yes(truth: Classes, predicted: Classes) -> float:
    return float(f1_score(truth, predicted, pos_label="yes"))


def _read(path: Path) -> Experiences:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    descriptions = [row["Description"].translate(WINDOWS_1252) for row in rows]
    wholes = [f"{row['Titre'].translate(WINDOWS_1252)}. {text}" for row, text in zip(rows, descriptions, strict=True)]
    folds = np.array([zlib.crc32(row["ID expérience"].encode()) % FOLDS for row in rows])
    return Experiences(rows, Kept().encode(wholes), Kept().encode(descriptions), folds)


def _judge(learned: Experiences, judged: Experiences | None, task: Task) -> tuple[Classes, Classes]:
    """Return true and predicted classes: of `judged`, or of `learned` itself, each fold predicted from the others."""
    learned = learned.where(task.truth(learned) != "")
    if judged is not None:
        judged = judged.where(task.truth(judged) != "")
        return task.truth(judged), _tell(learned, judged, task)
    predicted = np.empty_like(task.truth(learned))
    for fold in np.unique(learned.folds):
        rest = learned.folds != fold
        predicted[~rest] = _tell(learned.where(rest), learned.where(~rest), task)
    return task.truth(learned), predicted


def _tell(learned: Experiences, judged: Experiences, task: Task) -> Classes:
    """Return the classes of `judged`; C, and the weight of the first class, do best between the folds of `learned`."""
    truth = task.truth(learned)
    names = np.unique(truth)
    trials = {strength: _crossed(learned, task, strength) for strength in STRENGTHS}
    weights = WEIGHTS if len(names) == 2 else (1.0,)
    strength, weight = max(
        product(STRENGTHS, weights), key=lambda pair: task.score(truth, _classes(names, trials[pair[0]], pair[1]))
    )
    return _classes(names, _probabilities(learned, judged, task, strength), weight)


def _crossed(learned: Experiences, task: Task, strength: float) -> Vectors:
    """Return the probabilities of the rows, each fold predicted from the others."""
    found = np.zeros((len(learned.rows), len(np.unique(task.truth(learned)))), np.float32)
    for fold in np.unique(learned.folds):
        rest = learned.folds != fold
        found[~rest] = _probabilities(learned.where(rest), learned.where(~rest), task, strength)
    return found


def _probabilities(learned: Experiences, judged: Experiences, task: Task, strength: float) -> Vectors:
    """Return the mean of two heads, on the whole text and on the description alone."""
    truth = task.truth(learned).tolist()
    pairs = ((learned.wholes, judged.wholes), (learned.descriptions, judged.descriptions))
    heads = [fit(ours, truth, encoder="light", strength=strength, balanced=True) for ours, _ in pairs]
    found = [head.predict_proba(theirs) for head, (_, theirs) in zip(heads, pairs, strict=True)]
    return np.asarray(np.mean(found, axis=0), np.float32)


def _classes(names: Classes, probabilities: Vectors, weight: float) -> Classes:
    weights = np.ones(len(names), np.float32)
    weights[0] = weight
    predicted: Classes = names[(probabilities * weights).argmax(axis=1)]
    return predicted
