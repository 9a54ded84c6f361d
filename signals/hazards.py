"""Which hazards talk is about, by the words of a topic, and how much louder each colour is presumed to make it."""

import re
from collections.abc import Iterable

from signals.text.fold import fold

FACTORS = {"jaune": 1.5, "orange": 3.0, "rouge": 6.0}
"""Times as much talk of a hazard as usual, presumed until the past shows it (`signals.baseline.context`)."""
EVENT_FACTOR = 3.0

WORDS = {
    "crue": ("crue", "inond", "debord", "riviere", "flood", "ruissel", "digue", "montee des eaux"),
    "pluie-inondation": ("pluie", "inond", "precipit", "deluge", "flood", "rain"),
    "vent-violent": (
        "vent",
        "tempete",
        "rafale",
        "bourrasque",
        "storm",
        "wind",
        "ouragan",
        "arbre tombe",
        "branche",
        "toiture",
        "panne d'electricite",
        "coupure",
    ),
    "orages": ("orage", "foudre", "grele", "eclair", "thunder", "hail"),
    "canicule": ("canicul", "chaleur", "heat", "secheresse"),
    "grand-froid": ("froid", "gel", "verglas", "cold"),
    "neige-verglas": ("neige", "verglas", "snow", "enneig", "salage"),
    "avalanches": ("avalanche", "neige"),
    "vagues-submersion": ("vague", "submersion", "houle", "maree", "littoral"),
    "feux-de-foret": ("feu de foret", "feux", "incendie", "wildfire", "fumee"),
    "accident-industriel": ("usine", "seveso", "toxique", "chimique", "nuage", "explosion"),
    "brouillard": ("brouillard", "fog"),
}
"""Phenomenon -> beginnings of words, folded; with effects that bulletins of an orange level announce (wind: branches,
roofs, electricity and telephone cut; Météo-France, « conséquences possibles »)."""

_TOKEN = re.compile(r"[a-z]{4,}")


def phenomena_of(text: str) -> frozenset[str]:
    """Return the phenomena that a text, such as a topic's label and keywords, speaks of.

    >>> sorted(phenomena_of("Inondations à Dijon : l'Ouche déborde"))
    ['crue', 'pluie-inondation']
    >>> phenomena_of("Concert de jazz et vente de places")
    frozenset()
    """
    folded = f" {fold(text)} "
    return frozenset(name for name, words in WORDS.items() if any(_begins(word, folded) for word in words))


def _begins(word: str, folded: str) -> bool:
    # « vente » is no wind, « rafales » are: short words must stand alone or in the plural
    ending = r"s?\b" if len(word) <= 4 else ""
    return re.search(rf"\b{word}{ending}", folded) is not None


def speaks_of(text: str, kind: str, name: str) -> bool:
    """Tell whether a topic speaks of an event of the calendar: its kind, or two words of its name.

    >>> [speaks_of(text, "match", "Dijon – Nantes") for text in ("Match de foot à Dijon", "Panne à Dijon")]
    [True, False]
    """
    said = _words([text])
    return fold(kind) in said or len(said & _words([name])) >= 2


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _TOKEN.findall(fold(text))}
