"""What enrichment writes about stance and crises, in a real graph: replies are read beside what they answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from graph.model import Message
from graph.store import Store
from graph.territory import places
from signals.crisis.related import related
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from signals.stance import stances

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
TEXTS = {
    "claim": ("Le barrage du Val-Fournier a cédé, la vallée est inondée, des disparus", None),
    "denial": ("C'est faux, arrêtez de propager cette intox", "claim"),
    "question": ("Vous avez une source ?", "claim"),
    "orphan": ("Vous avez une source ?", "never-collected"),
    "chatter": ("Un bon coiffeur à me conseiller ?", None),
    "stars": ("", None),
}


def message(name: str) -> Message:
    text, answered = TEXTS[name]
    return Message(
        id=f"mastodon:{name}",
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=text,
        published_at=NOW,
        reply_to=answered and f"mastodon:{answered}",
    )


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Iterator[Reader]:
    cache = Cache(tmp_path / "vectors", encoder)
    yield Reader(cache, Gazetteer(places()), None, related=related, stances=stances)
    cache.close()


def read(store: Store) -> dict[str, tuple[str | None, float | None, float | None]]:
    rows = store.ask(
        "MATCH (m:Message) WHERE m.text IS NOT NULL "
        "RETURN m.id AS id, m.stance AS stance, m.stance_probability AS sure, m.related AS related"
    ).rows
    return {row["id"].removeprefix("mastodon:"): (row["stance"], row["sure"], row["related"]) for row in rows}


def test_messages_carry_their_stance_and_whether_they_speak_of_a_crisis(store: Store, reader: Reader) -> None:
    store.save([message(name) for name in TEXTS], now=NOW)
    assert enrich_pending(store, reader, as_of=NOW)["messages"] == len(TEXTS)
    found = read(store)
    assert {name: found[name][0] for name in ("claim", "denial", "question", "orphan")} == {
        "claim": "support",
        "denial": "deny",
        "question": "query",
        "orphan": "query",
    }
    assert found["stars"] == (None, None, None)
    assert all(0 < (found[name][1] or 0) <= 1 for name in ("claim", "denial", "question"))
    assert (found["claim"][2] or 0) > 0.6 > (found["chatter"][2] or 1)


def test_without_heads_nothing_is_said(store: Store, encoder: Encoder, tmp_path: Path) -> None:
    store.save([message("claim"), message("denial")], now=NOW)
    with_none = Reader(Cache(tmp_path / "others", encoder), Gazetteer(places()), None)
    enrich_pending(store, with_none, as_of=NOW)
    assert read(store) == {"claim": (None, None, None), "denial": (None, None, None)}
