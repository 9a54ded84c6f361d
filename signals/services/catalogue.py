"""The catalogue: the services of the offer, the needs that each answers, what people call them and how they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from graph.model import Service


@dataclass(frozen=True, slots=True)
class Label:
    """What a need is called."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Names:
    """What people call a service."""

    sure: tuple[str, ...] = ()
    """Names that mean it alone, matched folded (case, accents, punctuation) at word bounds."""
    likely: tuple[str, ...] = ()
    """Words that often, not always, mean it; folded too."""
    cased: tuple[str, ...] = ()
    """Spellings that mean it only as they are written."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Services in the order of the data, needs by code. Never changed: `amended` makes another one."""

    services: tuple[Service, ...]
    names: Mapping[str, Names]
    """By id of the service."""
    needs: Mapping[str, Label]
    examples: Mapping[str, tuple[str, ...]]
    """How people put each need, by code."""
    elsewhere: tuple[str, ...]
    """What people say that calls for none of these services."""

    @property
    def digest(self) -> str:
        """Return what changes whenever an example does (BLAKE2b): a head learned on others does not fit."""
        said = repr((sorted(self.examples.items()), self.elsewhere))
        return blake2b(said.encode(), digest_size=16).hexdigest()

    def answering(self, need: str) -> tuple[str, ...]:
        """Return the ids of the services that answer a need first of all, those that name it earliest in their list."""
        ranks = {service.id: service.needs.index(need) for service in self.services if need in service.needs}
        return tuple(name for name, rank in ranks.items() if rank == min(ranks.values()))
