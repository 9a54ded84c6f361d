"""Where an alert counts: the codes, names and shapes of a CAP area, as places of ours."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from flows.along import KM_A_DEGREE
from graph.territory import places
from signals.text.fold import fold

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
WHOLE = 0.9
"""Share of a département's communes from which a shape covers the département."""
CODES = {"insee", "insee_com", "commune", "insee_dep", "departement", "dep", "iso 3166-2"}
"""Names under which the code of a place of ours is given, folded."""

_APART = re.compile(r"[,;/]|\s+et\s+")


@dataclass(frozen=True)
class _Communes:
    ids: list[str]
    parents: list[str]
    centres: NDArray[np.float64]
    """One row a commune: latitude and longitude, WGS84 degrees."""


def places_of(area: Element) -> frozenset[str]:
    """Return the codes of the places that a CAP `area` names, encloses or gives the code of; empty: none is ours."""
    coded = frozenset(_coded(area))
    if coded:
        return coded
    shaped = frozenset(_shaped(area))
    return shaped or frozenset(_named((area.findtext(f"{CAP}areaDesc") or "").strip()))


def _coded(area: Element) -> Iterator[str]:
    known = _by_code()
    for geocode in area.findall(f"{CAP}geocode"):
        name = (geocode.findtext(f"{CAP}valueName") or "").strip().lower()
        code = (geocode.findtext(f"{CAP}value") or "").strip().upper().removeprefix("FR-")
        if name in CODES:
            yield from (each for each in (code, f"D{code}") if each in known)


def _named(description: str) -> Iterator[str]:
    names = _by_name()
    whole = names.get(_folded(description))
    parts = [description] if whole else _APART.split(description)
    yield from (code for part in parts if (code := names.get(_folded(part))))


def _shaped(area: Element) -> Iterator[str]:
    communes = _communes()
    inside = np.zeros(len(communes.ids), dtype=bool)
    for polygon in area.findall(f"{CAP}polygon"):
        inside |= _enclosed(communes.centres, _corners(polygon.text or ""))
    for circle in area.findall(f"{CAP}circle"):
        centre, _, radius = (circle.text or "").strip().partition(" ")
        corner = _corners(centre)
        if len(corner) == 1 and radius.replace(".", "", 1).isdecimal():
            inside |= _distances(communes.centres, corner[0]) <= float(radius)
    covered = Counter(communes.parents[index] for index in np.flatnonzero(inside))
    sizes = _sizes()
    whole = {parent for parent, count in covered.items() if count >= WHOLE * sizes[parent]}
    yield from whole
    yield from (communes.ids[index] for index in np.flatnonzero(inside) if communes.parents[index] not in whole)


def _corners(text: str) -> NDArray[np.float64]:
    """Return the corners of `lat,lon lat,lon …`, one row each; empty when it is not so."""
    try:
        corners = [[float(number) for number in pair.split(",")] for pair in text.split()]
        return np.array(corners, dtype=np.float64).reshape(-1, 2)
    except ValueError:
        return np.empty((0, 2))


def _enclosed(points: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in a polygon: those from which a ray crosses its edges an odd number of times."""
    inside = np.zeros(len(points), dtype=bool)
    lat, lon = points.T
    for (lat_a, lon_a), (lat_b, lon_b) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if lat_a == lat_b:
            continue
        crossing = lon_a + (lat - lat_a) * (lon_b - lon_a) / (lat_b - lat_a)
        inside ^= ((lat_a > lat) != (lat_b > lat)) & (lon < crossing)
    return inside


def _distances(points: NDArray[np.float64], centre: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances from a centre in km, on a plane: alerts by circle are small."""
    north, east = (points - centre).T
    distances: NDArray[np.float64] = KM_A_DEGREE * np.hypot(north, east * np.cos(np.radians(centre[0])))
    return distances


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()


@cache
def _by_code() -> frozenset[str]:
    return frozenset(place.id for place in places())


@cache
def _by_name() -> dict[str, str]:
    """Return the code of each folded name that means one place: of a département, else a région, else a commune."""
    found: dict[str, str] = {}
    spelled = Counter(_folded(place.name) for place in places() if place.kind == "commune")
    for kind in ("commune", "region", "departement", "pays"):
        for place in places():
            name = _folded(place.name)
            if place.kind == kind and (kind != "commune" or spelled[name] == 1):
                found[name] = place.id
    return found


@cache
def _communes() -> _Communes:
    known = [place for place in places() if place.kind == "commune" and place.lat is not None]
    centres = np.array([(place.lat, place.lon) for place in known], dtype=np.float64)
    return _Communes([place.id for place in known], [place.parent_id or "" for place in known], centres)


@cache
def _sizes() -> Counter[str]:
    return Counter(_communes().parents)
