"""Where a message stands to a claim: does it support, deny, query it, or comment only."""

from collections.abc import Sequence
from typing import NamedTuple

from signals.models import load_head
from signals.stance.exchange import STANCES, Exchange
from signals.stance.features import Encode, features

__all__ = ["STANCES", "Exchange", "Stance", "stances"]


class Stance(NamedTuple):
    """Where a message stands."""

    stance: str
    """One of `STANCES`."""
    probability: float
    """Of that stance; rare ones are told below one half."""


def stances(exchanges: Sequence[Exchange], encode: Encode) -> list[Stance]:
    """Return where each message stands to the claim that it speaks to, or to the one that it makes or passes on.

    `encode` gives the vectors of the light encoder. Only a message, its claim and what it answers are read: nothing
    that came later.
    """
    if not exchanges:
        return []
    head = load_head("stance")
    probabilities = head.predict_proba(features(exchanges, encode))
    told = head.told(probabilities)
    return [Stance(name, float(row[head.classes.index(name)])) for name, row in zip(told, probabilities, strict=True)]
