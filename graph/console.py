"""Analysts' Cypher: one read query at a time, refused before it runs when it is anything else.

Community edition has no roles: each user can write. So a query is planned first (`EXPLAIN` does not run it), and runs
only in a read transaction, if the plan reads and holds none of the operators that reach beyond the graph.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from neo4j import READ_ACCESS, Driver, ManagedTransaction, unit_of_work
from neo4j.exceptions import ClientError, Neo4jError, TransientError

from graph.found import Found
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

    def __init__(self, message: str, why: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.why = why
        """empty, prefix, plan, write, operator, procedure, time, cancelled or failed."""
        self.detail = detail
        """What it is about: an operator, a procedure, the words of the server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query returned; nodes as mappings of their properties."""

    columns: tuple[str, ...]
    rows: list[Row]
    complete: bool
    """False when the row limit cut it."""
    found: Found = field(default_factory=Found)
    """The nodes and relationships among it."""


def ask(
    driver: Driver,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int = 1_000,
    seconds: float = 10,
    ticket: str = "",
) -> Answer:
    """Return at most `limit` rows of one read query, ended after `seconds`; raise `QueryRefused` for any other text.

    `cancel` ends the query of a `ticket` before that.
    """
    check(driver, text)

    @unit_of_work(timeout=seconds, metadata={"ticket": ticket})
    def run(tx: ManagedTransaction) -> Answer:
        result = tx.run(text, dict(parameters or {}))
        records = result.fetch(limit + 1)
        rows = [record.data() for record in records[:limit]]
        found = Found.of(record.values() for record in records[:limit])
        return Answer(tuple(result.keys()), rows, len(records) <= limit, found)

    try:
        with driver.session(default_access_mode=READ_ACCESS) as session:
            return session.execute_read(run)
    except (ClientError, TransientError) as error:
        code = error.code or ""
        if "TimedOut" in code:
            message = f"the query was ended after {seconds:g} s: narrow it, or raise the limit"
            raise QueryRefused(message, "time", f"{seconds:g}") from error
        if "Terminated" in code:
            raise QueryRefused("the query was cancelled", "cancelled") from error
        raise QueryRefused(_first_line(error), "failed", _first_line(error)) from error


def cancel(driver: Driver, ticket: str) -> bool:
    """End the query that was asked with a ticket; tell whether there was one."""
    if not ticket:
        return False
    with driver.session() as session:
        running = session.run("SHOW TRANSACTIONS YIELD transactionId, metaData RETURN transactionId AS id, metaData")
        names = [row["id"] for row in running if (row["metaData"] or {}).get("ticket") == ticket]
        if names:
            session.run("TERMINATE TRANSACTIONS $names", names=names).consume()
        return bool(names)


def check(driver: Driver, text: str) -> None:
    """Raise `QueryRefused` unless `text` is one query that only reads the graph. It is planned, not run."""
    words = text.split(None, 1)
    if not words:
        raise QueryRefused("there is no query", "empty")
    if words[0].upper() in {"EXPLAIN", "PROFILE"}:
        name = words[0].upper()
        raise QueryRefused(f"{name} is added by the console: give the query alone", "prefix", name)
    try:
        with driver.session(default_access_mode=READ_ACCESS) as session:
            summary = session.run("EXPLAIN " + text).consume()
    except Neo4jError as error:
        detail = _first_line(error)
        raise QueryRefused(f"the query cannot be planned: {detail}", "plan", detail) from error
    if summary.query_type != "r":
        message = "only queries that read are allowed here, and this one would write or administer"
        raise QueryRefused(message, "write")
    for operator, details in _operators(summary.plan or {}):
        if operator.startswith(REFUSED):
            message = f"only queries that read the graph are allowed here, and this one uses {operator}"
            raise QueryRefused(message, "operator", operator)
        if operator == "ProcedureCall" and not details.strip().startswith(PROCEDURES):
            name = details.split("(")[0].strip()
            raise QueryRefused(f"the procedure {name} may not be called here", "procedure", name)


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if plan:
        yield plan["operatorType"].split("@")[0], str(plan.get("args", {}).get("Details", ""))
        for child in plan.get("children", []):
            yield from _operators(child)


def _first_line(error: Neo4jError) -> str:
    return (error.message or str(error)).strip().splitlines()[0]
