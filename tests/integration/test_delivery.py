"""What is told, to whom and when: a real graph, a real web server."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from neo4j import Driver

from flows.deliver import deliver
from graph import home
from graph.store import Store
from graph.subscriptions.kept import NoSubscription, ask_trial, change, end, listed, pause, resume, subscription_of
from graph.subscriptions.sealed import unseal
from graph.territory import places
from signals.announce.trial import trial
from tests.browser.seed import NOW
from tests.graphs import invented
from tests.servers.receivers import Hooks
from tests.serving import served
from tests.telling import MINUTE, START, decided, events, hooked, keys, raised

pytestmark = pytest.mark.neo4j

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def test_an_alert_is_told_once_then_what_becomes_of_it(store: Store, taken: Hooks) -> None:
    hooked(store, taken)
    raised(store, at=START + MINUTE)
    steps: list[tuple[dict[str, Any], str, list[str]]] = [
        ({}, "", ["new"]),
        ({}, "", []),
        ({"volume": 45.0}, "", []),
        ({"volume": 61.0}, "", ["update"]),
        ({"severity": "critique", "volume": 70.0}, "", ["update"]),
        ({}, "acknowledge", []),
        ({}, "close", ["closed"]),
        ({}, "", []),
        ({}, "reopen", ["update"]),
    ]
    at, wanted = START + MINUTE, []
    for more, act, told in steps:
        at += MINUTE
        if more:
            raised(store, at=at, **{"severity": "forte"} | more)
        if act:
            decided(store, act, at=at, verdict="real" if act == "close" else "")
        deliver(store, now=at)
        wanted += told
        assert [event for post in events(taken) for event, _ in post] == wanted, (more, act)
    assert len(set(keys(taken))) == len(taken.posts) == 5
    assert listed(store)[0]["sent"] == 5


def test_nothing_is_told_in_a_pause_and_then_what_still_goes_on(store: Store, taken: Hooks) -> None:
    name = hooked(store, taken)
    raised(store, "waits", at=START + MINUTE)
    taken.statuses = [500]
    deliver(store, now=START + 2 * MINUTE)
    pause(store, name, now=START + 3 * MINUTE)
    raised(store, "over", at=START + 4 * MINUTE)
    raised(store, "lasts", at=START + 4 * MINUTE)
    assert deliver(store, now=START + 5 * MINUTE) == {}
    ask_trial(store, name, json.dumps(trial(0)), now=START + 5 * MINUTE)
    assert deliver(store, now=START + 5 * MINUTE) == {"deliveries sent": 1}, "a trial is sent all the same"
    assert listed(store)[0]["sent"] == 0, "and is no alert"
    resume(store, name, since=START + 6 * MINUTE)
    raised(store, "lasts", at=START + 7 * MINUTE, volume=90.0)
    deliver(store, now=START + 8 * MINUTE)
    assert events(taken) == [[("new", "waits")], [("new", "trial")], [("new", "lasts")]]


def test_a_trial_of_what_never_was_begins_nothing(store: Store) -> None:
    with pytest.raises(NoSubscription):
        ask_trial(store, "sub-000000000000", json.dumps(trial(0)), now=START)
    assert listed(store) == []
    assert store.ask("MATCH (n) WHERE n:Delivery OR n:Subscription RETURN n").rows == []


def test_a_change_keeps_what_was_told_and_a_new_address_has_a_new_key(store: Store, taken: Hooks) -> None:
    name = hooked(store, taken)
    raised(store, at=START + MINUTE)
    deliver(store, now=START + 2 * MINUTE)
    before, old = unseal(home.home(), name), subscription_of(store.rows("subscriptions")[0]["subscription"])
    assert change(store, home.home(), replace(old, severity="critique"), "", now=START + 3 * MINUTE) is None
    assert unseal(home.home(), name) == before
    raised(store, "other", at=START + 4 * MINUTE, severity="forte")
    raised(store, at=START + 4 * MINUTE, severity="critique", volume=31.0)
    deliver(store, now=START + 5 * MINUTE)
    assert events(taken) == [[("new", "barrage")], [("update", "barrage")]]
    made = change(store, home.home(), old, f"{taken.address}/other", now=START + 6 * MINUTE)
    assert made == unseal(home.home(), name) != before
    end(store, home.home(), name, now=START + 7 * MINUTE)
    with pytest.raises(NoSubscription):
        change(store, home.home(), old, f"{taken.address}/again", now=START + 8 * MINUTE)
    assert unseal(home.home(), name) is None, "nothing of it stays"


def test_what_was_there_before_is_not_told(store: Store, taken: Hooks) -> None:
    raised(store, "old", at=START - MINUTE)
    hooked(store, taken)
    raised(store, "other", at=START + MINUTE)
    decided(store, "dismiss", at=START + MINUTE, name="other")
    assert deliver(store, now=START + 2 * MINUTE) == {}
    raised(store, "old", at=START + 3 * MINUTE)
    deliver(store, now=START + 4 * MINUTE)
    assert events(taken) == [[("new", "old")]], "it goes on: told from now"


def test_only_what_was_asked_for_is_told(store: Store, taken: Hooks) -> None:
    store.save([place for place in places() if place.id in ("D21", "R27", "D59")], now=START)
    hooked(store, taken, name="place", places=("R27",))
    hooked(store, taken, name="elsewhere", places=("D59",))
    hooked(store, taken, name="words", topics=("sujet barrage",))
    hooked(store, taken, name="topic", topics=("topic:colis",))
    hooked(store, taken, name="severe", severity="critique")
    hooked(store, taken, name="service", services=("perceval",))
    raised(store, at=START + MINUTE)
    deliver(store, now=START + 2 * MINUTE)
    names = {row["id"]: row["name"] for row in listed(store)}
    assert sorted(names[json.loads(post.body)["subscription"]] for post in taken.posts) == ["place", "words"]


def test_the_alert_is_that_of_the_interface(neo4j_driver: Driver, taken: Hooks) -> None:
    store = invented(neo4j_driver)
    hooked(store, taken, since=NOW - timedelta(days=1))
    deliver(store, now=NOW)
    with served(store) as address:
        listing = httpx.get(f"{address}/api/alerts", timeout=60).json()["items"]
    sent = [json.loads(post.body) for post in taken.posts]
    assert all(one["exercise"] for one in sent)
    assert {item["alert"]["id"]: item["alert"] for one in sent for item in one["items"]} == {
        one["id"]: one for one in listing
    }
    assert not any(words in post.body.decode() for post in taken.posts for words in ("Partagez", "Crue confirmée"))


def test_cap_refers_to_all_that_was_sent_before(store: Store, taken: Hooks) -> None:
    hooked(store, taken, form="cap")
    raised(store, at=START + MINUTE)
    for step, severity in enumerate(("moderee", "forte", "critique")):
        raised(store, at=START + (step + 2) * MINUTE, severity=severity, volume=30.0 + step)
        deliver(store, now=START + (step + 2) * MINUTE)
    decided(store, "dismiss", at=START + 6 * MINUTE)
    deliver(store, now=START + 7 * MINUTE)
    roots = [fromstring(post.body) for post in taken.posts]
    assert [root.findtext(f"{CAP}msgType") for root in roots] == ["Alert", "Update", "Update", "Cancel"]
    names = [
        ",".join(root.findtext(f"{CAP}{name}") or "" for name in ("sender", "identifier", "sent")) for root in roots
    ]
    assert [(root.findtext(f"{CAP}references") or "").split() for root in roots] == [names[:n] for n in range(4)]
    assert {post.headers["content-type"] for post in taken.posts} == {"application/cap+xml"}


NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)  # 23:00 in Paris


def test_quiet_hours_hold_back_over_midnight_and_break_for_the_worst(store: Store, taken: Hooks) -> None:
    hooked(store, taken, since=NIGHT, quiet="22:00-07:00")
    raised(store, "calm", at=NIGHT + MINUTE)
    raised(store, "gone", at=NIGHT + MINUTE)
    raised(store, "worst", at=NIGHT + MINUTE, severity="critique")
    deliver(store, now=NIGHT + 2 * MINUTE)
    assert events(taken) == [[("new", "worst")]]
    decided(store, "dismiss", at=NIGHT + timedelta(hours=2), name="gone")
    raised(store, "calm", at=NIGHT + timedelta(hours=3), volume=200.0)
    deliver(store, now=datetime(2026, 11, 25, 5, 59, tzinfo=UTC))
    assert len(taken.posts) == 1
    deliver(store, now=datetime(2026, 11, 25, 6, 0, tzinfo=UTC))
    assert events(taken)[1:] == [[("new", "calm")]], "once, as it stands by then; what was dismissed is not told"
    assert json.loads(taken.posts[1].body)["items"][0]["alert"]["volume"] == 200.0


def test_quiet_hours_follow_the_wall_in_the_night_that_changes(store: Store, taken: Hooks) -> None:
    night = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)  # 23:00 in Paris, still in summer time
    hooked(store, taken, since=night, quiet="22:00-07:00", quiet_severity="")
    raised(store, at=night + MINUTE, severity="critique")
    deliver(store, now=datetime(2026, 10, 25, 5, 59, tzinfo=UTC))
    assert taken.posts == []
    deliver(store, now=datetime(2026, 10, 25, 6, 0, tzinfo=UTC))
    assert len(taken.posts) == 1


def test_a_digest_tells_all_in_one_when_it_is_due(store: Store, taken: Hooks) -> None:
    hooked(store, taken, name="daily", digest="daily", digest_hour=11)
    raised(store, "a", at=START + MINUTE)
    raised(store, "b", at=START + 2 * MINUTE, severity="critique")
    for minutes, posts in ((3, 0), (59, 0), (60, 1), (61, 1)):  # 11:00 in Paris is 10:00 UTC
        deliver(store, now=START + minutes * MINUTE)
        assert len(taken.posts) == posts, minutes
    assert sorted(events(taken)[0]) == [("new", "a"), ("new", "b")]
    raised(store, "c", at=START + 62 * MINUTE)
    deliver(store, now=START + timedelta(hours=24))
    assert len(taken.posts) == 1
    deliver(store, now=START + timedelta(hours=26))  # late: nobody looked at the hour itself
    assert events(taken)[1] == [("new", "c")]


def test_an_hourly_digest_waits_for_the_end_of_quiet_hours(store: Store, taken: Hooks) -> None:
    hooked(store, taken, since=NIGHT, digest="hourly", quiet="22:00-07:00")
    raised(store, at=NIGHT + MINUTE)
    for minutes in range(0, 7 * 60, 30):
        deliver(store, now=NIGHT + minutes * MINUTE)
    assert taken.posts == []
    deliver(store, now=NIGHT + timedelta(hours=8, minutes=1))
    assert events(taken) == [[("new", "barrage")]]
