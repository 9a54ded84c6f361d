"""The place of a postal address: its commune where the name of the town says which, else its département."""

import re
from collections.abc import Mapping
from functools import cache

from flows.measures import departement
from graph.model import Place
from graph.territory import places, postcodes
from signals.text.fold import fold

_ABBREVIATED = {"st": "saint", "ste": "sainte"}
_CEDEX = re.compile(r"\bcedex\b.*")
_ARRONDISSEMENT = re.compile(r"\b\d{1,2}(?:er|e|eme)?(?: arrondissement)?$")


def place_of(postcode: str, town: str = "") -> str | None:
    """Return the official code of the commune (or arrondissement) of an address, of its département, or None.

    >>> place_of("21000", "DIJON CEDEX"), place_of("69003", "Lyon 3e"), place_of("93200", "St Denis")
    ('21231', '69383', '93066')
    >>> place_of("21000"), place_of("21032", "Dijon Cedex"), place_of("01200", "Nulle-Part"), place_of("99999")
    ('21231', '21231', 'D01', None)
    """
    postcode = postcode.strip().zfill(5)
    near = postcodes().get(postcode, ())
    name = plain(town)
    named = [code for code in near if plain(_by_id()[code].name) == name]
    if named:
        return named[0]
    if len(near) == 1:
        return near[0]
    area = departement_of(postcode)
    return _by_name().get((area, name), area) if area else None


def departement_of(postcode: str) -> str | None:
    """Return the département of a postcode; None for what is none.

    >>> departement_of("74200"), departement_of("20200"), departement_of("97200"), departement_of("01200")
    ('D74', 'D2B', 'D972', 'D01')
    """
    areas = [_departement(_by_id()[code]) for code in postcodes().get(postcode, ())]
    if areas:
        return max(areas, key=areas.count)
    if not re.fullmatch(r"\d{5}", postcode):
        return None
    if postcode.startswith("20"):
        return "D2A" if postcode < "20200" else "D2B"
    return departement(postcode[: 3 if postcode[:2] in {"97", "98"} else 2])


def plain(town: str) -> str:
    """Return the name of a town as others write it too: no accents, no CEDEX, no arrondissement, Saint for St.

    >>> plain("ST-Étienne Cedex 2"), plain("L'Haÿ-les-Roses"), plain("Paris 12e")
    ('saint etienne', 'l hay les roses', 'paris')
    """
    words = re.sub(r"[^a-z0-9]+", " ", _CEDEX.sub("", fold(town))).split()
    return _ARRONDISSEMENT.sub("", " ".join(_ABBREVIATED.get(word, word) for word in words)).strip()


@cache
def _by_id() -> Mapping[str, Place]:
    return {place.id: place for place in places()}


@cache
def _by_name() -> Mapping[tuple[str | None, str], str]:
    return {(place.parent_id, plain(place.name)): place.id for place in places() if place.kind == "commune"}


def _departement(place: Place) -> str:
    """Return the département of a commune, or of the commune that an arrondissement is part of."""
    parent = place.parent_id or ""
    return parent if place.kind == "commune" else _by_id()[parent].parent_id or ""
