"""What a process holds of the newest messages is what the graph would tell it."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from flows.nearby import Nearby, spread
from graph.model import Message
from graph.store import Store

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
END = NOW + timedelta(days=1)
READ = "MATCH (m:Message) WHERE m.id IN $ids SET m.vector_key = m.id, m.near_key = 'k', m.changed_at = timestamp()"


def save(store: Store, numbers: range, *, read: bool = True) -> None:
    """Save messages a minute apart; those that are read can be copied."""
    store.save([message(number) for number in numbers], now=NOW)
    if read:
        write(store, READ, ids=[f"m{number}" for number in numbers])


def message(number: int) -> Message:
    at = NOW + timedelta(minutes=number)
    return Message(
        id=f"m{number}", source_id="mastodon", platform="mastodon", kind="post", text="Bonjour", published_at=at
    )


def write(store: Store, text: str, **parameters: object) -> None:
    with store._driver.session() as session:
        session.run(text, parameters).consume()


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000)


def held(nearby: Nearby, store: Store, at_most: int, minute: int = 10_000) -> list[str]:
    """Return what is told, after making sure that it is what the graph tells."""
    latest = milliseconds(min(NOW + timedelta(minutes=minute), END))
    span = {"since": 0, "latest": latest, "until": milliseconds(END)}
    told = nearby.read(store, at_most=at_most, **span)
    before = store.rows("copies_before", since=0, until=latest, limit=at_most)[0]
    after = store.rows("copies_after", since=latest, until=milliseconds(END), limit=at_most)[0]
    assert told == [*list(spread(before))[::-1], *spread(after)]
    return [row["id"] for row in told]


def test_what_is_new_read_or_gone_is_known_at_once(store: Store) -> None:
    nearby = Nearby()
    assert held(nearby, store, 10) == []
    save(store, range(4))
    save(store, range(4, 6), read=False)
    assert held(nearby, store, 10) == ["m0", "m1", "m2", "m3"]
    write(store, READ, ids=["m4", "m5"])
    assert held(nearby, store, 10) == ["m0", "m1", "m2", "m3", "m4", "m5"]
    write(store, "MATCH (m:Message {id: 'm2'}) DETACH DELETE m")
    assert held(nearby, store, 10) == ["m0", "m1", "m3", "m4", "m5"]
    store.execute(
        "copies_write",
        rows=[
            {"start": "m3", "end": "m0", "kind": "exact", "score": 1.0},
            {"start": "m4", "end": "m1", "kind": "copy", "score": 0.9},
        ],
        run_id="r",
    )
    assert held(nearby, store, 10) == ["m0", "m1", "m4", "m5"], "an exact copy is found by its key"
    save(store, range(5, 6))
    assert held(nearby, store, 10) == ["m0", "m1", "m4", "m5"]


def test_no_more_than_needed_is_held_and_none_is_missing(store: Store) -> None:
    nearby = Nearby()
    save(store, range(20))
    assert held(nearby, store, 8) == [f"m{number}" for number in range(12, 20)]
    for start in range(20, 60, 4):
        save(store, range(start, start + 4))
        assert held(nearby, store, 8) == [f"m{number}" for number in range(start - 4, start + 4)]
        assert len(nearby._held.rows) <= 2 * 8 + 4, "what is old is let go"  # type: ignore[union-attr]
    # the graph is asked for what lies deeper
    assert held(nearby, store, 8, minute=30)[:8] == [f"m{number}" for number in range(23, 31)]


def test_any_order_of_changes_is_followed(store: Store) -> None:
    chance, nearby = Random(7), Nearby()
    for _ in range(30):
        number = chance.randrange(40)
        if chance.random() < 0.2:
            write(store, "MATCH (m:Message {id: $id}) DETACH DELETE m", id=f"m{number}")
        else:
            save(store, range(number, number + 3), read=chance.random() < 0.8)
        held(nearby, store, 6, minute=chance.choice((10_000, 20)))
