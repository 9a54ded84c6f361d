"""What was alerted, held against what is true of a scenario."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, median
from typing import Any

import numpy as np

from graph.model import Place
from signals.nearness import COUNTRY, are_linked

ALERTABLE = frozenset({"rumour", "panic", "movement", "incident", "silent_wave", "coordination"})
"""Kinds of truth that an alert is wanted for."""
BENIGN = "event_benign"
QUIET = "quiet"
GAPS = ("none", "weak")
"""Offers of a `need` that leave a gap."""
FIRST = 10
"""Gaps that are looked at, the first of all."""
DENY = "deny"
LEAST_SHARE = 1 / 3
"""Share of an alert's evidence that must be a truth's messages, and of these that its main topic must hold."""
DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The keys of a score. None: there is nothing to compute it from, which is not 0."""

    sensitivity: float | None = None
    """Share of the truths that want an alert (`ALERTABLE`) and got one; of one truth 1 or 0."""
    precision: float | None = None
    """True alerts / (true + false); benign ones are neither. Only overall."""
    false_alerts_per_day: float | None = None
    """Alerts on nothing true, a day of watch; of a `quiet` truth those in its span and places, a day of it."""
    promised_alerts_per_day: float | None = None
    """False alerts that the budget allows a day of watch. Only overall."""
    benign_alerts_per_day: float | None = None
    """Alerts on an `event_benign` and on no truth that wants one, a day of watch; of one event, a day of it."""
    lead_minutes: float | None = None
    """First alert minus first message (without messages: minus start); overall the median of the truths found."""
    lead_to_denial_minutes: float | None = None
    """Denial minus first alert: positive when the alert came first; overall the median."""
    delay_seconds_p95: float | None = None
    """95th percentile over alerts of first_at minus its newest evidence published by then, on the scenario's clock."""
    topic_identity: float | None = None
    """Share of a truth's collected messages whose last topic is the commonest one; overall the mean of the truths."""
    topic_id_changes: int | None = None
    """Distinct changes from one topic id to another among a truth's messages; overall the sum."""
    stance_volume_error: float | None = None
    """How far the count of messages that spread a claim (all but those that are told as denying it) lies from the true
    one, as a part of it; of a truth with `stance_of`; overall the mean."""
    gap_precision_at_10: float | None = None
    """Share of the first ten gaps between needs and offer that are true ones (no offer, or a weak one); of the first
    as many as are true where fewer than ten are. Of one such truth 1 or 0."""
    effect_error: float | None = None
    """How far the measured effect of an action lies from its true `relative_change`; overall the mean."""
    effect_coverage: float | None = None
    """Whether its 95 % interval holds the true one, 1 or 0; overall the share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFigures(Figures):
    """The figures of one truth, and the alerts on it."""

    kind: str
    label: str
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Figures):
    """The figures of a scenario, and of each of its truths by id."""

    truths: Mapping[str, TruthFigures]

    def as_json(self) -> dict[str, Any]:
        """Return plain values, ready for `json.dumps`."""
        return asdict(self)


def score(truths: Iterable[Truth], record: Record) -> Score:
    """Return every figure that alerts, topics, needs, effects and truths allow.

    An alert that matches a truth which wants one is true; else one that matches an `event_benign` is benign; else it is
    false, in a `quiet` span or not.
    """
    truths = list(truths)
    alerts = [alert for alert in record.alerts if record.start <= alert.first_at < record.end]
    matched = {truth.id: [alert for alert in alerts if matches(alert, truth, record)] for truth in truths}
    true = {alert.id for truth in truths if truth.kind in ALERTABLE for alert in matched[truth.id]}
    benign = {alert.id for truth in truths if truth.kind == BENIGN for alert in matched[truth.id]} - true
    false = {alert.id for alert in alerts} - true - benign
    hits = {
        truth.id: [alert for alert in matched[truth.id] if _counts(alert.id, truth, true=true, false=false)]
        for truth in truths
    }
    true_gaps = sum(truth.offer in GAPS for truth in truths)
    figures = {truth.id: _figures(truth, hits[truth.id], record) for truth in truths}
    for truth in truths:
        if truth.offer in GAPS:
            listed = float(_is_listed(truth, record, min(FIRST, true_gaps)))
            figures[truth.id] = replace(figures[truth.id], gap_precision_at_10=listed)
    days = (record.end - record.start) / DAY

    def overall(name: str, merge: Callable[[list[float]], float]) -> float | None:
        values = [value for each in figures.values() if (value := getattr(each, name)) is not None]
        return merge(values) if values else None

    changes = overall("topic_id_changes", sum)
    return Score(
        sensitivity=overall("sensitivity", fmean),
        precision=len(true) / len(true | false) if true | false else None,
        false_alerts_per_day=len(false) / days if days > 0 else None,
        promised_alerts_per_day=record.promised_per_day,
        benign_alerts_per_day=len(benign) / days if days > 0 else None,
        lead_minutes=overall("lead_minutes", median),
        lead_to_denial_minutes=overall("lead_to_denial_minutes", median),
        delay_seconds_p95=_delay(alerts, record),
        topic_identity=overall("topic_identity", fmean),
        topic_id_changes=None if changes is None else int(changes),
        stance_volume_error=overall("stance_volume_error", fmean),
        effect_error=overall("effect_error", fmean),
        effect_coverage=overall("effect_coverage", fmean),
        gap_precision_at_10=_precision_of_gaps(figures, true_gaps),
        truths=figures,
    )


def matches(alert: Raised, truth: Truth, record: Record) -> bool:
    """Return whether an alert is about a truth.

    By its evidence: at least `LEAST_SHARE` are the truth's messages. Or by topic, place and time: it is on the truth's
    main topic, in a linked place, while the truth lasts. A truth without messages is matched by kind, place and time; a
    `quiet` one by place and time.
    """
    if truth.kind == QUIET or not truth.messages:
        kind = truth.kind in (QUIET, alert.kind)
        return kind and _meets(alert, truth, record)
    share = len(alert.evidence & set(truth.messages)) / max(1, len(alert.evidence))
    if share >= LEAST_SHARE:
        return True
    topic = main_topic(truth, record)
    return topic is not None and alert.topic_id == topic and _meets(alert, truth, record)


def _meets(alert: Raised, truth: Truth, record: Record) -> bool:
    """Return whether the alert was raised while the truth lasts, in a place linked to one of its places."""
    if not truth.start <= alert.first_at <= truth.end:
        return False
    places = alert.places or (COUNTRY,)
    return not truth.places or any(
        are_linked(one, other, record.places, near_km=0) for one in places for other in truth.places
    )


def _counts(alert_id: str, truth: Truth, *, true: set[str], false: set[str]) -> bool:
    """Return whether a matching alert is counted on this truth: an event's is none that is true, a calm's is false."""
    if truth.kind == QUIET:
        return alert_id in false
    return truth.kind != BENIGN or alert_id not in true


def _figures(truth: Truth, alerts: list[Raised], record: Record) -> TruthFigures:
    """Return the figures of one truth from the alerts counted on it."""
    wanted = truth.kind in ALERTABLE
    days = (truth.end - truth.start) / DAY
    rate = len(alerts) / days if days > 0 else None
    first = min((alert.first_at for alert in alerts), default=None) if wanted else None
    collected = [message for message in truth.messages if message in record.published]
    began = min((record.published[message] for message in collected), default=truth.start)
    return TruthFigures(
        sensitivity=float(bool(alerts)) if wanted else None,
        false_alerts_per_day=rate if truth.kind == QUIET else None,
        benign_alerts_per_day=rate if truth.kind == BENIGN else None,
        lead_minutes=_minutes(began, first),
        lead_to_denial_minutes=_minutes(first, truth.denied_at),
        delay_seconds_p95=_delay(alerts, record) if wanted else None,
        topic_identity=_identity(collected, record) if collected else None,
        topic_id_changes=_changes(collected, record) if collected else None,
        stance_volume_error=_volume_error(truth, record),
        effect_error=_effect_error(truth, record),
        effect_coverage=_is_covered(truth, record),
        kind=truth.kind,
        label=truth.label,
        alerts=tuple(sorted(alert.id for alert in alerts)),
    )


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else (end - start) / timedelta(minutes=1)


def _delay(alerts: Iterable[Raised], record: Record) -> float | None:
    """Return the 95th percentile of the seconds from the newest message behind each alert to the alert."""
    delays = []
    for alert in alerts:
        known = [record.published[message] for message in alert.evidence if message in record.published]
        newest = max((at for at in known if at <= alert.first_at), default=None)
        if newest is not None:
            delays.append((alert.first_at - newest).total_seconds())
    return float(np.quantile(delays, 0.95)) if delays else None


def _topics(messages: Iterable[str], record: Record) -> Counter[str]:
    """Return how many of the messages each topic holds now."""
    return Counter(ids[-1] for message in messages if (ids := record.assignments.get(message)))


def main_topic(truth: Truth, record: Record) -> str | None:
    """Return the topic that holds most of a truth's messages, None when none holds `LEAST_SHARE` of them."""
    best = max(_topics(truth.messages, record).items(), key=lambda found: (found[1], found[0]), default=None)
    return best[0] if best and best[1] >= LEAST_SHARE * len(truth.messages) else None


