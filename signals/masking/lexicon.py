"""What a word may be beside a name: title, office, place, first name, …; each word is looked at once."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from signals.text.fold import fold

_FOLDER = Path(__file__).parent

# plain numbers: an enumeration takes ten times as long to combine
CAPITAL, UPPER, INITIAL, FIRST, PARTICLE, LINK, ARTICLE = (1 << place for place in range(7))
"""Begins with a capital; all capitals; one capital letter; first name; inside of a name; de, du, …; le, la, l'."""
_LISTED = (
    "titles", "close_titles", "plural_titles", "places", "offices", "relations", "possessives", "leads", "leads_to",
    "closings", "soft_closings", "never", "ambiguous", "acronyms", "firms", "towns", "lettered", "says",
    "named_after",
)  # fmt: skip
(
    TITLE, CLOSE_TITLE, TITLES, PLACE, OFFICE, RELATION, POSSESSIVE, LEAD, LEAD_TO, CLOSING, SOFT_CLOSING, NEVER,
    AMBIGUOUS, ACRONYM, FIRM, TOWN, LETTERED, SAYS, NAMED_AFTER,
) = (1 << place for place in range(7, 7 + len(_LISTED)))  # fmt: skip
"""The lists of `words.toml`, where each is explained."""

_WORDS: dict[str, str] = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))
_FLAGS = {name: flag for place, name in enumerate(_LISTED) for flag in (1 << (7 + place),)}
_LISTS = {name: frozenset(_WORDS[name].split()) for name in _LISTED}
_FIRST_NAMES = frozenset(
    name
    for line in (_FOLDER / "first_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)
_ARTICLES = frozenset({"le", "la", "l", "les"})
_LINKS = frozenset({"de", "du", "des", "d"})
_PARTICLES = frozenset(_WORDS["particles"].split()) | _LINKS
_PUBLIC = frozenset(name.strip() for line in _WORDS["public"].splitlines() for name in line.split("|"))
_PUBLIC_SURNAMES = frozenset(_WORDS["public_surnames"].split())


@lru_cache(maxsize=65_536)
def kinds(word: str) -> int:
    """Return all that `word` may be, as a sum of the constants above.

    >>> kinds("Marie-Jo") == CAPITAL | FIRST, kinds("gare") == PLACE, kinds("B") == INITIAL
    (True, True, True)
    """
    folded = fold(word)
    found = sum(_FLAGS[name] for name, listed in _LISTS.items() if folded in listed)
    found |= PARTICLE * (folded in _PARTICLES) | LINK * (folded in _LINKS) | ARTICLE * (folded in _ARTICLES)
    if word[0].isupper():
        found |= INITIAL if len(word) == 1 else CAPITAL
    if len(word) > 1 and word.isupper():
        found |= UPPER
    if all(part in _FIRST_NAMES for part in folded.split("-")):
        found |= FIRST
    return found


def is_public(words: Sequence[str]) -> bool:
    """Tell whether a name is that of somebody whom everybody knows.

    >>> is_public(["Victor", "Hugo"]), is_public(["Macron"]), is_public(["Hugo", "Victor"])
    (True, True, False)
    """
    folded = [fold(word) for word in words]
    if folded[-1] in _PUBLIC_SURNAMES:
        return True
    return any(" ".join(folded[:count]) in _PUBLIC for count in range(1, len(folded) + 1))
