"""Which of several places of one name is meant: what the message says nearby, where it comes from, who lives there."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.model import Place

NAMED_BESIDE = 12.0
"""« (21) » or « (Côte-d'Or) » right after the name."""
SAME_DEPARTEMENT = 9.0
SAME_REGION = 2.0
NEAR = 5.0
SOURCE = 8.0
AUTHOR = 4.0
"""Weaker than the source: people write about elsewhere."""
USUAL = 3.0
"""At full weight: all that a channel's authors say lies in one département."""
COMPANY = 4.5
"""At full weight: each other name of the message may lie in the same département."""
NEAR_KM = 40.0
OVERSEAS = -1.5
"""Of namesakes, the one overseas is meant less often than its inhabitants say."""
KINDS = {"short": -1.0, "former": -1.0, "english": 0.0, "usual": 3.0, "venues": 0.0}
"""What a place loses when it is not its official name."""
FORMER = 400
"""Inhabitants taken for communes of the past, which are counted with their heir."""
UNKNOWN = 5_000
"""Inhabitants taken for communes that the census file leaves out (Mayotte)."""


class Bearer(NamedTuple):
    """A place that bears a name, and the kind of the name (official, former, short …)."""

    place: Place
    kind: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What tells where a message is."""

    beside: Collection[str] = ()
    """Places named right after the name: a département, or the communes of a postcode."""
    areas: Collection[str] = ()
    """Départements and régions that the message names."""
    others: Sequence[Place] = ()
    """Communes of the message that leave no doubt."""
    company: Sequence[frozenset[str]] = ()
    """For each other name that several communes bear, their départements."""
    source: Place | None = None
    """Place that the source gives."""
    author: Place | None = None
    """Place that the author gives."""
    usual: Mapping[str, float] = field(default_factory=dict)
    """Département -> share of what the same channel says, over many authors."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the namesakes, its share of the probability among them, and why."""

    place: Place
    share: float
    reason: str
    """only, beside, area, near, source, author, usual, population."""


def choose(bearers: Sequence[Bearer], hints: Hints, by_id: Mapping[str, Place]) -> Choice:
    """Return the likeliest of the places that bear a name.

    Without hints the share follows the number of inhabitants: « always the most populous » is right for 98 % of them.
    """
    if len(bearers) == 1:
        return Choice(bearers[0].place, 1.0, "only")
    clues = [_clues(bearer.place, hints, by_id) for bearer in bearers]
    weights = [_prior(bearer) + sum(found.values()) for bearer, found in zip(bearers, clues, strict=True)]
    best = max(range(len(bearers)), key=weights.__getitem__)
    reason = max(clues[best], key=lambda name: clues[best][name], default="population")
    share = 1 / sum(math.exp(weight - weights[best]) for weight in weights)
    return Choice(bearers[best].place, share, reason)


def inhabitants(bearer: Bearer) -> int:
    """Return how many people live in a place, a guess where nobody counted them by that name."""
    known = UNKNOWN if bearer.place.population is None else bearer.place.population
    return min(known, FORMER) if bearer.kind == "former" else known


def _prior(bearer: Bearer) -> float:
    overseas = OVERSEAS if (bearer.place.parent_id or "").startswith("D97") else 0.0
    return 1.2 * math.log(inhabitants(bearer) + 50) + overseas + KINDS.get(bearer.kind, 0.0)


def _clues(place: Place, hints: Hints, by_id: Mapping[str, Place]) -> dict[str, float]:
    """Return the weight of each clue that speaks for a place."""
    departement = place.parent_id or ""
    found = _named(place, departement, hints, by_id)
    for name, known, weight in (("source", hints.source, SOURCE), ("author", hints.author, AUTHOR)):
        if known is not None and (nearness := _nearness(place, known, by_id)):
            found[name] = weight * nearness
    if hints.usual.get(departement):
        found["usual"] = USUAL * hints.usual[departement]
    return found


def _named(place: Place, departement: str, hints: Hints, by_id: Mapping[str, Place]) -> dict[str, float]:
    """Return the clues that the message itself gives."""
    found: dict[str, float] = {}
    if place.id in hints.beside or departement in hints.beside:
        found["beside"] = NAMED_BESIDE
    if departement in hints.areas:
        found["area"] = SAME_DEPARTEMENT
    elif departement in by_id and by_id[departement].parent_id in hints.areas:
        found["area"] = SAME_REGION
    if any(is_near(place, other) for other in hints.others):
        found["near"] = NEAR
    elif hints.company and (together := sum(departement in others for others in hints.company)):
        found["near"] = COMPANY * together / len(hints.company)
    return found


def _nearness(place: Place, known: Place, by_id: Mapping[str, Place]) -> float:
    """Return 1 in the same département or nearby, a quarter in the same région, 0 elsewhere."""
    above = {known.id, known.parent_id} - {"FR"}
    if place.id in above or place.parent_id in above or is_near(place, known):
        return 1.0
    parent = by_id.get(place.parent_id or "")
    holder = by_id.get(known.parent_id or "")
    regions = above | ({holder.parent_id} if holder is not None and holder.kind == "departement" else set())
    return 0.25 if parent is not None and parent.parent_id in regions else 0.0


def is_near(one: Place, other: Place) -> bool:
    """Return whether two communes share a département or lie within 40 km (where both positions are known)."""
    return one.parent_id == other.parent_id or _km(one, other) < NEAR_KM


def _km(one: Place, other: Place) -> float:
    """Return the distance in km, flat within France; infinite where a position is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(one.lat - other.lat, east)
