"""Messages take a stance to the claim of a rumour, which follows them from topic to topic and raises an alert."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from flows.claims import rumour_signals
from flows.following import follow_up
from flows.raising import raise_alerts
from flows.reader import reader
from flows.watching import watch_at
from graph.model import Topic
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from graph.territory import places
from tests.integration.test_rumours import DENIALS, NOW, PLACES, QUERIES, SPREAD, told

pytestmark = pytest.mark.neo4j

FLOOD = (
    "L'eau monte quai Galliot à Dijon, la rue est sous l'eau",
    "Cave inondée rue de l'Ouche, les pompiers pompent",
    "Route coupée entre Velars et Plombières, eau sur la chaussée",
)


def topics(store: Store, names: Sequence[str]) -> None:
    centroid = (1.0, *[0.0] * 383)
    began = NOW - timedelta(hours=2)
    rows = [
        Topic(id=name, label=f"sujet {name}", size=9, centroid=centroid, first_at=began, last_at=NOW, run_id="r")
        for name in names
    ]
    store.save(rows, now=NOW)


def stances(store: Store) -> dict[str, str]:
    rows = store.ask("MATCH (m:Message)-[t:TAKES]->(:Claim) RETURN m.id AS id, t.stance AS stance").rows
    return {row["id"]: row["stance"] for row in rows}


@pytest.fixture
def circulating(store: Store) -> Store:
    """A rumour on one topic and the flood that it feeds on, on another; nobody raised an alert about either."""
    store.save([place for place in places() if place.id in PLACES], now=NOW)
    topics(store, ("rumour", "flood"))
    told(store, (*SPREAD, *QUERIES), NOW - timedelta(minutes=30), name="s", topic="rumour")
    told(store, DENIALS[:1], NOW - timedelta(minutes=10), name="d", topic="rumour")
    told(store, FLOOD, NOW - timedelta(minutes=20), name="f", topic="flood")
    return store


def test_a_rumour_needs_no_alert_and_its_messages_take_sides(circulating: Store) -> None:
    found = follow_up(circulating, reader(), NOW)
    assert (found["rumours"], found["stances"]) == (1, len(SPREAD) + len(QUERIES) + 1)
    taken = stances(circulating)
    assert {name.split(":")[1][0] for name in taken} == {"s", "d"}, "the flood is no part of the claim"
    assert taken["mastodon:d0"] == "deny"
    assert follow_up(circulating, reader(), NOW)["stances"] == 0, "a second look finds nothing new"


def test_what_moves_to_another_topic_leaves_the_claim(circulating: Store) -> None:
    follow_up(circulating, reader(), NOW)
    move(circulating, ["mastodon:s0"], "flood")
    follow_up(circulating, reader(), NOW + timedelta(minutes=1))
    assert "mastodon:s0" not in stances(circulating)


def test_a_rumour_goes_where_most_of_its_messages_go(circulating: Store) -> None:
    follow_up(circulating, reader(), NOW)
    (before,) = circulating.rows("rumours", since=NOW - timedelta(days=1))
    alert = raised(circulating)
    topics(circulating, ("later",))
    names = list(stances(circulating))
    move(circulating, names, "later")
    follow_up(circulating, reader(), NOW + timedelta(minutes=1))
    (after,) = circulating.rows("rumours", since=NOW - timedelta(days=1))
    assert (after["rumour"]["id"], after["rumour"]["topic_id"]) == (before["rumour"]["id"], "later")
    assert set(stances(circulating)) == set(names)
    followed = raised(circulating)
    assert (followed["id"], followed["topic_id"], followed["title"]) == (alert["id"], "later", alert["title"])


def test_a_rumour_raises_an_alert_that_cites_who_states_it(circulating: Store) -> None:
    follow_up(circulating, reader(), NOW)
    alert = raised(circulating)
    assert alert["kind"] == "rumour"
    assert alert["title"].startswith("Rumeur possible : « ")
    assert "barrage du Val-Fournier a cédé" in alert["title"]
    evidence = circulating.ask(
        "MATCH (:Alert)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m:Message) RETURN DISTINCT m.id AS id"
    ).rows
    assert {row["id"] for row in evidence} == set(stances(circulating))


def test_a_rumour_that_nobody_spread_lately_raises_nothing(circulating: Store) -> None:
    follow_up(circulating, reader(), NOW)
    assert rumour_signals(circulating, watch_at(circulating, NOW + timedelta(hours=3))) == []


def move(store: Store, names: Sequence[str], topic: str) -> None:
    rows = [{"start": name, "end": topic, "score": 0.9} for name in names]
    store.relate(ABOUT_TOPIC, rows, run_id=f"move-{topic}", scope=names)


def raised(store: Store) -> dict[str, str]:
    """Raise what the rumours signal, and return the only alert."""
    heard = rumour_signals(store, watch_at(store, NOW))
    raise_alerts(store, heard, as_of=NOW, run_id="raise")
    (row,) = store.ask("MATCH (a:Alert) RETURN a {.id, .kind, .title, .topic_id} AS alert").rows
    return row["alert"]  # type: ignore[no-any-return]
