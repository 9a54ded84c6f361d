"""Build the data files of French places from open files: `python -m graph.territory.build DIR [POSTCODES] [GROUPS]`.

DIR holds `communes.csv` (INSEE, Code officiel géographique 2024), `donnees_communes.csv` (INSEE, populations de
référence 2021), `derived/communes.csv.gz` (a point in each commune) and the borders `derived/*.geojson` (only the names
and codes are read). POSTCODES is `codes-postaux.json` of the npm package `codes-postaux`, GROUPS is `data/epci.json` of
the npm package `@etalab/decoupage-administratif`; the files of what is not given stay as they are. Running it again on
the same files gives the same bytes.
"""

import csv
import gzip
import json
import logging
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from io import StringIO
from pathlib import Path

from graph.model import Place
from graph.territory import DATA, FORMER, GROUPS, POSTCODES

Point = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""

CITIES = {"751": "75056", "132": "13055", "693": "69123"}
"""First digits of municipal arrondissements, and their commune: Paris, Marseille, Lyon."""

log = logging.getLogger(__name__)


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    yield from csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)


def _names(path: Path) -> list[dict[str, str]]:
    return [feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"]]


def _total(parts: Sequence[int | None]) -> int | None:
    """Return the sum of what is known; None when nothing is, or when nobody lives there."""
    return sum(part for part in parts if part is not None) or None


def _middle(points: Sequence[Point]) -> Point:
    """Return the point that is nearest to the mean of all: a point inside, whatever the shape."""
    lat = sum(point[0] for point in points) / len(points)
    lon = sum(point[1] for point in points) / len(points)
    return min(points, key=lambda point: (point[0] - lat) ** 2 + (point[1] - lon) ** 2)


def _populations(official: Sequence[Mapping[str, str]], counted: Mapping[str, int]) -> dict[str, int | None]:
    """Return the population by commune and arrondissement, communes merged since the count added to their heir."""
    parts = {row["COM"]: [counted.get(row["COM"])] for row in official if row["TYPECOM"] in {"COM", "ARM"}}
    for row in official:
        if row["TYPECOM"] == "ARM" or row["COM"] not in parts:
            parts[row["COMPARENT"]].append(counted.get(row["COM"]))
    return {code: _total(numbers) for code, numbers in parts.items()}


def _communes(folder: Path) -> Iterator[Place]:
    official = list(_rows(folder / "communes.csv"))
    counted = {row["COM"]: int(row["PMUN"]) for row in _rows(folder / "donnees_communes.csv", ";")}
    points = {row["insee"]: (row["lat"], row["lon"]) for row in _rows(folder / "derived" / "communes.csv.gz")}
    populations = _populations(official, counted)
    for row in official:
        if row["TYPECOM"] not in {"COM", "ARM"}:
            continue
        code = row["COM"]
        lat, lon = points.get(code, (None, None))
        is_part = row["TYPECOM"] == "ARM"
        yield Place(
            id=code,
            name=row["LIBELLE"],
            kind="arrondissement" if is_part else "commune",
            population=populations[code],
            lat=float(lat) if lat else None,
            lon=float(lon) if lon else None,
            parent_id=CITIES[code[:3]] if is_part else f"D{row['DEP']}",
        )


def _area(area: Mapping[str, str], kind: str, parent_id: str | None, inside: Sequence[Place]) -> Place:
    middle = _middle([(part.lat, part.lon) for part in inside if part.lat is not None and part.lon is not None])
    return Place(
        id={"departement": "D", "region": "R", "pays": ""}[kind] + area["code"],
        name=area["nom"],
        kind=kind,
        population=_total([part.population for part in inside]),
        lat=middle[0],
        lon=middle[1],
        parent_id=parent_id,
    )


def gather(folder: Path) -> list[Place]:
    """Return all places of the open files in `folder`: country, régions, départements, communes, arrondissements.

    A population is None where the files have none (Mayotte) or nobody lives (villages destroyed in 1916): neither has
    a rate per inhabitant. Arrondissements and communes merged since have no position.
    """
    communes = list(_communes(folder))
    derived = folder / "derived"
    departements = [
        _area(
            area,
            "departement",
            f"R{area['region']}",
            [part for part in communes if part.parent_id == f"D{area['code']}"],
        )
        for area in _names(derived / "departements_0.02.geojson")
    ]
    regions = [
        _area(area, "region", "FR", [part for part in departements if part.parent_id == f"R{area['code']}"])
        for area in _names(derived / "regions.geojson")
    ]
    whole = [part for part in communes if part.kind == "commune"]
    country = _area({"code": "FR", "nom": "France"}, "pays", None, whole)
    return [country, *regions, *departements, *communes]


def former(folder: Path) -> list[tuple[str, str]]:
    """Return the names of former communes and the code of the commune that each is part of today, sorted.

    Names that the commune of today bears too are left out.
    """
    official = list(_rows(folder / "communes.csv"))
    names = {row["COM"]: row["LIBELLE"] for row in official if row["TYPECOM"] == "COM"}
    parts = {(row["LIBELLE"], row["COMPARENT"]) for row in official if row["TYPECOM"] in {"COMD", "COMA"}}
    return sorted((name, heir) for name, heir in parts if names[heir] != name)


def postcodes(folder: Path, source: Path) -> list[tuple[str, str]]:
    """Return each postcode and the codes of its communes and municipal arrondissements, joined by blanks, sorted.

    Codes of communes merged since the table was made become those of their heirs.
    """
    official = list(_rows(folder / "communes.csv"))
    current = {row["COM"] for row in official if row["TYPECOM"] in {"COM", "ARM"}}
    heirs = {row["COM"]: row["COMPARENT"] for row in official if row["TYPECOM"] in {"COMD", "COMA"}}
    found: dict[str, set[str]] = defaultdict(set)
    for row in json.loads(source.read_text("utf-8")):
        code = row["codeCommune"]
        place = code if code in current else heirs.get(code)
        if place is None:
            log.warning("postcode %s: no commune %s in the codes of 2024", row["codePostal"], code)
        else:
            found[row["codePostal"]].add(place)
    return sorted((postcode, " ".join(sorted(codes))) for postcode, codes in found.items())


def grouped(folder: Path, source: Path) -> list[tuple[object, ...]]:
    """Return the groups of communes: id, name, population, point inside, département of most inhabitants, members.

    Members that the codes of 2024 no longer name are left out; the population is the sum of the others'.
    """
    communes = {place.id: place for place in _communes(folder) if place.kind == "commune"}
    rows = []
    for group in json.loads(source.read_text("utf-8")):
        members = sorted({one["code"] for one in group["membres"]} & communes.keys())
        inside = [communes[code] for code in members]
        people: dict[str, int] = defaultdict(int)
        for one in inside:
            people[one.parent_id or ""] += one.population or 0
        points = [(one.lat, one.lon) for one in inside if one.lat is not None and one.lon is not None]
        lat, lon = _middle(points)
        home = max(sorted(people), key=lambda code: people[code])
        total = _total([one.population for one in inside])
        rows.append((f"E{group['code']}", group["nom"], total or "", lat, lon, home, " ".join(members)))
    return sorted(rows)


def pack(places: Sequence[Place]) -> bytes:
    """Return the data file: CSV with a header, UTF-8, compressed by xz."""
    names = [field.name for field in fields(Place) if field.name != "group_id"]
    rows = (["" if (value := getattr(place, name)) is None else value for name in names] for place in places)
    return _packed(names, rows)


def _packed(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


def main(folder: Path, source: Path | None = None, epci: Path | None = None) -> None:
    """Rewrite the data files of the package from open files: places, postcodes (`source`), groups (`epci`)."""
    packed = {
        DATA: pack(gather(folder)),
        FORMER: _packed(("name", "place_id"), former(folder)),
    }
    if source is not None:
        packed[POSTCODES] = _packed(("postcode", "place_ids"), postcodes(folder, source))
    if epci is not None:
        header = ("id", "name", "population", "lat", "lon", "parent_id", "members")
        packed[GROUPS] = _packed(header, grouped(folder, epci))
    for name, content in packed.items():
        (Path(__file__).parent / name).write_bytes(content)
        log.info("%s: %d bytes", name, len(content))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(sys.argv) not in {2, 3, 4}:
        sys.exit("usage: python -m graph.territory.build DIR [POSTCODES] [GROUPS]")
    main(*map(Path, sys.argv[1:]))
