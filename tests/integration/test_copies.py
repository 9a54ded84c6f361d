"""Copies, rewordings and translations in a real graph, with the real encoder (invented messages)."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from neo4j import Driver

from flows.copies import Settings, link_copies
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from graph.model import Message
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
GAS = "Fuite de gaz rue des Tanneurs à Colmar, tout le quartier est bouclé"
SAID = {
    "gas": GAS,
    "same": GAS,
    "framed": f"RT @ana : {GAS.upper()} !!! 😱 https://relais.example/1",
    "longer": f"{GAS} par les pompiers depuis midi",
    "reworded": "Rue des Tanneurs à Colmar, tout le quartier est fermé à cause d'une fuite de gaz",
    "translated": "Gas leak on rue des Tanneurs in Colmar, the whole neighbourhood is sealed off",
    "denied": "Non, pas de fuite de gaz rue des Tanneurs à Colmar, le quartier n'est pas bouclé",
    "denied-again": "RT non, pas de fuite de gaz rue des Tanneurs à Colmar, le quartier n'est pas bouclé 👍",
    "not-in-english": "There is no gas leak on rue des Tanneurs in Colmar, the neighbourhood is open",
    "asked": f"{GAS} ?",
    "elsewhere": GAS.replace("Colmar", "Mulhouse"),
    "other": "Le marché de Noël de Colmar ouvre samedi avec cent chalets",
    "thanks": "Merci à tous",
    "thanks-too": "merci à tous !",
}
EXPECTED = {
    ("same", "gas", "exact"), ("framed", "gas", "copy"), ("reworded", "gas", "rewording"),
    ("translated", "gas", "translation"), ("denied-again", "denied", "copy"),
}  # fmt: skip
"""`longer` adds a number, midi, so that it is no copy."""


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


@pytest.fixture(scope="module")
def reader(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(Cache(tmp_path_factory.mktemp("vectors"), encoder), Gazetteer(places()), None)


def posts(names: list[str] | None = None) -> list[Message]:
    chosen = names or list(SAID)
    return [post(name, SAID[name], NOW + timedelta(minutes=list(SAID).index(name))) for name in chosen]


def post(name: str, text: str, at: datetime, *, repost_of: str | None = None) -> Message:
    return Message(
        id=name,
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=text,
        published_at=at,
        repost_of=repost_of,
    )


def links(store: Store) -> set[tuple[str, str, str]]:
    found = store.ask("MATCH (m:Message)-[c:COPY_OF]->(f:Message) RETURN m.id AS m, f.id AS f, c.kind AS kind").rows
    return {(row["m"], row["f"], row["kind"]) for row in found}


def test_each_kind_stands_behind_the_first_and_no_denial_does(store: Store, reader: Reader) -> None:
    # Arrange
    store.save(posts(), now=NOW)

    # Act
    counts = enrich_pending(store, reader, as_of=NOW)

    # Assert
    assert links(store) == EXPECTED
    assert counts["copies"] == len(EXPECTED)


@pytest.mark.parametrize("seed", range(3))
def test_batches_in_any_order_give_the_same_graph(store: Store, reader: Reader, seed: int) -> None:
    random = Random(seed)
    names = random.sample(list(SAID), len(SAID))
    for start in range(0, len(names), 4):
        store.save(posts(names[start : start + 4]), now=NOW)
        enrich_pending(store, reader, as_of=NOW)
    assert links(store) == EXPECTED

    # Act again: everything is read once more
    store.save([replace(message, likes=1) for message in posts()], now=NOW)
    assert enrich_pending(store, reader, as_of=NOW)["messages"] == len(SAID)
    assert links(store) == EXPECTED


def test_what_arrives_late_leads(store: Store, reader: Reader) -> None:
    store.save(posts(["same", "framed", "translated"]), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert links(store) == {("framed", "same", "copy"), ("translated", "same", "translation")}
    store.save(posts(["gas"]), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert links(store) == {
        ("same", "gas", "exact"), ("framed", "gas", "copy"), ("translated", "gas", "translation"),
    }  # fmt: skip


def test_a_share_is_no_copy(store: Store, reader: Reader) -> None:
    shared = post("shared", GAS, NOW + timedelta(hours=1), repost_of="gas")
    store.save([*posts(["gas"]), shared, post("later", GAS, NOW + timedelta(hours=2))], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert links(store) == {("later", "gas", "exact")}
    assert store.ask("MATCH (:Message {id: 'shared'})-[:REPOSTS]->(m) RETURN m.id AS id").rows == [{"id": "gas"}]


def test_a_text_that_changes_leaves_its_group(store: Store, reader: Reader) -> None:
    store.save(posts(["gas", "same"]), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    store.save([post("same", SAID["denied"], NOW + timedelta(minutes=1))], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert links(store) == set()


def test_what_is_too_old_is_no_first(store: Store, reader: Reader) -> None:
    store.save([post("old", GAS, NOW - timedelta(days=31)), post("new", GAS, NOW)], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert links(store) == set()
    link_copies(store, reader, ["new"], run_id="wider", settings=Settings(days=40))
    assert links(store) == {("new", "old", "exact")}


def test_the_vectors_of_another_encoder_find_copies_only(store: Store, encoder: Encoder, tmp_path: Path) -> None:
    class Other:
        name = "other-space"
        dimension = encoder.dimension
        encode = encoder.encode

    reader = Reader(Cache(tmp_path / "vectors", Other()), Gazetteer(places()), None)
    store.save(posts(), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert {kind for _, _, kind in links(store)} == {"exact", "copy"}


def test_the_words_of_messages_are_not_kept_in_the_file(store: Store, encoder: Encoder, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "vectors", encoder)
    store.save(posts(), now=NOW)
    enrich_pending(store, Reader(cache, Gazetteer(places()), None), as_of=NOW)
    (path,) = (tmp_path / "vectors").glob("*.sqlite")
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT count(*) FROM vector").fetchone()[0] <= len(set(SAID.values()))
