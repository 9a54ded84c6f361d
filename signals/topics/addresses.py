"""Groups that spread one page are one topic: a campaign changes its words sooner than its address."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from signals.topics.clusterers import Labels, by_size

SHARE = 0.5
"""Part of a group's messages that must point at the page."""
CLOSED = 0.8
"""Part of all messages that point at it which must lie in such groups: everybody's page joins nobody."""

Ints = NDArray[np.intp]


def joined(labels: Labels, rows: Ints, links: Sequence[str]) -> Labels:
    """Return `labels`, shape (n,), with groups that spread the same page made one, numbered by size again.

    `rows` says which message points at each of `links`; a message may point at several.

    >>> labels = np.array([0, 0, 0, 1, 1, 2, 2, -1])
    >>> joined(labels, np.array([0, 1, 3, 4, 5]), ["a", "a", "a", "a", "b"]).tolist()
    [0, 0, 0, 0, 0, 1, 1, -1]
    """
    if not len(links):
        return labels
    _, page = np.unique(np.asarray(links, dtype=str), return_inverse=True)
    pairs = np.unique(np.stack([page, rows]), axis=1)
    size = np.bincount(labels[labels >= 0])
    parent = np.arange(size.size)
    for inside in np.split(labels[pairs[1]], np.flatnonzero(np.diff(pairs[0])) + 1):
        counts = np.bincount(inside[inside >= 0], minlength=size.size)
        spreading = np.flatnonzero(counts >= np.maximum(SHARE * size, 1))
        if spreading.size > 1 and counts[spreading].sum() >= CLOSED * inside.size:
            parent[np.isin(parent, parent[spreading])] = parent[spreading].min()
    return by_size(np.where(labels >= 0, parent[labels], -1), 1)
