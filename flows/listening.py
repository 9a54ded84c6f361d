"""The listening service: every stream kept open, everything else asked again and again, until stopped.

A source has a thread of its own. One that streams is first collected, which fills the gap since it was heard last, then
listened to; what it tells is saved at each of its checkpoints, together with its cursor. When it breaks, this begins
again, after a wait that doubles. A kill at any moment loses nothing, since nothing but the graph knows where we are.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from neo4j.exceptions import DriverError, Neo4jError

from flows.collect import Look, collect_source
from flows.errors import SourceError, SourceUnavailable
from flows.outages import notice
from flows.sources import Checkpoint, Collector, Item, Streaming
from flows.tally import Tally
from graph.store import Store

FIRST = 1.0
"""Seconds before a stream that broke is opened again; doubled each time, up to `LONGEST`."""
LONGEST = 3_600.0
LEAVE = 5.0
"""Seconds that sources have to save what they hold when we stop; what they do not is read again the next time."""

log = logging.getLogger(__name__)


@dataclass
class Listening:
    """Listens to sources and keeps what they tell in a graph."""

    store: Store
    every: float
    """Seconds between two looks at a source that does not stream, and between two runs of one that does."""
    say: Callable[[Tally], None] = lambda tally: None
    """Called with what came of a look that saved something."""
    complain: Callable[[str], None] = log.warning
    """Called with one sentence when a source fails."""
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, collectors: Iterable[Collector]) -> bool:
        """Listen until `stop` is set; return whether it was, and not a fault of ours that ended it."""
        workers = [_Worker(self, collector) for collector in collectors]
        for worker in workers:
            worker.start()
        try:
            while not self.stop.wait(min(60.0, self.every)):
                self._notice()
        finally:
            self.stop.set()
            deadline = time.monotonic() + LEAVE
            for worker in workers:
                worker.join(max(0.0, deadline - time.monotonic()))
        return not any(worker.crashed for worker in workers)

    def attend(self, collector: Collector) -> None:
        """Look at a source again and again, or keep its stream open, until stopped."""
        failures = 0
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                self._look(collector)
                failures, wait = 0, self.every
            except SourceError as error:
                self.complain(str(error))
                # a stream that was open for a while has not failed again and again
                failures = 1 if time.monotonic() - began > 60 else failures + 1
                wait = self._wait(collector, error, failures)
            except (DriverError, Neo4jError) as error:
                self.complain(f"{collector.about.id}: the graph does not answer ({type(error).__name__}).")
                failures += 1
                wait = min(FIRST * 2.0**failures, 60.0)
            self.stop.wait(wait)

    def _look(self, collector: Collector) -> None:
        """Collect a source once; listen to it where it streams, which ends when it breaks or when we stop."""
        if not isinstance(collector, Streaming):
            self._said(collect_source(self.store, collector, now=datetime.now(UTC)))
            return
        try:
            gap = collector.collect(self.store.cursors(collector.about.id))
            self._said(Look(self.store, collector, now=datetime.now(UTC)).keep(self._until(gap, float("inf"))))
        except SourceError as error:
            # its stream may be heard all the same
            self.complain(str(error))
        with closing(collector.listen(self.store.cursors(collector.about.id))) as stream:
            while not self.stop.is_set():
                look = Look(self.store, collector, now=datetime.now(UTC), at_least=1)
                self._said(look.keep(self._until(stream, self.every)))

    def _until(self, stream: Iterator[Item], seconds: float) -> Iterator[Item]:
        """Yield what a stream does up to the first checkpoint after `seconds`, or after we were stopped."""
        deadline = time.monotonic() + seconds
        saved: dict[str, str] = {}
        fresh = False
        for item in stream:
            if not isinstance(item, Checkpoint):
                fresh = True
                yield item
                continue
            # in silence there is nothing to save
            if fresh or saved.get(item.partition) != item.value:
                yield item
            saved[item.partition], fresh = item.value, False
            if self.stop.is_set() or time.monotonic() >= deadline:
                return

    def _wait(self, collector: Collector, error: SourceError, failures: int) -> float:
        """Return the seconds to wait after a failure: what the source asks for, or longer each time."""
        if isinstance(collector, Streaming):
            asked = error.retry_after or 0.0 if isinstance(error, SourceUnavailable) else 0.0
            return max(asked, min(FIRST * 2.0 ** min(failures - 1, 20), LONGEST))
        if isinstance(error, SourceUnavailable):
            return max(error.retry_after or 0.0, min(self.every * 2.0 ** min(failures, 20), LONGEST))
        return LONGEST

    def _said(self, tally: Tally) -> None:
        if tally.written or tally.erased:
            self.say(tally)

    def _notice(self) -> None:
        try:
            notice(self.store, now=datetime.now(UTC))
        except (DriverError, Neo4jError) as error:
            self.complain(f"the graph does not answer ({type(error).__name__}).")


class _Worker(threading.Thread):
    """Attends to one source. A fault of ours, which no error of a source is, stops the whole service."""

    def __init__(self, listening: Listening, collector: Collector) -> None:
        super().__init__(name=f"listen {collector.about.id}", daemon=True)
        self.listening, self.collector = listening, collector
        self.crashed = False

    def run(self) -> None:
        whole = False
        try:
            self.listening.attend(self.collector)
            whole = True
        finally:
            if not whole:
                self.crashed = True
                self.listening.stop.set()
