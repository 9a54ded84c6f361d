"""An alert is named after its topic where the messages that it cites speak of that topic."""

from datetime import timedelta

import pytest

from flows.raising import raise_alerts
from graph.model import Message, Signal, Topic
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from graph.territory import places
from tests.integration.test_rumours import NOW, PLACES

pytestmark = pytest.mark.neo4j

EVERYDAY = (
    "Chevreuil sur la chaussée à Talant, ralentissez",
    "Attention chevreuil sur la route de Dijon",
    "Encore un chevreuil sur la chaussée ce soir",
    "Sanglier et chevreuil sur la chaussée, prudence",
)
AFRAID = (
    "On va mourir ici, les gens crient dans la rue",
    "Je tremble, des gens abandonnent leur voiture",
    "Tout le monde court, c'est la panique à Dijon",
)
TOPIC = Topic(
    id="t", label="Chevreuil sur la chaussée · Dijon", keywords=("chevreuil", "chaussée", "dijon"), size=7,
    centroid=(1.0, *[0.0] * 383), first_at=NOW - timedelta(days=9), last_at=NOW, run_id="r",
)  # fmt: skip


@pytest.fixture
def talk(store: Store) -> Store:
    """A topic of everyday talk that holds three messages of people who are afraid."""
    messages = [
        Message(
            id=f"mastodon:{name}{number}", source_id="mastodon", platform="mastodon", kind="post", text=text,
            published_at=NOW - timedelta(minutes=30 + number), author_id=f"mastodon:{name}{number}",
        )
        for name, texts in (("everyday", EVERYDAY), ("afraid", AFRAID))
        for number, text in enumerate(texts)
    ]  # fmt: skip
    store.save([*(place for place in places() if place.id in PLACES), TOPIC, *messages], now=NOW)
    rows = [{"start": message.id, "end": "t", "score": 0.9} for message in messages]
    store.relate(ABOUT_TOPIC, rows, run_id="join", scope=[])
    return store


def heard(kind: str, hour: int, *evidence: str) -> Signal:
    return Signal(
        id=f"{kind}:t:FR:{hour}", kind=kind, at=NOW + timedelta(hours=hour), score=0.9, reason="x", reason_en="x",
        evidence=tuple(f"mastodon:{name}" for name in evidence), topic_id="t", place_id="FR", observed=4.0,
        expected=0.1, upper=2.0, p_value=1e-9, authors=4,
    )  # fmt: skip


def titles(store: Store, *signals: Signal) -> dict[str, str]:
    raise_alerts(store, signals, as_of=max(signal.at for signal in signals), run_id="raise")
    rows = store.ask("MATCH (a:Alert) RETURN a.kind AS kind, a.title AS title").rows
    return {row["kind"]: row["title"] for row in rows}


def test_alarm_that_lies_in_everyday_talk_is_not_named_after_it(talk: Store) -> None:
    burst = heard("burst", 0, "everyday0", "everyday1", "everyday2")
    panic = heard("panic", 0, "afraid0", "afraid1", "afraid2")
    assert titles(talk, burst, panic) == {
        "burst": "Chevreuil sur la chaussée · Dijon – France",
        "panic": "Panique – France",
    }


def test_what_was_cited_before_counts_too(talk: Store) -> None:
    assert titles(talk, heard("panic", 0, "afraid0")) == {"panic": "Panique – France"}
    later = heard("panic", 1, "everyday0", "everyday1", "everyday2", "everyday3")
    assert titles(talk, later) == {"panic": "Panique : Chevreuil sur la chaussée · Dijon – France"}
    assert titles(talk, heard("panic", 2, "afraid0", "afraid1", "afraid2")) == {
        "panic": "Panique : Chevreuil sur la chaussée · Dijon – France"
    }
