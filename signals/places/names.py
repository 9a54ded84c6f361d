"""All names of places as a tree of folded words, and the longest that a text holds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model import Place
from signals.places import words
from signals.places.tokens import Token, joins
from signals.text.fold import fold

END: str = ""
"""Key under which a node of the tree holds the places whose name ends there."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_PARENTHESIS = re.compile(r" ?\(.*\)")
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_ARTICLES = frozenset({"le", "la", "les", "l"})
_LEADS = _ARTICLES | {"au", "du", "aux", "des"}
_LINKS = frozenset({"sur", "sous", "en", "les", "lez", "la", "le", "l", "de", "du", "d", "des", "aux", "au", "pres"})
_TOO_VAGUE = frozenset({"saint", "sainte", "mont", "bourg", "ville", "pont", "val", "port"})

SHORT_FROM = 2_000
"""Inhabitants from which a commune is called by the beginning of its name (« Soulac »), a long and rare one."""
VAGUE_FROM = 40_000
"""The same for beginnings that many names share (« Saint-Maur », « Aix »)."""

Tree = dict[str, Any]


class Naming(NamedTuple):
    """A place that bears a name, and how it comes to it."""

    place_id: str
    kind: str
    """official, former (commune), short, usual, english, venues, areas, idiom."""


IDIOM = Naming("-", "idiom")
"""A span that means no place."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (excluded) of a text that spell the name of places."""

    first: int
    last: int
    namings: tuple[Naming, ...]
    name: str
    """The folded name without its article, words joined by blanks."""
    lead: str
    """The article or contraction that the name began with: le, la, les, l, au, du, aux, des or nothing."""
    is_paired: bool = False
    """Whether a hyphen joins another name to it: « Lyon-Roanne »."""


def tree(places: Iterable[Place], former: Iterable[tuple[str, str]] = (), idioms: Iterable[str] = words.IDIOMS) -> Tree:
    """Return the tree of the names of `places`, of `former` ones (name, place id), of other names and of `idioms`."""
    root: Tree = {}
    known = [place for place in places if place.kind not in {"arrondissement", "pays"}]
    ids = {place.id for place in known}
    for parts, naming in _namings(known, former):
        if naming.place_id in ids:
            _plant_all(root, parts, naming)
    for place in known:
        if place.kind != "commune":
            _share(root, _WORD.findall(fold(place.name)), Naming(place.id, "official"))
    for idiom in idioms:
        _plant(root, idiom.split(), IDIOM)
    return root


def tags(places: Iterable[Place]) -> Mapping[str, tuple[Naming, ...]]:
    """Return the names of several words as hashtags write them: `larochelle`, `hautegaronne`.

    Communes of fewer than `SHORT_FROM` inhabitants are left out: few are tagged, and many look like words.
    """
    found: dict[str, tuple[Naming, ...]] = {}
    for place in places:
        parts = _WORD.findall(fold(place.name))
        is_known = place.kind in {"departement", "region"} or (place.population or 0) >= SHORT_FROM
        if len(parts) > 1 and is_known and place.kind not in {"arrondissement", "pays"}:
            key = "".join(parts)
            found[key] = (*found.get(key, ()), Naming(place.id, "official"))
    return found


def _namings(places: Sequence[Place], former: Iterable[tuple[str, str]]) -> Iterator[tuple[list[str], Naming]]:
    """Yield every name and its place, what counts most first."""
    for place in places:
        yield _WORD.findall(fold(place.name)), Naming(place.id, "official")
    for name, place_id in former:
        yield _WORD.findall(fold(name)), Naming(place_id, "former")
    others: dict[str, Mapping[str, str]] = {"areas": words.AREAS, **words.OTHER_NAMES}
    for kind, names in others.items():
        for name, place_id in names.items():
            yield name.split(), Naming(place_id, kind)
    for place in places:
        if place.kind == "commune" and (short := _short(place)):
            yield short, Naming(place.id, "short")


