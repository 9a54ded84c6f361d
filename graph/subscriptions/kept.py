"""Subscriptions as they are kept: begun, listed, ended; by the command line and by the interface for programs alike."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.model import Subscription
from graph.rows import Row, native
from graph.store import Also, Ask, Saved, Store
from graph.subscriptions.sealed import Sealed, forget, seal

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
    if not store.execute("subscription_end", id=subscription, at=now):
        raise NoSubscription(f"there is no subscription {subscription}: `cyberimpact subscription list` shows them")
    forget(home, subscription)


def listed(store: Store) -> list[Row]:
    """Return the subscriptions that were not ended, with how sending to each goes; moments as Python's own."""
    return [told(row) for row in store.rows("subscriptions")]


def told(row: Row) -> Row:
    """Return a row of `subscriptions` without what is the graph's own."""
    kept = {name: _plain(value) for name, value in row["subscription"].items()}
    own = {name: kept.get(name) for name in _FIELDS}
    going = {name: kept.get(name) for name in ("failures", "next_at", "last_error", "last_why", "last_sent_at")}
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


def _plain(value: Any) -> Any:
    found = native(value) if hasattr(value, "to_native") else value
    return tuple(found) if isinstance(found, list) else found
