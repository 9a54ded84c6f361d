"""How probably a message makes a claim that nobody has verified, from what it says and what was said before it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.rumours.echoes import echoes, ordinary
from signals.rumours.text import cues, names

CUES, ECHOES = 0.07, 0.045
"""Weights of a cue and of an echo beside a unit vector; chosen between training events."""
RUMOUR, OTHER = "rumour", "other"


def likeness(texts: Sequence[str], vectors: Vectors, at: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the probability of each message, shape (n,); rows in the order of `at` (seconds).

    `vectors` are those of the `settled` texts by the light encoder. Trained on English breaking news; the cues are
    French and English.
    """
    head = load_head("rumour")
    rows = features(texts, vectors, echoes(vectors, at, ordinary()))
    return head.predict_proba(rows)[:, head.classes.index(RUMOUR)]


def features(texts: Sequence[str], vectors: Vectors, echoed: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors, then the cues of the texts, then what was said before, shape (n, d + cues + 3)."""
    shown = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), len(names()))
    return np.hstack([vectors, CUES * shown, ECHOES * echoed])
