"""The territory of a brief: a country, a région, a département or a group of communes, and what is counted of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signals.facts import COUNTRY

Row = dict[str, Any]
Ask = Callable[..., list[Row]]
"""Answers the query of `graph/queries` named first, with the parameters given by name."""

FEWEST_AUTHORS = 3
"""Communes and groups with fewer distinct authors are not told: people must not be found by their village."""


@dataclass(frozen=True, slots=True)
class Where:
    """A territory; alerts, hazards, actions and rumours are told of `around`, the smallest place they are kept of."""

    id: str
    kind: str
    """pays, region, departement or epci."""
    around: str
    """Code of the place whose alerts are told; empty: everywhere."""
    around_name: str = ""
    """Its name where it is not the territory itself."""
    departements: Sequence[str] = ()
    """Codes of the départements that it consists of or lies in."""

    @property
    def told(self) -> Row:
        """Return what a frozen state keeps of it besides id and name."""
        return {"kind": self.kind, "within": self.around_name, "departements": list(self.departements)}


def where(ask: Ask, place: str) -> Where:
    """Return what is known of a place, the country where none is chosen."""
    if not place:
        return Where("", "pays", "")
    row = next(iter(ask("place_of", place=place)), None)
    if row is None or row["kind"] not in ("region", "departement", "epci"):
        return Where(place, "departement", place, departements=(place,))
    if row["kind"] == "epci":
        return Where(place, "epci", row["within_id"] or "", row["within_name"] or "", row["departements"])
    return Where(place, row["kind"], place, departements=row["departements"])


def kind_of(place: Mapping[str, Any]) -> str:
    """Return what the place of a frozen state is; older ones knew départements and the country alone.

    >>> kind_of({"id": "D21", "name": ""}), kind_of({"id": "", "name": ""}), kind_of({"id": "R27", "kind": "region"})
    ('departement', 'pays', 'region')
    """
    return str(place.get("kind") or ("departement" if place["id"] else "pays"))


def windows(ask: Ask, place: Where, watched: Sequence[Row], **bounds: datetime) -> list[Row]:
    """Return the hourly volume of a territory; `watched` are the hours of the country in the same period."""
    if place.kind == "region":
        return ask("windows_of_places", places=list(place.departements), **bounds)
    if place.kind != "epci":
        return ask("situation_windows", topic="*", place=place.id or COUNTRY, **bounds)
    blind = {row["hour"]: row["blind"] for row in watched}
    rows = ask("brief_hours_in", place=place.id, fewest=FEWEST_AUTHORS, **bounds)
    return [row | {"expected": None, "upper": None, "blind": blind.get(row["hour"], True)} for row in rows]
