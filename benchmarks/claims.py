"""Messages and the published checks of their claim: pairs held out, traps by kind, false joins of ordinary messages."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.runner import BenchmarkError, Metrics, Options, Result, cache_folder
from signals.checks.training import Pair, prepare, read, scores, train
from signals.encoders import Encoder, load_encoder

COMMITTED = Path("tests/data/checks")
PAIRS = "pairs.jsonl"
ORDINARY = Path("tests/data/intents/train.jsonl")
"""Messages that make none of the claims."""


def run(options: Options) -> Result:
    """Return the figures of the pairs held out; with `--test`, of all pairs there, learned on `--data`."""
    pairs = _pairs((options.data or COMMITTED) / PAIRS)
    if options.test:
        pairs = [pair for pair in pairs if not pair.held_out] + _as_held_out(_pairs(options.test / PAIRS))
    encoder = load_encoder("light", cache_folder() / "encoder")
    likeness, card = train(pairs, encoder)
    metrics = scores(likeness, pairs, encoder) | {"ece_left_out": card["figures"]["ece_left_out"]}
    held_out = [pair for pair in pairs if pair.held_out]
    checks = prepare(sorted({pair.claim for pair in pairs}), encoder, likeness)
    texts = [json.loads(line)["text"] for line in ORDINARY.read_text("utf-8").splitlines()]
    vectors = encoder.encode(texts)
    started = time.perf_counter()
    found = checks.same(texts, vectors)
    metrics["messages_per_second_after_encoding"] = len(texts) / (time.perf_counter() - started)
    metrics["false_per_1000"] = 1000 * float(np.mean([bool(several) for several in found]))
    metrics |= _peers(pairs, encoder)
    return Result(metrics, len(held_out), {"threshold": likeness.threshold, "tune": len(pairs) - len(held_out)})


def _pairs(path: Path) -> list[Pair]:
    if not path.is_file():
        raise BenchmarkError(f"{path} is missing: give a folder with {PAIRS}, or none at all.")
    return read(path)


def _as_held_out(pairs: Sequence[Pair]) -> list[Pair]:
    return [
        Pair(one.message, one.claim, same=one.same, kind=one.kind, family=one.family, held_out=True) for one in pairs
    ]


def _peers(pairs: Sequence[Pair], encoder: Encoder) -> Metrics:
    """Return what a bare cosine reaches, of E5 as claim matching usually has it and of TF-IDF, its threshold tuned."""
    messages, claims = [pair.message for pair in pairs], [pair.claim for pair in pairs]
    words = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit([*messages, *claims])
    cosines = {
        "e5": (encoder.encode(messages) * encoder.encode(claims)).sum(axis=1),
        "tfidf": np.asarray(words.transform(messages).multiply(words.transform(claims)).sum(axis=1)).ravel(),
    }
    found: Metrics = {}
    for name, values in cosines.items():
        for figure, value in _thresholded(values, pairs).items():
            found[f"peer.{name}.{figure}"] = value
    return found


def _thresholded(values: NDArray[np.floating], pairs: Sequence[Pair]) -> Metrics:
    truth, held_out = (np.array([getattr(pair, name) for pair in pairs]) for name in ("same", "held_out"))
    tried = np.unique(values[~held_out])
    best = max(tried, key=lambda at: _f1(values[~held_out] >= at, truth[~held_out]))
    joined, truth = values[held_out] >= best, truth[held_out]
    return {"precision": float(truth[joined].mean()) if joined.any() else 0.0, "recall": float(joined[truth].mean())}


def _f1(joined: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float(2 * (joined & truth).sum() / (joined.sum() + truth.sum()))
