"""Clusterings in a process of their own, so that looks go on meanwhile."""

import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from types import TracebackType

from flows.material import Material
from signals.topics.clusterers import Labels, labels_of

SHARE = 4
"""A clustering begins once `SHARE` times as long has passed since the one before began as that one took."""


@dataclass(frozen=True)
class Grouped:
    """A window of messages as it was when its clustering began, and the groups that were found in it."""

    window: Material
    as_of: datetime
    since: datetime | None
    """The clustering before."""
    labels: Labels


class Background:
    """At most one clustering at a time; what comes of it is taken by the look after.

    What is killed before that is lost, and begun again: the graph knows nothing of it.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._running: tuple[Future[Labels], Material, datetime, datetime | None] | None = None
        self._began = self._took = 0.0

    def __enter__(self) -> "Background":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.forget()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def rests(self) -> bool:
        """Tell whether a clustering may begin."""
        return self._running is None and time.monotonic() - self._began >= SHARE * self._took

    def begin(self, window: Material, clusterer: str, *, as_of: datetime, since: datetime | None) -> None:
        """Begin to cluster `window`."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
        self._began = time.monotonic()
        own = window.vectors[window.leans() < 0]
        self._running = self._pool.submit(labels_of, clusterer, own), window, as_of, since

    def taken(self) -> Grouped | None:
        """Return what a clustering found that has ended, once; raise what went wrong in it."""
        if self._running is None or not self._running[0].done():
            return None
        future, window, as_of, since = self._running
        self._running = None
        self._took = time.monotonic() - self._began
        return Grouped(window, as_of, since, future.result())

    def forget(self) -> None:
        """Let go of what is being clustered: a person decided meanwhile, or we end."""
        if self._running is not None:
            self._running[0].cancel()
            self._running = None
