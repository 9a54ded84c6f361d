"""Why an entry cannot be kept, in one sentence each, in both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from signals.entries.typed import KINDS, Desk, Done, Seen, Words

LONGEST = {"text": 2_000, "channel": 60, "role": 80}
"""Characters of each field."""
SHORTEST = {"text": 3, "channel": 1, "role": 0}
AHEAD = timedelta(minutes=5)
"""How far the clock of whoever enters may run ahead."""
NAMES = {
    "text": Words("Le texte", "The text"),
    "channel": Words("Le canal", "The channel"),
    "role": Words("Le rôle", "The role"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry cannot be kept: the field, and what to do."""

    field: str
    says: Words


class EntryRefused(ValueError):
    """An entry cannot be kept; `problems` says why, field by field. The message is the English of all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.says.en for problem in problems))
        self.problems = tuple(problems)


def problems(said: Done | Seen, desk: Desk) -> list[Problem]:
    """Return why an entry cannot be kept, nothing when it can."""
    if isinstance(said, Done):
        return [*_kind(said.kind), *_texts(said), *_time(said.at, desk), *_places(said.places, desk)]
    places = (said.place,) if said.place else ()
    return [*_texts(said), *_time(said.at, desk), *_places(places, desk), *_services(said.services, desk)]


def _kind(kind: str) -> Iterator[Problem]:
    if kind not in KINDS:
        yield _problem(
            "kind",
            f"« {kind} » n'est pas une action : choisir {', '.join(KINDS)}.",
            f"There is no action {kind!r}: choose {', '.join(KINDS)}.",
        )


def _texts(said: Done | Seen) -> Iterator[Problem]:
    for field, most in LONGEST.items():
        text = getattr(said, field, None)
        if text is None:
            continue
        name, length = NAMES[field], len(text.strip())
        if length < SHORTEST[field]:
            yield _problem(field, f"{name.fr} manque.", f"{name.en} is missing.")
        elif length > most:
            yield _problem(
                field,
                f"{name.fr} a {length} caractères : {most} au plus.",
                f"{name.en} has {length} characters: {most} at most.",
            )
        elif any(not char.isprintable() and char not in "\n\t" for char in text):
            yield _problem(
                field, f"{name.fr} contient des caractères illisibles.", f"{name.en} holds unreadable characters."
            )


def _time(at: datetime, desk: Desk) -> Iterator[Problem]:
    if at.utcoffset() is None:
        yield _problem("at", "L'heure doit avoir un fuseau.", "The time must have a time zone.")
    elif at > desk.now + AHEAD:
        yield _problem(
            "at",
            "L'heure est à venir : ne consigner que ce qui a eu lieu.",
            "The time lies ahead: enter only what has happened.",
        )


def _places(places: Sequence[str], desk: Desk) -> Iterator[Problem]:
    for place in places:
        if place not in desk.places:
            yield _problem(
                "places",
                f"Aucun lieu « {place} » : écrire son code officiel, comme D21 ou 21231.",
                f"There is no place {place!r}: write its official code, as D21 or 21231.",
            )


def _services(services: Sequence[str], desk: Desk) -> Iterator[Problem]:
    for service in services:
        if service not in desk.services:
            yield _problem(
                "services",
                f"Aucun service « {service} » : choisir dans le catalogue.",
                f"There is no service {service!r}: choose one of the catalogue.",
            )


def _problem(field: str, fr: str, en: str) -> Problem:
    return Problem(field, Words(fr, en))
