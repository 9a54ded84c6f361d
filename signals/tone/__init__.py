"""How a message sounds: praise, blame, or neither."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.tone.cues import features

TONES = ("negative", "neutral", "positive")


def tone(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return P(positive) - P(negative) of texts, shape (n,), in [-1, 1]; `vectors` are theirs by the light encoder."""
    head = load_head("tone")
    probabilities = head.predict_proba(features(texts, vectors))
    signed = probabilities[:, head.classes.index("positive")] - probabilities[:, head.classes.index("negative")]
    return np.asarray(signed, np.float32)
