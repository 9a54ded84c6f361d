"""The services that a text names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from signals.services.catalogue import Names
from signals.text.fold import fold

SURE, LIKELY = 0.95, 0.6
"""Probability that a text means the service: its own name, or words that often mean it."""

_DENSE = re.compile(r"[^\w@+]+")


class Spellings(NamedTuple):
    """What people call the services, ready to be looked for."""

    folded: re.Pattern[str]
    """All folded names, the longest first."""
    meanings: Mapping[str, Sequence[tuple[str, float]]]
    """Services that a folded name means, and how probably."""
    cased: Sequence[tuple[str, re.Pattern[str]]]
    """Services, and the spelling that means them only as it is written."""


def spellings(names: Mapping[str, Names]) -> Spellings:
    """Return the spellings of all services by id, ready to be looked for."""
    meanings: dict[str, list[tuple[str, float]]] = {}
    for service_id, called in names.items():
        for probability, several in ((SURE, called.sure), (LIKELY, called.likely)):
            for name in several:
                meanings.setdefault(_spaced(name).strip(), []).append((service_id, probability))
    longest_first = sorted(meanings, key=len, reverse=True)
    cased = [
        (service_id, re.compile(rf"\b{re.escape(spelling)}\b"))
        for service_id, called in names.items()
        for spelling in called.cased
    ]
    # a catalogue without any name matches nothing
    alternatives = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return Spellings(re.compile(f" ({alternatives})(?= )"), meanings, cased)


def find_named(text: str, known: Spellings) -> dict[str, float]:
    """Return the services that `text` names, each with the probability that it means it."""
    found: dict[str, float] = {}
    for service_id, probability in _named(text, known):
        found[service_id] = max(found.get(service_id, 0.0), probability)
    return found


def _named(text: str, known: Spellings) -> Iterator[tuple[str, float]]:
    folded = _spaced(text)
    matches: list[re.Match[str]] = []
    while (match := known.folded.search(folded, matches[-1].start(1) if matches else 0)) is not None:
        matches.append(match)
    taken: list[tuple[int, int]] = []
    # « à la brigade numérique »: where names overlap, the surer one counts, then the longer
    for match in sorted(matches, key=lambda one: (-_surest(known.meanings[one[1]]), one.start() - one.end())):
        start, end = match.span(1)
        if all(end <= before or after <= start for before, after in taken):
            taken.append((start, end))
            yield from known.meanings[match[1]]
    for service_id, spelling in known.cased:
        if spelling.search(text):
            yield service_id, SURE


def _surest(meant: Sequence[tuple[str, float]]) -> float:
    return max(probability for _, probability in meant)


def _spaced(text: str) -> str:
    """Return a text folded, with one blank between its words and around it."""
    return f" {_DENSE.sub(' ', fold(text)).strip()} "
