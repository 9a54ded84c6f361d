"""Territories and services as people name them: read from a line of words, told by name again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from graph.model import Place
from graph.territory import places
from signals.entries import Problem, Words
from signals.text.fold import fold

KINDS = ("departement", "region", "pays")
"""Of places of one name these are meant before the others, in this order."""
SHOWN = 4
"""Namesakes that are told."""


@cache
def _known() -> tuple[Mapping[str, Place], Mapping[str, Sequence[Place]]]:
    named: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places():
        named[fold(place.name)].append(place)
    return {place.id: place for place in places()}, named


def split(line: str) -> list[str]:
    """Return the parts of a line between commas, semicolons and line ends, each once.

    >>> split("D21, Dijon ;; d21,D21")
    ['D21', 'Dijon', 'd21']
    """
    parts = line.replace(";", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(words for part in parts if (words := " ".join(part.split()))))


def place_codes(line: str) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the codes of the places that a line names, by code or name, and what is wrong with the others.

    >>> place_codes("côte-d'or, r27, Dijon")[0], place_codes("Paris")[0]
    (('D21', 'R27', '21231'), ('D75',))
    >>> [problem.says.en[:50] for problem in place_codes("Atlantis, Sainte-Colombe")[1]]
    ['there is no place Atlantis', 'there are 12 places called Sainte-Colombe: give a ']
    """
    known, named = _known()
    codes: list[str] = []
    problems = []
    for words in split(line):
        if words.upper() in known:
            codes.append(words.upper())
            continue
        found = named.get(fold(words), ())
        kind = next((kind for kind in KINDS if any(one.kind == kind for one in found)), None)
        meant = [one for one in found if one.kind == kind] if kind else list(found)
        if len(meant) == 1:
            codes.append(meant[0].id)
        else:
            problems.append(_problem(words, meant))
    return tuple(dict.fromkeys(codes)), problems


def service_ids(line: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the ids of the services that a line names, by id or name, and what is wrong with the others.

    >>> service_ids("THESEE, plainte en ligne", {"thesee": "THESEE", "plainte-en-ligne": "Plainte en ligne"})[0]
    ('thesee', 'plainte-en-ligne')
    """
    by_name = {fold(name): one for one, name in known.items()}
    found = {words: words if words in known else by_name.get(fold(words), "") for words in split(line)}
    unknown = [words for words, one in found.items() if not one]
    problems = [
        Problem(
            "services", Words(f"aucun service {words} au catalogue", f"there is no service {words} in the catalogue")
        )
        for words in unknown
    ]
    return tuple(dict.fromkeys(one for one in found.values() if one)), problems


def place_names(codes: Iterable[str]) -> list[str]:
    """Return places as they are told: name, and code where it is needed to tell them apart.

    >>> place_names(["D21", "R27", "21231", "X"])
    ["Côte-d'Or", 'Bourgogne-Franche-Comté', 'Dijon (21231)', 'X']
    """
    known, _ = _known()
    return [
        code
        if (place := known.get(code)) is None
        else (place.name if place.kind in KINDS else f"{place.name} ({code})")
        for code in codes
    ]


def _problem(words: str, meant: Sequence[Place]) -> Problem:
    if not meant:
        return Problem("places", Words(f"aucun territoire ne s’appelle {words}", f"there is no place {words}"))
    codes = ", ".join(sorted(one.id for one in meant)[:SHOWN])
    return Problem(
        "places",
        Words(
            f"{len(meant)} territoires s’appellent {words} : donnez un code, comme {codes}",
            f"there are {len(meant)} places called {words}: give a code, as {codes}",
        ),
    )
