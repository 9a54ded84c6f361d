"""Find topics, count hours, hear what emerges, raise alerts about it, and set needs against what is offered."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from flows.afterwards import unheard
from flows.answers import address, questions
from flows.background import Background
from flows.budget import budget_of, save_account
from flows.cadence import cadence
from flows.coordination import coordinated
from flows.crowds import crowds
from flows.needs import compare_anew, compare_needs, due
from flows.outages import Noticed, notice
from flows.past import past
from flows.reader import Reader
from flows.rumours import follow
from flows.runs import running
from flows.topics import update_topics
from flows.watching import watch_at
from flows.windows import save_windows
from graph.evidence import keeping
from graph.model import Alert, Place, Rumour, Signal, Topic
from graph.rows import native
from graph.store import Store
from graph.territory import places
from signals.base import Watch
from signals.budget import Budget
from signals.detectors import all_detectors
from signals.triage import triage

RECENT = timedelta(hours=2)
"""Hours that are counted again at each look: messages arrive late."""
SHOWN = timedelta(minutes=1)
"""Between two times that hours are written for charts, at least; alerts do not wait for them."""
FOLLOWED = timedelta(seconds=30)
"""Between two times that rumours, actions and the budget are brought up to date, at least."""
OPEN = timedelta(days=2)

T = TypeVar("T")


def detect_at(
    store: Store,
    reader: Reader,
    *,
    as_of: datetime,
    noticed: Noticed | None = None,
    background: Background | None = None,
) -> Counter[str]:
    """Bring outages, topics, windows, signals and alerts up to `as_of`, and return how many of each were found.

    Outages first, unless they were `noticed` already: what nobody heard must not be taken for silence. With a
    `background` a look waits neither for topics to be clustered again nor for needs to be compared.
    """
    noticed = noticed or notice(store, now=as_of)
    found, rewritten = update_topics(store, reader, as_of=as_of, background=background)
    budget = budget_of()
    promised = {"budget": {"FR": budget.alerts, **budget.areas}, "hours": budget.hours}
    with running(store, "detect", as_of=as_of, parameters=promised) as record:
        watch = watch_at(store, as_of)
        if watch.messages.is_empty() and watch.measures.is_empty():
            return found
        touched, pace = past(store).touched, cadence(store)
        looks = [*unheard(watch, since=noticed.since, touched=touched), watch]
        kinds = {one.kind for one in all_detectors() if pace.due(one.kind, as_of, one.every)}
        heard = [signal for look in looks for signal in (*hear(look, kinds), *crowds(store, look))]
        heard += coordinated(store, watch)
        signals = [replace(signal, run_id=record.id) for signal in heard]
        alerts = _raise_alerts(store, signals, as_of=as_of, run_id=record.id)
        now = datetime.now(UTC)
        evidence = keeping(alerts, as_of=as_of, now=now, run_id=record.id)
        store.save_together([*_stronger(store, signals), *alerts], now=now, also=evidence)
        found |= {"signals": len(signals), "alerts": len(alerts)}
        since = min(as_of - RECENT, touched or rewritten or as_of, noticed.since or as_of)
        since = pace.reaching("windows", since)
        if pace.due("windows", as_of, SHOWN):
            found["windows"] = save_windows(store, watch, since=since, run_id=record.id)
            pace.caught_up("windows")
        if pace.due("follow", as_of, FOLLOWED):
            found |= _follow(store, reader, budget, as_of=as_of, run_id=record.id)
        if due(store, as_of):
            if background is None:
                found["needs"] = compare_needs(store, reader, watch)
            else:
                background.begin(compare_anew, as_of)
        record.counts |= found
    return found


def hear(watch: Watch, kinds: Collection[str] | None = None) -> Iterable[Signal]:
    """Yield what every detector hears at `watch.as_of`; of those that hear some `kinds`, if given."""
    for detector in all_detectors():
        if kinds is None or detector.kind in kinds:
            yield from detector.detect(watch)


def _follow(store: Store, reader: Reader, budget: Budget, *, as_of: datetime, run_id: str) -> Counter[str]:
    """Bring up to date what follows from alerts and actions; it moves in minutes."""
    save_account(store, budget, as_of=as_of, run_id=run_id)
    found = Counter(addressed=address(store, reader, as_of=as_of, run_id=run_id))
    found["asked"] = questions(store, reader, as_of=as_of, run_id=run_id)
    rumours = follow(store, reader, as_of=as_of, run_id=run_id)
    store.save(rumours, now=datetime.now(UTC))
    found["rumours"] = sum(isinstance(one, Rumour) for one in rumours)
    return found


def _stronger(store: Store, signals: list[Signal]) -> list[Signal]:
    """Return the signals that are new or stronger than what is stored of their hour: it keeps what the alert cites."""
    known = {row["id"]: row["p_value"] for row in store.rows("signal_strengths", ids=[one.id for one in signals])}
    return [signal for signal in signals if signal.p_value < known.get(signal.id, 2)]


def _raise_alerts(store: Store, signals: list[Signal], *, as_of: datetime, run_id: str) -> list[Alert]:
    if not signals:
        return []
    existing = [_record(Alert, row["alert"]) for row in store.rows("open_alerts", since=as_of - OPEN)]
    ids = {signal.topic_id for signal in signals} | {alert.topic_id for alert in existing}
    topics = [_record(Topic, row["topic"]) for row in store.rows("topics_by_id", ids=[name for name in ids if name])]
    alerts = triage(signals, existing, topics={topic.id: topic for topic in topics}, places=_places(), as_of=as_of)
    return [replace(alert, run_id=run_id) for alert in alerts]


@cache
def _places() -> dict[str, Place]:
    return {place.id: place for place in places()}


def _record(of: type[T], row: dict[str, Any]) -> T:
    """Return a node as the record that it was saved from."""
    values: dict[str, Any] = {field.name: row.get(field.name) for field in fields(of)}  # type: ignore[arg-type]
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
        elif hasattr(value, "to_native"):
            values[name] = native(value)
    given = {name: value for name, value in values.items() if value is not None}
    return of(**given)