def candidates(
    root: Tree, found: Sequence[Token], tagged: Mapping[str, tuple[Naming, ...]] | None = None
) -> Iterator[Candidate]:
    """Yield the names in a text from left to right, the longest at each word, none inside another.

    `tagged` are the names that a hashtag may write as one word (see `tags`).
    """
    index = 0
    while index < len(found):
        last, namings = _longest(root, found, index)
        if namings and found[index].key in _LEADS and index + 1 < last:
            # « le Val-de-Marne » holds Le Val: what reaches further is meant
            further, others = _longest(root, found, index + 1)
            if further > last:
                index, last, namings = index + 1, further, others
        if not namings and tagged and found[index].is_tag and (namings := tagged.get(found[index].key, ())):
            last = index + 1
        if namings and IDIOM not in namings:
            following = found[last] if last < len(found) else None
            is_paired = following is not None and following.gap == "-" and _longest(root, found, last)[0] > last
            yield _candidate(found, (index, last), namings, is_paired=is_paired)
        index = max(last, index + 1)


def _longest(root: Tree, found: Sequence[Token], index: int) -> tuple[int, tuple[Naming, ...]]:
    """Return where the longest name from `index` on ends, and what bears it; nothing where none begins."""
    last: int = index
    namings: tuple[Naming, ...] = ()
    node = root.get(found[index].key)
    ahead = index
    while node is not None:
        ahead += 1
        if END in node:
            last, namings = ahead, node[END]
        node = node.get(found[ahead].key) if ahead < len(found) and joins(found[ahead]) else None
    return last, namings


def _candidate(
    found: Sequence[Token], span: tuple[int, int], namings: tuple[Naming, ...], *, is_paired: bool
) -> Candidate:
    keys = [token.key for token in found[span[0] : span[1]]]
    lead = keys[0] if len(keys) > 1 and keys[0] in _LEADS else ""
    return Candidate(span[0], span[1], namings, " ".join(keys[1:] if lead else keys), lead, is_paired)


def _short(place: Place) -> list[str]:
    """Return the beginning by which people call a commune of a long name: « Châlons », « La Baule »; or nothing."""
    parts = _WORD.findall(fold(_PARENTHESIS.sub("", place.name)))
    first = 1 if parts[0] in _ARTICLES else 0
    cut = next((index for index in range(first + 1, len(parts)) if parts[index] in _LINKS), None)
    if cut is None:
        cut = first + 1 if len(parts) in {first + 2, first + 3} else len(parts)
    beginning = parts[:cut]
    head = beginning[first:]
    population = place.population or 0
    if cut == len(parts) and "(" not in place.name:
        return []
    if head[-1] in words.COMMON | words.FIRST_NAMES | words.NOT_SHORT or head[0] in words.RIVERS:
        return []
    is_vague = head[0] in _TOO_VAGUE or len("".join(head)) < 5
    return beginning if population >= (VAGUE_FROM if is_vague else SHORT_FROM) else []


def _plant_all(root: Tree, parts: Sequence[str], naming: Naming) -> None:
    """Plant a name, and with its article contracted: « au Havre », « du Havre »."""
    _plant(root, parts, naming)
    for contracted in _CONTRACTED.get(parts[0], ()) if len(parts) > 1 else ():
        _plant(root, [contracted, *parts[1:]], naming)


def _share(root: Tree, parts: Sequence[str], naming: Naming) -> None:
    """Let an area have its name with an article where a commune bears it: « La Creuse »."""
    for article in sorted(_ARTICLES) if len(parts) == 1 else ():
        node = root.get(article, {}).get(parts[0], {})
        if END in node:
            _plant_all(root, [article, *parts], naming)


def _plant(root: Tree, parts: Sequence[str], naming: Naming) -> None:
    node = root
    for part in parts:
        node = node.setdefault(part, {})
    known: tuple[Naming, ...] = node.get(END, ())
    if naming.place_id not in {other.place_id for other in known}:
        node[END] = (*known, naming)
