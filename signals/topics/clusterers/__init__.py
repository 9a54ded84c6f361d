"""One way of grouping vectors a file. Each module exposes `make() -> Clusterer`; discovery does the rest."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.intp]
"""Topic of each message, 0 for the largest; -1: none."""

Times = NDArray[np.int64]
"""When each message was published, in milliseconds since 1970."""

DEFAULT = "leiden"


class Clusterer(Protocol):
    """Groups vectors; the number of groups comes from the data, and the same vectors always give the same groups."""

    def labels(self, vectors: NDArray[np.float32], at: Times | None = None) -> Labels:
        """Return the topic of each row of `vectors`, shape (n, d) in, (n,) out; `at`: where moments may count."""
        ...


def names() -> list[str]:
    """Return the names of all clusterers, in order."""
    return sorted(found.name for found in iter_modules(__path__) if not found.ispkg)


def load_clusterer(name: str = DEFAULT) -> Clusterer:
    """Return the clusterer `name` with its defaults; a ValueError lists the known ones."""
    if name not in names():
        raise ValueError(f"there is no clusterer {name!r}: choose one of {', '.join(names())}")
    clusterer: Clusterer = import_module(f"{__name__}.{name}").make()
    return clusterer


def labels_of(name: str, vectors: NDArray[np.float32], at: Times | None = None) -> Labels:
    """Return the topic of each row by the clusterer `name`: what another process is asked for."""
    return load_clusterer(name).labels(vectors, at)


def by_size(labels: Labels, floor: int) -> Labels:
    """Return `labels` renumbered by falling size (ties: first seen first); groups under `floor` become -1."""
    kept = labels[labels >= 0]
    values, first, counts = np.unique(kept, return_index=True, return_counts=True)
    order = [value for value in np.lexsort((first, -counts)) if counts[value] >= floor]
    renumbered = np.full(labels.max(initial=-1) + 2, -1)
    renumbered[values[order]] = np.arange(len(order))
    return renumbered[labels]
