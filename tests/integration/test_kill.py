"""Killed at every yield, at every request, before and after every commit: on a real graph nothing is lost or doubled.

Each source is found with its stage. A process that dies writes nothing more; another one then goes on from what the
graph holds, and the whole graph is compared with that of a process which nobody disturbed.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from neo4j import Driver

from flows.collect import collect_source
from flows.sources import load, names
from graph.model import Cursor
from graph.store import Store
from tests.digests import contents, differences
from tests.fate import Fate, Killed, Moment, Mortal, MortalDriver, mortal_requests
from tests.graphs import emptied
from tests.stages import Stage, needs_extra, stage_of

pytestmark = [
    pytest.mark.neo4j,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

STAGES = [pytest.param(name, marks=[pytest.mark.extras] * needs_extra(name)) for name in names()]
UNTOLD = ("Run", "Host")
STAMPS = (
    # when we looked, and how often we read the same
    "first_seen", "last_seen", "changed_at", "last_run_at", "last_success_at", "read", "refused", "refusals", "late",
    "duplicates", "delays", "delay_seconds", "failures",
)  # fmt: skip

World = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(autouse=True)
def every_checkpoint_is_a_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.collect.BATCH", 1)


@pytest.fixture(params=STAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stage(name: str, tmp_path: Path) -> Iterator[Stage]:
    with stage_of(name, tmp_path) as opened:
        yield opened


def live(name: str, stage: Stage, driver: Driver, fate: Fate, now: datetime) -> None:
    """Let a process collect the source until it is done, or dead."""
    store = Store(MortalDriver(driver, fate))  # type: ignore[arg-type]
    with mortal_requests(fate):
        collect_source(store, Mortal(load(name, **stage.patient), fate), now=now)


def collected(driver: Driver) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return the whole graph; of cursors that they are there: some hold the moment of the run."""
    nodes, edges = contents(driver, without=UNTOLD, stamps=STAMPS)
    return {name: {} if name.startswith("Cursor ") else held for name, held in nodes.items()}, edges


def test_nothing_is_lost_or_doubled(name: str, stage: Stage, neo4j_driver: Driver) -> None:
    now = datetime.now(UTC)
    emptied(neo4j_driver)
    undisturbed = Fate()
    live(name, stage, neo4j_driver, undisturbed, now)
    expected = collected(neo4j_driver)
    assert len(expected[0]) > len(stage.first)
    assert undisturbed.counts["after a commit"] >= 4

    for moment in get_args(Moment):
        deaths = 0
        for number in range(1, undisturbed.counts[moment] + 1):
            emptied(neo4j_driver)
            fate = Fate(moment, number)
            with suppress(Killed):
                live(name, stage, neo4j_driver, fate, now)
            # a slower machine waits less often for its turn at a host: a commit fewer
            assert fate.dead or fate.counts[moment] < number
            deaths += fate.dead
            live(name, stage, neo4j_driver, Fate(), now)
            found = collected(neo4j_driver)
            what = f"killed at {moment} {number} of {undisturbed.counts[moment]}"
            assert differences(found[0], expected[0]) == {}, what
            assert differences(found[1], expected[1]) == {}, what
        assert deaths >= undisturbed.counts[moment] / 2


def test_the_dead_write_nothing(neo4j_driver: Driver) -> None:
    fate = Fate("before a commit", 1)
    store = Store(MortalDriver(emptied(neo4j_driver)._driver, fate))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(Killed):
            store.save([Cursor(id="a", value="1")], now=datetime.now(UTC))
    assert contents(neo4j_driver) == ({}, {})
