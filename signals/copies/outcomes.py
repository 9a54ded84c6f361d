"""What a text says came of something, and the colours, days and months that it gives: `words.toml` read and applied."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_OTHER = {"plus": "minus", "minus": "plus"}
_NEGATION = re.compile(r"\b(?:pas|plus|jamais|aucune?|sans|not?|never|without)\b|n't")
_NEGATED_BEFORE = re.compile(
    r"(?:\b(?:pas|plus|jamais|aucune?|not|never|no|sans|without)\b|n't)"
    r"(?: (?:ete|been|encore|yet|de|du|tout|is|any|une?)\b| d')* ?$"
)
"""A negation whose word comes next; for `search` up to a position."""
_NE = re.compile(r"(?:\bne\b|\bn\b|\bn')(?: ?[a-z']+){0,4} ?$")
"""The first half of a French negation, up to four words before a position."""
_BACK = 40
"""Characters before a match in which its negation may stand."""


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    sides: tuple[tuple[str, re.Pattern[str]], ...]


def outcomes(folded: str) -> tuple[frozenset[tuple[str, str]], str]:
    """Return the (axis, side) that a folded text states, and the text without them and the negations that they took.

    >>> sorted(outcomes("la ligne 4 n'est pas fermee, la a6 a rouvert")[0])
    [('open', 'plus')]
    """
    found: set[tuple[str, str]] = set()
    left = list(folded)
    for axis in _axes():
        for side, pattern in axis.sides:
            for match in pattern.finditer(folded):
                back = max(0, match.start() - _BACK)
                turned = _NEGATED_BEFORE.search(folded[back : match.start()])
                found.add((axis.name, _OTHER[side] if turned else side))
                start = back + turned.start() if turned else match.start()
                if turned or _NEGATION.search(match[0]):
                    around = _NE.search(folded[back:start])
                    start = back + around.start() if around else start
                left[start : match.end()] = " " * (match.end() - start)
    return frozenset(found), "".join(left)


def values(folded: str) -> Iterator[tuple[str, str]]:
    """Yield the (category, value) that a folded text gives."""
    for category, pattern in _categories():
        for match in pattern.finditer(folded):
            yield category, str(match.lastgroup)


@cache
def settling() -> frozenset[str]:
    """Return the axes on which the end of trouble is the news itself."""
    return frozenset(name for name, axis in _table()["axes"].items() if axis.get("settles"))


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
