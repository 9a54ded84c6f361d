"""What every source that can be listened to must survive besides, on the same stages: found by discovery."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceError, SourceUnavailable
from flows.gate import Keys
from flows.sources import Checkpoint, Item, Streaming, load, names
from tests.contract.ledger import Ledger
from tests.stages import Stage, needs_extra, stage_of
from tests.stages.site import Fault
from tests.streams import bounded

STREAMS = [
    pytest.param(name, marks=[pytest.mark.extras] * needs_extra(name))
    for name in names()
    if isinstance(load(name), Streaming)
]

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")

FAULTS = {
    "500": Fault(status=500),
    "busy": Fault(status=429, headers={"Retry-After": "3600"}),
    "time-out": Fault(silent=True),
    "cut": Fault(cut=True),
    "malformed": Fault(body=b"<html><h1>502 Bad gateway</h1>"),
    "huge": Fault(body=b'[{"id": "' + b"x" * 30_000_000 + b'"}]'),
}


@pytest.fixture(params=STREAMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stage(name: str, tmp_path: Path) -> Iterator[Stage]:
    with stage_of(name, tmp_path) as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[], Ledger]:
    keys = Keys(tmp_path / "state")
    now = datetime.now(UTC)
    return lambda: Ledger(keys, now)


@pytest.fixture
def collector(name: str, stage: Stage) -> Any:
    return load(name, **stage.settings)


def opened(collector: Streaming, book: Ledger) -> Any:
    """A stream from where a ledger stopped, closed at the end of a `with` block."""
    stream: Iterator[Item] = collector.listen(dict(book.cursors))
    return closing(stream)


def test_there_are_streams() -> None:
    assert {"bluesky", "mastodon"} <= {str(param.values[0]) for param in STREAMS}


def test_it_hears_what_is_published_while_it_listens(
    stage: Stage, ledger: Callable[[], Ledger], collector: Any
) -> None:
    book = ledger()
    book.collect(collector)
    with opened(collector, book) as stream:
        for _ in range(3):
            book.hear(collector, stream, stage.publish("more"))
            book.hear(collector, stream, ())


def test_in_silence_it_still_says_where_it_is(ledger: Callable[[], Ledger], collector: Any) -> None:
    book = ledger()
    book.collect(collector)
    with opened(collector, book) as stream:
        told = list(islice((item for item in bounded(stream) if isinstance(item, Checkpoint)), 3))
    assert len(told) == 3


def test_what_is_heard_is_what_would_have_been_read(stage: Stage, ledger: Callable[[], Ledger], collector: Any) -> None:
    heard, read = ledger(), ledger()
    heard.collect(collector)
    new = stage.publish("unicode")
    with opened(collector, heard) as stream:
        heard.hear(collector, stream, new)
    read.collect(collector)
    assert {name: heard.known[name] for name in new} == {name: read.known[name] for name in new}


def test_killed_at_any_item_it_loses_and_doubles_nothing(
    stage: Stage, ledger: Callable[[], Ledger], collector: Any
) -> None:
    book, items, killed_after = ledger(), 1, 0
    book.collect(collector)
    while killed_after < items:
        with opened(collector, book) as stream:
            # once this was heard, and nothing more, what follows comes by the stream
            book.hear(collector, stream, stage.publish("more"))
            book.hear(collector, stream, ())
            new = stage.publish("more")
            items = max(items, book.hear(collector, stream, new, killed_after=killed_after or None))
        with opened(collector, book) as stream:
            book.hear(collector, stream, new)
        killed_after += 1
    assert items > len(new)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_stream_that_cannot_be_opened_says_so_and_loses_nothing(
    stage: Stage, ledger: Callable[[], Ledger], collector: Any, fault: str
) -> None:
    assert stage.site is not None
    book = ledger()
    book.collect(collector)
    new = stage.publish("more")
    stage.site.always = FAULTS[fault]
    with opened(collector, book) as stream, pytest.raises(SourceError) as caught:
        book.hear(collector, stream, new)
    assert len(str(caught.value)) < 600
    if fault == "busy":
        assert isinstance(caught.value, SourceUnavailable)
        assert (caught.value.retry_after or 0) > 3_000
    stage.site.always = None
    # the time that it asked for goes by
    Path(os.environ["CYBERIMPACT_PACE_FILE"]).unlink(missing_ok=True)
    with opened(collector, book) as stream:
        book.hear(collector, stream, new)
