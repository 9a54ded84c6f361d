"""What is typed, and what it is held against."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime

from graph.model import Source

ABOUT = Source(
    id="manual",
    name="Saisie de la cellule",
    kind="action",
    platform="manual",
    licence="Données de l'institution",
    purpose="Consigner ce que l'institution a fait ou observé, pour en mesurer l'effet.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; aucun nom : rôles, lieux et faits seulement.",
    retention_days=3650,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence or a name in both languages."""

    fr: str
    en: str


KINDS = {
    "denial": Words("démenti", "denial"),
    "instruction": Words("consigne", "instruction"),
    "prevention": Words("message de prévention", "prevention message"),
    "campaign": Words("campagne", "campaign"),
    "service-change": Words("changement d'un service", "change of a service"),
}
"""Kinds of actions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that the institution did, as it was typed."""

    kind: str
    """One of `KINDS`."""
    text: str
    channel: str
    """Where it was said: a platform, press, radio, FR-Alert, …"""
    at: datetime
    role: str = ""
    """Role, never the name, of who did it."""
    places: tuple[str, ...] = ()
    """Official codes of the places that it is meant for; none: everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something that was observed, as it was typed."""

    text: str
    at: datetime
    place: str = ""
    """Official code of the place where it was observed; empty: nobody knows."""
    services: tuple[str, ...] = ()
    """Ids of the services that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What entries are held against."""

    now: datetime
    """The clock, or that of the exercise."""
    places: Container[str]
    """Codes of the places that there are."""
    services: Container[str]
    """Ids of the services of the catalogue."""
    mask: Callable[[str], str]
    """Returns a text without what says who somebody is."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When something is written: by the wall clock, and by that of the data (an exercise has its own)."""

    now: datetime
    as_of: datetime
