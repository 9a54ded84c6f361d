"""Subscriptions and alerts of the tests of delivery, and what was told."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from graph import home
from graph.model import Alert, Decision, Run, Signal, Topic
from graph.store import Store
from graph.subscriptions.kept import begin
from graph.subscriptions.reach import shown
from graph.subscriptions.sealed import new_id
from graph.subscriptions.settings import Settings
from signals.announce.wish import Wish, granted
from tests.servers.receivers import Hooks

MINUTE = timedelta(minutes=1)

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def subscribed(store: Store, *, since: datetime = START, **asked: Any) -> str:
    """Subscribe a service, and return the id."""
    wish, settings = Wish(**{"name": "Préfecture", "severity": "faible"} | asked), Settings()
    made = granted(
        wish, name=new_id(), since=since, role="administration", places={"D21", "R27", "D59"},
        shown=lambda channel, address: shown(channel, address, settings),
    )  # fmt: skip
    begin(store, home.home(), made, wish.address, now=since)
    return made.id


def hooked(store: Store, taken: Hooks, **asked: Any) -> str:
    return subscribed(store, channel="webhook", address=f"{taken.address}/alertes?key=k", **asked)


def mailed(store: Store, **asked: Any) -> str:
    return subscribed(store, channel="mail", address="cellule@example.gouv.fr", **asked)


def raised(store: Store, name: str = "barrage", *, at: datetime, severity: str = "forte", volume: float = 30.0) -> None:
    """Raise an alert, or let it go on, as a look at that moment would have."""
    topic = Topic(
        id=f"topic:{name}", label=f"Sujet {name}", size=9, centroid=(1.0,) * 384, first_at=at, last_at=at, run_id="r"
    )
    signal = Signal(
        id=f"signal:{name}:{volume}", kind="burst", at=at, score=0.9, reason="Beaucoup.", reason_en="Many.",
        evidence=("mastodon:1",), topic_id=topic.id, place_id="D21", observed=volume, expected=1.0, upper=3.0,
        p_value=0.0, authors=9, run_id="r",
    )  # fmt: skip
    known = store.rows("alerte_detail", alert=name)
    signals = tuple(one["id"] for one in known[0]["signals"]) if known else ()
    first = datetime.fromtimestamp(known[0]["first_at"] / 1000, UTC) if known else at
    alert = Alert(
        id=name, kind="burst", severity=severity, title=f"Alerte {name}", title_en=f"Alert {name}", reason="Beaucoup.",
        reason_en="Many.", score=0.9, first_at=first, last_at=at, signal_ids=tuple({*signals, signal.id}),
        topic_id=topic.id, place_ids=("D21",), run_id="r",
    )  # fmt: skip
    run = Run(
        id=f"run:{at.isoformat()}",
        flow="detect",
        version="t",
        parameters="{}",
        as_of=at,
        started_at=at,
        ended_at=at,
        state="completed",
    )
    store.save([topic, signal, alert, run], now=at)


def decided(store: Store, act: str, *, at: datetime, name: str = "barrage", **more: Any) -> None:
    store.save([Decision(id=f"{name}|{at}", alert_id=name, at=at, role="veille", act=act, **more)], now=at)


def events(taken: Hooks) -> list[list[tuple[str, str]]]:
    """Return what each post told: event and alert."""
    return [[(one["event"], one["alert"]["id"]) for one in json.loads(post.body)["items"]] for post in taken.posts]


def keys(taken: Hooks) -> list[str]:
    return [post.headers["webhook-id"] for post in taken.posts]
