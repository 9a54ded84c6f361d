"""Runs that were killed do not stay `running`."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows import runs
from flows.runs import LEASE, end_dead, running
from graph.model import Run
from graph.store import Store

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OPEN = Run(id="collect-1", flow="collect", version="0", parameters="{}", as_of=NOW, started_at=NOW)

CHILD = """
import os, sys, time
from flows.runs import _process
print(_process(os.getpid()), flush=True)
time.sleep(600)
"""


@contextmanager
def child() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def states(store: Store) -> dict[str, str]:
    return {row["id"]: row["state"] for row in store.ask("MATCH (r:Run) RETURN r.id AS id, r.state AS state").rows}


def test_a_run_lives_as_long_as_its_process(store: Store) -> None:
    with child() as (process, name):
        store.save([replace(OPEN, process=name, alive_at=datetime.now(UTC))], now=NOW)
        assert end_dead(store) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
        with running(store, "collect", as_of=NOW):
            pass
    assert states(store)["collect-1"] == "killed"
    assert store.ask("MATCH (r:Run {id: 'collect-1'}) RETURN r.ended_at = r.alive_at AS same").rows == [{"same": True}]


def test_the_number_of_a_process_may_be_given_again(store: Store) -> None:
    another = runs._process(os.getpid()).rpartition(" ")[0] + " 1"
    store.save([replace(OPEN, process=another, alive_at=datetime.now(UTC))], now=NOW)
    assert end_dead(store) == ["collect-1"]


def test_elsewhere_a_run_is_dead_after_its_lease_only(store: Store) -> None:
    elsewhere = replace(OPEN, process="ailleurs/1/pid:[1] 77 12")
    store.save([replace(elsewhere, alive_at=datetime.now(UTC) - LEASE + timedelta(minutes=1))], now=NOW)
    assert end_dead(store) == []
    store.save([replace(elsewhere, alive_at=datetime.now(UTC) - LEASE - timedelta(minutes=1))], now=NOW)
    assert end_dead(store) == ["collect-1"]
    assert end_dead(store) == []


def test_a_long_run_gives_signs_of_life(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT", 0.02)
    sign = "MATCH (r:Run {state: 'running'}) RETURN r.alive_at > r.started_at AS alive"
    with running(store, "detect", as_of=NOW) as record:
        for _ in range(500):
            if store.ask(sign).rows == [{"alive": True}]:
                break
        else:
            pytest.fail("no sign of life")
        record.counts["signals"] += 1
    ended = store.ask("MATCH (r:Run) RETURN r.state AS state, r.counts AS counts").rows
    assert ended == [{"state": "completed", "counts": '{"signals": 1}'}]
