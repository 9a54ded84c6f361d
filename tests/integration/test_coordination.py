"""Accounts that share together are heard on a real graph, and raise an alert that names nobody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from neo4j import Driver

from flows.coordination import Settings, coordinated
from flows.detect import detect_at
from flows.reader import reader
from graph.model import Account, Link, Message
from graph.store import Store
from signals.base import MESSAGES, OUTAGES, Watch
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SIX = [f"bluesky:x{n}" for n in range(6)]


def post(name: str, author: str, link: str, at: datetime, precision: str = "second") -> Message:
    return Message(
        id=f"bluesky:{name}",
        source_id="bluesky",
        platform="bluesky",
        kind="post",
        text="à lire",
        published_at=at,
        precision=precision,
        author_id=author,
        links=(link,),
    )


def talk(random: Random) -> Iterator[Message]:
    for n in range(500):
        link = random.randrange(90)
        at = NOW - timedelta(hours=1 + link / 2.5) + timedelta(minutes=random.expovariate(1 / 40))
        yield post(f"t{n}", f"bluesky:p{random.randrange(60)}", f"l{link}", min(at, NOW - timedelta(seconds=1)))


def volleys(random: Random, precision: str = "second") -> Iterator[Message]:
    for k in range(6):
        for n, author in enumerate(SIX):
            at = NOW - timedelta(minutes=10 + 90 * k, seconds=random.randrange(20))
            yield post(f"v{k}-{n}", author, f"v{k}", at, precision)


def given(store: Store, kind: str = "person", precision: str = "second") -> None:
    random = Random(4)
    messages = [*talk(random), *volleys(random, precision)]
    people = {message.author_id for message in messages if message.author_id}
    links = {link for message in messages for link in message.links}
    store.save((Link(id=link, host="presse.example") for link in sorted(links)), now=NOW)
    store.save(
        (Account(id=name, platform="bluesky", kind=kind if name in SIX else "person") for name in sorted(people)),
        now=NOW,
    )
    store.save(messages, now=NOW)


def watch(as_of: datetime = NOW) -> Watch:
    return Watch(MESSAGES.to_frame(), OUTAGES.to_frame(), NOW - timedelta(days=3), as_of)


def test_accounts_that_share_together_are_heard_once_a_look(store: Store) -> None:
    given(store)

    (signal,) = coordinated(store, watch())

    assert (signal.kind, signal.at, signal.authors, signal.observed) == ("coordination", NOW, 6, 36)
    assert signal.expected < signal.upper < signal.observed
    assert signal.p_value < 0.001
    assert signal.reason.startswith("6 comptes partagent 6 contenus identiques à moins de 60 secondes d'écart")
    assert not [name for name in SIX if name in signal.reason + signal.reason_en]
    assert {name.partition("-")[0] for name in signal.evidence} == {f"bluesky:v{k}" for k in range(6)}
    assert coordinated(store, watch(NOW + timedelta(minutes=9))) == []
    assert len(coordinated(store, watch(NOW + timedelta(minutes=10)))) == 1


TIES = """
MATCH (a:Account)-[tie:COORDINATES_WITH]->(b:Account)
RETURN a.id AS start, b.id AS end, tie.met AS met, tie.expected AS expected, tie.p_value AS p, toString(tie.at) AS at
ORDER BY start, end
"""


def test_who_is_tied_to_whom_is_kept_with_the_moment_it_was_seen(store: Store) -> None:
    given(store)

    coordinated(store, watch())

    rows = store.ask(TIES).rows
    assert {(row["start"], row["end"]) for row in rows} <= {(one, two) for one in SIX for two in SIX if one < two}
    assert {name for row in rows for name in (row["start"], row["end"])} == set(SIX)
    assert all(row["met"] > row["expected"] and row["p"] < 0.01 for row in rows)
    assert {row["at"] for row in rows} == {"2026-03-14T12:00:00Z"}

    coordinated(store, watch(NOW + timedelta(minutes=10)))
    again = store.ask(TIES).rows
    assert [(row["start"], row["end"]) for row in again] == [(row["start"], row["end"]) for row in rows]
    assert {row["at"] for row in again} == {"2026-03-14T12:10:00Z"}

    # three days later nobody shares: what was seen stays, dated
    coordinated(store, watch(NOW + timedelta(days=3)))
    assert store.ask(TIES).rows == again


def test_it_says_nothing_new_an_hour_later(store: Store) -> None:
    given(store)
    assert coordinated(store, watch(NOW + timedelta(hours=2))) == []


@pytest.mark.parametrize(("kind", "precision"), [("institution", "second"), ("press", "second"), ("person", "minute")])
def test_offices_relay_and_minutes_tell_nothing(store: Store, kind: str, precision: str) -> None:
    given(store, kind, precision)
    assert coordinated(store, watch()) == []


def test_no_more_is_read_than_was_asked_for(store: Store) -> None:
    given(store)
    assert coordinated(store, watch(), settings=Settings(at_most=20)) == []
    assert coordinated(store, watch(NOW + timedelta(minutes=20)), settings=Settings(hours=2)) == []


def test_it_raises_an_alert(neo4j_driver: Driver) -> None:
    store = furnished(neo4j_driver)
    given(store)

    detect_at(store, reader(), as_of=NOW)

    kinds = {row["kind"] for row in store.ask("MATCH (s:Signal) RETURN s.kind AS kind").rows}
    assert "coordination" in kinds
    titles = store.ask("MATCH (a:Alert)-[:RAISED_BY]->(:Signal {kind: 'coordination'}) RETURN a.title AS title").rows
    assert len(titles) == 1
