"""How close two messages are in meaning: as wholes, and word by word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.copies.sense import Sense
from signals.encoders import Vectors
from signals.text.near import FRAME
from signals.text.negation import LIGHT
from signals.topics.neighbours import unit

CALIBRATED = "multilingual-e5-small-int8"
"""The vector space that the thresholds of `signals.copies.judge` were chosen in; in others they mean nothing."""
FLOOR = 0.87
"""Cosine below which nobody looks at the words: E5 puts texts about anything above 0.7."""
WEIGHT = 0.2
"""What a word's match counts beside the cosine of the wholes."""
KNOWN = 20_000
"""Words whose vectors are kept in memory, 30 MB; the others are asked for again."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close two texts are."""

    cosine: float
    """Of the vectors of the whole texts."""
    worst: float
    """How well the quarter of the words with the least counterpart is matched: what one says and the other does not."""
    average: float
    """How well words are matched on average, which says more between two languages."""


class Words:
    """Vectors of words by the encoder of the texts, centred on those of words that mean little."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode = encode
        self._known: dict[str, NDArray[np.float32]] = {}
        self._middle = encode(sorted(FRAME | LIGHT)).mean(axis=0)

    def close(self, one: Sense, other: Sense, cosine: float) -> Closeness:
        """Return how close two texts are whose vectors have this cosine; the order of the two does not matter.

        Each word is matched with the other text's nearest (as BERTScore does, Zhang et al., 2020), by vectors of the
        words alone: in their context they would all look like the text they stand in.
        """
        if not one.content or not other.content:
            return Closeness(cosine, 0.0, 0.0)
        self.learn([one, other])
        ours, theirs = (np.stack([self._known[word] for word in said.content]) for said in (one, other))
        cosines = ours @ theirs.T
        best = cosines.max(axis=1), cosines.max(axis=0)
        worst = float(np.mean([_quartile(side) for side in best]))
        return Closeness(cosine, worst, float(np.mean([side.mean() for side in best])))

    def learn(self, said: Sequence[Sense]) -> None:
        """Ask for the words of these texts at once, which is quicker than pair by pair."""
        missing = {word for one in said for word in one.content if word not in self._known}
        if missing and len(self._known) + len(missing) > KNOWN:
            self._known.clear()
            missing = {word for one in said for word in one.content}
        if missing:
            words = sorted(missing)
            self._known.update(zip(words, unit(self._encode(words) - self._middle), strict=True))


def _quartile(values: NDArray[np.float32]) -> float:
    """Return the lower quartile, between two values in proportion; for a few of them, ten times as quick as numpy's."""
    ordered = np.sort(values)
    place = (len(ordered) - 1) / 4
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
