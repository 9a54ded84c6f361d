"""Whether a topic tells of an event that calls for no alert: a match, a show, a feast, a strike, ordinary weather."""

import numpy as np
from numpy.typing import NDArray

from signals.models import load_head
from signals.topics.clusterers import Labels
from signals.topics.space import Rows

LEAST = 0.19
"""What messages must reach together for their topic to be such an event. Of a hundred groups of ten lines on anything
else, one reaches it (figure `folds.limit` of the head's card), though these lines tell of harm at such events."""
SURE = 1e-4
"""Probabilities nearer to 0 or 1 count as so near."""


def tells_of_event(vectors: Rows) -> NDArray[np.float32]:
    """Return how likely each message, a unit row of the space of topics, tells of such an event, shape (n,)."""
    return np.asarray(load_head("event").predict_proba(vectors)[:, 0], np.float32)


def together(probabilities: NDArray[np.floating], labels: Labels) -> NDArray[np.float64]:
    """Return for topics 0, 1, … the probability at the mean log-odds of their messages; -1 is left out.

    >>> together(np.array([0.5, 0.5, 0.9, 0.1, 0.9]), np.array([0, 0, 1, 1, -1])).round(2).tolist()
    [0.5, 0.5]
    """
    inside, topics = labels >= 0, int(labels.max(initial=-1)) + 1
    clipped = np.clip(np.asarray(probabilities, np.float64)[inside], SURE, 1 - SURE)
    odds = np.bincount(labels[inside], weights=np.log(clipped / (1 - clipped)), minlength=topics)
    sizes = np.maximum(1, np.bincount(labels[inside], minlength=topics))
    return np.asarray(1 / (1 + np.exp(-odds / sizes)), np.float64)


def event_shares(vectors: Rows, labels: Labels, encoder: str) -> NDArray[np.float64] | None:
    """Return how far the messages of topics 0, 1, … tell of such an event; time grows with n x d.

    None: the head was not trained on vectors of that encoder.
    """
    return together(tells_of_event(vectors), labels) if encoder == load_head("event").encoder else None
