"""Messages a second from a server's JSON into the graph, beside the bare driver that writes the same; and memory."""

import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from neo4j import Driver, ManagedTransaction

from benchmarks.runner import Metrics, Options, Result
from flows.collect import collect_source
from flows.fediverse.statuses import parse
from flows.sources import Checkpoint, Item
from flows.sources.mastodon import ABOUT
from graph import server
from graph.model import Source
from graph.store import BATCH, Store

MESSAGES = 100_000
ROUNDS = 10
"""The two take turns, a round of messages each, so that both meet the same graph and the same noise."""
PAGE = 40
AUTHORS, TAGS, LINKS = 20_000, 500, 10_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)
HOST = "social.exemple"

BARE_BATCH = BATCH // 4
"""Messages a transaction of the bare driver: as many as in one of ours, which counts authors, links and tags too."""

WORDS = ("la", "route", "est", "coupée", "à", "cause", "de", "crue", "demain", "on", "attend", "des", "nouvelles")

BARE = (
    (("author",), "MERGE (n:Account {id: row.author}) SET n.platform = 'mastodon', n.kind = 'person'"),
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
    (("id",), "MATCH (a:Message {id: row.id}) MERGE (b:Source {id: 'mastodon'}) MERGE (a)-[:COLLECTED_FROM]->(b)"),
)
"""What a careful user of the driver writes, and the fields it sends: the same nodes, properties, relationships."""


@dataclass(frozen=True)
class Pages:
    """A server's answers, page by page, as a source: everything but the network is as in real life."""

    bodies: Iterable[bytes]
    about: Source = ABOUT
    missing: str | None = None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        for number, body in enumerate(self.bodies):
            for status in json.loads(body):
                yield from parse(status, HOST)
            yield Checkpoint(str(number), HOST)


