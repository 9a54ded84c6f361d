"""Where people of the exercise live and what they call it."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from graph.model import Place
from graph.territory import places

VALLEY = ("21231", "21485", "21661", "21355", "21166", "21617", "21278", "21515", "21223", "21481", "21263", "21192")
"""Communes of the crisis, most talked of first: Dijon, and others of the valley of the Ouche."""


@dataclass(frozen=True)
class Towns:
    """Communes that can be drawn by weight."""

    communes: Sequence[Place]
    sums: Sequence[float]

    def draw(self, rng: Random) -> Place:
        """Return a commune, the large ones more often."""
        return self.communes[bisect(self.sums, rng.random() * self.sums[-1])]


def _towns(communes: Sequence[Place], power: float) -> Towns:
    return Towns(communes, list(accumulate((place.population or 0) ** power for place in communes)))


@cache
def communes(departement: str | None = None) -> Towns:
    """Return the communes of a département (`D21`), or all those of 2,000 inhabitants and more."""
    known = [place for place in places() if place.kind == "commune" and place.population]
    if departement is None:
        return _towns([place for place in known if (place.population or 0) >= 2_000], 0.8)
    return _towns([place for place in known if place.parent_id == departement], 0.9)


@cache
def named(*ids: str) -> tuple[Place, ...]:
    """Return the places of these codes, in this order."""
    by_id = {place.id: place for place in places()}
    return tuple(by_id[id_] for id_ in ids)


def to(name: str) -> str:
    """Return « à » before a name: à Dijon, au Havre, aux Ulis."""
    return _contract(name, {"Le ": "au ", "Les ": "aux "}, "à ")


def of(name: str) -> str:
    """Return « de » before a name: de Dijon, d'Auxerre, du Havre, des Ulis."""
    vowel = name[:1] in "AEIOUYÀÂÉÈÊÎÔÛH"
    return _contract(name, {"Le ": "du ", "Les ": "des "}, "d'" if vowel else "de ")


def _contract(name: str, articles: dict[str, str], otherwise: str) -> str:
    for article, contracted in articles.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return otherwise + name
