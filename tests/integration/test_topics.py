"""Topics in a real graph: what a person pinned outlives every clustering, and what became of topics is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from neo4j import Driver

from flows import clustering
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from flows.topics import Settings, update_topics
from graph.model import Message, Topic
from graph.pins import Board, PinRefused
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder, Vectors
from signals.places.gazetteer import Gazetteer
from signals.topics import clusterers
from signals.topics.clusterers import Labels, Times
from signals.topics.events import LEAST
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAYINGS = {
    "jazz": "Superbe concert de jazz hier soir, {} musiciens sur scène et un rappel de {} minutes",
    "sms": "Encore un faux SMS de colis, le lien réclame {} euros avant {} heures",
    "crue": "La rivière monte, {} caves inondées rue des Tanneurs, {} centimètres d'eau",
}


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Reader:
    return Reader(Cache(tmp_path / "vectors", encoder), Gazetteer(places()), None)


def said(what: str, count: int, *, until: datetime, first: int = 0) -> Iterator[Message]:
    for number in range(first, first + count):
        yield Message(
            id=f"mastodon:{what}-{number}",
            source_id="mastodon",
            platform="mastodon",
            kind="post",
            text=SAYINGS[what].format(number + 2, number * 7 % 60),
            published_at=until - timedelta(minutes=1 + number - first),
            author_id=f"mastodon:a{number}",
        )


def look(store: Store, reader: Reader, at: datetime, *messages: Message, settings: Settings | None = None) -> None:
    store.save(messages, now=at)
    enrich_pending(store, reader, as_of=at)
    update_topics(store, reader, as_of=at, settings=settings)


def topics_of(store: Store) -> dict[str, str]:
    rows = store.ask("MATCH (m:Message)-[:ABOUT]->(t:Topic) RETURN m.id AS m, t.id AS t").rows
    return {row["m"].removeprefix("mastodon:"): row["t"] for row in rows}


def labels_of(store: Store) -> dict[str, str]:
    return {row["id"]: row["label"] for row in store.ask("MATCH (t:Topic) RETURN t.id AS id, t.label AS label").rows}


def steps_of(store: Store) -> set[tuple[str, str, str]]:
    found = store.ask("MATCH (a:Topic)-[r:BECAME]->(b:Topic) RETURN a.id AS a, r.kind AS kind, b.id AS b").rows
    return {(row["a"], row["kind"], row["b"]) for row in found}


def test_what_spreads_one_page_is_one_topic_however_it_is_worded(store: Store, reader: Reader) -> None:
    pages = {"jazz": "remboursement", "sms": "remboursement", "crue": "photos"}
    for what, page in pages.items():
        some = said(what, 40, until=NOW)
        store.save((replace(one, text=f"{one.text} https://exemple.fr/{page}") for one in some), now=NOW)
    look(store, reader, NOW)
    found = topics_of(store)
    assert len(found) == 120
    assert found["jazz-3"] == found["sms-3"] != found["crue-3"]


def test_the_clusterer_is_told_when_each_message_was_published(
    store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Times] = []

    def clusterer(name: str, vectors: Vectors, at: Times) -> Labels:
        given.append(at)
        return clusterers.labels_of(name, vectors, at)

    monkeypatch.setattr(clustering, "labels_of", clusterer)
    messages = list(said("jazz", 20, until=NOW))
    look(store, reader, NOW, *messages)
    assert [at.tolist() for at in given] == [sorted(one.published_at.timestamp() * 1_000 for one in messages)]


def test_pins_outlive_every_clustering(store: Store, reader: Reader) -> None:
    # Arrange
    look(store, reader, NOW, *(one for what in SAYINGS for one in said(what, 40, until=NOW)))
    before = topics_of(store)
    jazz, sms, crue = (before[f"{what}-3"] for what in SAYINGS)
    assert len({jazz, sms, crue}) == 3
    board = Board(store, "analyste", at=NOW)

    # Act: put together, take apart, name, keep out
    merged = board.merge(jazz, sms)
    split = board.split(crue, [f"mastodon:crue-{number}" for number in range(6)], "Crue, rue haute")
    board.label(sms, "Jazz et  colis")
    excluded = board.exclude(crue, ["mastodon:crue-30"])

    # Assert: shown at once
    assert (merged.messages, split.messages, excluded.messages) == (40, 6, 1)
    part = split.pin.other_id
    assert part is not None
    now = topics_of(store)
    assert now["jazz-3"] == sms
    assert now["crue-3"] == part
    assert "crue-30" not in now

    # Act: three hours later, with a look every hour
    for hours in (1, 2, 3):
        fresh = [one for what in SAYINGS for one in said(what, 8, until=NOW + hours * HOUR, first=100 * hours)]
        look(store, reader, NOW + hours * HOUR, *fresh)

    # Assert
    after = topics_of(store)
    assert {after[f"{what}-{number}"] for what in ("jazz", "sms") for number in (*range(40), 103, 303)} == {sms}
    assert {after[f"crue-{number}"] for number in range(6)} == {part}
    assert {after[f"crue-{number}"] for number in range(6, 30)} == {crue}
    assert after.get("crue-30") != crue
    assert labels_of(store)[sms] == "Jazz et colis"
    assert labels_of(store)[part] == "Crue, rue haute"
    assert {(jazz, "merged", sms), (crue, "split", part)} <= steps_of(store)
    held = store.rows("pins")
    assert {row["pin"]["act"] for row in held} == {"merge", "split", "label", "exclude"}
    assert all(row["pin"]["role"] == "analyste" for row in held)

    # Act: take the name back
    name = next(row["pin"]["id"] for row in held if row["pin"]["act"] == "label")
    Board(store, "analyste", at=NOW + 4 * HOUR).release(name)
    look(store, reader, NOW + 3 * HOUR)
    assert labels_of(store)[sms] != "Jazz et colis"


def test_a_topic_left_out_is_counted_no_more(store: Store, reader: Reader) -> None:
    look(store, reader, NOW, *said("jazz", 30, until=NOW), *said("sms", 30, until=NOW))
    jazz = topics_of(store)["jazz-3"]
    Board(store, "analyste", at=NOW).exclude(jazz)
    look(store, reader, NOW + HOUR, *said("jazz", 5, until=NOW + HOUR, first=100))
    assert topics_of(store)["jazz-103"] == jazz
    counted = store.rows("counted", since=NOW - HOUR, until=NOW + HOUR, probability=0.5, sure=0.5)[0]["topics"]
    assert {name for names in counted for name in names} == {topics_of(store)["sms-3"]}


def test_an_answer_of_a_few_words_is_about_what_it_answers(store: Store, reader: Reader) -> None:
    look(store, reader, NOW, *(one for what in SAYINGS for one in said(what, 40, until=NOW)))
    crue, jazz = (topics_of(store)[f"{what}-3"] for what in ("crue", "jazz"))
    later = NOW + timedelta(minutes=10)

    look(store, reader, later, *answers("crue", "jazz", at=NOW + timedelta(minutes=5)))
    joined = topics_of(store)
    look(store, reader, NOW + 2 * HOUR, *said("sms", 5, until=NOW + 2 * HOUR, first=100))
    clustered = topics_of(store)

    for found in (joined, clustered):
        assert {found[f"re-crue-{n}"] for n in range(9)} == {found["re-re-crue"], crue}
        assert {found[f"re-jazz-{n}"] for n in range(9)} == {jazz}
    assert "pareil" not in " ".join(labels_of(store).values()).lower()


def answers(*subjects: str, at: datetime) -> Iterator[Message]:
    """Yield the same few words in answer to each subject, and an answer to such an answer."""
    for what in subjects:
        for number in range(9):
            yield answer(f"re-{what}-{number}", f"{what}-{number}", at + timedelta(seconds=number))
    yield answer(f"re-re-{subjects[0]}", f"re-{subjects[0]}-0", at + timedelta(minutes=1))


def answer(name: str, to: str, at: datetime) -> Message:
    return Message(
        id=f"mastodon:{name}",
        source_id="mastodon",
        platform="mastodon",
        kind="comment",
        text="Pareil ici, courage",
        published_at=at,
        author_id=f"mastodon:a-{name}",
        reply_to=f"mastodon:{to}",
    )


def test_a_topic_says_how_far_it_tells_of_a_match_or_a_show(store: Store, reader: Reader) -> None:
    look(store, reader, NOW, *(one for what in SAYINGS for one in said(what, 40, until=NOW)))
    found = topics_of(store)
    events = {row["id"]: row["event"] for row in store.ask("MATCH (t:Topic) RETURN t.id AS id, t.event AS event").rows}
    assert events[found["jazz-3"]] >= LEAST
    assert max(events[found["sms-3"]], events[found["crue-3"]]) < LEAST


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda board, topic: board.merge(topic, "topic:none"), "no topic topic:none"),
        (lambda board, topic: board.merge(topic, topic), "into itself"),
        (lambda board, topic: board.split(topic, ["mastodon:none"]), "not about"),
        (lambda board, topic: board.split(topic, []), "no message"),
        (lambda board, topic: board.label(topic, "  "), "1 to 120 characters"),
        (lambda board, topic: board.release("pin:none"), "no pin pin:none"),
    ],
)
def test_a_pin_that_cannot_be_set_changes_nothing(store: Store, act: object, message: str) -> None:
    store.save(said("jazz", 1, until=NOW), now=NOW)
    store.execute("pin_split", topic="t", part="t", ids=[], label="")  # no such topic: nothing happens
    with pytest.raises(PinRefused, match=message):
        act(Board(known_topic(store), "analyste", at=NOW), "topic:known")  # type: ignore[operator]
    assert store.rows("pins") == []


def test_a_pin_needs_a_role(store: Store) -> None:
    with pytest.raises(PinRefused, match="role"):
        Board(store, " ", at=NOW)


def known_topic(store: Store) -> Store:
    known = Topic(id="topic:known", label="x", size=1, centroid=(1.0,), first_at=NOW, last_at=NOW, run_id="r")
    store.save([known], now=NOW)
    return store


def test_a_topic_returns_after_weeks_under_its_id(store: Store, reader: Reader) -> None:
    settings = Settings(days=3, at_least=20, clusterer="leiden")
    look(store, reader, NOW, *said("crue", 30, until=NOW), *said("sms", 30, until=NOW), settings=settings)
    crue = topics_of(store)["crue-3"]
    later = NOW + timedelta(days=21)
    fresh = [*said("jazz", 30, until=later), *said("crue", 30, until=later, first=200)]
    look(store, reader, later, *fresh, settings=settings)
    assert topics_of(store)["crue-203"] == crue
    assert topics_of(store)["jazz-3"] not in {crue, topics_of(store)["sms-3"]}
    assert (crue, "returned", crue) in steps_of(store)
    began = store.ask("MATCH (t:Topic {id: $id}) RETURN t.first_at AS at", {"id": crue}).rows[0]["at"]
    assert began < NOW


def test_hdbscan_is_another_way_to_the_same_topics(store: Store, reader: Reader) -> None:
    messages = [one for what in SAYINGS for one in said(what, 40, until=NOW)]
    look(store, reader, NOW, *messages, settings=Settings(clusterer="hdbscan"))
    found = topics_of(store)
    assert len({found[f"{what}-3"] for what in SAYINGS}) == 3


def test_what_was_spoken_of_weeks_before_the_first_look_has_topics_of_its_own(store: Store, reader: Reader) -> None:
    alone = replace(next(iter(said("sms", 1, until=NOW - timedelta(days=40), first=53))), id="mastodon:alone")
    long_ago = [*said("jazz", 40, until=NOW - timedelta(days=20)), alone]
    settings = Settings(at_least=40)

    look(
        store,
        reader,
        NOW,
        *long_ago,
        *said("crue", 40, until=NOW),
        *said("sms", 40, until=NOW, first=50),
        settings=settings,
    )

    found = topics_of(store)
    jazz, crue, sms = (found[name] for name in ("jazz-3", "crue-3", "sms-53"))
    assert len({jazz, crue, sms}) == 3
    assert sum(found.get(f"jazz-{number}") == jazz for number in range(40)) >= 36
    # one message is no topic of those weeks: it joins what is spoken of now
    assert found["alone"] == sms
