"""From saved messages to alerts, on a real graph and with the real encoder."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from neo4j import Driver

from flows.detect import detect_at
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from graph.model import Measure, Message
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from signals.tone import tone
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
TOWNS = ("Dijon", "Lyon", "Nantes", "Lille", "Rennes", "Metz")
TALK = (
    "Impossible de finir ma plainte en ligne depuis {}, la page tourne en boucle ({} fois)",
    "Ma plainte en ligne est bloquée à {}, j'ai essayé {} fois",
    "Le concert de jazz à {} était superbe, {} rappels !",
    "Superbe concert de jazz hier soir à {}, {} musiciens sur scène",
    "Encore un faux SMS de colis reçu à {}, ils demandent {} euros",
    "Attention au SMS de colis frauduleux à {} : {} euros réclamés",
)
FLOOD = "Crue de l'Ouche à Dijon : {} caves dans l'eau, évitez le quartier"


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Reader:
    return Reader(Cache(tmp_path / "vectors", encoder), Gazetteer(places()), tone)


def post(number: int, text: str, at: datetime) -> Message:
    return Message(
        id=f"mastodon:{number}",
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=text,
        published_at=at,
        author_id=f"mastodon:a{number}",
    )


def history() -> Iterator[Message]:
    """Yield ten days of small talk, then forty minutes of flood."""
    random = Random(3)
    for number in range(300):
        text = random.choice(TALK).format(random.choice(TOWNS), random.randrange(2, 90))
        yield post(number, text, NOW - timedelta(hours=2 + random.random() * 238))
    for number in range(300, 330):
        text = FLOOD.format(random.randrange(2, 90))
        yield post(number, text, NOW - timedelta(minutes=random.random() * 40))


def topics_of(store: Store) -> dict[str, str]:
    answer = store.ask("MATCH (m:Message)-[:ABOUT]->(t:Topic) RETURN m.id AS m, t.id AS t")
    return {row["m"]: row["t"] for row in answer.rows}


def test_a_flood_becomes_one_topic_with_an_alert_that_lasts(store: Store, reader: Reader) -> None:
    # Arrange
    store.save(history(), now=NOW)

    # Act
    enrich_pending(store, reader, as_of=NOW)
    detect_at(store, reader, as_of=NOW)

    # Assert
    flood = {topics_of(store).get(f"mastodon:{number}") for number in range(300, 330)}
    assert len(flood) == 1
    alerts = store.ask(
        "MATCH (a:Alert)-[:ABOUT]->(t:Topic), (a)-[:COVERS]->(p:Place), (a)-[:RAISED_BY]->(s:Signal) "
        "RETURN a.id AS id, t.id AS topic, collect(DISTINCT p.id) AS places, a.reason AS reason, count(s) AS signals"
    ).rows
    assert [alert["topic"] for alert in alerts] == list(flood)
    assert "D21" in alerts[0]["places"]
    assert "30 auteurs" in alerts[0]["reason"]

    # Act again: the same look, then one an hour later, which clusters again
    before = topics_of(store)
    detect_at(store, reader, as_of=NOW)
    assert before.items() <= topics_of(store).items()
    store.save(
        [post(400, "Crue de l'Ouche à Dijon : 40 caves dans l'eau, évitez le quartier", NOW + timedelta(minutes=50))],
        now=NOW,
    )
    enrich_pending(store, reader, as_of=NOW + timedelta(hours=1))
    detect_at(store, reader, as_of=NOW + timedelta(hours=1))

    # Assert: names and alert last
    after = topics_of(store)
    assert {after[name] for name in before if name in after} == set(before.values())
    assert after["mastodon:400"] in flood
    assert [row["id"] for row in store.ask("MATCH (a:Alert) RETURN a.id AS id").rows] == [alerts[0]["id"]]


def test_windows_tell_what_was_expected(store: Store, reader: Reader) -> None:
    store.save(history(), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    detect_at(store, reader, as_of=NOW)
    last = store.ask(
        "MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.hour < $now "
        "RETURN w.n AS n, w.expected AS expected, w.upper AS upper, w.blind AS blind ORDER BY w.hour DESC LIMIT 1",
        {"now": NOW},
    ).rows[0]
    assert last["n"] >= 30
    assert last["expected"] < last["upper"] < last["n"]
    assert last["blind"] is False
    assert store.ask("MATCH (w:Window {place_id: 'D21'}) RETURN count(w) AS n").rows[0]["n"] > 0

    # what arrives days late, although nobody was blind, is counted in its hour
    late = NOW - timedelta(days=4)
    before = _counted_at(store, late)
    store.save([post(500, "Retrouvé : ma plainte en ligne de mardi, à Metz", late + timedelta(minutes=5))], now=NOW)
    detect_at(store, reader, as_of=NOW + timedelta(minutes=1))
    assert _counted_at(store, late) == before + 1


def _counted_at(store: Store, hour: datetime) -> int:
    rows = store.ask(
        "MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.hour >= $since AND w.hour < $until RETURN w.n AS n",
        {"since": hour, "until": hour + timedelta(minutes=1)},
    ).rows
    return int(rows[0]["n"]) if rows else 0


def test_tags_and_links_of_the_text_are_read(store: Store, reader: Reader) -> None:
    store.save([post(1, "L'eau monte #Crue, lire http://www.exemple.org/a?utm_source=x", NOW)], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    row = store.ask(
        "MATCH (h:Hashtag)<-[:TAGGED]-(:Message)-[:LINKS_TO]->(l:Link) RETURN h.id AS tag, l.id AS link, l.host AS host"
    ).rows
    assert row == [{"tag": "crue", "link": "https://exemple.org/a", "host": "exemple.org"}]


def reports(ago: int) -> Measure:
    """Return what was reported on a day; thrice as much on the last one."""
    start = NOW.replace(hour=0) - timedelta(days=ago + 1)
    return Measure(
        id=f"reports:{ago}",
        service_id="perceval",
        place_id="D38",
        metric="reports",
        start=start,
        end=start + timedelta(days=1),
        value=120 if ago == 0 else 38 + ago % 5,
        source_id="counts",
    )


def test_a_silent_wave_is_heard_where_nobody_ever_spoke(store: Store, reader: Reader) -> None:
    detect_at(store, reader, as_of=NOW)
    assert store.ask("MATCH (a:Alert) RETURN a.id AS id").rows == [], "nothing is known: nothing is said"

    store.save([reports(ago) for ago in range(27)], now=NOW)
    detect_at(store, reader, as_of=NOW)

    found = store.ask(
        "MATCH (a:Alert)-[:RAISED_BY]->(s:Signal)-[:EVIDENCED_BY]->(m:Measure) "
        "RETURN s.kind AS kind, s.place_id AS place, m.id AS measure"
    ).rows
    assert found == [{"kind": "silent_wave", "place": "D38", "measure": "reports:0"}]
