"""Reads the graph for all sessions together: one question is asked once for each version of the data."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import polars as pl
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError, ServiceUnavailable

from graph.console import Answer
from graph.rows import Row, moment
from graph.store import Also, Store

log = logging.getLogger(__name__)

KEPT = 400
"""Answers kept; the oldest goes first."""


Found = TypeVar("Found")


class Unreachable(Exception):
    """The graph does not answer; nothing was written."""


class Unconfirmed(Unreachable):
    """The graph went away while it wrote: only looking again tells whether it did."""


class Reader:
    """The store, with its answers kept until the data change. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: dict[tuple[Any, ...], list[Row]] = {}
        self._lock = Lock()
        self.version = ""
        """Token of the data that answers speak of; empty until the first poll."""
        self.clock: datetime | None = None
        """The moment that the data speak of."""
        self.reachable = True
        self._read_at = monotonic()

    def now(self) -> datetime:
        """Return the clock of the data, moved on by the time since it was read."""
        if self.clock is None:
            raise Unreachable("clock")
        return self.clock + timedelta(seconds=monotonic() - self._read_at)

    def poll(self) -> None:
        """Ask whether the data changed, and forget old answers if so; while the graph is away they stay readable."""
        try:
            version = self._store.version()
            if version != self.version or not self.reachable:
                now = self._store.clock()
                with self._lock:
                    self._answers.clear()
                    if now != self.clock:
                        self.clock, self._read_at = now, monotonic()
                    self.version = version
            self.reachable = True
        except (DriverError, Neo4jError):
            if self.reachable:
                log.exception("the graph does not answer")
            self.reachable = False

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        """Return the rows of the named query, raise `Unreachable` when there is no answer, new or kept.

        While the graph is known to be away, nobody waits for it: `poll` alone asks whether it is back.
        """
        key = (name, *sorted((field, _hashable(value)) for field, value in parameters.items()))
        with self._lock:
            if key in self._answers:
                return self._answers[key]
            version = self.version
        self._check(name)
        try:
            answer = self._store.rows(name, **parameters)
        except (DriverError, Neo4jError) as error:
            log.exception("query %s failed", name)
            self._lose(error)
            raise Unreachable(name) from error
        with self._lock:
            if version == self.version:
                self._answers[key] = answer
                if len(self._answers) > KEPT:
                    del self._answers[next(iter(self._answers))]
        return answer

    def knows(self, since: datetime) -> bool:
        """Tell whether anything was collected that far back: before that, there is nothing to compare with."""
        first = self.rows("beginning")
        return bool(first) and moment(first[0]["at"]) <= since

    def frame(self, name: str, schema: pl.Schema, **parameters: Any) -> pl.DataFrame:
        """Return the named query as a frame of the given types."""
        return pl.DataFrame(self.rows(name, **parameters), schema=schema, infer_schema_length=None)

    def ask(self, text: str, parameters: Mapping[str, Any], **limits: Any) -> Answer:
        """Return the answer to an analyst's read query, never kept; raise `QueryRefused` for any other text."""
        self._check("ask")
        try:
            return self._store.ask(text, parameters, **limits)
        except (DriverError, Neo4jError) as error:
            log.exception("an analyst's query failed")
            raise Unreachable("ask") from error

    def cancel(self, ticket: str) -> bool:
        """End the analyst's query that was asked with a ticket; tell whether it was running."""
        try:
            return self._store.cancel(ticket)
        except (DriverError, Neo4jError) as error:
            log.exception("an analyst's query could not be ended")
            raise Unreachable("cancel") from error

    def save(self, records: Sequence[object], *, now: datetime, also: Also | None = None) -> None:
        """Write what a person decided, in one transaction with `also`; every session sees it at its next look."""
        self._check("save")
        try:
            self._store.save_together(records, now=now, also=also)
        except (DriverError, Neo4jError) as error:
            log.exception("a decision could not be saved")
            self._lose(error)
            raise (Unconfirmed if isinstance(error, IncompleteCommit) else Unreachable)("save") from error
        finally:
            if self.reachable:
                self.poll()

    def through(self, question: Callable[[Store], Found]) -> Found:
        """Return what `question` finds in the store itself, never kept; raise `Unreachable` without an answer."""
        self._check("question")
        try:
            return question(self._store)
        except (DriverError, Neo4jError) as error:
            log.exception("a question failed")
            raise Unreachable("question") from error

    def _lose(self, error: Exception) -> None:
        """Note that nobody need wait for the graph, where it is away rather than asked wrongly."""
        if isinstance(error, ServiceUnavailable):
            self.reachable = False

    def _check(self, name: str) -> None:
        if not self.reachable:
            raise Unreachable(name)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
