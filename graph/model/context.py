"""Where data comes from, what the institution did, what nature did, when we were blind."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An interface that we collect from, and on what terms."""

    id: str
    name: str
    """Name as its publisher writes it."""
    kind: str
    """perception, social, press, visibility, action, context or exercise."""
    platform: str
    """Platform of its messages."""
    licence: str
    """Terms under which its data is used."""
    purpose: str
    """What its data may be used for, in French; the gate lets nothing else through."""
    legal_basis: str
    """Ground of the processing (GDPR art. 6), in French."""
    retention_days: int
    """Days after which its messages are removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where collecting a source stopped; saved in the same transaction as what was collected."""

    id: str
    """`source_id` or `source_id|partition`."""
    value: str
    """What the source understands: a page, an id, a position in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the institution did: denial, instruction, prevention, campaign, change of service."""

    id: str
    kind: str
    """denial, instruction, prevention, campaign or service-change."""
    text: str
    """What was said."""
    channel: str
    """Where it was said: a platform, press, radio, FR-Alert, …"""
    at: datetime
    """When it was done."""
    role: str = ""
    """Role (never the name) of who did it."""
    place_ids: tuple[str, ...] = ()
    """Ids of the `Place`s that it is meant for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A vigilance, flood or CAP alert."""

    id: str
    phenomenon: str
    """As Météo-France names them: crue, vent-violent, orages, canicule, neige-verglas, …"""
    level: str
    """jaune, orange or rouge."""
    start: datetime
    """Beginning of its validity."""
    end: datetime
    """End of its validity."""
    place_ids: tuple[str, ...] = ()
    """Ids of the `Place`s that it covers."""
    state: str = "actual"
    """actual, superseded (by a later bulletin) or cancelled (by its publisher): only an actual one is in force."""
    issued_at: datetime | None = None
    """When its publisher said so; None: not known, taken as its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something of the calendar that moves people or services: holidays, a match, a march, a show."""

    id: str
    kind: str
    """school-holiday, public-holiday, or what the user calls it: match, march, show, market, …"""
    name: str
    """What people call it."""
    start: datetime
    """When it begins."""
    end: datetime
    """When it has ended."""
    place_ids: tuple[str, ...] = ()
    """Ids of the `Place`s where it takes place or counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheck:
    """A published check of a claim."""

    id: str
    claim: str
    """The statement that was checked."""
    verdict: str
    """What the check concluded, in its publisher's words."""
    rating: str = "other"
    """The same in one word: false, misleading, true, unproven or other."""
    publisher: str
    """Who checked."""
    published_at: datetime
    """When the check was published."""
    url: str | None = None
    """Address of the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A platform was blind from `start` to `end` (None: still is). Never to be read as silence."""

    id: str
    platform: str
    """The platform that could not be heard."""
    start: datetime
    """First moment that is missing."""
    end: datetime | None = None
    """First moment heard again; None: still blind."""
    cause: str = "told"
    """told (by a source or an exercise), failure (its looks failed) or silence (its past leads to expect messages)."""
    source_id: str = ""
    """Id of the `Source` that could not hear it; empty when the outage was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How many messages of a source on a platform were published in each hour of a day: what silence is held against.

    Counted in the transaction that saves the messages, each once, in the hour of its publication.
    """

    id: str
    """`source|platform|day`."""
    source_id: str
    """Id of the `Source`."""
    platform: str
    """Platform of the messages."""
    day: datetime
    """Start of the day (UTC)."""
    hours: tuple[int, ...]
    """24 counts."""
    first_at: datetime
    """Publication of the first of them."""
    last_at: datetime
    """Publication of the last of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host that we ask over the network; all workers share its slots."""

    id: str
    """Name and port, as in its addresses."""
    free_at: int
    """Moment of its next free slot, in milliseconds since 1970 by the clock of the graph."""
    closed_until: int = 0
    """Moment until which it asked to be left alone, in the same way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution that wrote."""

    id: str
    flow: str
    """collect, enrich, cluster, join, detect or log."""
    version: str
    """Version of the code."""
    parameters: str
    """JSON object."""
    as_of: datetime
    """Moment of the data that the run speaks of: the wall clock, or the scenario's clock."""
    started_at: datetime
    """When it began (wall clock)."""
    ended_at: datetime | None = None
    """When it ended, or when a killed one last gave a sign of life; None: it runs."""
    state: str = "running"
    """running, completed, failed or killed."""
    digest: str = ""
    """BLAKE2b of the input."""
    counts: str = "{}"
    """JSON object: what was read, refused (by reason), saved, found."""
    source_ids: tuple[str, ...] = ()
    """Ids of the `Source`s that it read."""
    process: str = ""
    """Machine, process id and start of the process: they tell whether it still lives."""
    alive_at: datetime | None = None
    """Its latest sign of life; a run that gives none for five minutes is dead."""
