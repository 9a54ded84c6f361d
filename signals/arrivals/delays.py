"""How long the messages of a source take to arrive, learned look by look."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import timedelta

MINUTES = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 360, 720, 1_440, 2_880, 5_760, 10_080)
"""Upper bounds of the classes; what takes longer than a week counts as a week."""
USUAL = 0.95
"""Share of the messages that the usual delay covers."""
FADE = 0.99
"""Weight that the past keeps at each look that brings something: the last hundred count."""
ENOUGH = 5.0
"""Looks before a delay is called usual."""
UNKNOWN = timedelta(hours=1)
"""Taken for usual until then."""


def delay_class(delay: timedelta) -> int:
    """Return the class of a delay.

    >>> delay_class(timedelta(seconds=50)), delay_class(timedelta(minutes=3)), delay_class(timedelta(days=30))
    (0, 2, 17)
    """
    return min(bisect_left(MINUTES, delay.total_seconds() / 60), len(MINUTES) - 1)


def learned(weights: Sequence[float], fresh: Mapping[int, int]) -> list[float]:
    """Return the weights of the classes after one more look, in which `fresh` messages of each class arrived.

    Each look weighs the same, however much it brought: one that catches up after a pause changes little.
    """
    weights = list(weights) or [0.0] * len(MINUTES)
    total = sum(fresh.values())
    if not total:
        return weights
    return [FADE * weight + fresh.get(index, 0) / total for index, weight in enumerate(weights)]


def usual_delay(weights: Sequence[float]) -> timedelta:
    """Return the delay within which 95 % of the messages arrive; an hour while fewer than five looks told.

    >>> weights: list[float] = []
    >>> for _ in range(20):
    ...     weights = learned(weights, {delay_class(timedelta(minutes=4)): 3})
    >>> usual_delay(weights)
    datetime.timedelta(seconds=300)
    """
    total = sum(weights)
    if total < ENOUGH * USUAL:
        return UNKNOWN
    reached = 0.0
    for bound, weight in zip(MINUTES, weights, strict=True):
        reached += weight
        if reached >= USUAL * total:
            return timedelta(minutes=bound)
    return timedelta(minutes=MINUTES[-1])
