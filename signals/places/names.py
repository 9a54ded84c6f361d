"""All names of places as a tree of folded words, and the longest that a text holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Place
from signals.places.tokens import Token, joins
from signals.places.words import AREAS, IDIOMS
from signals.text.fold import fold

END: str = ""
"""Key under which a node of the tree holds the ids of places whose name ends there."""

IDIOM = "-"
"""Id of a span that means no place."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_ARTICLES = frozenset({"le", "la", "les", "l"})

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (excluded) of a text that spell the name of places."""

    first: int
    last: int
    ids: tuple[str, ...]
    name: str
    """The folded name without its article, words joined by blanks."""
    lead: str
    """The article or contraction that the name began with: le, la, les, l, au, du, aux, des or nothing."""


def tree(places: Iterable[Place]) -> Tree:
    """Return the tree of the names of `places`, of other names of areas and of idioms."""
    root: Tree = {}
    for place in places:
        if place.kind in {"commune", "departement", "region"}:
            for spelling in _spellings(_WORD.findall(fold(place.name))):
                _plant(root, spelling, place.id)
    for name, place_id in AREAS.items():
        _plant(root, name.split(), place_id)
    for idiom in IDIOMS:
        _plant(root, idiom.split(), IDIOM)
    return root


def candidates(root: Tree, found: Sequence[Token]) -> Iterator[Candidate]:
    """Yield the names in a text from left to right, the longest at each word, none inside another."""
    index = 0
    while index < len(found):
        node = root.get(found[index].key)
        last, ids = index, ()
        ahead = index
        while node is not None:
            ahead += 1
            if END in node:
                last, ids = ahead, node[END]
            node = node.get(found[ahead].key) if ahead < len(found) and joins(found[ahead]) else None
        if ids and IDIOM not in ids:
            yield _candidate(found, (index, last), ids)
        index = max(last, index + 1)


def _candidate(found: Sequence[Token], span: tuple[int, int], ids: tuple[str, ...]) -> Candidate:
    words = [token.key for token in found[span[0] : span[1]]]
    lead = words[0] if len(words) > 1 and (words[0] in _ARTICLES or words[0] in {"au", "du", "aux", "des"}) else ""
    return Candidate(span[0], span[1], ids, " ".join(words[1:] if lead else words), lead)


def _spellings(words: list[str]) -> Iterator[list[str]]:
    yield words
    for contracted in _CONTRACTED.get(words[0], ()) if len(words) > 1 else ():
        yield [contracted, *words[1:]]


def _plant(root: Tree, words: Sequence[str], place_id: str) -> None:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    node[END] = (*node.get(END, ()), place_id)
