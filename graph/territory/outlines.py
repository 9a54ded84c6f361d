"""Outlines of the départements: France with its insets in kilometres, and each by itself in degrees."""

import json
import lzma
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "outlines.json.xz"

Ring = tuple[tuple[float, float], ...]
Outlines = Mapping[str, tuple[Ring, ...]]
"""Rings by the code of the département, without `D`; a ring within another is a hole. `y` grows to the north."""


@cache
def france() -> Outlines:
    """Return the 101 départements in kilometres, those overseas and the inner suburbs of Paris as insets.

    >>> len({code for code in france()})
    101
    """
    return _read("france")


@cache
def departements() -> Outlines:
    """Return the 101 départements in degrees: longitude, latitude."""
    return _read("departements")


def packed(maps: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return what the file of this package holds, from collections of GeoJSON by name; again gives the same bytes."""
    rings: dict[str, dict[str, list[Any]]] = {}
    for name, collection in maps.items():
        found = rings.setdefault(name, {})
        for shape in collection["features"]:  # one of an inset comes twice
            for part in shape["geometry"]["coordinates"]:
                found.setdefault(shape["properties"]["code"], []).extend(part)
    return lzma.compress(json.dumps(rings, separators=(",", ":"), sort_keys=True).encode(), preset=9)


def _read(name: str) -> Outlines:
    with files(__package__).joinpath(FILE).open("rb") as raw, lzma.open(raw) as file:
        found = json.load(file)[name]
    return {code: tuple(tuple((x, y) for x, y in ring) for ring in rings) for code, rings in found.items()}
