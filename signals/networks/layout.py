"""Where nodes stand on the page: computed once, the same every time, and known nodes stay where they were."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Position = tuple[float, float]
Points = NDArray[np.complex128]

ITERATIONS = 80
GRAVITY = 1.2
"""Pull towards the middle, so that what is not connected does not drift away."""
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)


def positions(
    communities: Sequence[int], edges: NDArray[np.int64], weights: NDArray[np.float64], *, known: Mapping[int, Position]
) -> NDArray[np.float64]:
    """Return x and y of each node, shape (nodes, 2), around the origin within about 1.

    `communities` has one number a node, `edges` pairs of node indices, shape (edges, 2). `known` nodes do not move; the
    others settle around them. Force-directed (Fruchterman and Reingold 1991) from communities laid out on a spiral.
    """
    count = len(communities)
    if count == 0:
        return np.zeros((0, 2))
    start = _start(communities, edges, known)
    fixed = np.zeros(count, dtype=np.bool_)
    fixed[list(known)] = True
    points = _settled(start, edges, weights, fixed=fixed)
    if not known:
        points = points - points.mean()
        points /= max(float(np.abs(points).max()), 1e-9)
    return np.column_stack([points.real, points.imag])


def _spiral(count: int) -> Points:
    """Return points evenly spread over the unit disc, from the middle outwards."""
    n = np.arange(count)
    return np.asarray(np.sqrt((n + 0.5) / max(count, 1)) * np.exp(1j * GOLDEN_ANGLE * n))


def _start(communities: Sequence[int], edges: NDArray[np.int64], known: Mapping[int, Position]) -> Points:
    """Return first positions: communities apart, members around their middle, new nodes beside known neighbours."""
    _, group, size = np.unique(np.asarray(communities), return_inverse=True, return_counts=True)
    centres = _spiral(len(size))
    points = np.empty(len(group), dtype=np.complex128)
    for n, members in enumerate(size):
        points[group == n] = centres[n] + _spiral(int(members)) * 0.6 / np.sqrt(len(size))
    if not known:
        return points
    place = np.full(len(group), np.nan, dtype=np.complex128)
    for n, (x, y) in known.items():
        place[n] = complex(x, y)
    total, met = np.zeros(len(group), dtype=np.complex128), np.zeros(len(group))
    for one, other in (edges.T, edges[:, ::-1].T):
        met_known = ~np.isnan(place[other])
        np.add.at(total, one[met_known], place[other[met_known]])
        np.add.at(met, one[met_known], 1)
    beside = total / np.maximum(met, 1) + _spiral(len(group)) * 0.05
    points = np.where(met > 0, beside, points)
    return np.where(np.isnan(place), points, place)


def _settled(
    points: Points, edges: NDArray[np.int64], weights: NDArray[np.float64], *, fixed: NDArray[np.bool_]
) -> Points:
    """Return the positions after repulsion, pull along edges and gravity have come to rest; `fixed` do not move."""
    count = len(points)
    ideal = 1.5 / np.sqrt(count)
    pull = np.clip(weights / max(float(weights.mean()), 1e-12), 0.25, 4) if len(weights) else weights
    one, other = edges.T
    for step in range(ITERATIONS):
        gap = points[:, None] - points[None, :]
        square = gap.real**2 + gap.imag**2
        np.fill_diagonal(square, 1.0)
        force = (gap * (ideal**2 / np.maximum(square, 1e-6))).sum(axis=1)
        along = points[one] - points[other]
        drag = along * np.abs(along) / ideal * pull
        np.subtract.at(force, one, drag)
        np.add.at(force, other, drag)
        force -= GRAVITY * points
        length = np.maximum(np.abs(force), 1e-9)
        reach = 0.1 * (1 - step / ITERATIONS) + 0.002
        points = np.where(fixed, points, points + force / length * np.minimum(length, reach))
    return points
