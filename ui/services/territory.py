"""Where people write: rates by inhabitant, of départements and of their communes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.rows import Row
from signals.intervals import poisson
from ui.services.choice import Choice, Near, choice, codes
from ui.services.reader import Reader
from ui.services.span import Span

PER = 100_000
"""Inhabitants that rates are given for."""

FEWEST_AUTHORS = 3
"""Communes with fewer distinct authors are not shown: people must not be found by their village."""

SHAPES = Path(__file__).parents[1] / "assets" / "departements.geojson"

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """Messages of a place; `rate` and its interval for `PER` inhabitants are None where unknown."""

    id: str
    name: str
    n: int
    population: int | None
    known: bool = True
    """False: an outage covers most of the period, or nothing was collected at all. Not to be read as calm."""
    lat: float | None = None
    lon: float | None = None

    @property
    def rate(self) -> float | None:
        return self.n * PER / self.population if self.known and self.population else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.known or not self.population:
            return None
        low, high = poisson(self.n)
        return low * PER / self.population, high * PER / self.population


class Territory:
    """Answers of the map."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def names(self) -> dict[str, str]:
        """Return the départements, code to name."""
        return {row["id"]: row["name"] for row in self._reader.rows("carte_places")}

    def place(self, code: str) -> Row | None:
        """Return a place: id, name, kind, population, `within_id` and `within_name` (of a group), `departements`."""
        return next(iter(self._reader.rows("place_of", places=[code])), None) if code else None

    def choice(self, asked: str) -> Choice:
        """Return what a code, or several with commas between them, comes down to."""
        wanted = codes(asked)
        return choice(asked, self._reader.rows("place_of", places=wanted)) if wanted else Choice()

    def near(self, chosen: Choice, places: Iterable[str]) -> Near:
        """Return which of some places lie in a choice, and which are larger than it."""
        ids = sorted(set(places))
        rows = self._reader.rows("places_near", ids=ids, places=list(chosen.places)) if ids else []
        return Near(
            frozenset(row["id"] for row in rows if row["is_in"]), frozenset(row["id"] for row in rows if row["is_over"])
        )

    def groups(self, departement: str) -> dict[str, str]:
        """Return the groups of communes that lie in a département or have members there, code to name."""
        return {row["id"]: row["name"] for row in self._reader.rows("place_groups", place=departement)}

    def departements(self, span: Span, topic: str = "") -> list[Area]:
        """Return one area a département; a topic is read from single messages, hence over at most a day."""
        span = span.last_day() if topic else span
        bounds = {"since": span.since, "until": span.until}
        watched = self._reader.rows("situation_windows", topic="*", place="FR", **bounds)
        hours = max(1, round(span.length.total_seconds() / 3600))
        blind_everywhere = hours - sum(not row["blind"] for row in watched)
        rows = self._reader.rows("carte_rates", **bounds)
        if topic:
            found = {row["id"]: row["n"] for row in self._reader.rows("carte_topic", topic=topic, **bounds)}
            rows = [row | {"n": found.get(row["id"], 0)} for row in rows]
        return [
            Area(
                id=row["id"],
                name=row["name"],
                n=row["n"],
                population=row["population"],
                known=max(row["blind"], blind_everywhere) <= hours / 2,
            )
            for row in rows
        ]

    def hazards(self, span: Span) -> dict[str, Row]:
        """Return the gravest vigilance (orange or red) of each département that is under one in a period."""
        rows = self._reader.rows("carte_hazards", since=span.since, until=span.until)
        return {row["id"]: row for row in rows}

    def communes(self, span: Span, place: str, *, topic: str = "") -> tuple[list[Area], int]:
        """Return the communes of a département over at most a day, and how many are hidden for want of authors."""
        day = span.last_day()
        rows = self._reader.rows("carte_communes", since=day.since, until=day.until, place=place, topic=topic or "*")
        shown = [row for row in rows if row["authors"] >= FEWEST_AUTHORS]
        areas = [
            Area(row["id"], row["name"], row["n"], row["population"], lat=row["lat"], lon=row["lon"]) for row in shown
        ]
        return areas, len(rows) - len(shown)


@cache
def boxes() -> dict[str, Box]:
    """Return west, south, east and north of each département, in degrees."""
    found = {}
    for shape in json.loads(SHAPES.read_text())["features"]:
        points = list(_points(shape["geometry"]["coordinates"]))
        longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
        found["D" + shape["properties"]["code"]] = (
            min(longitudes), min(latitudes), max(longitudes), max(latitudes),
        )  # fmt: skip
    return found


def _points(coordinates: list) -> list[tuple[float, float]]:  # type: ignore[type-arg]
    if isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [point for part in coordinates for point in _points(part)]
