"""Messages a second through gate and store, beside the bare driver writing the same nodes and relationships."""

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from neo4j import Driver, ManagedTransaction

from benchmarks.runner import Options, Result
from flows.gate import Gate, Keys
from graph import server
from graph.model import Account, Hashtag, Link, Message, Source
from graph.store import BATCH, Store
from graph.territory import places

MESSAGES = 100_000
ROUNDS = 10
"""The two take turns, a round of messages each, so that both meet the same graph and the same noise."""
AUTHORS, TAGS, LINKS = 20_000, 500, 10_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ABOUT = Source(
    id="bench", name="Bench", kind="social", platform="bench", licence="", purpose="", legal_basis="", retention_days=90
)

BARE_BATCH = BATCH // 4
"""Messages a transaction of the bare driver: as many as in one of ours, which counts authors, links and tags too."""

WORDS = ("la", "route", "est", "coupée", "à", "cause", "de", "crue", "demain", "on", "attend", "des", "nouvelles")

BARE = (
    (("author",), "MERGE (n:Account {id: row.author}) SET n.platform = 'bench', n.kind = 'person'"),
    (("links",), "UNWIND row.links AS id MERGE (n:Link {id: id}) SET n.host = 'exemple.fr'"),
    (("tags",), "UNWIND row.tags AS id MERGE (n:Hashtag {id: id})"),
    (("id", "properties"), "MERGE (n:Message {id: row.id}) SET n += row.properties"),
    (("id", "author"), "MATCH (a:Message {id: row.id}) MERGE (b:Account {id: row.author}) MERGE (a)-[:POSTED_BY]->(b)"),
    (
        ("id", "tags"),
        "MATCH (a:Message {id: row.id}) UNWIND row.tags AS id MERGE (b:Hashtag {id: id}) MERGE (a)-[:TAGGED]->(b)",
    ),
    (
        ("id", "links"),
        "MATCH (a:Message {id: row.id}) UNWIND row.links AS id MERGE (b:Link {id: id}) MERGE (a)-[:LINKS_TO]->(b)",
    ),
    (("id",), "MATCH (a:Message {id: row.id}) MERGE (b:Source {id: 'bench'}) MERGE (a)-[:COLLECTED_FROM]->(b)"),
    (("id", "place"), "MATCH (a:Message {id: row.id}) MERGE (b:Place {id: row.place}) MERGE (a)-[:PUBLISHED_IN]->(b)"),
)
"""What a careful user of the driver writes, and the fields it sends: the same nodes, properties, relationships."""


def run(options: Options) -> Result:
    """Return rows a second of both, their ratio, and what a second pass of the same messages writes."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        server.use(Path(scratch) / "graph") as running,
        running.driver() as driver,
    ):
        store = Store(driver)
        store.prepare()
        store.save([*places(), ABOUT], now=NOW)
        keys = Keys(Path(scratch))
        ours, bare = _both(store, driver, keys)
        records = list(_records(0))
        again = _timed(lambda: _through_gate(store, records, keys))
    rows = MESSAGES // ROUNDS
    metrics = {
        "messages_per_second": MESSAGES / ours,
        "peer.bare-driver.messages_per_second": MESSAGES / bare,
        "share_of_bare_driver": bare / ours,
        "second_pass_created": float(again[1]),
        "second_pass_messages_per_second": rows / again[0],
    }
    return Result(metrics, 2 * MESSAGES, {"messages": MESSAGES, "rounds": ROUNDS, "batch": BATCH})


def _both(store: Store, driver: Driver, keys: Keys) -> tuple[float, float]:
    """Return the seconds that each took for all its rounds; the first round of each warms the server up."""
    ours = bare = 0.0
    for turn in range(ROUNDS):
        records, rows = list(_records(turn)), list(_bare_rows(turn))
        ours += _timed(partial(_through_gate, store, records, keys))[0]
        bare += _timed(partial(_by_driver, driver, rows))[0]
    return ours, bare


def _through_gate(store: Store, records: Iterable[Any], keys: Keys) -> int:
    """Save what the gate admits, and return how many messages were new."""
    created, batch = 0, []
    for record in Gate(ABOUT, keys, NOW).pass_through(records):
        batch.append(record)
        if len(batch) == BATCH:
            created += store.save_together(batch, now=NOW).created["Message"]
            batch = []
    return created + store.save_together(batch, now=NOW).created["Message"]


def _by_driver(driver: Driver, rows: Sequence[dict[str, Any]]) -> int:
    with driver.session() as session:
        for start in range(0, len(rows), BARE_BATCH):
            session.execute_write(_write, rows[start : start + BARE_BATCH])
    return len(rows)


def _write(tx: ManagedTransaction, rows: Sequence[dict[str, Any]]) -> None:
    for names, text in BARE:
        # only what the statement needs travels
        tx.run("UNWIND $rows AS row " + text, rows=[{name: row[name] for name in names} for row in rows]).consume()


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _records(turn: int) -> Iterator[Any]:
    """Yield the messages of a round with their authors, links and tags, as a source would."""
    for name, draw in _draws(f"a{turn}", turn):
        author = f"bench:{draw['author']}"
        yield Account(id=author, platform="bench")
        yield from (Link(id=link, host="exemple.fr") for link in draw["links"])
        yield from (Hashtag(id=tag) for tag in draw["tags"])
        yield Message(
            id=name,
            source_id="bench",
            platform="bench",
            kind="post",
            text=draw["text"],
            published_at=draw["at"],
            lang="fr",
            author_id=author,
            likes=draw["likes"],
            hashtags=draw["tags"],
            links=draw["links"],
            place_id=draw["place"],
        )


def _bare_rows(turn: int) -> Iterator[dict[str, Any]]:
    for name, draw in _draws(f"b{turn}", turn):
        properties = {
            "source_id": "bench", "platform": "bench", "kind": "post", "text": draw["text"], "published_at": draw["at"],
            "precision": "second", "lang": "fr", "author_id": draw["author"], "likes": draw["likes"],
            "hashtags": draw["tags"], "links": draw["links"], "place_id": draw["place"], "first_seen": NOW,
            "last_seen": NOW, "pending": True,
        }  # fmt: skip
        keys = {key: draw[key] for key in ("author", "tags", "links", "place")}
        yield {"id": name, "properties": properties, **keys}


def _draws(prefix: str, turn: int) -> Iterator[tuple[str, dict[str, Any]]]:
    rng = random.Random(turn)
    communes = _communes()
    for number in range(MESSAGES // ROUNDS):
        yield (
            f"bench:{prefix}-{number}",
            {
                "text": " ".join(rng.choices(WORDS, k=22)),
                "at": NOW - timedelta(seconds=rng.randrange(86_400 * 30)),
                "author": f"auteur{rng.randrange(AUTHORS)}",
                "likes": rng.randrange(50),
                "tags": tuple({f"tag{rng.randrange(TAGS)}" for _ in range(rng.randrange(3))}),
                "links": tuple({f"https://exemple.fr/{rng.randrange(LINKS)}" for _ in range(rng.randrange(2))}),
                "place": rng.choice(communes),
            },
        )


@cache
def _communes() -> list[str]:
    return [place.id for place in places() if place.kind == "commune"]
