"""Places along a line on the map."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.territory import places

NEAR_KM = 10.0
"""A point farther than this from every commune lies in no commune of ours."""
KM_A_DEGREE = 111.2


def communes_along(points: Iterable[tuple[float, float]]) -> tuple[str, ...]:
    """Return the codes of the communes next to `points` (longitude, latitude in WGS84 degrees), sorted.

    A commune is next to a point when no other commune's centre is nearer and it is at most `NEAR_KM` away.

    >>> communes_along([(5.04, 47.32)]), communes_along([(-30.0, 40.0)])
    (('21231',), ())
    """
    line = np.array(list(points), dtype=np.float64).reshape(-1, 2)
    if not len(line):
        return ()
    tree, codes = _communes()
    distances, nearest = tree.query(_kilometres(line))
    return tuple(sorted({codes[index] for index in nearest[distances <= NEAR_KM]}))


@cache
def _communes() -> tuple[cKDTree, list[str]]:
    known = [place for place in places() if place.kind == "commune" and place.lat is not None and place.lon is not None]
    centres = np.array([(place.lon, place.lat) for place in known], dtype=np.float64)
    return cKDTree(_kilometres(centres)), [place.id for place in known]


def _kilometres(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on the sphere, in km from its centre: near points are as far apart as on the ground."""
    lon, lat = np.radians(points).T
    radius = KM_A_DEGREE * 180 / np.pi
    return radius * np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
