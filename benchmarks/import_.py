"""Harmonised messages into an empty graph by the offline importer, beside the driver that writes the same."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.runner import Options, Result
from flows.bring import bring
from flows.entrance import Entrance
from flows.gate import Keys
from flows.prepare import prepare_graph
from flows.sources import Refusal
from graph import home
from graph.interchange import read
from graph.store import Store, connect

MESSAGES = 1_000_000
BY_DRIVER = 20_000
"""Messages that the driver writes, for its rate."""
AUTHORS, TAGS, LINKS = 200_000, 5_000, 100_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = ("la", "route", "est", "coupée", "à", "cause", "de", "crue", "demain", "on", "attend", "des", "nouvelles")


def run(options: Options) -> Result:
    """Return the seconds of the whole load and of its steps, and how many messages a second the driver writes."""
    messages = options.messages or MESSAGES
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CYBERIMPACT_HOME"] = f"{scratch}/home"
        files = _write(Path(scratch) / "files", messages)
        began = time.perf_counter()
        brought = bring(files, "loaded", now=NOW)
        seconds = time.perf_counter() - began
        with connect("loaded") as store:
            held = {row["label"]: row["n"] for row in store.rows("census")}
        with connect("driven") as store:
            driven = _by_driver(store, files)
    metrics = {
        "seconds": seconds,
        "messages_per_second": messages / seconds,
        "peer.driver.messages_per_second": driven,
        **{f"seconds.{step}": taken for step, taken in brought.seconds.items()},
        "nodes": float(brought.nodes),
        "relationships": float(brought.edges),
        "messages_held": float(held["Message"]),
        "refused": float(brought.refused.total()),
    }
    return Result(metrics, messages, {"messages": messages, "by_driver": BY_DRIVER})


def _by_driver(store: Store, files: Path) -> float:
    """Return how many messages a second gate and driver bring into a graph that is ready."""
    prepare_graph(store)
    admitted = (item for item in Entrance(Keys(home.home()), NOW).admit(read(files)) if not isinstance(item, Refusal))
    records = list(islice(admitted, 2 * BY_DRIVER))
    began = time.perf_counter()
    saved = store.save(records, now=NOW)
    return saved.created["Message"] / (time.perf_counter() - began)


def _write(folder: Path, messages: int) -> Path:
    """Write messages with authors, tags, links, answers and places, as another system would export them."""
    folder.mkdir()
    card = {
        "id": "archive", "name": "Archive", "kind": "social", "platform": "archive", "licence": "invention",
        "purpose": "Mesure", "legal_basis": "données inventées", "retention_days": 3650,
    }  # fmt: skip
    _lines(folder / "Source.jsonl", iter([card]))
    _lines(folder / "Account.jsonl", ({"id": f"archive:a{n}", "platform": "archive"} for n in range(AUTHORS)))
    _lines(folder / "Message.jsonl", _messages(messages))
    return folder


def _lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _messages(count: int) -> Iterator[dict[str, Any]]:
    chance = Random(1)
    for number in range(count):
        row = {
            "id": f"archive:{number}", "source_id": "archive", "platform": "archive", "kind": "post",
            "text": " ".join(chance.choices(WORDS, k=22)), "lang": "fr", "likes": chance.randrange(50),
            "published_at": (NOW - timedelta(seconds=chance.randrange(86_400 * 90))).isoformat(),
            "author_id": f"archive:a{chance.randrange(AUTHORS)}",
            "hashtags": sorted({f"tag{chance.randrange(TAGS)}" for _ in range(chance.randrange(3))}),
            "links": [f"https://exemple.fr/{chance.randrange(LINKS)}"] * chance.randrange(2),
        }  # fmt: skip
        if number % 5 == 4:
            row |= {"kind": "comment", "reply_to": f"archive:{chance.randrange(number)}"}
        yield row
