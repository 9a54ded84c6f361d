"""Keeps topics the same from one clustering to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

SHARED = 0.3
"""Share of the smaller of two topics that must be in both for them to be one."""
RATIO = 0.5
"""Without common messages, two centroids are one topic when any other is at least twice as far (Lowe 2004)."""
CLOSE = 0.15
"""Distance under which two topics that have no rival are one: unit E5 centroids, distinct topics lie around 0.4."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A topic as one clustering saw it."""

    centroid: NDArray[np.float32]
    """Unit vector, shape (d,)."""
    members: tuple[str, ...]
    """Ids of its messages, the oldest first."""


def match(previous: Mapping[str, Snapshot], current: Sequence[Snapshot]) -> list[str]:
    """Return the id of each topic of `current`: the id of the previous topic that it continues, or a new one.

    One to one. The pairing that keeps most messages under their id wins; topics without common messages are then
    paired by their centroids. A new id comes from the topic's first member, so the same runs give the same ids. Time
    grows with the number of messages, and with the cube of the number of topics.
    """
    ids = list(previous)
    known = [previous[name] for name in ids]
    pairs = _by_members(known, current)
    pairs |= _by_centroid(known, current, pairs)
    named = {new: ids[old] for new, old in pairs.items()}
    taken = set(ids)
    for new, topic in enumerate(current):
        if new not in named:
            named[new] = _new_id(topic.members, taken)
            taken.add(named[new])
    return [named[new] for new in range(len(current))]


def _by_members(known: Sequence[Snapshot], current: Sequence[Snapshot]) -> dict[int, int]:
    """Return the place in `known` of each topic of `current` that continues one by its messages."""
    homes: dict[str, list[int]] = {}
    for old, topic in enumerate(known):
        for member in topic.members:
            homes.setdefault(member, []).append(old)
    common = np.zeros((len(current), len(known)), np.int64)
    for new, topic in enumerate(current):
        for member in topic.members:
            common[new, homes.get(member, [])] += 1
    sizes = np.minimum.outer(_sizes(current), _sizes(known))
    kept = np.where(common >= SHARED * sizes, common, 0)
    pairs = zip(*linear_sum_assignment(kept, maximize=True), strict=True)
    return {int(new): int(old) for new, old in pairs if kept[new, old] > 0}


def _by_centroid(known: Sequence[Snapshot], current: Sequence[Snapshot], pairs: Mapping[int, int]) -> dict[int, int]:
    """Return more pairs, nearest first, of topics left over that are far nearer than any other topic."""
    old = [index for index in range(len(known)) if index not in pairs.values()]
    new = [index for index in range(len(current)) if index not in pairs]
    if not old or not new:
        return {}
    distances = _distances([*current, *known])
    near = sorted((distances[row, len(current) + column], row, column) for row in new for column in old)
    found: dict[int, int] = {}
    for distance, row, column in near:
        free = row not in found and column not in found.values()
        if free and distance <= _allowed(distances, row, len(current) + column):
            found[row] = column
    return found


def _allowed(distances: NDArray[np.float32], one: int, other: int) -> float:
    """Return how far apart two topics may lie and still be one, given all that lie around."""
    rest = np.delete(distances[[one, other]], [one, other], axis=1)
    return RATIO * float(rest.min()) if rest.size else CLOSE


def _distances(topics: Sequence[Snapshot]) -> NDArray[np.float32]:
    """Return the Euclidean distances between the centroids: E5 leaves them small, which changes no ratio."""
    centroids = np.stack([topic.centroid for topic in topics])
    distances: NDArray[np.float32] = np.sqrt(np.maximum(2 - 2 * centroids @ centroids.T, 0))
    return distances


def _new_id(members: Sequence[str], taken: set[str]) -> str:
    """Return an id made from the first member whose id is free: a part split off may hold its parent's first one."""
    names = (f"topic:{blake2b(member.encode(), digest_size=8).hexdigest()}" for member in members)
    return next(name for name in names if name not in taken)


def _sizes(topics: Sequence[Snapshot]) -> NDArray[np.int64]:
    return np.array([len(topic.members) for topic in topics], np.int64)
