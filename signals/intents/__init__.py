"""What somebody wants when they write: to ask, complain, report a fact, be advised, thank."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.intents.cues import features
from signals.models import load_head

INTENTS = ("question", "complaint", "report", "advice", "thanks", "other")
"""Several may hold at once; `report` tells a fact (signalement), `advice` asks what to do, `other` is none of them."""

THRESHOLD = 0.4
"""Probability from which an intent counts: where the F1 of five folds on the training sentences is best."""


def intents(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return the probability of each of `INTENTS`, shape (n, 6); `vectors` are those of `texts` by the light encoder.

    The probabilities are independent of each other: they do not add up to 1.
    """
    head = load_head("intent")
    order = [head.classes.index(intent) for intent in INTENTS]
    return head.predict_proba(features(texts, vectors))[:, order]


def held(probabilities: NDArray[np.float32]) -> list[str]:
    """Return the intents that hold for a row of `intents`, in their order; the likeliest alone where none is likely.

    >>> held(np.array([0.9, 0.1, 0.2, 0.5, 0.0, 0.1], np.float32))
    ['question', 'advice']
    """
    likely = [intent for intent, value in zip(INTENTS, probabilities, strict=True) if value >= THRESHOLD]
    return likely or [INTENTS[int(probabilities.argmax())]]
