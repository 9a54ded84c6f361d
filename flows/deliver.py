"""Tells subscriptions what they asked for: first kept in the graph, then sent, then marked; a kill loses nothing.

A delivery is sent again only when a process died between sending and marking it: under the same key, after `LEASE`.
"""

import json
import logging
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.delivery import mail, webhook
from flows.delivery.errors import NotSent
from flows.delivery.outbox import fill
from graph import home
from graph.model import Subscription
from graph.rows import Row
from graph.secret import KeyExposed
from graph.store import Store
from graph.subscriptions.kept import subscription_of
from graph.subscriptions.sealed import Sealed, unseal
from graph.subscriptions.settings import Settings
from signals.announce.letter import letter
from signals.announce.payload import as_cap, as_json
from signals.announce.trial import trial

LEASE = timedelta(minutes=5)
"""For so long a delivery is left to the process that has it in hand."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""After a failure nothing is sent to a subscription for the first of them, then for twice as long each time."""
GIVEN_UP = timedelta(hours=24)
"""A delivery that did not arrive for so long is given up: its alerts are told as they then stand."""
ROUND = 20.0
"""Seconds after which a round sends nothing more: a watch looks again before it goes on."""

log = logging.getLogger(__name__)


def deliver(store: Store, *, now: datetime) -> Counter[str]:
    """Tell every subscription what it has to be told at `now`; return how much was decided, sent and failed."""
    done: Counter[str] = Counter()
    if decided := fill(store, now=now):
        done["deliveries"] = decided
    settings, resting, end = Settings(), set[str](), time.monotonic() + ROUND
    for row in store.rows("deliveries_due", now=now):
        subscription = subscription_of(row["subscription"])
        if subscription.id in resting or time.monotonic() > end:
            continue
        try:
            done["deliveries sent"] += _deliver_one(store, row["id"], subscription, settings, now)
        except NotSent as error:
            resting.add(subscription.id)
            done["deliveries failed"] += 1
            _failed(store, row, subscription, error, now)
    return +done


def greet(subscription: Subscription, sealed: Sealed, *, settings: Settings, now: datetime) -> None:
    """Send an invented alert, marked as an exercise, to see whether a subscription is reached; raise `NotSent`."""
    at = int(now.timestamp() * 1000)
    _send(f"trial-{at}", trial(at), at, subscription, sealed, settings)


def pause_after(failures: int) -> timedelta:
    """Return how long a subscription is left in peace after so many failures in a row.

    >>> [pause_after(n).seconds for n in (1, 2, 3, 8, 60)]
    [30, 60, 120, 3600, 3600]
    """
    return min(LONGEST_PAUSE, FIRST_PAUSE * int(2 ** min(failures - 1, 12)))


def _deliver_one(store: Store, name: str, subscription: Subscription, settings: Settings, now: datetime) -> bool:
    """Take a delivery in hand, send and mark it; tell whether it was ours to send."""
    taken = store.execute("delivery_take", id=name, now=now, until=now + LEASE)
    if not taken:
        return False
    try:
        sealed = unseal(home.home(), subscription.id)
    except KeyExposed as error:
        raise NotSent("lost", str(error)) from None
    if sealed is None:
        raise NotSent("lost", "its address is not in the state folder of this machine: end it and subscribe again")
    _send(name, json.loads(taken[0]["body"]), taken[0]["at"], subscription, sealed, settings)
    store.execute("delivery_sent", id=name, at=now)
    store.execute("subscription_heard", id=subscription.id, at=now, error=None, why=None, next_at=None)
    return True


def _send(
    name: str, told: dict[str, Any], at: int, subscription: Subscription, sealed: Sealed, settings: Settings
) -> None:
    address = settings.address
    if subscription.channel == "webhook":
        if subscription.form == "cap":
            body = as_cap(told, at=at, address=address)
        else:
            body = as_json(told, delivery=name, at=at, subscription=subscription.id, address=address)
        webhook.post(sealed, name, body, subscription.form, settings=settings)
        return
    said = letter(
        told, lang=subscription.lang, name=subscription.name, subscription=subscription.id, address=address
    )  # fmt: skip
    thread = told["items"][0]["alert"]["id"] if len(told["items"]) == 1 else ""
    when = datetime.fromtimestamp(at / 1000, UTC)
    written = mail.compose(said, name=name, thread=thread, at=when, to=sealed.address, sender=settings.sender)
    mail.send(written, sealed, settings=settings)


def _failed(store: Store, row: Row, subscription: Subscription, error: NotSent, now: datetime) -> None:
    failures = int(row["subscription"].get("failures") or 0) + 1
    log.warning("%s (%s) was not told: %s", subscription.id, subscription.name, error)
    said = {"error": str(error), "why": error.why}
    store.execute("delivery_failed", id=row["id"], at=now, oldest=now - GIVEN_UP, **said)
    store.execute("subscription_heard", id=subscription.id, at=now, next_at=now + pause_after(failures), **said)
