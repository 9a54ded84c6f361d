"""What every source must survive, each on its own stage: found by discovery, listed by name.

Nothing of a new source is registered here: `flows/sources/NAME.py` and `tests/stages/NAME.py` are enough.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceError, SourceUnavailable
from flows.gate import Keys
from flows.sources import load, names
from tests.contract.ledger import Ledger
from tests.stages import KINDS, Kind, Stage, needs_extra, stage_of
from tests.stages.site import Fault

STAGES = [pytest.param(name, marks=[pytest.mark.extras] * needs_extra(name)) for name in names()]

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")

AN_HOUR = {"Retry-After": "3600"}
BUSY = Fault(status=429, headers=AN_HOUR)
TRANSIENT = {
    "500": Fault(status=500),
    "503": Fault(status=503),
    "time-out": Fault(silent=True),
    "cut": Fault(cut=True),
    "slow": Fault(slow=True),
}
UNREADABLE = {
    "malformed": Fault(body=b"<html><h1>502 Bad gateway</h1>"),
    "huge": Fault(body=b'[{"id": "' + b"x" * 30_000_000 + b'"}]'),
}


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of our own needs no patience."""
    monkeypatch.setenv("CYBERIMPACT_PACE_EVERY", "0")


@pytest.fixture(params=STAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stage(name: str, tmp_path: Path) -> Iterator[Stage]:
    with stage_of(name, tmp_path) as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[], Ledger]:
    """Make ledgers that share their keys, so that they can be compared."""
    keys = Keys(tmp_path / "state")
    now = datetime.now(UTC)
    return lambda: Ledger(keys, now)


def collector_of(name: str, stage: Stage, *, hurried: bool = False) -> Any:
    collector = load(name, **(stage.settings if hurried else stage.patient))
    assert collector.missing is None, collector.missing
    return collector


def test_all_that_is_there_is_read(name: str, stage: Stage, ledger: Callable[[], Ledger]) -> None:
    assert len(stage.first) >= 3
    book = ledger()

    book.collect(collector_of(name, stage))

    assert not list(book.missing(stage.first))
    assert book.cursors


def test_a_second_time_brings_nothing_and_changes_nothing(
    name: str, stage: Stage, ledger: Callable[[], Ledger]
) -> None:
    book = ledger()
    book.collect(collector_of(name, stage))
    known = dict(book.known)

    book.collect(collector_of(name, stage))
    assert book.known == known

    book.cursors.clear()
    book.collect(collector_of(name, stage))
    assert book.known == known


def test_it_goes_on_where_it_stopped(name: str, stage: Stage, ledger: Callable[[], Ledger]) -> None:
    book = ledger()
    book.collect(collector_of(name, stage))

    new = stage.publish("more")
    assert new
    assert len(list(book.missing(new))) == len(new)
    book.collect(collector_of(name, stage))

    assert not list(book.missing(new | stage.first))


def test_killed_at_any_yield_it_loses_and_doubles_nothing(
    name: str, stage: Stage, ledger: Callable[[], Ledger]
) -> None:
    whole = ledger()
    items = whole.collect(collector_of(name, stage))

    for killed_after in range(items):
        book = ledger()
        book.collect(collector_of(name, stage), killed_after=killed_after)
        book.collect(collector_of(name, stage))
        assert book.known == whole.known, f"killed after {killed_after} of {items} items"


def test_cut_off_at_any_request_it_loses_and_doubles_nothing(
    name: str, stage: Stage, ledger: Callable[[], Ledger]
) -> None:
    site = stage.site
    if site is None:
        pytest.skip(f"{name} reads files")
    whole = ledger()
    before = len(site.requests)
    whole.collect(collector_of(name, stage))
    requests = len(site.requests) - before
    assert requests

    for good in range(requests):
        book = ledger()
        site.faults.extend([None] * good)
        site.always = Fault(status=503)
        with pytest.raises(SourceUnavailable):
            book.collect(collector_of(name, stage))
        site.faults.clear()
        site.always = None
        book.collect(collector_of(name, stage))
        assert book.known == whole.known, f"cut off after {good} of {requests} requests"


@pytest.mark.parametrize("fault", TRANSIENT)
def test_a_source_that_stumbles_is_unavailable_and_then_read_whole(
    name: str, stage: Stage, ledger: Callable[[], Ledger], fault: str
) -> None:
    _fails_then_recovers(name, stage, ledger(), TRANSIENT[fault], SourceUnavailable)


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_source_that_talks_nonsense_is_broken_and_then_read_whole(
    name: str, stage: Stage, ledger: Callable[[], Ledger], fault: str
) -> None:
    _fails_then_recovers(name, stage, ledger(), UNREADABLE[fault], SourceBroken)


def test_a_source_that_asks_for_patience_gets_it(name: str, stage: Stage, ledger: Callable[[], Ledger]) -> None:
    error = _fails_then_recovers(name, stage, ledger(), BUSY, SourceUnavailable)

    assert isinstance(error, SourceUnavailable)
    assert error.retry_after is not None
    assert error.retry_after > 3_000


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_published_the_rest_arrives(
    name: str, stage: Stage, ledger: Callable[[], Ledger], kind: Kind
) -> None:
    if kind in stage.cannot:
        pytest.skip(f"{name}: {stage.cannot[kind]}")
    book = ledger()
    book.collect(collector_of(name, stage))

    new = stage.publish(kind)
    book.collect(collector_of(name, stage))

    assert not list(book.missing(new | stage.first))
    for text in (str(record) for record in book.known.values()):
        text.encode()


def _fails_then_recovers(
    name: str, stage: Stage, book: Ledger, fault: Fault, expected: type[SourceError]
) -> SourceError:
    site = stage.site
    if site is None:
        pytest.skip(f"{name} reads files")
    site.always = fault
    with pytest.raises(expected) as caught:
        book.collect(collector_of(name, stage, hurried=fault.silent or fault.slow))
    assert len(str(caught.value)) < 600, "an error is a sentence, not a page"
    site.always = None
    # the time that it asked for goes by
    Path(os.environ["CYBERIMPACT_PACE_FILE"]).unlink(missing_ok=True)

    book.collect(collector_of(name, stage))

    assert not list(book.missing(stage.first))
    return caught.value
