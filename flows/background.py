"""A second process for what takes long, so that looks go on meanwhile."""

import os
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType

from flows.beside import Beside
from flows.reader import Reader, reader
from graph.store import Store, connect

SHARE = 10
"""A job begins once `SHARE` times as long has passed since it began before as it took then: what cannot wait for
topics to be clustered is heard without (`flows.gathering`)."""
NICE = 19
"""Looks go first where the two want the same processor: as far as a scheduler can put them."""

Opening = Callable[[], AbstractContextManager[tuple[Store, Reader]]]
"""Opens the graph in the other process; it is sent there, so it must be a function of a module."""
Job = Callable[[Store, Reader, datetime], Counter[str]]
"""What is done there, up to a moment; it writes what it finds itself. A function of a module, too."""


class BackgroundError(Exception):
    """A job of the other process failed. The message says which, and how."""


@dataclass
class _Times:
    began: float = 0.0
    took: float = 0.0


@dataclass
class Background:
    """At most one job at a time, each in transactions of its own.

    What is killed in between is begun again, as after any kill.
    """

    opening: Opening
    _beside: Beside | None = None
    _running: str = ""
    _times: dict[str, _Times] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: str | None = None) -> "Background":
        """Return the second process for a graph, by default the one of the settings; it starts with its first job."""
        return cls(opening(graph))

    def __enter__(self) -> "Background":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.forget()

    def begin(self, job: Job, as_of: datetime) -> bool:
        """Begin a job, and tell whether it began: not while one runs, or when it took much of the time lately."""
        times = self._times.setdefault(job.__name__, _Times())
        if self._running or time.monotonic() - times.began < SHARE * times.took:
            return False
        self._beside = self._beside or Beside(_work, self.opening)
        self._beside.pipe.send((job, as_of))
        self._running, times.began = job.__name__, time.monotonic()
        return True

    def ended(self, wait: float = 0) -> Counter[str] | None:
        """Return what a job that has ended found, once, waiting up to `wait` seconds; None: none has.

        A `BackgroundError` says what went wrong in it.
        """
        if self._beside is None or not self._running or not self._beside.pipe.poll(wait):
            return None
        name, self._running = self._running, ""
        self._times[name].took = time.monotonic() - self._times[name].began
        try:
            found, wrong = self._beside.pipe.recv()
        except EOFError:
            self.forget()
            found, wrong = None, "its process ended"
        if wrong:
            message = f"{name}: {wrong}"
            raise BackgroundError(message)
        done: Counter[str] = found
        return done

    def forget(self) -> None:
        """End what runs: a person decided meanwhile, or we end."""
        if self._beside is not None:
            self._beside.end()
        self._beside, self._running = None, ""


def opening(graph: str | None = None) -> Opening:
    """Return what opens a graph, by default the one of the settings, in another process."""
    return partial(_opened, graph)


@contextmanager
def _opened(graph: str | None) -> Iterator[tuple[Store, Reader]]:
    with connect(graph) as store:
        yield store, reader()


def _work(opening: Opening, pipe: Connection) -> None:
    os.nice(NICE)
    with opening() as (store, reading):
        while True:
            try:
                job, as_of = pipe.recv()
            except EOFError:
                return
            try:
                done, wrong = job(store, reading, as_of), None
            except Exception:  # told to the process that looks
                done, wrong = None, traceback.format_exc().strip()
            pipe.send((done, wrong))
