"""Which of several places of one name is meant: what the message says nearby, where it comes from, who lives there."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.model import Place

NAMED_BESIDE = 12.0
"""« (21) » or « (Côte-d'Or) » right after the name."""
SAME_DEPARTEMENT = 9.0
SAME_REGION = 2.0
NEAR = 5.0
SOURCE = 8.0
NEAR_KM = 40.0
OVERSEAS = -1.5
"""Of namesakes, the one overseas is meant less often than its inhabitants say."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a message says about where it is."""

    beside: str | None = None
    """Département named right after the name."""
    areas: Collection[str] = ()
    """Départements and régions that the message names."""
    others: Sequence[Place] = ()
    """Communes of the message that leave no doubt."""
    source: Place | None = None
    """Place that the source gives."""


def choose(places: Sequence[Place], hints: Hints, by_id: Mapping[str, Place]) -> tuple[Place, float]:
    """Return the likeliest of `places` and its share of the probability among them.

    Without hints the share follows the number of inhabitants: « always the most populous » is right for 98 % of them.
    """
    weights = [_weight(place, hints, by_id) for place in places]
    best = max(range(len(places)), key=weights.__getitem__)
    return places[best], 1 / sum(math.exp(weight - weights[best]) for weight in weights)


def _weight(place: Place, hints: Hints, by_id: Mapping[str, Place]) -> float:
    weight = 1.2 * math.log((place.population or 0) + 50)
    departement = place.parent_id or ""
    region = by_id[departement].parent_id if departement in by_id else None
    if departement.startswith("D97"):
        weight += OVERSEAS
    if hints.beside is not None and hints.beside == departement:
        weight += NAMED_BESIDE
    if departement in hints.areas:
        weight += SAME_DEPARTEMENT
    elif region in hints.areas:
        weight += SAME_REGION
    if any(other.parent_id == departement or _km(place, other) < NEAR_KM for other in hints.others):
        weight += NEAR
    return weight + (_source(place, hints.source, by_id) if hints.source else 0.0)


def _source(place: Place, source: Place, by_id: Mapping[str, Place]) -> float:
    above = {source.id, source.parent_id}
    if place.id in above or place.parent_id in above or _km(place, source) < NEAR_KM:
        return SOURCE
    parent = by_id.get(place.parent_id or "")
    return SAME_REGION if parent is not None and parent.parent_id in above else 0.0


def _km(one: Place, other: Place) -> float:
    """Return the distance in km, flat within France; infinite where a position is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(one.lat - other.lat, east)
