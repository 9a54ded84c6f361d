"""What a message shows of panic: fear, a call for help, people fleeing, rushing for goods, goods that run out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.text.cues import load_cues, spaced

DISTRESS = ("fear", "urgency", "flight", "rush", "shortage")
"""Several may show at once, or none."""

CUES = load_cues("signals.emotion", "cues.toml")
WEIGHT = 0.3
"""Weight of a cue beside a unit vector; chosen by five folds on the examples."""
THRESHOLD = 0.35
"""Probability from which a sign counts as shown: the F1 of five folds on the examples is flat from 0.25 to 0.4."""


def distress(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return the probability of each of `DISTRESS`, shape (n, 5); `vectors` are those of `texts` by the light encoder.

    The probabilities are independent of each other: they do not add up to 1.
    """
    head = load_head("distress")
    order = [head.classes.index(name) for name in DISTRESS]
    return head.predict_proba(features(texts, vectors))[:, order]


def shown(probabilities: NDArray[np.float32]) -> list[str]:
    """Return what a row of `distress` shows, in the order of `DISTRESS`.

    >>> shown(np.array([0.9, 0.1, 0.6, 0.0, 0.1], np.float32))
    ['fear', 'flight']
    """
    return [name for name, value in zip(DISTRESS, probabilities, strict=True) if value >= THRESHOLD]


def words_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return the words of `text` (folded) that show each sign by themselves, for a person who asks why.

    >>> words_of("On évacue, il n'y a plus d'eau")
    {'flight': ('evacue',), 'shortage': ('n y a plus d',)}
    """
    words = spaced(text)
    found = {name: CUES.found(words, name) for name in DISTRESS}
    return {name: several for name, several in found.items() if several}


def features(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return what the head reads: the vectors, then the cues, a cue beside words of calm as another; (n, d + cues)."""
    rows = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), 2 * len(CUES.names))
    return np.hstack([vectors, WEIGHT * rows])


def cues(text: str) -> list[float]:
    """Return 1 for each cue that `text` shows, then 1 for each that shows with nothing to calm it."""
    found = dict(zip(CUES.names, CUES.shown(spaced(text)), strict=True))
    quiet = found["calm"] or found["told"]
    return [float(value) for value in (*found.values(), *(value and not quiet for value in found.values()))]
