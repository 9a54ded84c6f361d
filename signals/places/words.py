"""The word lists of `words.toml`, folded."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

_TABLES: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def _words(name: str, table: str | None = None) -> frozenset[str]:
    return frozenset((_TABLES[table] if table else _TABLES)[name].split())


COMMON = _words("common")
"""Names of communes that are words too."""
FIRST_NAMES = _words("first_names")
TITLES = _words("titles")
STRONG = _words("strong")
"""Words after which a name is a place."""
STRONG_NOUNS = _words("strong_nouns")
"""Words that make it one through « de »."""
MEDIUM = _words("medium")
STREETS = _words("streets")
PRODUCTS = _words("products")
SPORTS = _words("words", "sports")
AGAINST = _words("against", "sports")
RIVERS = _words("rivers", "departements")
"""Départements that bear the name of a river, a sea or a point of the compass."""
WATER = _words("water", "departements")
SAID_BY = _words("said_by", "departements")
ELSEWHERE: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in _TABLES["elsewhere"].items()
}
"""Name -> words that make it mean something else."""
FOREIGN: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _TABLES["foreign"].items()}
"""Name -> words that make it a town abroad."""
ABROAD = _words("names", "abroad")
"""Names whose namesake abroad is better known."""
IDIOMS: tuple[str, ...] = tuple(_TABLES["idioms"]["list"])
DEMONYMS: Mapping[str, str] = _TABLES["demonyms"]
"""Masculine singular -> place id."""
AREAS: Mapping[str, str] = _TABLES["areas"]
"""Other names of areas -> place id."""
LINKING = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})
