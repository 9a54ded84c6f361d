"""Signals of one cause become one alert, ranked and worded for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from graph.model import Alert, Place, Signal, Topic
from signals.nearness import COUNTRY, are_linked
from signals.rumours.words import titled
from signals.severity import rank, severity
from signals.topics.events import LEAST
from signals.wording import counted

QUIET = timedelta(hours=12)
"""An alert without a new signal for so long is over: the next signal opens another."""
NEAR_KM = 120.0
"""Places nearer than this hear of the same thing."""
SHARED = 0.2
"""Share of a place's messages that must be about a topic for the rise of the place to be put down to it."""
NAMED_PLACES = 3
UNUSUAL = ("Activité inhabituelle", "Unusual activity")
UNNAMED = {"silent_wave": ("Signalements sans écho", "Reports without talk")}
"""Titles of alerts without a topic, French and English, by kind."""
APART = {
    "movement": ("Départs", "Departures"),
    "panic": ("Panique", "Panic"),
    "coordination": ("Partages coordonnés", "Coordinated sharing"),
}
"""Kinds that call for a decision of their own and never disappear in the alert on what people speak of; their names."""
LOUD = frozenset({"burst", "novelty", "growth"})
"""Kinds that say only that many speak: of a match or a strike that is no cause for an alert."""
ALARMED = 0.5
"""Share of those who speak of such an event that must be alarmed for the alarm to be an alert."""
WIDE_FIRST = {"F": 0, "R": 1, "D": 2}
"""Country, région, département, then communes, by the first letter of the code."""
RUMOUR = "rumour"
"""Kind that leads its alert and gives its title, however loud the others are: what is claimed comes first."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the rumour on a topic claims, and its state."""

    claim: str
    state: str


