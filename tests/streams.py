"""Reading a stream that has no end, in tests."""

import time
from collections.abc import Callable, Iterator

from flows.errors import SourceError
from flows.sources import Checkpoint, Item
from graph.model import Message

PATIENCE = 30
"""Seconds after which a test that still waits has failed."""


def bounded(stream: Iterator[Item]) -> Iterator[Item]:
    """Yield what a stream does; fail when a test still reads it after a while."""
    deadline = time.monotonic() + PATIENCE
    for item in stream:
        yield item
        assert time.monotonic() < deadline, f"still waiting, after {item}"


def until(stream: Iterator[Item], done: Callable[[list[Item]], bool]) -> list[Item]:
    """Return what a stream yields until that is enough."""
    came: list[Item] = []
    for item in bounded(stream):
        came.append(item)
        if done(came):
            return came
    raise AssertionError("a stream has no end")


def until_saved(stream: Iterator[Item], done: Callable[[list[Item]], bool]) -> list[Item]:
    """Return what a stream yields until that is enough, and up to the checkpoint that saves it."""
    return until(stream, lambda came: isinstance(came[-1], Checkpoint) and done(came))


def until_it_breaks(stream: Iterator[Item]) -> tuple[list[Item], SourceError]:
    """Return what a stream yields before it breaks, and why it does."""
    came: list[Item] = []
    try:
        came.extend(bounded(stream))
    except SourceError as error:
        return came, error
    raise AssertionError("a stream has no end")


def texts(came: list[Item]) -> list[str]:
    return [item.text for item in came if isinstance(item, Message)]


def cursors(came: list[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in came if isinstance(item, Checkpoint)}
