"""What a text shows of its tone on its surface: words of praise and of blame, in French first, and what it negates."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.text import negation
from signals.text.cues import load_cues, spaced
from signals.text.fold import fold

CUES = load_cues("signals.tone", "cues.toml")
WEIGHT = 0.055
"""Weight of a cue beside a unit vector; chosen by five folds on the learned tweets, where 0.04 does as well."""
GOOD = ("praise", "thanks", "joy", "wins", "progress")
BAD = ("blame", "insults", "harm", "worry", "fails", "opposes")
MANY = 3
"""Words from which a text has no more of one side."""

_POINTED = re.compile(r"@\w[\w.@-]*|https?\S*|www\.\S+", re.IGNORECASE)


def features(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return what the head of the tone reads: the vectors, then the cues of the texts, shape (n, d + cues)."""
    shown = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), len(names()))
    return np.hstack([vectors, WEIGHT * shown])


def names() -> tuple[str, ...]:
    """Return the names of the cues, in order."""
    return (*CUES.names, "negates", "denies", "good", "bad", "balance")


def cues(text: str) -> list[float]:
    """Return how much `text` shows of each cue, in [-1, 1]; handles and links say nothing.

    >>> shown = dict(zip(names(), cues("Merci @ana, un accueil formidable !"), strict=True))
    >>> shown["praise"], shown["thanks"], shown["blame"], round(shown["balance"], 2)
    (1.0, 1.0, 0.0, 0.67)
    """
    own = _POINTED.sub(" ", text)
    counts = dict(zip(CUES.names, CUES.counts(spaced(own)), strict=True))
    good, bad = (min(sum(counts[name] for name in side), MANY) / MANY for side in (GOOD, BAD))
    stand = negation.of_folded(fold(own))
    shown = (*map(bool, counts.values()), bool(stand.negated), stand.denies, good, bad, good - bad)
    return [float(value) for value in shown]
