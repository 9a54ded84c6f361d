"""Decides what each subscription is to be told, and keeps it in the graph before anything is sent."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graph.model import Delivery, Subscription
from graph.rows import Row, moment
from graph.store import Ask, Saved, Store
from graph.subscriptions.kept import NoSubscription, look, subscription_of
from signals.announce.editions import Kind, Known, as_told, edition
from signals.announce.hours import is_quiet, last_slot
from signals.announce.plain import LISTED
from signals.announce.wanted import About, is_as_severe, is_wanted
from signals.standing import standing

KEPT = timedelta(days=30)
"""An alert without a signal for so long is told no more."""
REMEMBERED = timedelta(days=90)
"""How far back it is looked what was told."""
RECENT = timedelta(days=7)
"""An alert that was never told is told when its last signal is not older."""
MOST = 50
"""Alerts of one digest; what is left goes into the next delivery at once."""


@dataclass(frozen=True, slots=True)
class Item:
    """An alert that is to be told, and as what."""

    kind: Kind
    alert: Row


def fill(store: Store, *, now: datetime) -> int:
    """Keep what has to be told at `now` as deliveries, and return how many they are."""
    there = [row for row in store.rows("subscriptions") if row["subscription"].get("paused_at") is None]
    if not there:
        return 0
    clock, exercise = store.clock() or now, bool(store.rows("situation_exercise")[0]["exercise"])
    alerts = _alerts(store, clock)
    asked = [(subscription_of(row["subscription"]), row["subscription"]) for row in there]
    known = _known(store, [one.id for one, _ in asked], min(clock, now) - REMEMBERED)
    about = _about(store, alerts, clock)
    made = 0
    for subscription, row in asked:
        news = list(_news(subscription, alerts, known[subscription.id], about, clock - RECENT))
        seen = moment(row.get("looked_at") or row["first_seen"])
        allowed, due, owed = _allowed(subscription, news, seen, bool(row.get("owed")), now)
        deliveries = [
            (delivery, _body(items, known[subscription.id], exercise))
            for items in _together(subscription, allowed)
            for delivery in [_delivery(subscription, items, now)]
        ]
        if (deliveries or due or owed != bool(row.get("owed"))) and _keep(
            store, deliveries, subscription, seen, now, owed
        ):
            made += len(deliveries)
    return made


def _alerts(store: Store, clock: datetime) -> list[Row]:
    """Return the alerts that may still be told, as the interface lists them; one merged into another is over."""
    rows = store.rows("situation_alerts", since=clock - KEPT, until=clock, places=[])
    there = {row["id"] for row in rows}
    found = []
    for row in rows:
        stands = standing(row, int(clock.timestamp() * 1000))
        state = "closed" if stands.into in there else stands.state
        told = {name: (row | {"state": state})[name] for name in LISTED}
        found.append(told | {"verdict": stands.verdict, "into": stands.into if stands.into in there else ""})
    return found


def _known(store: Store, subscriptions: Sequence[str], since: datetime) -> Mapping[str, Known]:
    known = {name: Known() for name in subscriptions}
    for row in store.rows("deliveries_told", subscriptions=list(subscriptions), since=since):
        known[row["subscription"]].hear(row["told"], row["at"], is_pending=row["pending"])
    return known


def _about(store: Store, alerts: Sequence[Row], clock: datetime) -> Mapping[str, About]:
    """Return what the recent alerts are about."""
    titles = {row["id"]: f"{row['title']} {row['title_en']}" for row in alerts if _is_recent(row, clock - RECENT)}
    return {
        row["id"]: About(
            places=frozenset(row["places"]),
            topics=frozenset(row["topics"]),
            services=frozenset(row["services"]),
            words=" ".join([titles[row["id"]], row["topic"], *row["keywords"]]),
        )
        for row in store.rows("delivery_about", alerts=list(titles))
    }


def _news(
    asked: Subscription, alerts: Iterable[Row], known: Known, about: Mapping[str, About], recent: datetime
) -> Iterable[Item]:
    """Yield what a subscription does not know yet: what it asked for, and how what it was told went on."""
    since = max(asked.since, recent)
    for alert in alerts:
        if alert["id"] in known.pending:
            continue
        before = known.last.get(alert["id"])
        kind = edition(alert, before)
        if kind is None:
            continue
        if before is None:
            there = about.get(alert["id"])
            if there is None or not _is_recent(alert, since) or not is_wanted(asked, alert, there):
                continue
        yield Item(kind, alert)


def _allowed(
    asked: Subscription, news: Sequence[Item], seen: datetime, was_owed: bool, now: datetime
) -> tuple[Sequence[Item], bool, bool]:
    """Return what may be told now, whether a digest was due, and whether one is owed once quiet hours are over."""
    zone = ZoneInfo(asked.zone)
    quiet = is_quiet(now, asked.quiet_from, asked.quiet_until, zone)
    due = not asked.digest or last_slot(now, asked.digest, asked.digest_hour, zone) > seen
    if quiet:
        loud = [item for item in news if _is_loud(item, asked)]
        return (loud if due else ()), due and bool(asked.digest), bool(asked.digest) and (due or was_owed)
    return (news if due or was_owed else ()), due and bool(asked.digest), False


def _is_loud(item: Item, asked: Subscription) -> bool:
    """Tell whether quiet hours are broken for it: nobody is woken to hear that something is over."""
    return item.kind != "closed" and is_as_severe(item.alert["severity"], asked.quiet_severity)


def _together(asked: Subscription, items: Sequence[Item]) -> list[Sequence[Item]]:
    """Return what goes out in one piece: every alert by itself, those of a digest in one."""
    if not asked.digest:
        return [[item] for item in items]
    return [items[start : start + MOST] for start in range(0, len(items), MOST)]


def _delivery(asked: Subscription, items: Sequence[Item], now: datetime) -> Delivery:
    return Delivery(
        id=f"delivery-{uuid.uuid4().hex}",
        subscription_id=asked.id,
        alert_ids=tuple(item.alert["id"] for item in items),
        kind="digest" if asked.digest else items[0].kind,
        at=now,
        told=as_told(item.alert for item in items),
    )


def _body(items: Sequence[Item], known: Known, exercise: bool) -> str:
    """Return what is told, as it stands now: each try says the same."""
    told = [
        {"event": item.kind, "before": known.moments[item.alert["id"]], "alert": dict(item.alert)} for item in items
    ]
    return json.dumps({"exercise": exercise, "items": told}, ensure_ascii=False)


def _keep(
    store: Store,
    deliveries: Sequence[tuple[Delivery, str]],
    asked: Subscription,
    seen: datetime,
    now: datetime,
    owed: bool,
) -> bool:
    """Save deliveries with what they say and the mark of this look, all or nothing; another may have been first."""
    looked = look(asked.id, seen=seen, now=now, owed=owed)

    def also(ask: Ask, saved: Saved) -> None:
        looked(ask, saved)
        for delivery, body in deliveries:
            ask("delivery_body", id=delivery.id, body=body)

    try:
        store.save_together([delivery for delivery, _ in deliveries], now=now, also=also)
    except NoSubscription:
        return False
    return True


def _is_recent(alert: Mapping[str, Any], since: datetime) -> bool:
    return bool(alert["last_at"] >= int(since.timestamp() * 1000))
