"""The word lists of `lists/`, folded."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lists", f"{name}.toml").read_text("utf-8"))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _sets(table: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {name: _set(text) for name, text in table.items()}


_WORDS = _sets(_read("words"))
COMMON = _WORDS["common"]
"""Names of communes that are words too, which people write often."""
RARE = _WORDS["rare"]
"""The same, words that people write less often."""
NOT_SHORT = _WORDS["not_short"]
"""Beginnings of long names that nobody calls a commune by."""

_PEOPLE = _sets(_read("people"))
FIRST_NAMES = _PEOPLE["first_names"]
TITLES = _PEOPLE["titles"]

_CONTEXT = _sets(_read("context"))
STRONG = _CONTEXT["strong"]
"""Words after which a name is a place."""
STRONG_NOUNS = _CONTEXT["strong_nouns"]
"""Words that make it one through « de »."""
TRANSPORTS = _CONTEXT["transports"]
OF_TOWNS = _CONTEXT["of_towns"]
"""Words after a name at the beginning of a sentence that say what happens to a town."""
LOCATED = _CONTEXT["located"]
ENGLISH_STRONG = _CONTEXT["english"]
MEDIUM = _CONTEXT["medium"]
CYCLONES = _CONTEXT["cyclones"]
STREETS = _CONTEXT["streets"]
SAID_BY = _CONTEXT["said_by"]
"""Words that make a département of a name through « de »."""
OF_AREAS = _CONTEXT["of_areas"]
ENGLISH = _CONTEXT["english_words"]
WATER = _CONTEXT["water"]
DROWNED = _CONTEXT["drowned"]
"""Words that make a river of « dans la Loire »."""
LINKING = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})

_ELSEWHERE = _read("elsewhere")
PRODUCTS = _set(_ELSEWHERE["products"])
GOODS = _set(_ELSEWHERE["goods"])
"""Names that are drinks, cheeses or brands too."""
SAID_OF_GOODS = _set(_ELSEWHERE["said_of_goods"])
BRANDS = _set(_ELSEWHERE["brands"])
AFTER_BRANDS = _set(_ELSEWHERE["after_brands"])
HOUSES = _set(_ELSEWHERE["houses"])
"""Houses that saints give their name to: « lycée Saint-Louis »."""
BANKS = _set(_ELSEWHERE["banks"])
CHANNELS = _set(_ELSEWHERE["channels"])
EVENTS = _set(_ELSEWHERE["events"])
LINES = _sets(_ELSEWHERE["lines"])
SPORTS = _sets(_ELSEWHERE["sports"])
ELSEWHERE = _sets(_ELSEWHERE["elsewhere"])
"""Name -> words that make it mean something else."""
IDIOMS: tuple[str, ...] = tuple(_ELSEWHERE["idioms"]["list"])

_ABROAD = _read("abroad")
CITIES = _set(_ABROAD["cities"])
LANDS = _set(_ABROAD["lands"])
ABROAD = _set(_ABROAD["abroad"]["names"])
"""Names whose namesake abroad is better known."""
FOREIGN = _sets(_ABROAD["foreign"])
"""Name -> words that make it a town abroad."""

_RIVERS = _sets(_read("areas"))
RIVERS = _RIVERS["rivers"]
"""Départements that bear the name of a river, a sea, a mountain range or a point of the compass."""
WORD_AREAS = _RIVERS["words"]
"""Names of areas that are small words too: areas only with a capital."""

_ALIASES = _read("aliases")
AREAS: Mapping[str, str] = _ALIASES["areas"]
"""Other names of areas -> place id."""
OTHER_NAMES: Mapping[str, Mapping[str, str]] = {kind: _ALIASES[kind] for kind in ("english", "usual", "venues")}
"""Other names of communes, by kind -> place id."""

_DEMONYMS = _read("demonyms")
DEMONYMS: Mapping[str, str] = _DEMONYMS["people"]
"""Masculine singular -> place id."""
PEOPLED = _set(_DEMONYMS["nouns"])
"""Nouns that a demonym goes with: « l'agglomération dijonnaise »."""
