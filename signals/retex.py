"""What a cell did in an exercise, held against what was true of it: seen, taken, denied, missed, false, rightly left.

Alerts are matched to truths as `signals.scoring` does. What began before the cell opened counts from its opening.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.model import Place
from signals.nearness import are_linked
from signals.scoring import ALERTABLE, BENIGN, Raised, Record, Truth, main_topic, matches
from signals.standing import STATES, Row, counting

TAKEN = frozenset({"acknowledge", "assign", "close"})
"""Acts that qualify an alert: somebody took it, or said how it ended."""
DENIABLE = frozenset({"rumour"})
"""Kinds of truth that want a denial."""
RIGHTLY = frozenset({"dismissed", "closed"})
"""Where the alerts of a benign event may end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """An alert, and what people decided on it."""

    raised: Raised
    title: str
    title_en: str
    decisions: tuple[Row, ...] = ()
    """Oldest first, as `signals.standing` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A denial that the cell logged."""

    id: str
    at: datetime
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics that it was found to speak of; none: it is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What happened in the exercise until now."""

    alerts: Sequence[Handled]
    denials: Sequence[Denial]
    published: Mapping[str, datetime]
    """When the messages of truths were published, those that were heard."""
    topics: Mapping[str, str]
    """Topic of the messages of truths, where they have one."""
    places: Mapping[str, Place]
    start: datetime
    """When the cell began to watch."""
    now: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one truth."""

    id: str
    kind: str
    label: str
    began: datetime
    ended: datetime
    """Its last message so far, or the end of its time."""
    seen: datetime | None = None
    """First alert on it."""
    taken: datetime | None = None
    """First decision that took one of its alerts."""
    denied: datetime | None = None
    """First denial of it; only a rumour wants one."""
    alerts: tuple[str, ...] = ()
    verdict: str = "waiting"
    """Of what wants an alert: seen, dismissed (wrongly), missed or waiting. Of a benign event: left or alerted."""

    @property
    def to_see(self) -> timedelta | None:
        """Return the time from its beginning to the alert."""
        return None if self.seen is None else self.seen - self.began

    @property
    def to_take(self) -> timedelta | None:
        """Return the time from the alert to the first decision that took it."""
        return None if self.seen is None or self.taken is None else self.taken - self.seen

    @property
    def to_deny(self) -> timedelta | None:
        """Return the time from its beginning to the denial."""
        return None if self.denied is None else self.denied - self.began

    @property
    def wants_denial(self) -> bool:
        """Tell whether a denial is wanted."""
        return self.kind in DENIABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfounded:
    """An alert on nothing that is true."""

    id: str
    title: str
    title_en: str
    at: datetime
    dismissed: datetime | None = None
    """When it was put aside for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retex:
    """What a cell did in an exercise."""

    wanted: tuple[Line, ...]
    benign: tuple[Line, ...]
    unfounded: tuple[Unfounded, ...]
    start: datetime
    now: datetime
    is_over: bool

    def count(self, *verdicts: str) -> int:
        """Return how many truths, benign ones too, ended so."""
        return sum(line.verdict in verdicts for line in (*self.wanted, *self.benign))

    def median(self, name: str) -> timedelta | None:
        """Return the median of `to_see`, `to_take` or `to_deny` where it is known, the lower one of two."""
        found = sorted(value for line in self.wanted if (value := getattr(line, name)) is not None)
        return found[(len(found) - 1) // 2] if found else None


def truth_of(row: Mapping[str, Any]) -> Truth:
    """Return a truth from plain values; moments are ISO 8601, lists may stand for tuples."""
    names = {one.name for one in fields(Truth)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in names
    }
    for name in ("start", "end", "denied_at"):
        if values.get(name) is not None:
            values[name] = datetime.fromisoformat(str(values[name])).astimezone(UTC)
    return Truth(**values)


def retex(truths: Iterable[Truth], facts: Facts) -> Retex:
    """Return what became of each truth that has begun, and the alerts on nothing true."""
    watched = [alert for alert in facts.alerts if alert.raised.last_at >= facts.start]
    record = _record(facts, watched)
    begun = [truth for truth in truths if truth.start <= facts.now]
    found = {
        truth.id: [alert for alert in watched if matches(alert.raised, truth, record)]
        for truth in begun
        if truth.kind in ALERTABLE or truth.kind == BENIGN
    }
    true = {alert.raised.id for truth in begun if truth.kind in ALERTABLE for alert in found[truth.id]}
    wanted = [_wanted(truth, found[truth.id], facts) for truth in begun if truth.kind in ALERTABLE]
    benign = [
        _benign(truth, [alert for alert in found[truth.id] if alert.raised.id not in true], facts)
        for truth in begun
        if truth.kind == BENIGN and truth.end >= facts.start
    ]
    explained = {alert.raised.id for alerts in found.values() for alert in alerts}
    false = [alert for alert in watched if alert.raised.id not in explained and alert.raised.first_at >= facts.start]
    return Retex(
        wanted=tuple(sorted(wanted, key=_by_time)),
        benign=tuple(sorted(benign, key=_by_time)),
        unfounded=tuple(_unfounded(alert, facts) for alert in sorted(false, key=lambda one: one.raised.first_at)),
        start=facts.start,
        now=facts.now,
        is_over=facts.is_over,
    )


def _by_time(line: Line) -> tuple[datetime, str]:
    return line.began, line.id


def _record(facts: Facts, watched: Sequence[Handled]) -> Record:
    return Record(
        alerts=[alert.raised for alert in watched],
        published=facts.published,
        assignments={message: (topic,) for message, topic in facts.topics.items()},
        places=facts.places,
        start=facts.start,
        end=facts.now,
    )


def _span(truth: Truth, facts: Facts) -> tuple[datetime, datetime]:
    """Return when a truth began, for the cell, and when it was last heard of."""
    heard = sorted(facts.published[name] for name in truth.messages if name in facts.published)
    began = heard[0] if heard else truth.start
    ended = heard[-1] if heard else min(truth.end, facts.now)
    began = max(began, facts.start)
    return began, max(began, ended)


def _wanted(truth: Truth, alerts: Sequence[Handled], facts: Facts) -> Line:
    began, ended = _span(truth, facts)
    first = min((alert.raised.first_at for alert in alerts), default=None)
    seen = None if first is None else max(first, began)
    taken = min((at for alert in alerts if (at := _taken(alert, facts)) is not None), default=None)
    verdict = "missed" if facts.is_over else "waiting"
    if seen is not None:
        verdict = "dismissed" if all(_state(alert, facts) == "dismissed" for alert in alerts) else "seen"
    return Line(
        id=truth.id, kind=truth.kind, label=truth.label, began=began, ended=ended, seen=seen,
        taken=None if taken is None or seen is None else max(taken, seen),
        denied=_denied(truth, alerts, facts, began) if truth.kind in DENIABLE else None,
        alerts=tuple(alert.raised.id for alert in alerts), verdict=verdict,
    )  # fmt: skip


def _benign(truth: Truth, alerts: Sequence[Handled], facts: Facts) -> Line:
    began, ended = _span(truth, facts)
    standings = [_state(alert, facts) in RIGHTLY and not _called_real(alert, facts) for alert in alerts]
    return Line(
        id=truth.id, kind=truth.kind, label=truth.label, began=began, ended=ended,
        seen=min((max(alert.raised.first_at, began) for alert in alerts), default=None),
        alerts=tuple(alert.raised.id for alert in alerts),
        verdict="left" if all(standings) else "alerted",
    )  # fmt: skip


def _decisions(alert: Handled, facts: Facts) -> list[Row]:
    """Return what counts for an alert: what was decided on it, and on the one that it was merged into since."""
    own = counting(alert.decisions)
    merged = next((row for row in reversed(own) if row["act"] in ("merge", "split")), None)
    if merged is None or merged["act"] == "split":
        return own
    head = next((one for one in facts.alerts if one.raised.id == merged["into_id"]), None)
    both = own if head is None else [*own, *counting(head.decisions)]
    return sorted(both, key=lambda row: (row["at"], row["id"]))


def _taken(alert: Handled, facts: Facts) -> datetime | None:
    taken = [row["at"] for row in _decisions(alert, facts) if row["act"] in TAKEN]
    return datetime.fromtimestamp(min(taken) / 1000, UTC) if taken else None


def _state(alert: Handled, facts: Facts) -> str:
    acts = [row["act"] for row in _decisions(alert, facts) if row["act"] in STATES]
    return STATES[acts[-1]] if acts else "open"


def _called_real(alert: Handled, facts: Facts) -> bool:
    closed = [row for row in _decisions(alert, facts) if row["act"] == "close"]
    return bool(closed) and closed[-1].get("verdict") == "real"


def _denied(truth: Truth, alerts: Sequence[Handled], facts: Facts, began: datetime) -> datetime | None:
    """Return the first denial after a rumour began: of its topic, or, while topics are not known, of its place."""
    topic = main_topic(truth, _record(facts, alerts))
    topics = {alert.raised.topic_id for alert in alerts} | ({topic} if topic else set())
    found = [one.at for one in facts.denials if one.at >= began and _speaks_of(one, truth, topics, facts)]
    return min(found, default=None)


def _speaks_of(denial: Denial, truth: Truth, topics: set[str | None], facts: Facts) -> bool:
    if denial.topics:
        return not topics.isdisjoint(denial.topics)
    if not denial.places or not truth.places:
        return True
    return any(are_linked(one, other, facts.places, near_km=0) for one in denial.places for other in truth.places)


def _unfounded(alert: Handled, facts: Facts) -> Unfounded:
    gone = [row["at"] for row in _decisions(alert, facts) if row["act"] in ("dismiss", "close")]
    is_gone = _state(alert, facts) in RIGHTLY
    return Unfounded(
        id=alert.raised.id,
        title=alert.title,
        title_en=alert.title_en,
        at=alert.raised.first_at,
        dismissed=datetime.fromtimestamp(gone[-1] / 1000, UTC) if gone and is_gone else None,
    )
