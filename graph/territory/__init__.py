"""All French places, the names that they had and their postcodes, read from the data files of the package."""

import csv
import lzma
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import TextIOWrapper

from graph.model import Place

DATA = "places.csv.xz"
FORMER = "former.csv.xz"
POSTCODES = "postcodes.csv.xz"
GROUPS = "groups.csv.xz"


def _rows(name: str) -> Iterator[list[str]]:
    with files(__package__).joinpath(name).open("rb") as packed, lzma.open(packed) as raw:
        rows = csv.reader(TextIOWrapper(raw, "utf-8", newline=""))
        next(rows)
        yield from rows


@cache
def _read() -> tuple[Place, ...]:
    return tuple(
        Place(
            id=id_,
            name=name,
            kind=kind,
            population=int(population) if population else None,
            lat=float(lat) if lat else None,
            lon=float(lon) if lon else None,
            parent_id=parent_id or None,
            group_id=_members().get(id_),
        )
        for id_, name, kind, population, lat, lon, parent_id in _rows(DATA)
    )


def places() -> list[Place]:
    """Return the country, 18 régions, 101 départements, 34,935 communes and 45 municipal arrondissements."""
    return list(_read())


@cache
def groups() -> tuple[Place, ...]:
    """Return the 1,254 groups of communes (EPCI à fiscalité propre), kind `epci`.

    >>> {place.id: place.name for place in groups()}["E242100410"]
    'Dijon Métropole'
    """
    return tuple(
        Place(
            id=id_,
            name=name,
            kind="epci",
            population=int(population) if population else None,
            lat=float(lat),
            lon=float(lon),
            parent_id=parent_id,
        )
        for id_, name, population, lat, lon, parent_id, _ in _rows(GROUPS)
    )  # fmt: skip


@cache
def _members() -> Mapping[str, str]:
    return {commune: row[0] for row in _rows(GROUPS) for commune in row[-1].split()}


@cache
def former_names() -> tuple[tuple[str, str], ...]:
    """Return names of former communes, each with the code of the commune that it is part of today.

    >>> dict(former_names())["Cherbourg-Octeville"]
    '50129'
    """
    return tuple((name, place_id) for name, place_id in _rows(FORMER))


@cache
def postcodes() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the communes (municipal arrondissements in the three largest cities) of each postcode.

    >>> postcodes()["59200"], postcodes()["69003"]
    (('59599',), ('69383',))
    """
    return {postcode: tuple(codes.split()) for postcode, codes in _rows(POSTCODES)}
