"""Whether a message speaks of a crisis: its vector, seen from ordinary talk, and what it names."""

import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.text.cues import load_cues, spaced
from signals.text.entities import without_links

CUES = load_cues("signals.crisis", "cues.toml")
WEIGHT = 0.3
"""Weight of a cue beside a unit vector; chosen between training events, flat from 0.3 to 0.5."""
ON, OFF = "on", "off"


def related(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return the probability that each text speaks of a crisis, shape (n,); `vectors` by the light encoder."""
    head = load_head("related")
    return head.predict_proba(features(texts, vectors))[:, head.classes.index(ON)]


def features(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return what the head reads: the vectors, then the cues of the texts, shape (n, d + cues)."""
    rows = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), len(CUES.names))
    return np.hstack([vectors, WEIGHT * rows])


def cues(text: str) -> list[float]:
    """Return 1 for each cue that `text` shows: hazard, harm, help, sorrow, daily life.

    >>> dict(zip(CUES.names, cues("Deux blessés dans l'incendie, les pompiers sont là"), strict=True))
    {'hazard': 1.0, 'harm': 1.0, 'help': 1.0, 'sorrow': 0.0, 'daily': 0.0}
    """
    return [float(value) for value in CUES.shown(spaced(without_links(html.unescape(text))))]
