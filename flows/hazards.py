"""What a publisher of hazards said last, kept in its cursor: the next bulletin takes back what it does not repeat."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from graph.model import Hazard
from graph.territory import places

LEVELS = {2: "jaune", 3: "orange", 4: "rouge"}
"""Colours of the French vigilances (Météo-France, Vigicrues) by their number; 1 is green: no hazard."""

CLOCKS_DIFFER = timedelta(days=1)


def dump(hazards: Iterable[Hazard]) -> str:
    """Return hazards as the text of a cursor."""
    return json.dumps([asdict(each) for each in hazards], default=datetime.isoformat, ensure_ascii=False)


def load(value: str | None) -> dict[str, Hazard]:
    """Return the hazards of a cursor by id; a cursor that is not ours means: nothing was said before.

    >>> load("page 3"), load(dump([]))
    ({}, {})
    """
    try:
        rows = json.loads(value or "[]")
        return {row["id"]: _hazard(row) for row in rows}
    except (ValueError, KeyError, TypeError):
        return {}


def _hazard(row: Mapping[str, object]) -> Hazard:
    moments = {name: datetime.fromisoformat(str(row[name])) for name in ("start", "end", "issued_at") if row[name]}
    places_ = row["place_ids"]
    return Hazard(**{**row, **moments, "place_ids": tuple(places_)})  # type: ignore[arg-type]


def taken_back(before: Mapping[str, Hazard], now: Iterable[Hazard], at: datetime) -> Iterator[Hazard]:
    """Yield what a bulletin issued `at` ends: hazards in force end there, those to come are superseded.

    What had ended already stays as it was.
    """
    renewed = {hazard.id for hazard in now}
    for hazard in before.values():
        if hazard.id in renewed or hazard.end <= at or hazard.state != "actual":
            continue
        yield replace(hazard, end=at) if hazard.start < at else replace(hazard, state="superseded")


def from_the_future(issued: datetime) -> bool:
    """Tell whether a bulletin is dated so far ahead that believing it would hide all those to come."""
    return issued > datetime.now(UTC) + CLOCKS_DIFFER


@cache
def known_places() -> frozenset[str]:
    """Return the codes of all places that the graph can hold."""
    return frozenset(place.id for place in places())
