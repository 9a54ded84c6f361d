"""Subscriptions as they are kept: begun, listed, changed, paused, tried and ended, by whatever program asks."""

import uuid
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.model import Delivery, Subscription
from graph.rows import Row, native
from graph.store import Also, Ask, Saved, Store
from graph.subscriptions.sealed import Sealed, forget, put_back, seal, unseal

_FIELDS = {field.name: field for field in fields(Subscription)}


class NoSubscription(ValueError):
    """There is no subscription of that id, or it was ended."""


def begin(store: Store, home: Path, subscription: Subscription, address: str, *, now: datetime) -> Sealed:
    """Keep a subscription and where it is sent to; nothing of it stays when the graph does not take it."""
    made = seal(home, subscription.id, address)
    try:
        store.save([subscription], now=now)
    except BaseException:
        forget(home, subscription.id)
        raise
    return made


def end(store: Store, home: Path, subscription: str, *, now: datetime) -> None:
    """End a subscription: what was not sent yet is not sent any more, its address and key are forgotten."""
    _found(store.execute("subscription_end", id=subscription, at=now), subscription)
    forget(home, subscription)


def change(store: Store, home: Path, subscription: Subscription, address: str, *, now: datetime) -> Sealed | None:
    """Keep a subscription as it is wanted now. A new address has a new key, which is returned; empty: the same one.

    Raises `NoSubscription`. What the graph does not take leaves no trace.
    """
    before = unseal(home, subscription.id) if address else None
    made = seal(home, subscription.id, address) if address else None
    try:
        store.save_together([subscription], now=now, also=_still(subscription.id))
    except BaseException:
        if before is not None:
            put_back(home, subscription.id, before)
        elif address:
            forget(home, subscription.id)
        raise
    return made


def renew(home: Path, subscription: str) -> Sealed:
    """Give a subscription a new key: from now on nothing is signed with the one that it had."""
    before = unseal(home, subscription)
    if before is None:
        raise NoSubscription(f"the address of {subscription} is not on this machine: end it and subscribe again")
    return seal(home, subscription, before.address)


def pause(store: Store, subscription: str, *, now: datetime) -> None:
    """Send nothing to a subscription until it goes on."""
    _found(store.execute("subscription_pause", id=subscription, at=now), subscription)


def resume(store: Store, subscription: str, *, since: datetime) -> None:
    """Let a subscription go on: alerts without a signal from `since` on are not told."""
    _found(store.execute("subscription_resume", id=subscription, since=since), subscription)


def ask_trial(store: Store, subscription: str, body: str, *, now: datetime) -> str:
    """Have an invented alert sent at the next look, even where the subscription is paused; return its key."""
    # saving a delivery makes its subscription where there is none
    _found([row for row in listed(store) if row["id"] == subscription], subscription)
    made = Delivery(
        id=f"delivery-{uuid.uuid4().hex}", subscription_id=subscription, alert_ids=(), kind="trial", at=now, told="{}"
    )
    still = _still(subscription)

    def also(ask: Ask, saved: Saved) -> None:
        still(ask, saved)
        ask("delivery_body", id=made.id, body=body)

    store.save_together([made], now=now, also=also)
    return made.id


def listed(store: Store) -> list[Row]:
    """Return the subscriptions that were not ended, with how sending to each goes; moments as Python's own."""
    return [told(row) for row in store.rows("subscriptions")]


def told(row: Row) -> Row:
    """Return a row of `subscriptions` without what is the graph's own."""
    kept = {name: _plain(value) for name, value in row["subscription"].items()}
    own = {name: kept.get(name) for name in _FIELDS}
    going = {
        name: kept.get(name) for name in ("failures", "next_at", "last_error", "last_why", "last_sent_at", "paused_at")
    }
    return own | going | {name: row[name] for name in ("sent", "pending", "given_up")}


def subscription_of(row: Row) -> Subscription:
    """Return the record of a node as the driver gives it."""
    values = {name: _plain(row[name]) for name in _FIELDS if name in row}
    for name in ("topics", "place_ids", "service_ids"):
        values[name] = tuple(values.get(name) or ())
    return Subscription(**values)


def look(subscription: str, *, seen: datetime, now: datetime, owed: bool) -> Also:
    """Return what makes a transaction fail when another look decided for a subscription since it was `seen`."""
    read = int(seen.timestamp() * 1000)

    def check(ask: Ask, _: Saved) -> None:
        if not ask("subscription_looked", id=subscription, seen=read, at=now, owed=owed):
            raise NoSubscription(subscription)

    return check


def _still(subscription: str) -> Also:
    """Return what makes a transaction fail once a subscription was ended, and lets it be sent to at once."""

    def check(ask: Ask, _: Saved) -> None:
        _found(ask("subscription_again", id=subscription), subscription)

    return check


def _found(rows: object, subscription: str) -> None:
    if not rows:
        raise NoSubscription(f"there is no subscription {subscription}: `cyberimpact subscription list` shows them")


def _plain(value: Any) -> Any:
    found = native(value) if hasattr(value, "to_native") else value
    return tuple(found) if isinstance(found, list) else found
