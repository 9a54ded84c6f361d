"""What a check concluded, in five words, from the free text of its publisher."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from signals.text.fold import fold

VERDICTS = ("false", "misleading", "true", "unproven", "other")
"""`other`: no verdict that we can read: a date, a satire, an opinion, another language."""

_RESERVE = re.compile(r" (?:mais|cependant|toutefois|sauf|but|however|except) ")
_DENSE = re.compile(r"[^\w']+")


def verdict(text: str) -> str:
    """Return which of `VERDICTS` a rating says (`textualRating` of ClaimReview, schema.org: free text).

    Ratings lead with their verdict, so the earliest known words decide, the longest of them where several begin
    together; a « vrai » that goes on with a reservation, or with another verdict, is misleading.

    >>> [verdict(text) for text in ("Faux", "C'est plus compliqué", "Plutôt vrai", "Vrai, mais daté", "Mai 2024")]
    ['false', 'misleading', 'true', 'misleading', 'other']
    """
    said = _spaced(text)
    pattern, meanings = _phrases()
    matches = list(pattern.finditer(said))
    found = [meanings[match[1]] for match in matches]
    opening = next(((words, meaning) for words, meaning in _openings() if said.startswith(f" {words} ")), None)
    if opening and (not matches or matches[0].start() > len(opening[0])):
        found.insert(0, opening[1])
    if not found:
        return "other"
    first = found[0]
    if first == "true" and (_RESERVE.search(said) or {"false", "misleading"} & set(found)):
        return "misleading"
    return first


def _spaced(text: str) -> str:
    return f" {_DENSE.sub(' ', fold(text).replace('_', ' ')).strip()} "


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("verdicts.toml").read_text("utf-8"))


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of all phrases, the longest first, and what each means."""
    meanings = {_spaced(phrase).strip(): name for name, phrases in _tables()["phrases"].items() for phrase in phrases}
    longest_first = sorted(meanings, key=len, reverse=True)
    return re.compile(f"(?<= )({'|'.join(map(re.escape, longest_first))})(?= )"), meanings


@cache
def _openings() -> list[tuple[str, str]]:
    """Return the words that mean something only where a rating begins with them, the longest first."""
    openings = ((_spaced(word).strip(), name) for name, words in _tables()["openings"].items() for word in words)
    return sorted(openings, key=lambda item: -len(item[0]))
