"""Whether talk about bad weather tells of harm: people hurt, cut off, in flight, asking for help; rumours too."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head

SURE = 1e-4
"""Probabilities nearer to 0 or 1 count as so near."""
CHATTER, WITHIN, BETWEEN = -1.17, 0.91, 0.25
"""Log-odds of harm in chatter about weather that the head did not learn from: their mean, their spread among lines on
one phenomenon, and that of the means of phenomena (figures `chatter`, `within`, `between` of the head's card)."""
RARE = 2.33
"""Standard deviations above the mean of chatter that one group in a hundred passes by chance."""


def harm(vectors: Vectors) -> NDArray[np.float32]:
    """Return how likely each message about bad weather tells of harm; shape (n,), in [0, 1].

    `vectors` are those of the light encoder. Of messages about anything else it says nothing.
    """
    if not len(vectors):
        return np.zeros(0, np.float32)
    return np.asarray(load_head("harm").predict_proba(vectors)[:, 0], np.float32)


def log_odds(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the log-odds of probabilities.

    >>> log_odds(np.array([0.5, 0.9])).round(2).tolist()
    [0.0, 2.2]
    """
    clipped = np.clip(np.asarray(probabilities, np.float64), SURE, 1 - SURE)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float64)


def only_chat(mean: pl.Expr, messages: pl.Expr) -> pl.Expr:
    """Return whether groups of messages, by the mean of their log-odds, tell of no more harm than chatter does.

    One group of chatter in a hundred is taken for more; few messages must tell of much.
    """
    return mean <= CHATTER + RARE * (BETWEEN**2 + WITHIN**2 / messages).sqrt()
