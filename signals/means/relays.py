"""Who can carry help or a message to a place: institutions of the territory, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Words = tuple[str, str]


class NotAnInstitution(ValueError):
    """A relay is none: only institutions carry, and only by what they are, never by who works there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of relay is called, where it acts, what it takes, and what part of the unserved demand it reaches."""

    fr: str
    en: str
    place: str
    """Kind of the places that it serves: commune or departement."""
    online: bool
    hours: float
    """Hours of agents that one action takes."""
    euros: float
    posts: float
    reach: float
    """Share of the unserved demand of its place that one action is presumed to reach, in ]0, 1]."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "brigade": Kind("Brigade de gendarmerie", "Gendarmerie unit", "departement", False, 14.0, 120.0, 0.0, 0.30),
        "mairie": Kind("Mairie", "Town hall", "commune", False, 4.0, 40.0, 0.0, 0.35),
        "prefecture": Kind("Préfecture", "Préfecture", "departement", False, 7.0, 200.0, 1.0, 0.25),
        "school": Kind("Établissement scolaire", "School", "commune", False, 6.0, 60.0, 0.0, 0.15),
        "press": Kind("Presse locale", "Local press", "departement", True, 2.0, 600.0, 1.0, 0.20),
        "account": Kind("Compte officiel", "Official account", "departement", True, 1.0, 0.0, 3.0, 0.12),
    }
)
"""What one action takes and reaches: presumed, to be replaced by what the deployer measured (page Actions)."""


@dataclass(frozen=True, slots=True)
class Relay:
    """An institution of a kind in a place. It has no name of its own: none can be the name of a person."""

    kind: str
    place_id: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise NotAnInstitution(f"{self.kind!r} is no kind of institution: one of {', '.join(KINDS)}")

    def title(self, place: str) -> Words:
        """Return what it is called in a place of that name."""
        kind = KINDS[self.kind]
        return f"{kind.fr}, {place}", f"{kind.en}, {place}"
