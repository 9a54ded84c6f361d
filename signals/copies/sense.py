"""What a text commits itself to beyond its topic: what it negates, its numbers, names, places, days and outcomes."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from signals.encoders import normalise
from signals.text import negation
from signals.text.entities import without_links
from signals.text.fold import fold
from signals.text.near import FRAME, carried, plain, stem
from signals.text.negation import Stand
from signals.text.numbers import Number, find

_MASKED = re.compile(r"@\w[\w.@-]*|&\w+;|[#*_]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ELIDED = re.compile(r"^[cdjlmnst]|^qu$")
_SENTENCE_END = re.compile(r"[.!?:;\n»«\"“”(\[⚠️➡️-]\s*$")
_LETTER_AND_NUMBER = re.compile(r"\b[a-z]{1,3}\d+\b")
_CAPITALS = """
i sms tv qr ter faux intox rumeur info non oui lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october november
december french english
"""
_NOT_NAMES = FRAME | frozenset(_CAPITALS.split())
"""Words written with a capital that name nothing."""
_FUNCTION = """
pour par sur dans avec plus tous toute toutes son sa ses leur leurs qui dont apres avant cette sont mais ou donc car for
from with on by his her their my your our this that these those or but not no so as its he she they we you who which
what when where here after before about into over via http https
"""
_EMPTY = FRAME | negation.LIGHT | frozenset(_FUNCTION.split())
"""Words that mean nothing by themselves."""
_SHOUTED = 0.6
"""Share of words with a capital from which a text shouts, or is a title, so that its capitals name nothing."""
_OTHER = {"plus": "minus", "minus": "plus"}
_NEGATION = re.compile(r"\b(?:pas|plus|jamais|aucune?|sans|not?|never|without)\b|n't")
_NEGATED_BEFORE = re.compile(
    r"(?:\b(?:pas|plus|jamais|aucune?|not|never|no|sans|without)\b|n't)"
    r"(?: (?:ete|been|encore|yet|de|du|tout|is|any|une?)\b| d')* ?$"
)
"""A negation whose word comes next; for `search` up to a position."""
_NE = re.compile(r"(?:\bne\b|\bn\b|\bn')(?: ?[a-z']+){0,4} ?$")
"""The first half of a French negation, up to four words before a position."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What must not differ between two messages that say the same."""

    text: str
    """The text, blanks and Unicode forms aside: what is exactly the same."""
    lang: str
    """ISO 639-1; empty where it is not known."""
    stems: tuple[str, ...]
    """Stems of the words that carry the text, in order."""
    content: tuple[str, ...]
    """The words that mean something, each once, in lower case with their accents."""
    stand: Stand
    left: Stand
    """Its stand without the outcomes: « n'est pas fermée » is an outcome, no negation that is left."""
    numbers: tuple[Number, ...]
    names: frozenset[str]
    """Folded words written as names, and letters with numbers such as a road's; none where all words have capitals."""
    tokens: frozenset[str]
    """All of its folded words: a name need not be written as one."""
    outcomes: frozenset[tuple[str, str]]
    """(axis, side) of `words.toml`: what is open or closed, found or missing, …"""
    values: frozenset[tuple[str, str]]
    """(category, value): colours, days, months."""
    places: frozenset[str]
    """Official codes of the places that it names, as far as the caller knows them."""
    article: bool
    """It says « un », « une » or "one", which may be the 1 of another text."""


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    sides: tuple[tuple[str, re.Pattern[str]], ...]


def sense(text: str, *, lang: str | None = None, places: Iterable[str] = ()) -> Sense:
    """Return what `text` commits itself to.

    >>> sorted(sense("La ligne 4 n'est pas fermée, la A6 a rouvert").outcomes)
    [('open', 'plus')]
    """
    folded = plain(text)
    outcomes, left = _outcomes(folded)
    return Sense(
        normalise(text),
        lang or "",
        tuple(map(stem, carried(folded))),
        tuple(_content(text)),
        negation.of_folded(folded),
        negation.of_folded(left),
        tuple(find(folded)),
        frozenset(_names(text)) | frozenset(_LETTER_AND_NUMBER.findall(folded)),
        frozenset(re.findall(r"[a-z]+\d*|\d+", folded)),
        outcomes,
        frozenset(_values(folded)),
        frozenset(places),
        bool(re.search(r"\b(?:une?|one|an?)\b", folded)),
    )


def settling() -> frozenset[str]:
    """Return the axes on which the end of trouble is the news itself."""
    return frozenset(name for name, axis in _table()["axes"].items() if axis.get("settles"))


def _outcomes(folded: str) -> tuple[frozenset[tuple[str, str]], str]:
    """Return the outcomes that a text states, and what is left of it without them and the negations that they took."""
    found: set[tuple[str, str]] = set()
    taken = list(folded)
    for axis in _axes():
        for side, pattern in axis.sides:
            for match in pattern.finditer(folded):
                turned = _NEGATED_BEFORE.search(folded, 0, match.start())
                found.add((axis.name, _OTHER[side] if turned else side))
                start = turned.start() if turned else match.start()
                if turned or _NEGATION.search(match[0]):
                    around = _NE.search(folded, 0, start)
                    start = around.start() if around else start
                taken[start : match.end()] = " " * (match.end() - start)
    return frozenset(found), "".join(taken)


def _content(text: str) -> Iterator[str]:
    seen: set[str] = set()
    for match in _WORD.finditer(_MASKED.sub(" ", without_links(text))):
        word = re.split("['’]", match[0])[-1].lower()
        folded = fold(word)
        if len(folded) > 2 and not folded.isdigit() and folded not in seen and folded not in _EMPTY:
            seen.add(folded)
            yield word


def _values(folded: str) -> Iterator[tuple[str, str]]:
    for category, pattern in _categories():
        for match in pattern.finditer(folded):
            yield category, str(match.lastgroup)


def _names(text: str) -> Iterator[str]:
    """Yield the folded words with a capital inside a sentence; those that open one may be any word."""
    shown = _MASKED.sub(" ", without_links(text))
    long = [word for word in _WORD.findall(shown) if len(word) > 3]
    if sum(word[0].isupper() for word in long) > _SHOUTED * len(long):
        return
    for match in _WORD.finditer(shown):
        word = re.split("['’]", match[0])[-1]
        if not word[0].isupper() or len(word) < 2:
            continue
        before = shown[: match.start()]
        if not before.strip() or _SENTENCE_END.search(before):
            continue
        name = fold(word)
        if name not in _NOT_NAMES:
            yield name


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _axes() -> tuple[_Axis, ...]:
    return tuple(
        _Axis(name, tuple((side, re.compile(rf"\b(?:{axis[side]})\b")) for side in ("plus", "minus")))
        for name, axis in _table()["axes"].items()
    )


@cache
def _categories() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile("|".join(rf"(?P<{value}>\b(?:{said})\b)" for value, said in values.items())))
        for name, values in _table()["values"].items()
    )
