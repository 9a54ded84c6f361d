"""The default: communities of the nearest-neighbour graph, at the resolution at which they stand apart best."""

from collections.abc import Iterator
from dataclasses import dataclass

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from signals.topics.clusterers import Labels, Times, by_size
from signals.topics.neighbours import Nearer, centred, nearest, sums_by, unit

GRID = np.geomspace(0.08, 40, 22)
RESOLUTIONS = (*GRID[:13], *GRID[13::2])
"""From everything together to hundreds of topics; wider steps where cuts are fine, slow and seldom chosen."""
COMMON = 3.0
"""Resolution up to which every cut competes."""
FINER = 1.5
"""How many times better a cut beyond `COMMON` must separate. Sentences that people copy and fill in (« perdu à … »,
chain letters, form answers) lie so near to each other that ever finer cuts look a little better."""
LEAST = 5
"""Neighbours of a message among few."""
SOON = 0.2
"""Added to the cosine of two messages of one moment: a power cut on the day of a storm is rather the storm's."""
FADES = 12 * 3_600_000.0
"""Milliseconds between two messages over which that falls to a third."""


@dataclass(frozen=True, slots=True)
class Leiden:
    """Cuts the graph at many resolutions and keeps the finest cut among those that separate best.

    How well a cut separates is its mean simplified silhouette: how much nearer a message is to the centre of its own
    topic (itself left out, or small topics would flatter themselves) than to the next one. No number of topics is
    assumed. Where moments are given, who wrote at the same time is a nearer neighbour; how well a cut separates is told
    from the vectors alone. Time grows with n² for the neighbours, then with n x `k` x resolutions; memory with n.

    References
    ----------
    Yang, Pierce, Carbonell (1998), On retrospective and on-line event detection (similarity that fades with time).
    Traag, Waltman, van Eck (2019), From Louvain to Leiden. Hruschka et al. (2004), simplified silhouette.
    """

    k: int = 25
    """Neighbours of a message, at most: a third of the root of the messages, so that few messages can still part."""
    floor: int = 5
    """A topic has at least so many messages."""
    tolerance: float = 0.06
    """Silhouettes within this share of the best count as equal, and the finest cut of these wins: it is easier to merge
    topics than to split one. Set on subsets of CrisisLexT26 of 2 to 22 events."""
    separation: float = 0.1
    """Under this best silhouette there is nothing to cut: one topic."""
    fence: float = 4.0
    """A message further below the median nearness of its topic than so many robust deviations belongs to none."""
    turns: int = 2
    """Beginnings of which the best is kept, and how often each is gone through again, for every cut up to `COMMON`:
    with one of each the last digits of the vectors decided where a cut went."""
    seed: int = 1

    def labels(self, vectors: NDArray[np.float32], at: Times | None = None) -> Labels:
        """Return the topic of each row, 0 the largest, -1 none; equal rows (reposts) always go together."""
        distinct, copies = _distinct(vectors)
        if len(distinct) <= LEAST:
            return by_size(np.zeros(len(vectors), np.intp), self.floor)
        points = centred(distinct)
        found = self._cut(points, None if at is None else soon(at, copies))
        far = self._far(points, found)
        # A text that resembles nothing but was posted again and again is a topic of its own.
        repeated = far & (np.bincount(copies) >= self.floor)
        found = np.where(far, -1, found)
        found[repeated] = found.max(initial=-1) + 1 + np.arange(repeated.sum())
        return by_size(found[copies], self.floor)

    def _cut(self, points: NDArray[np.float32], nearer: Nearer | None) -> Labels:
        rows, _ = nearest(points, min(self.k, max(LEAST, round(len(points) ** 0.5 / 3))), nearer)
        cuts = list(self._cuts(_graph(rows)))
        scores = np.array([_silhouette(points, cut) for cut in cuts])
        if scores.max() < self.separation:
            return np.zeros(len(points), np.intp)
        common = np.array(RESOLUTIONS) <= COMMON
        if scores.max() < FINER * scores[common].max():
            scores[~common] = -1
        return cuts[int(np.flatnonzero(scores >= scores.max() * (1 - self.tolerance))[-1])]

    def _cuts(self, graph: csr_matrix) -> Iterator[Labels]:
        parts = (graph.indptr.astype(np.int64), graph.indices.astype(np.int32), graph.data)
        for resolution in RESOLUTIONS:
            turns = self.turns if resolution <= COMMON else 1
            _, communities = graspologic_native.leiden_csr(
                *parts, graph.shape[0], resolution=resolution, seed=self.seed, trials=turns, iterations=turns
            )
            labels = np.empty(graph.shape[0], np.intp)
            labels[list(communities)] = list(communities.values())
            yield np.unique(labels, return_inverse=True)[1]

    def _far(self, points: NDArray[np.float32], labels: Labels) -> NDArray[np.bool_]:
        own, _ = _nearness(points, labels)
        far = np.zeros(len(points), np.bool_)
        for label in range(labels.max() + 1):
            inside = labels == label
            median = np.median(own[inside])
            deviation = 1.4826 * np.median(np.abs(own[inside] - median))
            far[inside] = own[inside] < median - self.fence * deviation
        return far


