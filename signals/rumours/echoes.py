"""How much of what a message says was said shortly before: claims in circulation come back."""

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.topics.neighbours import unit

NEAR = 0.7
"""Cosine, seen from ordinary talk, from which an earlier message says much the same."""
RECENT = 6 * 3600.0
"""Seconds within which the mean closeness is taken."""
REACH = 2_000
"""Earlier messages that are looked at, the latest: the cost of a message does not grow with the history."""
DIMENSION = 384
"""Of the light encoder's vectors."""
SPREAD = (0.15, 1.0, 0.1)
"""What brings the three figures to one scale."""


def ordinary() -> NDArray[np.float32]:
    """Return the mean of ordinary talk, as the head of `related` knows it: any event lies apart from it alike."""
    return load_head("related").mean[:DIMENSION]


def echoes(vectors: Vectors, at: NDArray[np.float64], usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each message what came before it, shape (n, 3), brought to one scale; rows in the order of `at`.

    The closest earlier message, how many say much the same (logarithm), and how close those of the last six hours are
    on average; 0 for the first. `at` in seconds, ascending; `usual` is where vectors are seen from (`ordinary()`).
    Nothing later is looked at.
    """
    seen = unit(vectors - usual)
    found = np.zeros((len(seen), 3), np.float32)
    for row in range(1, len(seen)):
        first = max(0, row - REACH)
        close = seen[first:row] @ seen[row]
        recent = close[at[row] - at[first:row] <= RECENT]
        found[row] = close.max(), np.log1p((close > NEAR).sum()), recent.mean() if len(recent) else 0
    found /= np.array(SPREAD, np.float32)
    return found
