"""A stream made in another process: all of it in order, its errors here, and a death that is no end."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from flows.elsewhere import elsewhere


def numbers(count: int) -> Iterator[int]:
    yield from range(count)


def failing(count: int) -> Iterator[int]:
    yield from range(count)
    raise ValueError("no more of them")


def dying(count: int) -> Iterator[int]:
    yield from range(count)
    os.kill(os.getpid(), signal.SIGKILL)


def endless() -> Iterator[int]:
    while True:
        yield os.getpid()


def test_everything_comes_in_order_and_from_elsewhere() -> None:
    assert list(elsewhere(numbers, 7, size=3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(elsewhere(numbers, 0, size=3)) == []
    assert os.getpid() not in next(elsewhere(endless, size=2))


def test_an_error_over_there_is_raised_here_after_what_came_before() -> None:
    stream = elsewhere(failing, 4, size=2)
    assert [next(stream), next(stream)] == [[0, 1], [2, 3]]
    with pytest.raises(ValueError, match="no more of them"):
        next(stream)


def test_a_process_that_is_killed_is_no_end_of_the_stream() -> None:
    with pytest.raises(BrokenProcessPool):
        list(elsewhere(dying, 4, size=2))


def test_whoever_stops_to_read_ends_the_other_process() -> None:
    stream = elsewhere(endless, size=2)
    process = next(stream)[0]
    stream.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
