"""What a text shows of its intent on its surface: question marks, words of thanks, of blame, of asking for advice."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.text.cues import load_cues, spaced

CUES = load_cues("signals.intents", "cues.toml")

WEIGHT = 0.15
"""Weight of a cue beside a unit vector; chosen by five folds on the training sentences, flat from 0.1 to 0.4."""

LONG = 300
"""Characters from which a text counts as long."""


def features(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return what the head of intents reads: the vectors, then the cues of the texts, shape (n, d + cues)."""
    shown = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), len(names()))
    return np.hstack([vectors, WEIGHT * shown])


def names() -> list[str]:
    """Return the names of the cues, in order."""
    return [*CUES.names, "length"]


def cues(text: str) -> list[float]:
    """Return 1 for each cue that `text` shows, 0 for the others; the last one is its length, 1 from `LONG` characters.

    >>> dict(zip(names(), cues("Merci ! Que faire ensuite ?"), strict=True))["thanks"]
    1.0
    """
    return [*map(float, CUES.shown(spaced(text))), min(len(text) / LONG, 1)]
