"""The services that messages concern: those that they name, and those that answer the need that they describe."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from signals.encoders import Vectors
from signals.models.head import Head
from signals.services.amend import shipped
from signals.services.catalogue import Catalogue
from signals.services.meaning import NONE, Encode, needs_head
from signals.services.names import SURE, Spellings, find_named, spellings

THRESHOLD = 0.6
"""Probability from which a need counts: in a stream most messages need nothing of ours, so it is above one half.

Of French tweets on another matter, 14 in a thousand pass 0.5 and 9 pass 0.6, where the needs held out lose little."""


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

    def find(
        self, texts: Sequence[str], vectors: Vectors, said: Sequence[Collection[str]] | None = None
    ) -> list[list[Found]]:
        """Return what each text concerns, the most probable first; `vectors` are those of the texts.

        A service that is named counts by its name. A need adds the services that answer it first of all, unless the
        text surely names a service, or one that it names or that the source itself `said` (ids, by text) answers it.
        """
        probabilities = self.head.predict_proba(vectors)
        needs = [self.head.classes[index] for index in probabilities.argmax(axis=1)]
        tops = probabilities.max(axis=1).tolist()
        rows = zip(texts, said or [()] * len(texts), needs, tops, strict=True)
        return [self._found(text, known, need if top >= THRESHOLD else NONE, top) for text, known, need, top in rows]

    def _found(self, text: str, said: Collection[str], need: str, probability: float) -> list[Found]:
        named = find_named(text, self.spellings)
        answering = {service.id for service in self.catalogue.services if need in service.needs}
        found = [Found(name, how_sure, "name", need if name in answering else None) for name, how_sure in named.items()]
        is_told = any(how_sure >= SURE for how_sure in named.values())
        if not is_told and answering.isdisjoint({*named, *said}):
            meant = [] if need == NONE else self.catalogue.answering(need)
            found += [Found(name, probability, "meaning", need) for name in meant]
        return sorted(found, key=lambda one: -one.probability)


def finder(known: Catalogue, encode: Encode, *, encoder: str) -> Finder:
    """Return what finds the services of `known` in messages encoded by `encode`, of the vector space `encoder`."""
    return Finder(known, spellings(known.names), needs_head(known, encode, encoder=encoder))


def find_services(text: str, known: Catalogue | None = None) -> list[tuple[str, float]]:
    """Return the services that `text` names and how probably it means them, the most probable first.

    Names only, without a vector: `Finder` also hears the need behind the words.

    >>> find_services("Plainte en ligne impossible, le tchat de la Brigade numérique ne répond pas")
    [('brigade-numerique', 0.95), ('plainte-en-ligne', 0.95)]
    """
    found = find_named(text, spellings(known.names) if known else _shipped_spellings())
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


@cache
def _shipped_spellings() -> Spellings:
    return spellings(shipped().names)
