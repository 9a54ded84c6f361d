"""The catalogue of services and needs, and the services that a text names."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.model import Service
from signals.text.fold import fold

SURE, LIKELY = 0.95, 0.6
"""Probability that a text means the service: its own name, or words that often mean it."""

_DENSE = re.compile(r"[^\w@+]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What a need is called."""

    fr: str
    en: str


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))


def catalogue() -> list[Service]:
    """Return the services that we know, in the order of the data file."""
    return [
        Service(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            operator=row["operator"],
            url=row.get("url"),
            needs=tuple(row["needs"]),
        )
        for row in _tables()["services"]
    ]


def needs() -> dict[str, Label]:
    """Return the label of each need, by code."""
    return {code: Label(**labels) for code, labels in _tables()["needs"].items()}


def find_services(text: str) -> list[tuple[str, float]]:
    """Return the services that `text` names and how probably it means them, the most probable first.

    Only names count here: what somebody needs without naming a service is a matter for intent and topic.

    >>> find_services("Plainte en ligne impossible, le tchat de la Brigade numérique ne répond pas")
    [('plainte-en-ligne', 0.95), ('brigade-numerique', 0.95)]
    """
    found: dict[str, float] = {}
    for service_id, probability in _named(text):
        found[service_id] = max(found.get(service_id, 0.0), probability)
    return sorted(found.items(), key=lambda item: -item[1])


def _named(text: str) -> Iterator[tuple[str, float]]:
    folded = _spaced(text)
    pattern, meanings = _names()
    at = 0
    while (match := pattern.search(folded, at)) is not None:
        yield from meanings[match[1]]
        at = match.end(1)
    for service_id, spelling in _cased():
        if spelling.search(text):
            yield service_id, SURE


def _spaced(text: str) -> str:
    """Return a text folded, with one blank between its words and around it."""
    return f" {_DENSE.sub(' ', fold(text)).strip()} "


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, Sequence[tuple[str, float]]]]:
    """Return a pattern of all names, the longest first, and what each means."""
    meanings: dict[str, list[tuple[str, float]]] = {}
    for row in _tables()["services"]:
        for probability, names in ((SURE, row["sure"]), (LIKELY, row["likely"])):
            for name in names:
                meanings.setdefault(_spaced(name).strip(), []).append((row["id"], probability))
    longest_first = sorted(meanings, key=len, reverse=True)
    return re.compile(f" ({'|'.join(map(re.escape, longest_first))})(?= )"), meanings


@cache
def _cased() -> list[tuple[str, re.Pattern[str]]]:
    """Return the spellings that count only as written."""
    return [
        (row["id"], re.compile(rf"\b{re.escape(spelling)}\b"))
        for row in _tables()["services"]
        for spelling in row.get("cased", ())
    ]
