"""Whether two places touch the same people: one lies in the other, or they are near."""

from collections.abc import Iterator, Mapping
from math import asin, cos, radians, sin, sqrt

from graph.model import Place

EARTH_KM = 6371.0
COUNTRY = "FR"


def are_linked(one: str, other: str, places: Mapping[str, Place], *, near_km: float) -> bool:
    """Return whether two places are the same, one holds the other, or their points lie within `near_km`.

    The country holds every place, known or not.
    """
    if one == other or COUNTRY in (one, other):
        return True
    if one in _holders(other, places) or other in _holders(one, places):
        return True
    distance = distance_km(places.get(one), places.get(other))
    return distance is not None and distance <= near_km


def distance_km(one: Place | None, other: Place | None) -> float | None:
    """Return the great-circle distance between two places; None where a position is unknown.

    >>> dijon = Place(id="21231", name="Dijon", kind="commune", lat=47.32, lon=5.04)
    >>> lyon = Place(id="69123", name="Lyon", kind="commune", lat=45.76, lon=4.84)
    >>> round(distance_km(dijon, lyon))
    174
    """
    if one is None or other is None or None in (one.lat, one.lon, other.lat, other.lon):
        return None
    lat, lon, other_lat, other_lon = (radians(x or 0.0) for x in (one.lat, one.lon, other.lat, other.lon))
    square = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(square))


def _holders(place_id: str, places: Mapping[str, Place]) -> Iterator[str]:
    """Yield the places that a place lies in, nearest first."""
    place = places.get(place_id)
    while place and place.parent_id:
        yield place.parent_id
        place = places.get(place.parent_id)
