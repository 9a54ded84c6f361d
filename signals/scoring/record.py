"""What happened while a scenario was watched: alerts, rumours, topics, effects and gaps, as they are scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph.model import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert as it is scored: the `Alert` and the messages that its signals cite."""

    id: str
    kind: str
    first_at: datetime
    last_at: datetime
    evidence: frozenset[str]
    places: tuple[str, ...] = ()
    topic_id: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredRumour:
    """A `Rumour` as it is scored: when it was first there, and the messages that spread, deny or question its claim."""

    id: str
    raised_at: datetime
    messages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A measured effect: the relative change, and its 95 % interval."""

    change: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap between a need and its offer as it is scored: the services that answer the need, and the place."""

    services: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened while the scenario was watched."""

    alerts: Sequence[Raised]
    published: Mapping[str, datetime]
    """When each collected message was published."""
    assignments: Mapping[str, Sequence[str]]
    """The topic ids that each message had, oldest first; the last one holds."""
    places: Mapping[str, Place]
    start: datetime
    """Of the watch: alerts first raised before it, or at its end or later, are not scored."""
    end: datetime
    stances: Mapping[str, str] = field(default_factory=dict)
    """The stance that each message was given, where it was given one."""
    promised_per_day: float | None = None
    """False alerts that a day of watch may bring."""
    effects: Mapping[str, Changed] = field(default_factory=dict)
    """What was measured of each truth of kind `effect`, by its id."""
    gaps: Sequence[Gap] = ()
    """Gaps between needs and offer, the largest first."""
    rumours: Sequence[ScoredRumour] | None = None
    """The rumours that were followed; None: nobody looked for them."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Who wrote each message."""
