"""Let a scenario unfold: its clock, and what must be known at each tick."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import flows
import graph
import signals
from flows.collect import collect_source
from flows.detect import detect_at
from flows.enrich import Progress, enrich_pending
from flows.exercise.folder import Scenario
from flows.prepare import prepare_graph
from flows.reader import reader
from flows.sources import load
from graph import server
from graph.store import connect, folder


def ticks(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Yield the moments after `start`, `step` apart, up to `end` included."""
    moment = start
    while moment < end:
        moment = min(moment + step, end)
        yield moment


def load_history(scenario: Scenario, place: Path, name: str, *, progress: Progress) -> None:
    """Bring the graph called `name` to the beginning of the crisis of the scenario in the folder `place`."""
    now = scenario.crisis_at
    with connect(name) as store:
        progress("loading the French places")
        prepare_graph(store)
        source = load("scenario", folder=place, until=now)
        collect_source(store, source, now=now, progress=progress)
        enrich_pending(store, reader(), as_of=now, progress=progress)
        progress("looking for topics")
        detect_at(store, reader(), as_of=now)


def state_of(place: Path) -> str:
    """Return a digest of a scenario and of our own code: what was computed from the same may be used again."""
    digest = blake2b(digest_size=12)
    roots = [place, *(Path(package.__file__ or "").parent for package in (flows, graph, signals))]
    for root in roots:
        for file in sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def copy_graph(source: str, target: str) -> None:
    """Make the graph `target` a copy of the stopped graph `source`; what `target` held is gone."""
    drop_graph(target)
    server.copy(folder(source), folder(target))


def drop_graph(name: str) -> None:
    """Stop the embedded server of a graph, and forget what it held."""
    server.stop(folder(name))
    shutil.rmtree(folder(name))
