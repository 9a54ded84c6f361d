"""A process that works beside ours, and ends with it."""

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any


class Beside:
    """Calls `work` with what it is given and a pipe to us, in a process of its own: a function of a module.

    It ends when we end it, or with us: Ctrl-C, which is sent to both, does not reach it.
    """

    def __init__(self, work: Callable[..., None], *given: Any) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_alone, args=(work, given, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def end(self) -> None:
        """End it, wherever it is."""
        self._process.terminate()
        self._process.join()
        self.pipe.close()


def _alone(work: Callable[..., None], given: tuple[Any, ...], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work(*given, pipe)
