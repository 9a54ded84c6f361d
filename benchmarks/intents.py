"""What people want and need: intents and needs of messages held out, beside TF-IDF, and a look at real ones."""

import csv
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.runner import BenchmarkError, Metrics, Options, Result, prefixed
from benchmarks.runner.vectors import Kept
from signals.intents import INTENTS, THRESHOLD, intents
from signals.intents.cues import features
from signals.models.head import Head, fit
from signals.models.training import intent, need
from signals.services.amend import shipped
from signals.services.find import THRESHOLD as NEED
from signals.services.find import Finder, finder
from signals.services.meaning import BALANCED, NONE, STRENGTH

COMMITTED = Path("tests/data/intents")
TRAIN, HELD_OUT = "train.jsonl", "held_out.jsonl"
FEELINGS = {"thanks": "Positif", "complaint": "Négatif"}
"""Intents that should be likelier where the user ticked this feeling: a weak check, the two are not the same."""

Row = dict[str, Any]


def run(options: Options) -> Result:
    """Return the figures on `held_out.jsonl`, learned on `train.jsonl` (the committed ones by default)."""
    learned = _rows((options.data or COMMITTED) / TRAIN)
    judged = _rows((options.test or options.data or COMMITTED) / HELD_OUT)
    encoder = Kept()
    metrics = _intents(learned, judged, encoder) | prefixed("need", _needs(learned, judged, encoder))
    for name, value in _tfidf(learned, judged).items():
        metrics[f"peer.tfidf.{name}"] = value
    if options.test is None:
        metrics |= prefixed("real", _real(options, encoder))
    parameters = {
        "threshold": THRESHOLD,
        "need threshold": NEED,
        "need C": STRENGTH,
        "need balanced": BALANCED,
        "train": len(learned),
    }
    return Result(metrics, len(judged), parameters)


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        raise BenchmarkError(f"{path} is missing: give a folder with {TRAIN} and {HELD_OUT}, or --data none at all.")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _intents(learned: Sequence[Row], judged: Sequence[Row], encoder: Kept) -> Metrics:
    rows, others = (features(texts, encoder.encode(texts)) for texts in (_texts(learned), _texts(judged)))
    head, _ = intent.learn(rows, _holds(learned), encoder=encoder.name)
    vectors = encoder.encode(_texts(judged))
    started = time.perf_counter()
    found = intents(_texts(judged), vectors)
    seconds = time.perf_counter() - started
    speed = {"messages_per_second_after_encoding": len(found) / seconds}
    return intent.scores(head.predict_proba(others), _holds(judged)) | speed


def _needs(learned: Sequence[Row], judged: Sequence[Row], encoder: Kept) -> Metrics:
    head = fit(
        encoder.encode(_texts(learned)), _needed(learned), encoder=encoder.name, strength=STRENGTH, balanced=BALANCED
    )
    named = finder(shipped(), encoder.encode, encoder=encoder.name)
    return need.scores(head, list(judged), encoder) | {"recall_by_name": _by_name(named, judged)}


def _by_name(known: Finder, judged: Sequence[Row]) -> float:
    """Return the share of the needs that a service's name alone would have led to."""
    answering = {
        code: {one.id for one in known.catalogue.services if code in one.needs} for code in known.catalogue.needs
    }
    nobody = Finder(known.catalogue, known.spellings, _silent(known.head))
    texts = [row["text"] for row in judged if row["need"]]
    found = nobody.find(texts, np.zeros((len(texts), len(known.head.mean)), np.float32))
    codes = [row["need"] for row in judged if row["need"]]
    hits = [
        any(one.service_id in answering[code] for one in several) for code, several in zip(codes, found, strict=True)
    ]
    return float(np.mean(hits))


def _silent(head: Head) -> Head:
    """Return the head that hears no need."""
    bias = np.where(np.array(head.classes) == NONE, 99, -99).astype(np.float32)
    return Head(head.classes, head.encoder, head.mean, head.weights * 0, bias)


def _tfidf(learned: Sequence[Row], judged: Sequence[Row]) -> Metrics:
    """Return what TF-IDF with logistic regression reaches, as the data sets' READMEs spell it."""
    words = TfidfVectorizer(min_df=2, sublinear_tf=True, ngram_range=(1, 2))
    rows, others = words.fit_transform(_texts(learned)), words.transform(_texts(judged))
    models = [LogisticRegression(C=10, max_iter=2000).fit(rows, column) for column in _holds(learned).T]
    found = np.stack([model.predict_proba(others)[:, 1] for model in models], axis=1)
    scores = intent.scores(found, _holds(judged))
    kept = {name: scores[name] for name in ("macro_f1", "likeliest_accuracy", "ece", "brier")}
    model = LogisticRegression(C=10, max_iter=2000).fit(rows, _needed(learned))
    return kept | prefixed("need", _need_scores(model, others, judged))


def _need_scores(model: LogisticRegression, rows: Any, judged: Sequence[Row]) -> Metrics:
    truth, predicted = np.array(_needed(judged)), model.predict(rows)
    said = (predicted != NONE) & (model.predict_proba(rows).max(axis=1) >= NEED)
    right, nothing = predicted == truth, truth == NONE
    return {
        "accuracy": float(right.mean()),
        "precision": float(right[said].mean()) if said.any() else 0.0,
        "recall": float((right & said).sum() / (~nothing).sum()),
        "false_none": float(said[nothing].mean()),
    }


def _real(options: Options, encoder: Kept) -> Metrics:
    """Return what can be checked on real messages without labels of ours; of each set what is there."""
    metrics: Metrics = {}
    if folder := options.train("services-publics-plus", "export-experiences.csv"):
        with (folder / "export-experiences.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        texts = [f"{row['Titre']}. {row['Description']}" for row in rows]
        feelings = np.array([row["Ressenti usager"] for row in rows])
        found = intents(texts, encoder.encode(texts))
        for name, feeling in FEELINGS.items():
            metrics[f"{name}_auc"] = float(roc_auc_score(feelings == feeling, found[:, INTENTS.index(name)]))
        metrics["experiences"] = len(rows)
    if folder := options.train("perception-xlmt-fr", "test.parquet"):
        tweets = pl.read_parquet(folder / "test.parquet")["text"].to_list()
        known = finder(shipped(), encoder.encode, encoder=encoder.name)
        meant = known.find(tweets, encoder.encode(tweets))
        metrics["needs_per_1000_ecology_tweets"] = 1000 * float(np.mean([_is_meant(several) for several in meant]))
    return metrics


def _is_meant(several: Sequence[Any]) -> bool:
    return any(one.how == "meaning" for one in several)


def _texts(rows: Sequence[Row]) -> list[str]:
    return [row["text"] for row in rows]


def _needed(rows: Sequence[Row]) -> list[str]:
    return [row["need"] or NONE for row in rows]


def _holds(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([[name in row["intents"] for name in INTENTS] for row in rows])
