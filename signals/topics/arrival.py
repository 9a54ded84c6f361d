"""Gives a topic to messages that arrive between two clusterings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.topics.neighbours import sums_by, unit

FENCE = 3.0
"""Robust deviations beyond the median distance of its members at which a topic ends. At 2.5 a topic of copies that
differ by a number (form answers) would lose one new copy in five; what is new would be told apart a little sooner."""
FEW = 10
"""Topics with fewer members borrow the spread of all."""


@dataclass(frozen=True, slots=True)
class Centres:
    """Where topics lie and how far they reach: all that is needed to place a new message."""

    means: NDArray[np.float32]
    """Mean of each topic's unit vectors, shape (topics, d); not of length 1, which keeps distances comparable."""
    radii: NDArray[np.float32]
    """Distance from the mean beyond which a message is none of the topic's, shape (topics,)."""

    @property
    def centroids(self) -> NDArray[np.float32]:
        """Return the means as unit vectors, as a vector index wants them."""
        return unit(self.means)

    def joined(self, group: NDArray[np.float32]) -> "Centres":
        """Return the centres with one more topic, last: the unit rows of a group, shape (m, d).

        It reaches as far as topics usually do, until enough messages tell how far its own go. The mean of few, m, lies
        beside the true one: what comes after is sqrt(1 + 1/m) times as far from it, its own are sqrt(1 - 1/m) times.
        """
        count = len(group)
        mean = group.mean(axis=0, keepdims=True)
        reach = float(np.median(self.radii))
        if count >= FEW:
            reach = _reach(np.linalg.norm(group - mean, axis=1)) / (1 - 1 / count) ** 0.5
        reach *= (1 + 1 / count) ** 0.5
        return Centres(np.vstack([self.means, mean]), np.append(self.radii, np.float32(reach)))


def centres(vectors: NDArray[np.float32], labels: NDArray[np.intp]) -> Centres:
    """Return the centres of topics 0, 1, … of the unit rows `vectors`; -1 is left out. Time grows with n x d."""
    topics = int(labels.max(initial=-1)) + 1
    if topics == 0:
        return Centres(np.empty((0, vectors.shape[1]), np.float32), np.empty(0, np.float32))
    points, inside = vectors[labels >= 0], labels[labels >= 0]
    sizes = np.bincount(inside, minlength=topics).astype(np.float32)
    means = np.divide(sums_by(inside, points, topics), sizes[:, None], dtype=np.float32)
    distances = np.linalg.norm(points - means[inside], axis=1)
    everywhere = _reach(distances)
    members = [distances[inside == topic] for topic in range(topics)]
    radii = [_reach(own) if len(own) >= FEW else everywhere for own in members]
    return Centres(means, np.array(radii, np.float32))


def assign(vectors: NDArray[np.float32], known: Centres) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the topic of each unit row (-1: beyond the reach of all) and how well it fits, in [0, 1], both (n,).

    A distance is judged against the topic's own spread; 1 is its mean, 0 its edge. Time grows with n x topics x d.
    """
    if not len(known.radii):
        return np.full(len(vectors), -1, np.intp), np.zeros(len(vectors), np.float32)
    squares = (vectors**2).sum(axis=1)[:, None] + (known.means**2).sum(axis=1) - 2 * vectors @ known.means.T
    distances = np.sqrt(np.maximum(squares, 0))
    nearest = distances.argmin(axis=1)
    reach = np.maximum(known.radii[nearest], np.finfo(np.float32).eps)
    scores = np.clip(1 - distances[np.arange(len(vectors)), nearest] / reach, 0, 1).astype(np.float32)
    return np.where(scores > 0, nearest, -1), scores


def closeness(vectors: NDArray[np.float32], labels: NDArray[np.intp], known: Centres) -> NDArray[np.float32]:
    """Return how well each unit row fits the topic that it has, in [0, 1]; 0 where it has none."""
    scores = np.zeros(len(vectors), np.float32)
    inside = labels >= 0
    distances = np.linalg.norm(vectors[inside] - known.means[labels[inside]], axis=1)
    reach = np.maximum(known.radii[labels[inside]], np.finfo(np.float32).eps)
    scores[inside] = np.clip(1 - distances / reach, 0, 1)
    return scores


def _reach(distances: NDArray[np.float32]) -> float:
    median = float(np.median(distances))
    deviation = 1.4826 * float(np.median(np.abs(distances - median)))
    # Copies of one text have no spread of their own: float noise must not shut them out.
    return median + FENCE * deviation + 1e-3