def run(options: Options) -> Result:
    """Return rows a second of both, their ratio, what a second pass writes, and the memory of our process."""
    messages = options.messages or MESSAGES
    with (
        tempfile.TemporaryDirectory() as scratch,
        server.use(Path(scratch) / "graph") as running,
        running.driver() as driver,
    ):
        os.environ["CYBERIMPACT_HOME"] = scratch
        store = Store(driver)
        store.prepare()
        ours, bare = _both(store, driver, min(messages, MESSAGES) // ROUNDS)
        began = time.perf_counter()
        again = collect_source(store, Pages(_pages("a", 0, min(messages, MESSAGES) // ROUNDS)), now=NOW)
        second = time.perf_counter() - began
        memory = _memory(store, messages)
    turns = min(messages, MESSAGES)
    metrics = {
        "messages_per_second": turns / ours,
        "peer.bare-driver.messages_per_second": turns / bare,
        "share_of_bare_driver": bare / ours,
        "second_pass_written": float(again.written),
        "second_pass_messages_per_second": turns / ROUNDS / second,
    }
    parameters = {"messages": messages, "in_turns": turns, "rounds": ROUNDS, "batch": BATCH}
    return Result(metrics | memory, messages + turns, parameters)


def _both(store: Store, driver: Driver, count: int) -> tuple[float, float]:
    """Return the seconds that each took for all its rounds; the first round of each warms the server up."""
    ours = bare = 0.0
    for turn in range(ROUNDS):
        bodies, rows = list(_pages("a", turn, count)), list(_bare_rows("b", turn, count))
        began = time.perf_counter()
        collect_source(store, Pages(bodies), now=NOW)
        ours += time.perf_counter() - began
        began = time.perf_counter()
        _by_driver(driver, rows)
        bare += time.perf_counter() - began
    return ours, bare


def _memory(store: Store, messages: int) -> Metrics:
    """Return what our process holds after 100,000 messages, and after as many more as were asked for, in one run."""
    found: Metrics = {"rss_mb_at_100k": _rss()} if messages >= MESSAGES else {}
    if messages > MESSAGES:
        peak = 0.0
        count = (messages - MESSAGES) // ROUNDS
        bodies = (body for turn in range(ROUNDS) for body in _pages("c", ROUNDS + turn, count))

        def watch(said: str) -> None:
            nonlocal peak
            peak = max(peak, _rss())

        began = time.perf_counter()
        collect_source(store, Pages(bodies), now=NOW, progress=watch)
        found["messages_per_second_of_the_rest"] = (messages - MESSAGES) / (time.perf_counter() - began)
        found |= {"rss_mb_at_the_end": _rss(), "rss_mb_peak": peak, "rss_growth": peak / found["rss_mb_at_100k"]}
    return found


def _rss() -> float:
    """Return the resident memory of this process in MB; the server is another one."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _by_driver(driver: Driver, rows: Sequence[dict[str, Any]]) -> None:
    with driver.session() as session:
        for start in range(0, len(rows), BARE_BATCH):
            session.execute_write(_write, rows[start : start + BARE_BATCH])


def _write(tx: ManagedTransaction, rows: Sequence[dict[str, Any]]) -> None:
    for names, text in BARE:
        # only what the statement needs travels
        tx.run("UNWIND $rows AS row " + text, rows=[{name: row[name] for name in names} for row in rows]).consume()


def _pages(prefix: str, turn: int, count: int) -> Iterator[bytes]:
    """Yield a round of messages as a server of Mastodon would send them, forty at a time."""
    statuses: list[dict[str, Any]] = []
    for name, draw in _draws(prefix, turn, count):
        statuses.append(_status(name, draw))
        if len(statuses) == PAGE:
            yield json.dumps(statuses).encode()
            statuses = []
    if statuses:
        yield json.dumps(statuses).encode()


def _status(name: str, draw: Mapping[str, Any]) -> dict[str, Any]:
    tags = "".join(f' <a href="https://{HOST}/tags/{tag}" class="mention hashtag">#{tag}</a>' for tag in draw["tags"])
    links = "".join(f' <a href="{link}">{link}</a>' for link in draw["links"])
    return {
        "id": name, "created_at": draw["at"].isoformat(), "in_reply_to_id": None, "sensitive": False,
        "spoiler_text": "", "visibility": "public", "language": "fr", "uri": f"https://{HOST}/{name}",
        "url": f"https://{HOST}/@{draw['author']}/{name}", "replies_count": 0, "reblogs_count": 1,
        "favourites_count": draw["likes"], "content": f"<p>{draw['text']}{tags}{links}</p>", "reblog": None,
        "account": {"id": draw["author"], "acct": draw["author"], "bot": False, "noindex": False, "note": ""},
        "media_attachments": [], "mentions": [], "tags": [{"name": tag} for tag in draw["tags"]], "emojis": [],
    }  # fmt: skip


def _bare_rows(prefix: str, turn: int, count: int) -> Iterator[dict[str, Any]]:
    for name, draw in _draws(prefix, turn, count):
        properties = {
            "source_id": "mastodon", "platform": "mastodon", "kind": "post", "text": draw["text"],
            "published_at": draw["at"], "precision": "second", "lang": "fr", "author_id": draw["author"],
            "likes": draw["likes"], "shares": 1, "replies": 0, "hashtags": draw["tags"], "links": draw["links"],
            "first_seen": NOW, "last_seen": NOW, "pending": True,
        }  # fmt: skip
        yield {"id": name, "properties": properties, **{key: draw[key] for key in ("author", "tags", "links")}}


def _draws(prefix: str, turn: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    rng = Random(turn)
    for number in range(count):
        yield (
            f"{prefix}{turn}-{number}",
            {
                "text": " ".join(rng.choices(WORDS, k=22)),
                "at": NOW - timedelta(seconds=rng.randrange(86_400 * 30)),
                "author": f"auteur{rng.randrange(AUTHORS)}",
                "likes": rng.randrange(50),
                "tags": tuple({f"tag{rng.randrange(TAGS)}" for _ in range(rng.randrange(3))}),
                "links": tuple({f"https://exemple.fr/{rng.randrange(LINKS)}" for _ in range(rng.randrange(2))}),
            },
        )
