"""The services that messages concern: those that they name, and those that answer the need that they describe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from signals.encoders import Vectors
from signals.models.head import Head
from signals.services.amend import shipped
from signals.services.catalogue import Catalogue
from signals.services.meaning import NONE, Encode, needs_head
from signals.services.names import Spellings, find_named, spellings

THRESHOLD = 0.5
"""Probability from which a need counts; below it, no need is likely enough to be worth a link."""


class Found(NamedTuple):
    """A service that a message concerns."""

    service_id: str
    probability: float
    """That the message means the service, or describes the need that it answers."""
    how: str
    """name or meaning."""
    need: str | None = None
    """The need that it describes; None where it only names the service."""


@dataclass(frozen=True, slots=True)
class Finder:
    """A catalogue, ready to find its services in messages."""

    catalogue: Catalogue
    spellings: Spellings
    head: Head

    def find(self, texts: Sequence[str], vectors: Vectors) -> list[list[Found]]:
        """Return what each text concerns, the most probable first; `vectors` are those of the texts.

        A service that is named counts by its name. A need adds the services that answer it first of all, unless a
        service that the text names answers it already.
        """
        probabilities = self.head.predict_proba(vectors)
        best = probabilities.argmax(axis=1)
        rows = zip(texts, best, probabilities.max(axis=1), strict=True)
        return [self._found(text, self.head.classes[index], float(top)) for text, index, top in rows]

    def _found(self, text: str, need: str, probability: float) -> list[Found]:
        named = find_named(text, self.spellings)
        is_clear = need != NONE and probability >= THRESHOLD
        found = list(self._named(named, need if is_clear else None))
        if is_clear and not any(one.need for one in found):
            meant = set(self.catalogue.answering(need)) - set(named)
            found += [Found(name, probability, "meaning", need) for name in sorted(meant)]
        return sorted(found, key=lambda one: -one.probability)

    def _named(self, named: dict[str, float], need: str | None) -> Iterator[Found]:
        answering = {service.id for service in self.catalogue.services if need in service.needs}
        for name, probability in named.items():
            yield Found(name, probability, "name", need if name in answering else None)


def finder(known: Catalogue, encode: Encode, *, encoder: str) -> Finder:
    """Return what finds the services of `known` in messages encoded by `encode`, of the vector space `encoder`."""
    return Finder(known, spellings(known.names), needs_head(known, encode, encoder=encoder))


def find_services(text: str, known: Catalogue | None = None) -> list[tuple[str, float]]:
    """Return the services that `text` names and how probably it means them, the most probable first.

    Names only, without a vector: `Finder` also hears the need behind the words.

    >>> find_services("Plainte en ligne impossible, le tchat de la Brigade numérique ne répond pas")
    [('plainte-en-ligne', 0.95), ('brigade-numerique', 0.95)]
    """
    found = find_named(text, spellings(known.names) if known else _shipped_spellings())
    return sorted(found.items(), key=lambda item: -item[1])


@cache
def _shipped_spellings() -> Spellings:
    return spellings(shipped().names)
