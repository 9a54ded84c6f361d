"""What a benchmark is given, and what it answers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import server

Metrics = dict[str, float]
"""Flat: `stream.ami` is the AMI of the part `stream`."""

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
"""Where the data sets lie: beside the project, never in it."""

MILLION = server.Settings(heap=3_000, pagecache=2_000)
"""What docs/operations.md says for a graph of a million messages."""


class BenchmarkError(Exception):
    """A benchmark cannot run. The message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where a benchmark learns, and where it is scored when that is elsewhere."""

    data: Path | None = None
    test: Path | None = None
    messages: int | None = None
    """How many messages to invent; None: as many as the published figure has."""

    def train(self, name: str, *files: str) -> Path | None:
        """Return the folder of the data set `name`: `--data`, a folder of that name in it, or the shared one.

        None when one of `files` is missing there.
        """
        places = [self.data, self.data / name] if self.data else [SHARED / name]
        return next((place for place in places if _holds(place, files)), None)

    def scored(self, name: str, *files: str) -> Path | None:
        """Return the folder to score: `--test` where it is given, else as `train`. None: skip this part."""
        if self.test is None:
            return self.train(name, *files)
        return next((place for place in (self.test, self.test / name) if _holds(place, files)), None)


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of a benchmark, the number of rows that they rest on, and the settings that gave them."""

    metrics: Mapping[str, Any]
    """A number a figure; None: there was nothing to compute it from; a mapping: the figures of parts."""
    n: int
    parameters: Mapping[str, object] = field(default_factory=dict)


def cache_folder() -> Path:
    """Return the folder for what can be rebuilt (setting `CYBERIMPACT_CACHE`, `~/.cache/cyberimpact` by default)."""
    return Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()


def prefixed(part: str, metrics: Mapping[str, float]) -> Metrics:
    """Return `metrics` under `part.`."""
    return {f"{part}.{name}": value for name, value in metrics.items()}


def _holds(place: Path, files: tuple[str, ...]) -> bool:
    return place.is_dir() and all((place / file).is_file() for file in files)
