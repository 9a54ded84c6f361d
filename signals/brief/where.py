"""The territory of a brief: a country, a région, départements or a group of communes, and what is counted of each."""

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


NAMED = 4
"""Départements that a title names all of."""


@dataclass(frozen=True, slots=True)
class Where:
    """A territory; alerts, hazards, actions and rumours are told of `around`, the smallest places they are kept of."""

    id: str
    kind: str
    """pays, region, departement, departements (several) or epci."""
    around: Sequence[str]
    """Codes of the places whose alerts are told; none: everywhere."""
    around_name: str = ""
    """Its name where it is not the territory itself."""
    departements: Sequence[str] = ()
    """Codes of the départements that it consists of or lies in."""
    names: Sequence[str] = ()
    """What those are called, where there are several."""

    @property
    def told(self) -> Row:
        """Return what a frozen state keeps of it besides id and name."""
        told = {"kind": self.kind, "within": self.around_name, "departements": list(self.departements)}
        return told | ({"names": list(self.names)} if self.names else {})


def where(ask: Ask, place: str) -> Where:
    """Return what is known of a place, or of several départements; the country where none is chosen."""
    if not place:
        return Where("", "pays", ())
    codes = place.split(",")
    rows = ask("place_of", places=codes)
    if len(codes) > 1:
        return Where(place, "departements", codes, departements=codes, names=[row["name"] for row in rows])
    row = next(iter(rows), None)
    if row is None or row["kind"] not in ("region", "departement", "epci"):
        return Where(place, "departement", codes, departements=codes)
    if row["kind"] == "epci":
        around = [row["within_id"]] if row["within_id"] else []
        return Where(place, "epci", around, row["within_name"] or "", row["departements"])
    return Where(place, row["kind"], codes, departements=row["departements"])


def kind_of(place: Mapping[str, Any]) -> str:
    """Return what the place of a frozen state is; older ones knew départements and the country alone.

    >>> kind_of({"id": "D21", "name": ""}), kind_of({"id": "", "name": ""}), kind_of({"id": "R27", "kind": "region"})
    ('departement', 'pays', 'region')
    """
    return str(place.get("kind") or ("departement" if place["id"] else "pays"))


def named(place: Mapping[str, Any], lang: str) -> str:
    """Return what the place of a frozen state is called; of many départements the first are named.

    >>> named({"name": "", "names": ["Côte-d’Or", "Yonne"]}, "fr"), named({"name": "Yonne"}, "fr")
    ('Côte-d’Or et Yonne', 'Yonne')
    >>> named({"name": "", "names": ["Ain", "Aisne", "Allier", "Ardèche", "Aube"]}, "en")
    'Ain, Aisne, Allier and 2 other départements'
    """
    names, fr = list(place.get("names", ())), lang == "fr"
    if not names:
        return str(place["name"])
    last = str(names[-1])
    if len(names) > NAMED:
        names, more = names[: NAMED - 1], len(names) - NAMED + 1
        return ", ".join(names) + (f" et {more} autres départements" if fr else f" and {more} other départements")
    return ", ".join(names[:-1]) + (" et " if fr else " and ") + last


def windows(ask: Ask, place: Where, watched: Sequence[Row], **bounds: datetime) -> list[Row]:
    """Return the hourly volume of a territory; `watched` are the hours of the country in the same period."""
    if place.kind in ("region", "departements"):
        return ask("windows_of_places", places=list(place.departements), **bounds)
    if place.kind != "epci":
        return ask("situation_windows", topic="*", place=place.id or COUNTRY, **bounds)
    blind = {row["hour"]: row["blind"] for row in watched}
    rows = ask("brief_hours_in", place=place.id, fewest=FEWEST_AUTHORS, **bounds)
    return [row | {"expected": None, "upper": None, "blind": blind.get(row["hour"], True)} for row in rows]
