"""Collecting one batch of invented messages into a real graph, and looking for words in all of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from neo4j import Driver

from flows.batch import Batch, barred, save
from flows.gate import Gate, Keys
from graph.model import Message, Source
from graph.store import Store

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
ABOUT = Source(
    id="mastodon", name="Mastodon", kind="social", platform="mastodon", licence="x", purpose="x", legal_basis="x",
    retention_days=90,
)  # fmt: skip


def message(name: str, text: str = "L'eau monte", author: str = "leo", **more: Any) -> Message:
    at = more.pop("published_at", NOW - timedelta(minutes=20))
    return Message(
        id=f"mastodon:{name}", source_id="mastodon", platform="mastodon", kind="post", text=text, published_at=at,
        author_id=f"mastodon:{author}", **more,
    )  # fmt: skip


def collected(store: Store, keys: Keys, *items: Any) -> Gate:
    """Collect as a source does, one batch."""
    gate, batch = Gate(ABOUT, keys, NOW), Batch()
    gate.barred = barred(store, "mastodon")
    for item in gate.pass_through(items):
        batch.add(item)
    save(store, batch, gate, now=NOW)
    return gate


def ids(store: Store, label: str) -> set[str]:
    return {row["id"] for row in store.ask(f"MATCH (n:{label}) RETURN n.id AS id").rows}


def anywhere(driver: Driver, *words: str) -> list[str]:
    """Return where one of the words stands in the graph: label and property; an id with its colon stands alone."""
    rows, *_ = driver.execute_query(
        "MATCH (n) UNWIND keys(n) AS name WITH n, name, n[name] AS value "
        "WHERE value IS :: STRING OR value IS :: LIST<ANY> "
        "WITH n, name, CASE WHEN value IS :: STRING THEN [value] ELSE [x IN value WHERE x IS :: STRING] END AS all "
        "UNWIND all AS one WITH n, name, one "
        "WHERE any(word IN $words WHERE CASE WHEN word CONTAINS ':' THEN one = word ELSE one CONTAINS word END) "
        "RETURN DISTINCT labels(n)[0] + '.' + name AS place",
        words=list(words),
    )
    return [row["place"] for row in rows]
