"""The state of a rumour: moved by rules as messages, denials and checks come in, and by persons, whose word stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

STATES = ("new", "qualifying", "denied", "false", "true", "extinct")
"""A rumour is new, somebody looks into it, it was denied, it turned out false or true, or nobody speaks of it now."""
BY_HAND = (*STATES[1:], "none")
"""What a person may rule; none: the rules decide again."""
SILENCE = timedelta(days=3)
"""Without a message that spreads it for so long, a rumour is extinct."""
FALSE = ("false", "misleading")
"""Verdicts of published checks under which a claim is false."""


class State(NamedTuple):
    """A state, and what brought it about."""

    name: str
    why: str
    """alert, decision, denial, check, person or silence."""
    verdict: str
    """false or true once it is known, else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a rumour at a moment."""

    as_of: datetime
    last_at: datetime
    """Latest message that spreads it."""
    ruled: str = "none"
    """The last ruling of a person, of `BY_HAND`."""
    ruled_at: datetime | None = None
    checks: Mapping[str, int] = field(default_factory=dict)
    """Published checks of the claim by verdict (`signals.checks.VERDICTS`)."""
    denied: bool = False
    """An institution, the press or an action of ours denied it."""
    acknowledged: bool = False
    """Somebody took on the alert about it."""


def state_of(situation: Situation) -> State:
    """Return the state: what persons ruled before what checks say, before denials, before that somebody is on it.

    Silence ends a rumour in whatever state it is; what it turned out to be is kept. A person who ruled it extinct is
    overruled by messages that spread it later.

    >>> now = datetime(2026, 3, 14, 12)
    >>> state_of(Situation(as_of=now, last_at=now, checks={"false": 1}, denied=True))
    State(name='false', why='check', verdict='false')
    """
    checked = _checked(situation.checks)
    verdict = situation.ruled if situation.ruled in ("false", "true") else checked
    if situation.as_of - situation.last_at >= SILENCE:
        return State("extinct", "silence", verdict)
    if situation.ruled != "none" and not _overruled(situation):
        return State(situation.ruled, "person", verdict)
    if checked:
        return State(checked, "check", verdict)
    if situation.denied:
        return State("denied", "denial", verdict)
    return State("qualifying", "decision", verdict) if situation.acknowledged else State("new", "alert", verdict)


def _overruled(situation: Situation) -> bool:
    if situation.ruled != "extinct" or situation.ruled_at is None:
        return False
    return situation.last_at > situation.ruled_at


def _checked(checks: Mapping[str, int]) -> str:
    """Return what published checks agree on; empty where they do not, or say neither."""
    false, true = any(checks.get(name) for name in FALSE), bool(checks.get("true"))
    if false == true:
        return ""
    return "false" if false else "true"
