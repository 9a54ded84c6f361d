"""A scenario folder as a source: an exercise that becomes known as time goes by."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SourceRefused
from flows.exercise.folder import BadLine, Line, load
from flows.exercise.parse import SOURCE_ID
from flows.sources import Checkpoint, Record, Refusal, Sheet
from graph.model import Account, Action, Hazard, Measure, Message, Outage, Source

SHEET = Sheet(
    address="the folder format of exercises (docs/operations.md)",
    every=timedelta(0),
    cadence="As the exercise's clock goes by: nothing is told before it was known.",
    fields={
        "messages.jsonl": "Message.text, Message.published_at, Message.author_id, Message.place_id",
        "measures.jsonl": "Measure.value",
        "hazards.jsonl": "Hazard.level",
        "actions.jsonl": "Action.text",
        "outages.jsonl": "Outage.start",
        "truth.jsonl": "dropped: only scoring may know it",
    },
)

BATCH = 500
"""Records between two checkpoints."""

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_SCENARIO_FOLDER`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_SCENARIO_")

    folder: Path | None = None
    """The scenario folder."""
    until: datetime | None = None
    """Only what is known before this moment (UTC); None: all of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record and when it becomes known."""

    key: str
    """Sorts by time, then by file and line; the cursor after it."""
    at: datetime
    record: Record


@dataclass(frozen=True)
class ScenarioSource:
    """Reads a scenario folder in the order in which things become known."""

    settings: Settings

    about = Source(
        id=SOURCE_ID,
        name="Exercice",
        kind="exercise",
        platform="scenario",
        licence="Apache-2.0",
        purpose="Exercices de crise et mesure de la détection",
        legal_basis="données inventées",
        retention_days=365,
    )

    @property
    def missing(self) -> str | None:
        """Say that the folder is not set."""
        if self.settings.folder is not None:
            return None
        return (
            "CYBERIMPACT_SCENARIO_FOLDER is not set: give the folder of a scenario "
            "(`python -m flows.exercise DIR` writes one)"
        )

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield what became known since the cursor, in order of time, then what cannot be read (once)."""
        if self.settings.folder is None:
            raise SourceRefused(self.missing or "")
        cursor, until = cursors.get("", ""), self.settings.until
        known, refused = _read(*_state(self.settings.folder))
        if not cursor:
            yield from refused
        told = 0
        last = cursor
        authors: set[str] = set()
        for item in known:
            if item.key <= cursor:
                continue
            if until is not None and item.at >= until:
                break
            yield from _with_author(item.record, authors)
            told, last = told + 1, item.key
            if told % BATCH == 0:
                yield Checkpoint(last)
        if last != cursor and told % BATCH:
            yield Checkpoint(last)


def make(settings: Settings) -> ScenarioSource:
    """Return the source that `settings` describe."""
    return ScenarioSource(settings)


def _with_author(record: Record, seen: set[str]) -> Iterator[Record]:
    """Yield a record after its author, whom we meet for the first time."""
    if isinstance(record, Message) and record.author_id is not None and record.author_id not in seen:
        seen.add(record.author_id)
        kind = "press" if record.kind == "article" else "person"
        yield Account(id=record.author_id, platform=record.platform, kind=kind)
    yield record


def _state(folder: Path) -> tuple[Path, tuple[tuple[str, int, int], ...]]:
    """Return a folder with name, size and time of its files: what changes when the scenario does."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return folder, tuple((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=2)
def _read(folder: Path, state: tuple[tuple[str, int, int], ...]) -> tuple[list[Known], list[Refusal]]:
    """Return all that a scenario tells in the order in which it becomes known, and what cannot be read.

    A replay asks again at each look: the scenario is read once as long as its files do not change.
    """
    scenario = load(folder)
    known: list[Known] = []
    refused: list[Refusal] = []
    files: tuple[Iterable[Line[Record]], ...] = (
        scenario.message_lines(),
        scenario.measure_lines(),
        scenario.hazard_lines(),
        scenario.action_lines(),
        scenario.outage_lines(),
    )
    for rank, lines in enumerate(files):
        for line in lines:
            if isinstance(line.read, BadLine):
                refused.append(Refusal(line.read.reason, line.read.where))
                log.warning("%s", line.read)
                continue
            for at, record in _moments(line.read):
                known.append(Known(f"{at.isoformat(timespec='microseconds')}|{rank}|{line.number:09d}", at, record))
    return sorted(known, key=lambda item: item.key), refused


def _moments(record: Record) -> Iterator[tuple[datetime, Record]]:
    """Yield when a record becomes known, and as what: nobody knows the end of an outage when it begins."""
    match record:
        case Message():
            yield record.published_at, record
        case Measure():
            yield record.end, record
        case Hazard():
            yield record.start, record
        case Action():
            yield record.at, record
        case Outage():
            yield record.start, replace(record, end=None)
            if record.end is not None:
                yield record.end, record
        case _:
            raise TypeError(f"a scenario holds no {type(record).__name__}")
