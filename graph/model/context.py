"""Where data comes from, what the institution did, what nature did, when we were blind."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An interface that we collect from, and on what terms."""

    id: str
    name: str
    kind: str
    """perception, social, press, visibility, action, context or exercise."""
    platform: str
    licence: str
    purpose: str
    legal_basis: str
    retention_days: int
    """Days after which its messages are removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where collecting a source stopped; saved in the same transaction as what was collected."""

    id: str
    """`source_id` or `source_id|partition`."""
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the institution did: denial, instruction, prevention, campaign, change of service."""

    id: str
    kind: str
    text: str
    channel: str
    at: datetime
    role: str = ""
    """Role (never the name) of who did it."""
    place_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A vigilance, flood or CAP alert."""

    id: str
    phenomenon: str
    """As Météo-France names them: crue, vent-violent, orages, canicule, neige-verglas, …"""
    level: str
    """jaune, orange or rouge."""
    start: datetime
    end: datetime
    place_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheck:
    """A published check of a claim."""

    id: str
    claim: str
    verdict: str
    publisher: str
    published_at: datetime
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A platform was blind from `start` to `end` (None: still is). Never to be read as silence."""

    id: str
    platform: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution that wrote."""

    id: str
    flow: str
    version: str
    """Version of the code."""
    parameters: str
    """JSON object."""
    as_of: datetime
    """Moment of the data that the run speaks of: the wall clock, or the scenario's clock."""
    started_at: datetime
    ended_at: datetime | None = None
    state: str = "running"
    """running, completed or failed."""
    digest: str = ""
    """BLAKE2b of the input."""
    counts: str = "{}"
    """JSON object: what was read, refused (by reason), saved, found."""
    source_ids: tuple[str, ...] = ()
