"""Signals become alerts: both are written with the evidence that the alerts rest on, in one transaction."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from flows.naming import misnamed
from graph.evidence import keeping
from graph.model import Alert, Place, Signal, Topic
from graph.rows import native
from graph.store import Store
from graph.territory import places
from signals.triage import RUMOUR, Stated, triage, without_topic

OPEN = timedelta(days=2)
"""An alert whose last signal is older takes no more."""

T = TypeVar("T")


def raise_alerts(store: Store, signals: Sequence[Signal], *, as_of: datetime, run_id: str) -> int:
    """Write what was heard and the alerts that it raises or renews; return how many alerts these are.

    A signal of an hour that is stored already is written when it is stronger: it keeps what the alert cites. Evidence
    is read again where an alert cites something else than before, which costs what these alerts cite; the others rest
    on what they rested on.
    """
    if not signals:
        return 0
    heard = [replace(signal, run_id=run_id) for signal in signals]
    before, alerts = _alerts(store, heard, as_of)
    alerts = [replace(alert, run_id=run_id) for alert in alerts]
    stronger, now = _stronger(store, heard), datetime.now(UTC)
    grown = _resting_anew(store, stronger, before, alerts)
    evidence = keeping(grown, as_of=as_of, now=now, run_id=run_id)
    store.save_together([*stronger, *alerts], now=now, also=evidence)
    return len(alerts)


def _stronger(store: Store, signals: Sequence[Signal]) -> list[Signal]:
    known = {row["id"]: row["p_value"] for row in store.rows("signal_strengths", ids=[one.id for one in signals])}
    return [signal for signal in signals if signal.p_value < known.get(signal.id, 2)]


def _alerts(store: Store, signals: Sequence[Signal], as_of: datetime) -> tuple[dict[str, Alert], list[Alert]]:
    """Return the open alerts by id, and those that the signals open or renew."""
    existing = _where_they_are(
        store, [_record(Alert, row["alert"]) for row in store.rows("open_alerts", since=as_of - OPEN)]
    )
    ids = [name for name in {one.topic_id for one in signals} | {one.topic_id for one in existing} if name]
    topics = {row["topic"]["id"]: _record(Topic, row["topic"]) for row in store.rows("topics_by_id", ids=ids)}
    claims = {row["topic"]: Stated(row["claim"], row["state"]) for row in store.rows("rumour_claims", topics=ids)}
    found = triage(
        signals,
        existing,
        topics=topics,
        places=_places(),
        as_of=as_of,
        claims=claims,
    )
    strange = misnamed(store, [alert for alert in found if alert.kind != RUMOUR], signals, topics)
    named = [without_topic(alert, _places()) if alert.id in strange else alert for alert in found]
    return {alert.id: alert for alert in existing}, named


def _where_they_are(store: Store, alerts: Sequence[Alert]) -> list[Alert]:
    """Return the alerts, each on the topic that holds most of the messages that it cites: topics part and merge."""
    homes = {row["alert"]: row["topic"] for row in store.rows("alert_homes", alerts=[alert.id for alert in alerts])}
    return [replace(alert, topic_id=homes[alert.id]) if alert.id in homes else alert for alert in alerts]


def _resting_anew(
    store: Store, signals: Sequence[Signal], before: dict[str, Alert], alerts: Sequence[Alert]
) -> list[Alert]:
    """Return the alerts that will cite something else than what is stored of them."""
    cited = {row["id"]: set(row["cited"]) for row in store.rows("signal_cited", ids=[one.id for one in signals])}
    changed = {one.id for one in signals if cited.get(one.id) != {*one.evidence, *one.measures}}
    return [
        alert
        for alert in alerts
        if (known := before.get(alert.id)) is None
        or set(known.signal_ids) != set(alert.signal_ids)
        or not changed.isdisjoint(alert.signal_ids)
    ]


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