@dataclass(slots=True)
class _Case:
    """An alert in the making: what it was before, and the signals of this call."""

    topic_id: str | None
    places: set[str]
    last_at: datetime
    before: Alert | None = None
    signals: list[Signal] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Return the kind of its first signal."""
        return self.before.kind if self.before else self.signals[0].kind

    def takes(self, signal: Signal) -> bool:
        """Tell whether a signal is of the nature of the others."""
        return self.kind == signal.kind or APART.keys().isdisjoint({self.kind, signal.kind})

    def is_event(self, topics: Mapping[str, Topic], loudest: int) -> bool:
        """Tell whether all that is heard is that many speak of an event that calls for no alert, few of them in alarm.

        `loudest`: authors of the loudest signal about the topic. « Panique en défense » is no panic.
        """
        topic = topics.get(self.topic_id) if self.topic_id else None
        if topic is None or (topic.event or 0) < LEAST or self.before:
            return False
        return all(
            signal.kind in LOUD or (signal.kind == "panic" and signal.authors < ALARMED * loudest)
            for signal in self.signals
        )

    def add(self, signal: Signal) -> None:
        self.signals.append(signal)
        self.places.add(signal.place_id or COUNTRY)
        self.last_at = max(self.last_at, signal.at)


def triage(
    signals: Iterable[Signal],
    existing: Iterable[Alert],
    *,
    topics: Mapping[str, Topic],
    places: Mapping[str, Place],
    as_of: datetime,
    claims: Mapping[str, Stated] | None = None,
) -> list[Alert]:
    """Return the alerts that `signals` open or update, highest rank first.

    Signals of one topic, in places that are linked, at most `QUIET` apart, are one alert, but for kinds that stand
    `APART`; a rise of a whole place joins the topic that explains it. That many speak of a match, a show or a strike is
    no alert, as long as nothing else is heard about it. `existing` are the open alerts: they keep their
    id, never lose a signal and never sink. `claims` are what the rumours state, by topic: they title the alerts. The
    same input gives the same alerts, whatever its order; giving the result back as `existing` changes nothing.
    """
    cases = [
        _Case(alert.topic_id, set(alert.place_ids) or {COUNTRY}, alert.last_at, before=alert)
        for alert in sorted(existing, key=lambda alert: (alert.first_at, alert.id))
    ]
    known = {signal.id: signal for signal in sorted(signals, key=lambda signal: signal.at) if signal.at <= as_of}
    for signal in sorted(known.values(), key=_turn):
        case = _holder(signal, cases) or _match(signal, cases, places) or _explanation(signal, cases)
        if case is None:
            case = _Case(signal.topic_id, set(), signal.at)
            cases.append(case)
        case.add(signal)
    loudest: dict[str | None, int] = {}
    for signal in known.values():
        if signal.kind in LOUD:
            loudest[signal.topic_id] = max(signal.authors, loudest.get(signal.topic_id, 0))
    alerts = [
        _alert(case, topics, places, claims or {})
        for case in cases
        if case.signals and not case.is_event(topics, loudest.get(case.topic_id, 0))
    ]
    return sorted(alerts, key=lambda alert: (-alert.score, alert.id))


def _turn(signal: Signal) -> tuple[datetime, bool, int, str]:
    """Return what orders signals: by time, topics before what they may explain, wide places before those they hold."""
    place = signal.place_id or COUNTRY
    return signal.at, signal.topic_id is None, WIDE_FIRST.get(place[:1], len(WIDE_FIRST)), signal.id


def _holder(signal: Signal, cases: list[_Case]) -> _Case | None:
    """Return the case whose alert already counts the signal."""
    return next((case for case in cases if case.before and signal.id in case.before.signal_ids), None)


def _match(signal: Signal, cases: list[_Case], places: Mapping[str, Place]) -> _Case | None:
    """Return the oldest live case of the same topic in a linked place, one in the same place before the others."""
    place = signal.place_id or COUNTRY
    live = [
        case
        for case in cases
        if case.topic_id == signal.topic_id and signal.at - case.last_at <= QUIET and case.takes(signal)
    ]
    if signal.topic_id is None:
        # Without a topic, only the same place and kind say that the cause is the same.
        return next((case for case in live if place in case.places and case.kind == signal.kind), None)
    linked = [case for case in live if any(are_linked(place, other, places, near_km=NEAR_KM) for other in case.places)]
    return min(linked, key=lambda case: place not in case.places, default=None)


def _explanation(signal: Signal, cases: list[_Case]) -> _Case | None:
    """Return the case of a topic that carries enough of the messages behind the rise of a whole place."""
    if signal.topic_id is not None or not signal.evidence:
        return None
    evidence = set(signal.evidence)

    def shared(case: _Case) -> float:
        about = set(chain.from_iterable(other.evidence for other in case.signals if signal.at - other.at <= QUIET))
        return len(evidence & about) / len(evidence)

    explaining = (case for case in cases if case.topic_id and case.signals and case.takes(signal))
    best = max(explaining, key=shared, default=None)
    return best if best and shared(best) >= SHARED else None


def _alert(
    case: _Case, topics: Mapping[str, Topic], places: Mapping[str, Place], claims: Mapping[str, Stated]
) -> Alert:
    """Return the alert of a case; a rumour leads, else the strongest signal so far: it gives kind and reason."""
    before = case.before
    first = min(case.signals, key=lambda signal: (signal.at, signal.id))
    leader = max(case.signals, key=lambda signal: (signal.kind == RUMOUR, rank(signal), signal.id))
    ids = sorted({*(before.signal_ids if before else ()), *(signal.id for signal in case.signals)})
    first_at = min(first.at, before.first_at) if before else first.at
    own = rank(leader, len(case.places - {COUNTRY}))
    score = max(own, before.score) if before else own
    alert = Alert(
        id=before.id if before else f"alert:{first.id}",
        kind=leader.kind,
        severity=severity(score),
        title="",
        title_en="",
        reason=_reason(leader, len(ids), first_at, french=True),
        reason_en=_reason(leader, len(ids), first_at, french=False),
        score=score,
        first_at=first_at,
        last_at=case.last_at,
        signal_ids=tuple(ids),
        topic_id=case.topic_id,
        place_ids=_ordered(case.places, leader.place_id),
        run_id=before.run_id if before else "",
    )
    if before and (before.score > own or before.kind == RUMOUR) and leader.kind != RUMOUR:
        alert = replace(
            alert,
            kind=before.kind,
            reason=before.reason,
            reason_en=before.reason_en,
            place_ids=_ordered(case.places, next(iter(before.place_ids), None)),
        )
    stated = claims.get(alert.topic_id or "") if alert.kind == RUMOUR else None
    return replace(
        alert,
        title=_title(alert, topics, places, stated, french=True),
        title_en=_title(alert, topics, places, stated, french=False),
    )


def _ordered(found: set[str], first: str | None) -> tuple[str, ...]:
    """Return the places, that of the leading signal first; the whole country only when nothing narrower is known."""
    narrow = found - {COUNTRY} or found
    return tuple(sorted(narrow, key=lambda place: (place != first, place)))


def without_topic(alert: Alert, places: Mapping[str, Place]) -> Alert:
    """Return an alert whose title names what is heard and where, but no topic."""
    return replace(
        alert,
        title=_title(alert, {}, places, None, french=True),
        title_en=_title(alert, {}, places, None, french=False),
    )


def _reason(leader: Signal, signals: int, first_at: datetime, *, french: bool) -> str:
    """Return the leading signal's sentence, with how many signals there are and since when."""
    if signals == 1:
        return leader.reason if french else leader.reason_en
    if french:
        return f"{leader.reason.rstrip('.')} ; {signals} signaux depuis le {first_at:%d/%m à %H:%M} UTC."
    return f"{leader.reason_en.rstrip('.')}; {counted(signals, 'signal')} since {first_at:%d %b %H:%M} UTC."


def _title(
    alert: Alert, topics: Mapping[str, Topic], places: Mapping[str, Place], stated: Stated | None, *, french: bool
) -> str:
    """Return what it is about and where, by the names given."""
    topic = topics.get(alert.topic_id) if alert.topic_id else None
    if stated:
        return titled(stated.claim, stated.state, french=french)
    if alert.kind in APART:
        name = APART[alert.kind][0 if french else 1]
        what = f"{name} : {topic.label}" if topic and french else f"{name}: {topic.label}" if topic else name
    else:
        what = topic.label if topic else UNNAMED.get(alert.kind, UNUSUAL)[0 if french else 1]
    said = what.rpartition(" · ")[2].split(", ") if topic else []
    named = [places[place].name if place in places else place for place in alert.place_ids]
    names = [name for name in named if name not in said]
    if not names:
        return what
    more = len(names) - NAMED_PLACES
    where = ", ".join(names[:NAMED_PLACES])
    if more > 0:
        where += f" et {counted(more, 'autre')}" if french else f" and {counted(more, 'other')}"
    return f"{what} – {where}"
