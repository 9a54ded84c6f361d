"""The space in which messages are compared by what they are about, whatever their language, register and mood."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signals.topics.neighbours import sums_by, unit

Rows = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("space.npz")
AXES = 64
"""Directions that are shrunk; between 32 and 128 nothing changes by more than a hundredth."""
FLOOR = 0.1
"""Share of the mean variance that is added to each: what was seen in few messages is not trusted fully."""


@dataclass(frozen=True, slots=True)
class Space:
    """Shrinks the directions in which messages about one thing differ.

    Most of what tells two vectors of a general encoder apart is how a message is said: language, news or prayer, long
    or short. The messages of one event show these directions, and so do translations of one sentence. Each is shrunk
    by the root of its variance there (within-class covariance normalisation), as when voices are compared whatever the
    room. Nothing is learned from the messages at hand, so that a message lies where it lies, alone or among others.

    References
    ----------
    Hatch, Kajarekar, Stolcke (2006), Within-class covariance normalization for SVM-based speaker recognition.
    """

    encoder: str
    """Name of the vectors that it takes."""
    mean: Rows
    """Mean of the vectors that it was learned on, shape (d,)."""
    axes: Rows
    """Unit directions, shape (k, d)."""
    scales: Rows
    """What is left along each, in ]0, 1], shape (k,)."""

    def place(self, vectors: Rows) -> Rows:
        """Return unit rows of the space for unit rows of the encoder, shape (n, d); time grows with n x k x d."""
        points = unit(vectors - self.mean)
        along: Rows = (points @ self.axes.T) * (1 - self.scales)
        return unit(points - along @ self.axes)

    def save(self, path: Path, card: Mapping[str, Any]) -> None:
        """Write `path` (.npz, about 50 kB) and its card beside it (.json)."""
        axes, scales = self.axes.astype(np.float16), self.scales.astype(np.float16)
        np.savez_compressed(path, encoder=np.array(self.encoder), mean=self.mean, axes=axes, scales=scales)
        path.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fit(parts: Sequence[tuple[Rows, NDArray[np.intp]]], encoder: str) -> Space:
    """Return the space of several sets of unit rows and the class of each row; every set counts the same.

    A class is what says one thing: an event, or a sentence with its translations.
    """
    mean: Rows = np.stack([vectors.mean(axis=0) for vectors, _ in parts]).mean(axis=0)
    scatter = np.mean([_within(unit(vectors - mean), classes) for vectors, classes in parts], axis=0)
    values, axes = np.linalg.eigh(scatter)
    values, axes = values[::-1] + FLOOR * values.mean(), axes[:, ::-1]
    scales = np.minimum(1, (values[:AXES] / values[AXES:].mean()) ** -0.5)
    return Space(encoder, mean, axes[:, :AXES].T.astype(np.float32), scales.astype(np.float32))


def read(path: Path) -> Space:
    """Return the space stored at `path`; nothing in the file is executed."""
    with np.load(path, allow_pickle=False) as stored:
        axes, scales = stored["axes"].astype(np.float32), stored["scales"].astype(np.float32)
        return Space(str(stored["encoder"]), stored["mean"], axes, scales)


def by_subject(vectors: Rows, encoder: str) -> Rows:
    """Return the vectors of `encoder` as topics are made of them: unchanged where no space was learned for it."""
    space = _shipped()
    return space.place(vectors) if encoder == space.encoder else vectors


@cache
def _shipped() -> Space:
    return read(SHIPPED)


def _within(points: Rows, classes: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the mean square of what rows differ by from the mean of their class, as a matrix (d, d)."""
    groups = int(classes.max()) + 1
    means = sums_by(classes, points, groups) / np.bincount(classes, minlength=groups)[:, None]
    apart = (points - means[classes]).astype(np.float64)
    scatter: NDArray[np.float64] = apart.T @ apart / len(apart)
    return scatter
