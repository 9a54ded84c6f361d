"""Bring harmonised records into an empty graph by Neo4j's offline importer: a first load of a million in minutes.

The graph is made beside the one that it replaces, with its indexes, and takes its place at the very end: a kill
anywhere leaves the empty graph as it was. Every record passes the gate, whatever its file says of itself: a pseudonym
of ours stays as it is, anything else in the place of an author is taken for a name.
"""

import gc
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.elsewhere import elsewhere
from flows.entrance import Entrance
from flows.gate import Keys
from flows.health import arrivals
from flows.prepare import prepare_graph
from flows.runs import running
from flows.sources import Refusal
from flows.tally import RECORDS, Counts
from graph import home, java, server
from graph.bulk import NotEmpty, Tables, lists, run_importer
from graph.interchange import read
from graph.model import Message
from graph.records import Parts, apart, together
from graph.rows import Row
from graph.schema import NODES
from graph.store import Store, address, connect, folder
from graph.territory import groups, places

BATCH = 5_000
"""Records written at a time."""
PREPARED = frozenset({"Place", "Service"})
"""What an empty graph holds once it was prepared."""

Progress = Callable[[str], None]


@dataclass
class Brought:
    """What came into the graph."""

    by_source: dict[str, Counts] = field(default_factory=dict)
    nodes: int = 0
    edges: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each step took."""

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())
        refused = f"refused {self.refused.total()}" + (f" ({reasons})" if reasons else "")
        took = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in self.seconds.items())
        return f"brought {self.nodes} nodes and {self.edges} relationships, {refused}; {took}"

    def counts(self, source_id: str) -> Counts:
        return self.by_source.setdefault(source_id, Counts())

    @property
    def saved(self) -> int:
        return sum(counts.saved for counts in self.by_source.values())


def bring(path: Path, graph: str | None = None, *, now: datetime, progress: Progress | None = None) -> Brought:
    """Fill the empty graph called `graph` with the records in `path` (see `graph.interchange`); return what came.

    Two processes share the work: a script that calls this guards what it runs (`if __name__ == "__main__"`). Raise
    `NotEmpty`, `ServerFailed` while somebody uses the graph, or `NothingToRead` when `path` holds no records.
    """
    say = progress or (lambda line: None)
    name = graph or home.Settings().graph
    _check_empty(name)
    made = f"{name}.importing"
    brought = Brought()
    _drop(made)
    try:
        _build(path, made, brought, now=now, say=say)
        server.take_over(folder(name), folder(made))
    finally:
        _drop(made)
    return brought


def _check_empty(name: str) -> None:
    if uri := address(name):
        raise NotEmpty(f"The graph is on {uri}: only an embedded one can be filled offline.")
    if not (folder(name) / "data").exists():
        return
    with connect(name) as store:
        held = [
            f"{row['n']} {row['label']}" for row in store.rows("census") if row["n"] and row["label"] not in PREPARED
        ]
    if held:
        raise NotEmpty(f"The graph {name} is not empty ({', '.join(held[:3])}): name another with --graph.")
    server.check_unused(folder(name))


def _build(path: Path, made: str, brought: Brought, *, now: datetime, say: Progress) -> None:
    """Make the graph `made`, complete."""
    place = folder(made)
    java.configure(place, port=0, pagecache=server.Settings().pagecache)
    days: dict[str, Row] = {}
    with Tables(place / "tables", now) as tables:
        with _timed(brought, "read"), _uncollected():
            _fill(tables, path, days, brought, now=now, say=say)
        say("importing")
        with _timed(brought, "import"):
            run_importer(place, tables)
            shutil.rmtree(place / "tables")
        brought.nodes, brought.edges = tables.nodes, tables.edges
    with connect(made) as store:
        say("completing")
        with _timed(brought, "complete"):
            _complete(store, tables, days, brought, now=now)
        say("waiting for the indexes")
        with _timed(brought, "index"):
            while not store.indexed():
                time.sleep(0.2)


def _fill(tables: Tables, path: Path, days: dict[str, Row], brought: Brought, *, now: datetime, say: Progress) -> None:
    """Write what the gate lets through into tables, with the French places."""
    tables.add([*places(), *groups()])
    count = 0
    for packed in elsewhere(_admitted, path, home.home(), now, size=BATCH):
        batch = [together(parts) for parts in packed]
        refusals = [item for item in batch if isinstance(item, Refusal)]
        brought.refused.update(item.reason for item in refusals)
        records = [item for item in batch if not isinstance(item, Refusal)]
        new = tables.add(records)
        _count(brought, records, new)
        _add_days(days, [item for item in new if isinstance(item, Message)])
        count += len(batch)
        say(f"{count} records read, {brought.refused.total()} refused")
    tables.finish()


def _admitted(path: Path, keys: Path, now: datetime) -> Iterator[Parts]:
    return map(apart, Entrance(Keys(keys), now).admit(read(path)))


def _count(brought: Brought, records: Iterable[Any], new: Iterable[object]) -> None:
    kept = {id(record) for record in new}
    for record in records:
        source_id = getattr(record, "source_id", None)
        if source_id and type(record).__name__ in RECORDS:
            counts = brought.counts(source_id)
            counts.read += 1
            if id(record) in kept:
                counts.saved += 1
            else:
                counts.duplicates += 1


def _add_days(days: dict[str, Row], messages: list[Message]) -> None:
    for row in arrivals(messages):
        if (known := days.get(row["id"])) is None:
            days[row["id"]] = row
        else:
            known["hours"] = [a + b for a, b in zip(known["hours"], row["hours"], strict=True)]
            known["first_at"] = min(known["first_at"], row["first_at"])
            known["last_at"] = max(known["last_at"], row["last_at"])


def _complete(store: Store, tables: Tables, days: dict[str, Row], brought: Brought, *, now: datetime) -> None:
    """Write what the importer cannot: empty lists, later versions, hours, totals, indexes, and the run."""
    for node in NODES:
        if names := lists(node):
            store.fill(node, names)
    prepare_graph(store)
    with running(store, "import", as_of=now) as record:
        store.save(tables.again, now=now)
        store.execute("arrivals_add", rows=list(days.values()))
        for source_id, counts in brought.by_source.items():
            last = max((row["last_at"] for row in days.values() if row["source_id"] == source_id), default=None)
            store.execute("health_add", id=source_id, last_message_at=last, **counts.numbers())
        record.counts = Counter(nodes=brought.nodes, edges=brought.edges, refused=brought.refused.total())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the search for cycles: what is read holds none, and millions of records would be walked again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _timed(brought: Brought, step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    brought.seconds[step] = time.perf_counter() - began


def _drop(name: str) -> None:
    server.stop(folder(name))
    shutil.rmtree(folder(name))
