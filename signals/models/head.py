"""A small classifier on the vectors of an encoder: logistic regression on centred unit rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from signals.topics.neighbours import unit

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """The classes, and what turns a vector into their probabilities."""

    classes: tuple[str, ...]
    encoder: str
    """Name of the vector space that it was fitted in."""
    mean: Rows
    """Mean of the training vectors, shape (d,)."""
    weights: Rows
    """Shape (classes, d)."""
    bias: Rows
    """Shape (classes,)."""
    several: bool = False
    """Several classes, or none, may hold at once: each has its own logistic."""
    favour: Rows | None = None
    """What each probability counts for where one class must be told, shape (classes,); None: the same for all."""

    def predict_proba(self, vectors: Rows) -> Rows:
        """Return the probability of each class, shape (n, classes); rows add up to 1 where only one class can hold."""
        scores: Rows = unit(vectors - self.mean) @ self.weights.T + self.bias
        if self.several:
            return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities: Rows = powers / powers.sum(axis=1, keepdims=True)
        return probabilities

    def predict(self, vectors: Rows) -> list[str]:
        """Return the likeliest class of each row."""
        return self.told(self.predict_proba(vectors))

    def told(self, probabilities: Rows) -> list[str]:
        """Return the class to tell for each row of probabilities, rare ones favoured as the head was fitted to."""
        favoured = probabilities if self.favour is None else probabilities * self.favour
        return [self.classes[best] for best in favoured.argmax(axis=1)]

    def save(self, path: Path, card: dict[str, Any]) -> None:
        """Write `path` (.npz, a few kB) and its card beside it (.json)."""
        stored: dict[str, Any] = {
            "classes": np.array(self.classes),
            "encoder": np.array(self.encoder),
            "mean": self.mean,
            "weights": self.weights.astype(np.float16),
            "bias": self.bias,
            "several": np.array(self.several),
        }
        if self.favour is not None:
            stored["favour"] = self.favour
        np.savez_compressed(path, **stored)
        path.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fit(vectors: Rows, classes: Sequence[str], *, encoder: str, strength: float, balanced: float = 0) -> Head:
    """Return a head fitted on unit rows and their classes; a larger `strength` (C) follows the data more closely.

    `balanced` is how far rare classes are made up for: 0 not at all, 1 as if all had the same number of rows, 0.5 half
    way (weights by the square root).
    """
    mean = vectors.mean(axis=0)
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(unit(vectors - mean), list(classes), sample_weight=_weights(classes, balanced))
    return _head(model, mean, encoder)


def fit_against(vectors: Rows, classes: Sequence[str], ordinary: str, *, encoder: str, strength: float) -> Head:
    """Return a head as `fit` does, whose rows are seen from the mean of the class `ordinary`, not from that of all.

    What is ordinary differs less from one event to the next than what is not.
    """
    mean = vectors[np.array(classes) == ordinary].mean(axis=0)
    model = LogisticRegression(C=strength, max_iter=2000).fit(unit(vectors - mean), list(classes))
    return _head(model, mean, encoder)


def fit_several(
    vectors: Rows, holds: NDArray[np.bool_], classes: Sequence[str], *, encoder: str, strength: float
) -> Head:
    """Return a head of independent classes; `holds`, shape (n, classes), says which hold for each row."""
    mean = vectors.mean(axis=0)
    centred = unit(vectors - mean)
    models = [LogisticRegression(C=strength, max_iter=2000).fit(centred, column) for column in holds.T]
    weights = np.concatenate([model.coef_ for model in models]).astype(np.float32)
    bias = np.concatenate([model.intercept_ for model in models]).astype(np.float32)
    return Head(tuple(classes), encoder, mean, weights, bias, several=True)


def read(path: Path) -> Head:
    """Return the head stored at `path`; nothing in the file is executed."""
    with np.load(path, allow_pickle=False) as stored:
        return Head(
            tuple(str(name) for name in stored["classes"]),
            str(stored["encoder"]),
            stored["mean"],
            stored["weights"].astype(np.float32),
            stored["bias"],
            bool(stored["several"]) if "several" in stored else False,
            stored.get("favour"),
        )


def _head(model: LogisticRegression, mean: Rows, encoder: str) -> Head:
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Two classes come as one row of log-odds.
        weights, bias = np.concatenate([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    names = tuple(str(name) for name in model.classes_)
    return Head(names, encoder, mean, weights.astype(np.float32), bias.astype(np.float32))


def _weights(classes: Sequence[str], balanced: float) -> NDArray[np.float64] | None:
    if not balanced:
        return None
    names, rows, counts = np.unique(list(classes), return_inverse=True, return_counts=True)
    weights: NDArray[np.float64] = (len(rows) / (len(names) * counts)) ** balanced
    return weights[rows]
