"""Analysts' Cypher: one read query at a time, refused before it runs when it is anything else.

Community edition has no roles: each user can write. So a query is planned first (`EXPLAIN` does not run it), and runs
only in a read transaction, if the plan reads and holds none of the operators that reach beyond the graph.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from neo4j import READ_ACCESS, Driver, ManagedTransaction, unit_of_work
from neo4j.exceptions import ClientError, Neo4jError

from graph.rows import Row

REFUSED = ("LoadCSV", "Terminate", "Show", "Transaction")
"""Beginnings of plan operators that a read-only plan may hold and that are not reading the graph."""

PROCEDURES = (
    "db.index.fulltext.query",
    "db.index.vector.query",
    "db.labels",
    "db.relationshipTypes",
    "db.propertyKeys",
)
"""Beginnings of the procedures that may be called."""


class QueryRefused(ValueError):
    """The text is not a query that may run here; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query returned; nodes as mappings of their properties."""

    columns: tuple[str, ...]
    rows: list[Row]
    complete: bool
    """False when the row limit cut it."""


def ask(
    driver: Driver, text: str, parameters: Mapping[str, Any] | None = None, *, limit: int = 1_000, seconds: float = 10
) -> Answer:
    """Return at most `limit` rows of one read query, ended after `seconds`; raise `QueryRefused` for any other text."""
    check(driver, text)

    @unit_of_work(timeout=seconds)
    def run(tx: ManagedTransaction) -> Answer:
        result = tx.run(text, dict(parameters or {}))
        rows = [record.data() for record in result.fetch(limit + 1)]
        return Answer(tuple(result.keys()), rows[:limit], len(rows) <= limit)

    try:
        with driver.session(default_access_mode=READ_ACCESS) as session:
            return session.execute_read(run)
    except ClientError as error:
        if "TimedOut" in (error.code or "") or "Terminated" in (error.code or ""):
            raise QueryRefused(f"the query was ended after {seconds:g} s: narrow it, or raise the limit") from error
        raise QueryRefused(_first_line(error)) from error


def check(driver: Driver, text: str) -> None:
    """Raise `QueryRefused` unless `text` is one query that only reads the graph. It is planned, not run."""
    words = text.split(None, 1)
    if not words:
        raise QueryRefused("there is no query")
    if words[0].upper() in {"EXPLAIN", "PROFILE"}:
        raise QueryRefused(f"{words[0].upper()} is added by the console: give the query alone")
    try:
        with driver.session(default_access_mode=READ_ACCESS) as session:
            summary = session.run("EXPLAIN " + text).consume()
    except Neo4jError as error:
        raise QueryRefused(f"the query cannot be planned: {_first_line(error)}") from error
    if summary.query_type != "r":
        raise QueryRefused("only queries that read are allowed here, and this one would write or administer")
    for operator, details in _operators(summary.plan or {}):
        if operator.startswith(REFUSED):
            raise QueryRefused(f"only queries that read the graph are allowed here, and this one uses {operator}")
        if operator == "ProcedureCall" and not details.strip().startswith(PROCEDURES):
            raise QueryRefused(f"the procedure {details.split('(')[0].strip()} may not be called here")


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if plan:
        yield plan["operatorType"].split("@")[0], str(plan.get("args", {}).get("Details", ""))
        for child in plan.get("children", []):
            yield from _operators(child)


def _first_line(error: Neo4jError) -> str:
    return (error.message or str(error)).strip().splitlines()[0]
