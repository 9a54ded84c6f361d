"""All French places, read from the data file of the package (see `build`)."""

import csv
import lzma
from functools import cache
from importlib.resources import files
from io import TextIOWrapper

from graph.model import Place

DATA = "places.csv.xz"


@cache
def _read() -> tuple[Place, ...]:
    with files(__package__).joinpath(DATA).open("rb") as packed, lzma.open(packed) as raw:
        rows = csv.reader(TextIOWrapper(raw, "utf-8", newline=""))
        next(rows)
        return tuple(
            Place(
                id=id_,
                name=name,
                kind=kind,
                population=int(population) if population else None,
                lat=float(lat) if lat else None,
                lon=float(lon) if lon else None,
                parent_id=parent_id or None,
            )
            for id_, name, kind, population, lat, lon, parent_id in rows
        )


def places() -> list[Place]:
    """Return the country, 18 régions, 101 départements, 34,935 communes and 45 municipal arrondissements."""
    return list(_read())
