"""How much a signal matters, as a number and in words."""

from math import log, log1p

from graph.model import Signal

CROWD = 200
"""Authors above what was expected from which more does not make a signal rank higher."""
SURGE = 50
"""The same for how many times the expectation is passed."""
WORDS = ((0.75, "critique"), (0.55, "forte"), (0.35, "moderee"))
SPREAD = (0.8, 0.1)
"""Weight of one place, and what each further place adds, up to 1."""


def rank(signal: Signal, places: int = 1) -> float:
    """Return size x speed x confidence (geometric mean), weighted by the number of places, in [0, 1].

    Size: authors above the expectation, on a log scale up to `CROWD`. Speed: how many times the expectation, up to
    `SURGE`. Confidence: the detector's score.
    """
    size = min(1.0, log1p(max(0.0, signal.observed - signal.expected)) / log1p(CROWD))
    speed = min(1.0, max(0.0, log(max(signal.observed, 1.0) / (1 + signal.expected)) / log(SURGE)))
    spread = min(1.0, SPREAD[0] + SPREAD[1] * max(0, places - 1))
    return float((size * speed * signal.score) ** (1 / 3) * spread)


def severity(score: float) -> str:
    """Return the word for a rank.

    >>> [severity(score) for score in (0.2, 0.4, 0.6, 0.8)]
    ['faible', 'moderee', 'forte', 'critique']
    """
    return next((word for least, word in WORDS if score >= least), "faible")
