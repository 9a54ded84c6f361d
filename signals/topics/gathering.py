"""Groups what resembles no topic as it arrives: who begins to speak of one thing need not wait for a clustering."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.topics.clusterers import Labels
from signals.topics.space import Rows

HELD = 200
"""Messages without a topic among which groups are looked for, at most."""
CHANCE = 0.05
"""How likely it may be that of strangers who all speak of different things three lie near to each other."""
AT_MOST = 0.01
"""Share of the pairs of messages about different topics that count as near, at most: among few strangers more could."""
SAMPLE = 1_500
"""Messages a side of the pairs that are looked at."""
SEED = 1


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near messages about different things lie to each other in a window, by chance."""

    closest: NDArray[np.float32]
    """Cosines of the closest pairs, largest first, shape (`AT_MOST` of the pairs,)."""
    pairs: int

    def among(self, strangers: int) -> float:
        """Return the cosine from which two of so many strangers are taken to speak of one thing.

        A share p of the pairs lies as near; of n strangers, each has n p neighbours by chance, so that about
        n (n p)² / 2 groups of three are expected: that is held at `CHANCE`.
        """
        share = min(AT_MOST, (2 * CHANCE / strangers) ** 0.5 / strangers)
        return float(self.closest[min(len(self.closest) - 1, int(share * self.pairs))])


def nearness(vectors: Rows, labels: Labels) -> Nearness | None:
    """Return how near unit rows of different topics 0, 1, … lie (`labels`, -1 left out); None: there are no two rows.

    Where all is one topic, how near any two of its rows lie: nearer than two about different things would. Time grows
    with d alone, some thousand messages are looked at.
    """
    rows = np.flatnonzero(labels >= 0)
    if len(rows) < 2:
        return None
    chance = np.random.default_rng(SEED)
    one, other = (chance.choice(rows, min(SAMPLE, len(rows)), replace=False) for _ in range(2))
    apart = labels[one][:, None] != labels[other]
    if not apart.any():
        apart = one[:, None] != other
    cosines = (vectors[one] @ vectors[other].T)[apart]
    kept = max(1, int(AT_MOST * len(cosines)))
    return Nearness(np.sort(np.partition(cosines, -kept)[-kept:])[::-1].astype(np.float32), len(cosines))


def stars(vectors: Rows, near: float) -> Iterator[NDArray[np.intp]]:
    """Yield the rows of each group, ascending, largest group first; rows that lie near to nothing are in none.

    A group is a message and all those that lie as `near` to it, the message with most of them first (offline star
    clustering): unlike a chain, it never leads from one thing to another. Time grows with n² x d; nothing is random.

    References
    ----------
    Aslam, Pelekhov, Rus (2004), The star clustering algorithm for static and dynamic information organization.

    Examples
    --------
    >>> [rows.tolist() for rows in stars(np.float32([[1, 0], [0, 1], [0.8, 0.6], [1, 0]]), 0.7)]
    [[0, 2, 3], [1]]
    """
    links = vectors @ vectors.T >= near
    np.fill_diagonal(links, True)
    left = np.ones(len(vectors), np.bool_)
    while left.any():
        degrees = (links & left).sum(axis=1) * left
        rows = np.flatnonzero(links[int(degrees.argmax())] & left)
        left[rows] = False
        yield rows
