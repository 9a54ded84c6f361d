"""Departures that people tell of become a signal with where from and where to: a real graph, the real reader."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver

from flows.crowds import crowds, stirs
from flows.enrich import enrich_pending
from flows.reader import reader
from flows.watching import watch_at
from graph.model import Message
from graph.store import Store
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
LEAVING = (
    "Tout le monde quitte Dijon pour Talant, la rocade est pleine",
    "On fuit Dijon, des centaines de voitures vers Talant",
    "Les gens quittent Dijon à pied, ils montent tous à Talant",
    "Exode depuis Dijon vers Talant, plus personne n'avance",
    "Tout le quartier fuit Dijon en direction de Talant, panique",
    "Les familles fuient Dijon vers Talant avec des valises",
)
TALK = (
    "Marché de Dijon : du soleil",
    "Ma plainte en ligne est bloquée",
    "Belle exposition à Talant",
    "Train à l'heure",
)


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


def post(name: str, text: str, at: datetime) -> Message:
    return Message(
        id=f"mastodon:{name}",
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=text,
        published_at=at,
        author_id=f"mastodon:a-{name}",
    )


def messages() -> Iterator[Message]:
    for n in range(240):
        yield post(f"q{n}", f"{TALK[n % 4]} {n}", NOW - timedelta(hours=1 + n))
    for n, text in enumerate(LEAVING):
        yield post(f"w{n}", text, NOW - timedelta(minutes=3 + 8 * n))


def test_stars_without_a_word_show_nothing() -> None:
    texts = [" ", LEAVING[0]]
    nothing, leaving = stirs(reader(), texts, reader().vectors.encode(texts), [[], []])
    assert (nothing["alarm"], nothing["moves"], nothing["harm"]) == (None, None, None)
    assert 0 <= leaving["harm"] <= 1
    assert leaving["moves"] > 0.5


def test_departures_are_read_and_heard(store: Store) -> None:
    store.save(messages(), now=NOW)

    enrich_pending(store, reader(), as_of=NOW)

    read = store.ask(
        "MATCH (m:Message) WHERE m.moves >= 0.5 RETURN m.id AS id, m.leaves AS out, m.heads_for AS way"
    ).rows
    assert len(read) >= 5
    assert all(row["id"].startswith("mastodon:w") for row in read)
    assert {(tuple(row["out"]), tuple(row["way"])) for row in read} == {(("21231",), ("21617",))}
    found = [signal for signal in crowds(store, watch_at(store, NOW)) if signal.kind == "movement"]
    assert found
    assert found[0].place_id == "D21"
    assert "de Dijon (" in found[0].reason
    assert "vers Talant (" in found[0].reason
    assert crowds(store, watch_at(store, NOW - timedelta(hours=2))) == []
