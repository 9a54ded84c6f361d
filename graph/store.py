"""The only module that reads and writes the graph."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction, Query, Session, unit_of_work
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph import console, cypher, home, server
from graph.model import Cursor
from graph.rows import Row, as_lists, edge_rows, in_utc, moment, node_of, node_rows
from graph.schema import EDGES, NODES, TOPIC, Edge, Fact, Node

BATCH = 2_000
"""Records a transaction: more brings no speed and costs the server memory."""

DIMENSION = 384
"""Length of the vectors of the default encoder."""

SHORT = 60
"""Seconds that a transaction may take: what was written longer ago is seen by all."""

RETRY = 0.1
"""Seconds before a transaction that lost a lock to another is tried again, the first time; the driver's own is 1."""

PATIENCE = 30.0
"""Seconds for which a transaction is tried again while the server is away, unless whoever asks has less time."""

LONG = 1_800
"""Seconds that what goes through the whole graph may take."""

QUERIES = Path(__file__).with_name("queries")


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_NEO4J_URI`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_NEO4J_")

    uri: str | None = None
    """Address of a server of yours for the graph `live`; none: an embedded one, as every other graph has."""
    user: str = "neo4j"
    """Account on that server."""
    password: SecretStr = SecretStr("")
    """Password of that account."""


@dataclass
class Saved:
    """What saving did, by label."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    new: dict[str, set[str]] = field(default_factory=dict)
    """Ids that were created, of the last transaction only."""

    def __iadd__(self, other: "Saved") -> "Saved":
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.new = other.new
        return self

    def written(self, label: str) -> int:
        """Return how many records of `label` were new or changed."""
        return self.created[label] + self.changed[label]


class Ask(Protocol):
    """Runs the named query `graph/queries/NAME.cypher` in the transaction at hand."""

    def __call__(self, name: str, /, **parameters: Any) -> list[Row]: ...


class Also(Protocol):
    """What else belongs into the transaction of a batch; called again when the transaction is tried again."""

    def __call__(self, ask: Ask, saved: Saved, /) -> None: ...


def folder(graph: str | None = None) -> Path:
    """Return the folder of the embedded server of the graph called `graph`; none: the one of the settings."""
    return home.home() / "graphs" / (graph or home.Settings().graph)


def address(graph: str | None = None) -> str | None:
    """Return the address of the server of yours that holds a graph; None when an embedded one does.

    Only `live` is ever on a server of yours: what an exercise writes must have no way into it.
    """
    return Settings().uri if is_live(graph) else None


def is_live(graph: str | None = None) -> bool:
    """Tell whether the graph called `graph`, by default the one of the settings, is the one of real data."""
    return (graph or home.Settings().graph) == home.LIVE


@contextmanager
def connect(graph: str | None = None, *, patience: float = PATIENCE) -> Iterator["Store"]:
    """Open a graph, by default the one of the settings, for the length of a `with` block."""
    if uri := address(graph):
        settings = Settings()
        auth = (settings.user, settings.password.get_secret_value())
        with GraphDatabase.driver(uri, auth=auth, **server.QUIET) as driver:
            driver.verify_connectivity()  # fails at once, where a query would try again for half a minute
            yield Store(driver, patience=patience)
    else:
        with server.use(folder(graph)) as running, running.driver() as driver:
            yield Store(driver, patience=patience)


class Store:
    """Read and write the graph. Safe to share between threads."""

    def __init__(self, driver: Driver, database: str = "neo4j", *, patience: float = PATIENCE) -> None:
        self._driver = driver
        self._database = database
        self._patience = patience

    def _session(self, **options: Any) -> Session:
        return self._driver.session(
            database=self._database, initial_retry_delay=RETRY, max_transaction_retry_time=self._patience, **options
        )

    def prepare(self, dimension: int = DIMENSION) -> None:
        """Create the constraints and indexes of the schema where they are missing; vectors have `dimension` numbers."""
        wanted = [text for node in NODES for text in cypher.constraints(node)]
        wanted.append(cypher.vector_index(TOPIC, "centroid", dimension))
        with self._session() as session:
            there = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN count(name) AS n")
            if there.single(strict=True)["n"] < len(wanted):
                for statement in wanted:
                    session.run(statement).consume()

    def indexed(self) -> bool:
        """Tell whether every index is filled; until then queries are slow."""
        with self._session() as session:
            return all(row["state"] == "ONLINE" for row in session.run("SHOW INDEXES YIELD state"))

    def fill(self, node: Node, names: Sequence[str]) -> None:
        """Give the records of `node` the empty lists that the offline importer left out."""
        with self._session() as session:
            session.run(Query(cypher.fill_lists(node, names), timeout=LONG)).consume()

    def save(self, records: Iterable[object], *, now: datetime) -> Saved:
        """Merge `records`, batch by batch, each batch a transaction. What did not change is not written."""
        total, records = Saved(), iter(records)
        while batch := list(islice(records, BATCH)):
            total += self.save_together(batch, now=now)
        return total

    def save_together(self, records: Sequence[object], *, now: datetime, also: Also | None = None) -> Saved:
        """Merge `records` in one transaction, with what `also` asks for: all of it is saved, or nothing."""
        by_node: dict[Node, list[object]] = defaultdict(list)
        for record in records:
            by_node[node_of(record)].append(record)
        rows = {node: node_rows(node, by_node[node]) for node in NODES if node in by_node}
        with self._session() as session:
            return session.execute_write(_save, rows, now, also)

    def cursors(self, source_id: str) -> dict[str, str]:
        """Return where collecting `source_id` stopped: partition -> value."""
        rows = self.rows("cursors", source_id=source_id)
        return {row["id"].partition("|")[2]: row["value"] for row in rows}

    def relate(self, fact: Fact, rows: Sequence[Mapping[str, Any]], *, run_id: str, scope: Sequence[str]) -> None:
        """Write derived relationships, then remove those of the starts in `scope` that `run_id` did not renew.

        `rows` hold `start`, `end` and the properties of `fact`.
        """
        with self._session() as session:
            for batch in _batches(rows):
                session.execute_write(_run, cypher.relate(fact), {"rows": batch, "run_id": run_id})
            for ids in _batches(scope):
                session.execute_write(_run, cypher.sweep(fact), {"ids": ids, "run_id": run_id})

    def complete(self, node: Node, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Set the properties `names` on existing nodes (`rows`: `id` and names) and take them off the queue."""
        with self._session() as session:
            for batch in _batches(rows):
                session.execute_write(_run, cypher.complete(node, names), {"rows": batch})

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        """Return the rows of the named query `graph/queries/NAME.cypher`, which can only read."""
        with self._session(default_access_mode=READ_ACCESS) as session:
            return session.execute_read(_fetch, query(name), parameters)

    def read(self, statement: str, **parameters: Any) -> list[Row]:
        """Return the rows of a statement made by `graph.cypher`, which can only read."""
        with self._session(default_access_mode=READ_ACCESS) as session:
            return session.execute_read(_fetch, statement, parameters)

    def frame(self, name: str, schema: pl.Schema | None = None, **parameters: Any) -> pl.DataFrame:
        """Return the named query as a frame; `schema` gives the types, also of an empty answer."""
        return pl.DataFrame(self.rows(name, **parameters), schema=schema, infer_schema_length=None)

    def execute(self, name: str, **parameters: Any) -> list[Row]:
        """Run the named query `graph/queries/NAME.cypher`, which may write, in one transaction."""
        with self._session() as session:
            return session.execute_write(_fetch, query(name), parameters)

    def ask(self, text: str, parameters: Mapping[str, Any] | None = None, **limits: Any) -> console.Answer:
        """Return the answer to an analyst's read query; see `graph.console.ask`."""
        return console.ask(self._driver, text, parameters, **limits)

    def cancel(self, ticket: str) -> bool:
        """End the analyst's query that was asked with a ticket; see `graph.console.cancel`."""
        return console.cancel(self._driver, ticket)

    def version(self) -> str:
        """Return a token that changes whenever a run or a decision has changed the graph."""
        return str(self.rows("version")[0]["version"])

    def clock(self) -> datetime | None:
        """Return the moment that the data speaks of: `as_of` of the newest run; None before the first."""
        found = self.rows("clock")
        return moment(found[0]["as_of"]) if found else None


@cache
def query(name: str) -> str:
    """Return the text of the named query."""
    return (QUERIES / f"{name}.cypher").read_text()


def cursor_id(source_id: str, partition: str) -> str:
    """Return the id of the `Cursor` of a partition of a source.

    >>> cursor_id("feeds", "")
    'feeds'
    """
    return f"{source_id}|{partition}" if partition else source_id


def checkpoint(source_id: str, value: str, partition: str = "") -> Cursor:
    """Return the record that moves the cursor of a source, to be saved together with what came before it."""
    return Cursor(id=cursor_id(source_id, partition), value=value)


@unit_of_work(timeout=SHORT)
def _save(tx: ManagedTransaction, rows: Mapping[Node, list[Row]], now: datetime, also: Also | None) -> Saved:
    saved = Saved()
    for node, all_rows in rows.items():
        sent = {"rows": as_lists(node, all_rows), "now": now}
        written = {row["id"]: row["created"] for row in _fetch(tx, cypher.merge_nodes(node), sent)}
        saved.new[node.label] = {name for name, is_new in written.items() if is_new}
        created = len(saved.new[node.label])
        saved.created[node.label] += created
        saved.changed[node.label] += len(written) - created
        saved.unchanged[node.label] += len(all_rows) - len(written)
        edges = [edge for edge in EDGES if edge.start is node]
        if edges and written:
            _link(tx, node, edges, [row for row in all_rows if row["id"] in written], written)
    if also is not None:
        also(partial(_named, tx), saved)
    return saved


def _named(tx: ManagedTransaction, name: str, /, **parameters: Any) -> list[Row]:
    return _fetch(tx, query(name), parameters)


def _link(
    tx: ManagedTransaction, node: Node, edges: Sequence[Edge], rows: Sequence[Row], written: Mapping[str, bool]
) -> None:
    changed = [start for start, created in written.items() if not created]
    if changed:
        _run(tx, cypher.unlink(node, edges), {"ids": changed})
    for edge in edges:
        if ends := list(edge_rows(edge, rows)):
            _run(tx, cypher.merge_edges(edge), {"rows": ends})


@unit_of_work(timeout=SHORT)
def _run(tx: ManagedTransaction, /, statement: str, parameters: dict[str, Any]) -> None:
    tx.run(statement, in_utc(parameters)).consume()


@unit_of_work(timeout=SHORT)
def _fetch(tx: ManagedTransaction, /, statement: str, parameters: dict[str, Any]) -> list[Row]:
    result = tx.run(statement, in_utc(parameters))
    names = result.keys()
    # Result.data() walks through every value: half of the time of a large answer
    return [dict(zip(names, record.values(), strict=True)) for record in result]


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])
