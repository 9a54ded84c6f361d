"""Where each source is collected for real: one file a source, found by the contract suite.

`tests/stages/NAME.py` (`_` for `-`) holds `stage(folder)`, a context manager that yields a `Stage`: a file in `folder`,
or a server on 127.0.0.1 behind a `Site` that can misbehave. Everything on a stage is invented.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from tests.stages.site import Site

Kind = Literal["more", "duplicated", "out-of-order", "skewed", "unicode", "malformed", "huge"]
KINDS: tuple[Kind, ...] = ("more", "duplicated", "out-of-order", "skewed", "unicode", "malformed", "huge")
"""What can be published next. More records; some of the first ones again; records older than what was read already;
records of a clock that runs a year ahead; texts in all scripts, with emojis, direction marks and lone surrogates;
records that cannot be parsed among good ones; a record of several megabytes among good ones."""

PATIENCE = 30.0
"""Seconds."""


@dataclass
class Stage:
    """One source that can be collected: what it holds, and how to make it hold more."""

    settings: Mapping[str, Any]
    """Overrides of the source's `Settings`."""
    first: frozenset[str]
    """Ids of the records (messages, measures, hazards, …) that it holds when the stage opens; at least three."""
    publish: Callable[[Kind], frozenset[str]]
    """Publish something of a kind; return the ids that must be known after the next collect, and were not before."""
    cannot: Mapping[Kind, str] = field(default_factory=dict)
    """Kinds that this interface cannot have, and why; the suite shows them as skipped with the reason."""
    site: Site | None = None
    """What stands in front of its server, for network faults; None for a source that reads files."""

    @property
    def patient(self) -> dict[str, Any]:
        """Return the settings of a source that gives its server all the time that a busy machine needs."""
        return {name: PATIENCE if name == "timeout" else value for name, value in self.settings.items()}


def stage_of(name: str, folder: Path) -> AbstractContextManager[Stage]:
    """Open the stage of the source `name`."""
    opened: AbstractContextManager[Stage] = import_module(f"tests.stages.{name.replace('-', '_')}").stage(folder)
    return opened


def needs_extra(name: str) -> bool:
    """Tell whether the stage of a source says `EXTRA = True`: it needs a package that only `make test-extras` has."""
    found = Path(__file__).with_name(f"{name.replace('-', '_')}.py")
    return found.exists() and "\nEXTRA = True\n" in found.read_text()
