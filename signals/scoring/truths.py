"""What is true of a scenario: one line of its `truth.jsonl` each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

ALERTABLE = frozenset({"rumour", "panic", "movement", "incident", "silent_wave", "coordination"})
"""Kinds of truth that an alert is wanted for."""
RUMOUR = "rumour"
BENIGN = "event_benign"
QUIET = "quiet"
STORIES = frozenset({RUMOUR, "incident", BENIGN})
"""Kinds of truth whose messages tell one story: each has a topic of its own."""
FITTING = {
    "rumour": frozenset({"rumour"}),
    "panic": frozenset({"panic"}),
    "movement": frozenset({"movement"}),
    "incident": frozenset({"burst", "growth", "novelty"}),
    "silent_wave": frozenset({"silent_wave"}),
    "coordination": frozenset({"coordination"}),
}
"""Kinds of alert that fit a kind of truth."""
GAPS = ("none", "weak")
"""Offers of a `need` that leave a gap."""
DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Something that is true of a scenario: one line of its `truth.jsonl`."""

    id: str
    kind: str
    """rumour, panic, movement, incident, silent_wave, coordination, need, effect, event_benign or quiet."""
    label: str
    start: datetime
    end: datetime
    places: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    denied_at: datetime | None = None
    stance_of: Mapping[str, str] = field(default_factory=dict)
    """Message id -> support, deny, query or comment."""
    accounts: tuple[str, ...] = ()
    """Authors, as `messages.jsonl` writes them."""
    service: str | None = None
    intent: str | None = None
    offer: str | None = None
    """none, weak or good."""
    action: str | None = None
    about: str | None = None
    """Id of the truth that an effect is measured on."""
    relative_change: float | None = None
    volume_change: float | None = None
