"""What enrichment keeps of the places of a message, on a real graph."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import Driver

from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from graph.model import Message
from graph.territory import former_names, places, postcodes
from signals.encoders import Encoder
from signals.places import explain
from signals.places.gazetteer import Gazetteer
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_a_mention_keeps_its_reason_and_the_country_is_none(
    neo4j_driver: Driver, encoder: Encoder, tmp_path: Path
) -> None:
    gazetteer = Gazetteer(places(), former_names(), postcodes())
    store = furnished(neo4j_driver)
    text = "Panne partout en France, et d'abord à Saint-Denis, me dit-on à Cherbourg-Octeville"
    store.save(
        [
            Message(
                id="rss:1",
                source_id="rss",
                platform="rss",
                kind="article",
                text=text,
                published_at=NOW,
                place_id="D974",
            )
        ],
        now=NOW,
    )

    enrich_pending(store, Reader(Cache(tmp_path / "vectors", encoder), gazetteer, None), as_of=NOW)

    rows = store.ask(
        "MATCH (:Message {id: 'rss:1'})-[r:MENTIONS]->(p:Place) "
        "RETURN p.id AS id, r.surface AS surface, r.reason AS reason, r.choice AS choice ORDER BY id"
    ).rows
    assert rows == [
        {"id": "50129", "surface": "Cherbourg-Octeville", "reason": "preposition", "choice": "only"},
        {"id": "97411", "surface": "Saint-Denis", "reason": "preposition", "choice": "source"},
    ]
    assert {row["reason"] for row in rows} <= set(explain.REASONS)
    assert {row["choice"] for row in rows} <= set(explain.CHOICES)
