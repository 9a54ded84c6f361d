"""The details that questions ask for, and that a text gives: delays, prices, papers, hours, numbers, addresses."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from signals.text.fold import fold

Words = tuple[str, str]

_TABLES = tomllib.loads(files(__package__).joinpath("details.toml").read_text("utf-8"))

NAMES: Mapping[str, Words] = MappingProxyType({name: (one["fr"], one["en"]) for name, one in _TABLES.items()})
"""What a detail is called, in French and English."""
ASKS = {name: re.compile("|".join(one["asks"])) for name, one in _TABLES.items()}
GIVES = {name: re.compile("|".join(one["gives"])) for name, one in _TABLES.items()}


def asked_for(question: str) -> frozenset[str]:
    """Return the details that a question asks for.

    >>> sorted(asked_for("C'est gratuit ? Et quels papiers apporter ?"))
    ['papers', 'price']
    """
    words = fold(question)
    return frozenset(name for name, pattern in ASKS.items() if pattern.search(words))


def given(text: str) -> frozenset[str]:
    """Return the details that a text gives.

    >>> sorted(given("La démarche est gratuite. Réponse sous 48 heures."))
    ['delay', 'price']
    """
    words = fold(text)
    return frozenset(name for name, pattern in GIVES.items() if pattern.search(words))