def _identity(messages: Sequence[str], record: Record) -> float:
    return max(_topics(messages, record).values(), default=0) / len(messages)


def _changes(messages: Iterable[str], record: Record) -> int:
    steps = (step for message in messages for step in pairwise(record.assignments.get(message, ())))
    return len({(old, new) for old, new in steps if old != new})


def _volume_error(truth: Truth, record: Record) -> float | None:
    """Return how far the messages not told as denying a claim are from those that do not, as a part of these."""
    told = [name for name in truth.stance_of if name in record.published]
    spread = sum(truth.stance_of[name] != DENY for name in told)
    counted = sum(record.stances.get(name) != DENY for name in told)
    return abs(counted - spread) / spread if spread else None


def _effect_error(truth: Truth, record: Record) -> float | None:
    found = record.effects.get(truth.id)
    return None if found is None or truth.relative_change is None else abs(found.change - truth.relative_change)


def _is_covered(truth: Truth, record: Record) -> float | None:
    found = record.effects.get(truth.id)
    return (
        None
        if found is None or truth.relative_change is None
        else float(found.low <= truth.relative_change <= found.high)
    )


def _is_listed(truth: Truth, record: Record, first: int) -> bool:
    """Return whether a gap that is true is among the `first` that were found: of its service, in one of its places."""
    return any(truth.service in gap.services and gap.place in truth.places for gap in record.gaps[:first])


def _precision_of_gaps(figures: Mapping[str, TruthFigures], true_gaps: int) -> float | None:
    if not true_gaps:
        return None
    listed = sum(each.gap_precision_at_10 or 0 for each in figures.values())
    return min(1.0, listed / min(FIRST, true_gaps))
