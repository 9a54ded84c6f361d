"""When two sets of places are the same: the rules of the `places` score."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from graph.model import Place
from graph.territory import places

COUNTRY = "FR"


@cache
def known() -> Mapping[str, Place]:
    """Return all places by code."""
    return {place.id: place for place in places()}


@cache
def _same() -> Mapping[str, str]:
    """Return the code that stands for each place with the extent of another: one territory, one code.

    A municipal arrondissement counts as its commune, a région of one département as that département (overseas), the
    département of one commune as that commune (Paris).
    """
    inside: dict[str, list[Place]] = {}
    for place in known().values():
        inside.setdefault(place.parent_id or "", []).append(place)
    found = {}
    for place in known().values():
        if place.kind == "arrondissement":
            found[place.id] = place.parent_id or place.id
        elif place.kind in {"region", "departement"} and len(inside[place.id]) == 1:
            found[place.id] = inside[place.id][0].id
    return found


def places_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the places that `codes` name, each once: the smallest of those that contain one another.

    The country is left out: all of it is France.

    >>> sorted(places_of(["D11", "11339", "R04", "75112"]))
    ['11339', '75056', 'D974']
    """
    return _smallest({_same().get(code, code) for code in codes if code != COUNTRY})


def departements_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the same with communes replaced by their département.

    >>> sorted(departements_of(["38544", "D38", "R53"]))
    ['D38', 'R53']
    """
    located = {code: known().get(code) for code in places_of(codes)}
    return _smallest(
        {place.parent_id or code if place and place.kind == "commune" else code for code, place in located.items()}
    )


def _smallest(codes: set[str]) -> frozenset[str]:
    larger = {above for code in codes for above in _above(code)}
    return frozenset(codes - larger)


def _above(code: str) -> Iterator[str]:
    place = known().get(code)
    while place is not None and place.parent_id is not None:
        yield place.parent_id
        place = known().get(place.parent_id)
