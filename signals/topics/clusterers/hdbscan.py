"""Dense regions by the hdbscan library, after a principal component reduction."""

from dataclasses import dataclass

import numpy as np
from hdbscan import HDBSCAN
from numpy.typing import NDArray

from signals.topics.clusterers import Labels, Times, by_size
from signals.topics.neighbours import centred


@dataclass(frozen=True, slots=True)
class Hdbscan:
    """Groups what is dense and leaves out the rest, often a fifth of the messages.

    Time grows a little faster than n. Density means little in 384 dimensions, hence the reduction.

    References
    ----------
    Campello, Moulavi, Sander (2013), Density-Based Clustering Based on Hierarchical Density Estimates.
    """

    floor: int = 15
    """A topic has at least so many messages."""
    dimensions: int = 12

    def labels(self, vectors: NDArray[np.float32], at: Times | None = None) -> Labels:
        """Return the topic of each row, 0 the largest, -1 none; moments count for nothing."""
        if len(vectors) < 2 * self.floor:
            return by_size(np.zeros(len(vectors), np.intp), self.floor)
        points = centred(vectors)
        _, axes = np.linalg.eigh((points.T @ points).astype(np.float64))
        reduced = points @ axes[:, -self.dimensions :]
        found = HDBSCAN(min_cluster_size=self.floor, core_dist_n_jobs=1).fit_predict(reduced)
        return by_size(np.asarray(found, np.intp), self.floor)


def make() -> Hdbscan:
    """Return the clusterer with its defaults."""
    return Hdbscan()