def make() -> Leiden:
    """Return the clusterer with its defaults."""
    return Leiden()


def _distinct(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return the distinct rows in order of appearance, and for each row its place among them."""
    places: dict[bytes, int] = {}
    copies = np.array([places.setdefault(row.tobytes(), len(places)) for row in vectors], np.intp)
    first = np.unique(copies, return_index=True)[1]
    return vectors[first], copies


def soon(at: Times, copies: NDArray[np.intp]) -> Nearer:
    """Return how much nearer rows are by when they were published last, `copies` being the row of each message.

    >>> soon(np.array([0, 0, 43_200_000]), np.array([0, 1, 1]))(slice(0, 1)).round(2).tolist()
    [[0.2, 0.07]]
    """
    last = np.full(copies.max() + 1, at.min())
    np.maximum.at(last, copies, at)
    elapsed = ((last - last.min()) / FADES).astype(np.float32)

    def nearer(rows: slice) -> NDArray[np.float32]:
        apart = np.abs(elapsed[rows, None] - elapsed)
        near: NDArray[np.float32] = SOON * np.exp(-apart, out=apart)
        return near

    return nearer


def _graph(rows: NDArray[np.intp]) -> csr_matrix:
    """Return the undirected graph of the neighbours, every link of weight 1."""
    count, k = rows.shape
    starts = np.arange(0, count * k + 1, k)
    links = csr_matrix((np.ones(count * k), rows.ravel(), starts), shape=(count, count))
    graph = links.maximum(links.T).tocsr()
    graph.sort_indices()
    return graph


def _nearness(points: NDArray[np.float32], labels: Labels) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return each message's cosine to the centre of its own topic, itself left out, and to the nearest other one."""
    groups = labels.max() + 1
    sums = sums_by(labels, points, groups)
    here = np.arange(len(points))
    cosines = points @ unit(sums).T
    cosines[here, labels] = -1
    shared = np.einsum("ij,ij->i", points, sums[labels])
    rest = np.linalg.norm(sums, axis=1)[labels] ** 2 - 2 * shared + 1
    own = (shared - 1) / np.sqrt(np.maximum(rest, 1e-6))
    return own.astype(np.float32), cosines.max(axis=1)


def _silhouette(points: NDArray[np.float32], labels: Labels) -> float:
    """Return the mean simplified silhouette in cosine distance, in [-1, 1]; 0 for a single topic."""
    if labels.max() == 0:
        return 0.0
    own, other = _nearness(points, labels)
    return float(np.mean((own - other) / np.maximum(np.maximum(1 - own, 1 - other), 1e-6)))
