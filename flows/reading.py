"""Messages read by a process of its own, as they come, while another listens to what emerges."""

import os
import time
import traceback
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from types import TracebackType

from flows.background import BackgroundError, Opening
from flows.beside import Beside
from flows.enrich import enrich_pending
from graph.heap import settle

REST = 0.3
"""Seconds between two looks at the queue."""
AGAIN = 5.0
"""Seconds after a failure."""


class Reading:
    """Reads what is on the queue again and again, in a second process, from entering to leaving the block.

    What takes a message off the queue is written last: a kill at any moment leaves it there, or it is read.
    """

    def __init__(self, opening: Opening, *, shift: timedelta = timedelta(0)) -> None:
        self._opening, self._shift = opening, shift
        self._beside: Beside | None = None

    def __enter__(self) -> "Reading":
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._end()

    def check(self) -> None:
        """Raise a `BackgroundError` when reading failed since the last time; where its process died it begins again."""
        if self._beside is None or not self._beside.pipe.poll():
            return
        try:
            wrong = self._beside.pipe.recv()
        except EOFError:
            self._end()
            self._begin()
            wrong = "its process ended"
        message = f"reading: {wrong}"
        raise BackgroundError(message)

    def _begin(self) -> None:
        self._beside = Beside(_read, self._opening, self._shift)

    def _end(self) -> None:
        if self._beside is not None:
            self._beside.end()


def _read(opening: Opening, shift: timedelta, told: Connection) -> None:
    parent, settled = os.getppid(), False
    with opening() as (store, reader):
        while os.getppid() == parent:  # nobody looks any more
            try:
                found = enrich_pending(store, reader, as_of=datetime.now(UTC) + shift)
            except Exception:  # told to the process that looks; what was not read stays on the queue
                told.send(traceback.format_exc().strip())
                time.sleep(AGAIN)
            else:
                if found["messages"] and not settled:
                    settle()
                    settled = True
                time.sleep(0 if found["messages"] else REST)
