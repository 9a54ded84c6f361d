"""What ran, with what, and what came of it: each execution that writes leaves a `Run` in the graph.

A run that was killed cannot say so. Each run therefore tells where it lives and gives a sign of life every half minute;
any later run, on whatever machine, ends those that are dead: at once where their process was on the same machine and is
gone, after `LEASE` without a sign of life elsewhere.
"""

import json
import logging
import os
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from neo4j.exceptions import DriverError, Neo4jError

from graph.model import Run
from graph.store import Ask, Store

LEASE = timedelta(minutes=5)
"""Without a sign of life for so long, by the clock of the graph, a run is dead."""
BEAT = 30.0
"""Seconds between two signs of life."""

log = logging.getLogger(__name__)


@dataclass
class Record:
    """The run as it goes: its id, and what it counted so far."""

    run: Run
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        return self.run.id

    def note(self, ask: Ask, counts: Mapping[str, int]) -> None:
        """Write `counts` beside what they count: a killed run keeps what it saved."""
        ask("run_counts", id=self.id, counts=_json(counts))


@contextmanager
def running(
    store: Store,
    flow: str,
    *,
    as_of: datetime,
    parameters: Mapping[str, Any] | None = None,
    source_ids: tuple[str, ...] = (),
) -> Iterator[Record]:
    """Yield the record of a new run of `flow`; it ends `completed`, or `failed` when the block raises."""
    end_dead(store)
    now = datetime.now(UTC)
    run = Run(
        id=f"{flow}-{uuid.uuid4().hex[:12]}",
        flow=flow,
        version=version("cyberimpact"),
        parameters=json.dumps(parameters or {}, default=str, sort_keys=True),
        as_of=as_of,
        started_at=now,
        source_ids=source_ids,
        process=_process(os.getpid()),
        alive_at=now,
    )
    store.save([run], now=now)
    record, state = Record(run), "failed"
    try:
        with _beating(store, run.id):
            yield record
        state = "completed"
    finally:
        ended = datetime.now(UTC)
        done = replace(run, ended_at=ended, alive_at=ended, state=state, counts=_json(record.counts))
        store.save([done], now=ended)


def end_dead(store: Store) -> list[str]:
    """Mark as killed the runs whose process is gone, and return their ids."""
    dead = [row["id"] for row in store.rows("runs_open", lease=LEASE) if row["expired"] or _is_gone(row["process"])]
    if dead:
        store.execute("runs_killed", ids=dead)
        log.warning("%d runs were killed before their end: %s", len(dead), ", ".join(dead))
    return dead


@contextmanager
def _beating(store: Store, run_id: str) -> Iterator[None]:
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            try:
                store.execute("run_alive", id=run_id)
            except (DriverError, Neo4jError) as error:
                log.debug("no sign of life of %s: %s", run_id, error)

    thread = threading.Thread(target=beat, daemon=True, name=f"alive {run_id}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _json(counts: Mapping[str, int]) -> str:
    return json.dumps(dict(sorted(counts.items())))


def _process(pid: int) -> str:
    """Return machine, process id and start of a process; an id may be given again, not with the same start."""
    return f"{_machine()} {pid} {_start(pid)}"


def _is_gone(process: str) -> bool:
    """Tell whether a process of this machine ended; of another machine nothing is known."""
    machine, _, rest = process.rpartition(" ")[0].rpartition(" ")
    pid = rest if rest.isdecimal() else ""
    return bool(pid) and machine == _machine() and _process(int(pid)) != process


def _start(pid: int) -> str:
    try:
        # the name in brackets may hold spaces; the start is the 20th field after it (proc(5))
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "gone"


@cache
def _machine() -> str:
    """Return what tells this machine, since it was started, from others: containers may share a name."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        boot = space = "unknown"
    return f"{socket.gethostname()}/{boot[:8]}/{space}"
