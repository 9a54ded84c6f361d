"""A generator that runs in a process of its own, so that two processors share the work of one stream."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Made = TypeVar("Made")

_sinks: list[Connection] = []
"""In the other process: where it sends what it made."""


def elsewhere(made: Callable[..., Iterator[Made]], *given: Any, size: int) -> Iterator[list[Made]]:
    """Yield what `made(*given)` yields, in order, `size` at a time: the next are made while these are worked on.

    `made` is a function of a module; what it is given and yields can be pickled; a script that calls guards its main.
    An error over there is raised here; a process that was killed is `BrokenProcessPool`, never an early end.
    """
    context = get_context("spawn")
    source, sink = context.Pipe(duplex=False)
    with source, ProcessPoolExecutor(1, context, initializer=_open, initargs=(sink,)) as pool:
        done = pool.submit(_send, made, given, size)
        sink.close()
        try:
            while batch := _next(source):
                yield batch
        finally:
            # whoever still sends ends on a broken pipe
            source.close()
        done.result()


def _next(source: Connection) -> list[Any]:
    try:
        return list(source.recv())
    except (EOFError, OSError):
        # the end, or a process that was killed: its result tells which
        return []


def _open(sink: Connection) -> None:
    _sinks.append(sink)


def _send(made: Callable[..., Iterator[object]], given: tuple[Any, ...], size: int) -> None:
    # nothing that streams through holds cycles
    gc.disable()
    with _sinks.pop() as sink:
        stream = made(*given)
        while batch := list(islice(stream, size)):
            sink.send(batch)
