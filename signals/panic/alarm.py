"""How alarmed a text is: the strongest of its signs of panic."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.emotion.distress import distress
from signals.encoders import Vectors


def alarm(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return how likely each text shows fear, urgency, flight, rush or shortage; shape (n,), in [0, 1].

    `vectors` are those of the light encoder.
    """
    if not texts:
        return np.zeros(0, np.float32)
    return np.asarray(distress(texts, vectors).max(axis=1), np.float32)
