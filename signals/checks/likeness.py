"""How probably two statements are one claim: a logistic of how close they are in meaning, words and language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from signals.copies.meaning import CALIBRATED, Closeness
from signals.copies.sense import Sense

FEATURES = ("cosine", "worst", "same_language")
"""Cosine of the whole statements; how well the least matched quarter of their words is; 1 in one language, else 0."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of `FEATURES` and a bias, learned on pairs in the vector space `CALIBRATED`."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    """Probability from which two statements count as one claim."""

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability that two statements, which nothing sets apart, are one claim."""
        return 1 / (1 + exp(-self.bias - sum(map(float.__mul__, self.weights, map(float, features)))))


def features(one: Sense, other: Sense, close: Closeness) -> tuple[float, ...]:
    """Return `FEATURES` of two statements."""
    return close.cosine, close.worst, float(one.lang == other.lang)


@cache
def shipped() -> Likeness:
    """Return what `python -m signals.checks` learned."""
    card = json.loads(files(__package__).joinpath("same_claim.json").read_text("utf-8"))
    if card["encoder"] != CALIBRATED:
        raise ValueError(f"same_claim.json was learned in {card['encoder']}: learn it again in {CALIBRATED}")
    return Likeness(tuple(card["weights"][name] for name in FEATURES), card["bias"], card["threshold"])
