"""Fear: what readers of hostile French tweets felt, and signs of panic in French messages written for this project.

C is chosen between the folds that are learned from; the words of `signals/emotion/cues.toml` were written before either
set was scored.
"""

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.vectors import Kept
from signals.emotion.distress import CUES, DISTRESS, features
from signals.models.training import distress, emotion
from signals.text.cues import spaced

FILE, FRENCH = "messages.parquet", "held_out.jsonl"
COMMITTED = Path("tests/data/emotion")
DRAWS = 500
"""Of rows with replacement, for the interval of 95 %."""


def run(options: Options) -> Result:
    """Return the figures of MLMA (five folds by id, or all of `--test`), and of the French messages held out."""
    encoder = Kept()
    metrics, rows = _mlma(options, encoder)
    french = (options.test or COMMITTED) / FRENCH
    if french.is_file():
        metrics |= prefixed("french", _french(french, encoder))
    return Result(metrics, rows, {"encoder": encoder.name, "strengths": emotion.STRENGTHS, "cues": CUES.names})


def _mlma(options: Options, encoder: Kept) -> tuple[Metrics, int]:
    folder, scored = options.train("emotion-mlma-fr", FILE), options.scored("emotion-mlma-fr", FILE)
    if folder is None or scored is None:
        return {}, 0
    texts, holds, folds = emotion.read(pl.read_parquet(folder / FILE))
    rows = features(texts, encoder.encode(texts))
    if options.test is None:
        found, truth, peer = emotion.crossed(rows, holds, folds), holds, _crossed_peer(texts, holds, folds)
    else:
        others, truth, _ = emotion.read(pl.read_parquet(scored / FILE))
        head, _ = emotion.learn(rows, holds, folds, encoder=encoder.name)
        found = head.predict_proba(features(others, encoder.encode(others)))
        peer = _peer(texts, holds, others)
    low, high = _interval(found[:, 0], truth[:, 0])
    figures = emotion.scores(found, truth) | {"fear_ap_low": low, "fear_ap_high": high}
    theirs = emotion.scores(peer, truth)
    return figures | {f"peer.tfidf.{name}": theirs[name] for name in ("fear_ap", "mean_ap")}, len(truth)


def _french(path: Path, encoder: Kept) -> Metrics:
    """Return the figures of the head of distress, and what its words alone would have found."""
    texts, truth = distress.read(path.read_text("utf-8"))
    head, _ = distress.train(path.parent, encoder)
    words = np.array([CUES.shown(spaced(text))[: len(DISTRESS)] for text in texts])
    found = distress.scores(head.predict_proba(features(texts, encoder.encode(texts))), truth)
    return found | prefixed("words", {"macro_f1": distress.scores(words.astype(np.float32), truth)["macro_f1"]})


def _interval(probabilities: NDArray[np.float32], holds: NDArray[np.bool_]) -> tuple[float, float]:
    random = np.random.default_rng(0)
    drawn = (random.integers(len(holds), size=len(holds)) for _ in range(DRAWS))
    values = [average_precision_score(holds[rows], probabilities[rows]) for rows in drawn]
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _crossed_peer(texts: list[str], holds: NDArray[np.bool_], folds: NDArray[np.intp]) -> NDArray[np.float32]:
    found = np.zeros(holds.shape, np.float32)
    for fold in np.unique(folds):
        rest = np.flatnonzero(folds != fold)
        judged = np.flatnonzero(folds == fold)
        found[judged] = _peer([texts[row] for row in rest], holds[rest], [texts[row] for row in judged])
    return found


def _peer(texts: list[str], holds: NDArray[np.bool_], others: list[str]) -> NDArray[np.float32]:
    """Return what TF-IDF of words 1-2 and characters 3-5 tells, as the data set's README has it."""
    kinds = (
        TfidfVectorizer(min_df=2, sublinear_tf=True, ngram_range=(1, 2)),
        TfidfVectorizer(min_df=2, sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5)),
    )
    rows = hstack([kind.fit_transform(texts) for kind in kinds]).tocsr()
    judged = hstack([kind.transform(others) for kind in kinds]).tocsr()
    models = (LogisticRegression(C=10, max_iter=2000, class_weight="balanced").fit(rows, column) for column in holds.T)
    return np.stack([model.predict_proba(judged)[:, 1] for model in models], axis=1).astype(np.float32)
