"""One source a file. Each module exposes `Settings` and `make(settings) -> Collector`; discovery does the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from graph.model import (
    Account,
    Action,
    FactCheck,
    Hashtag,
    Hazard,
    Link,
    Measure,
    Message,
    Outage,
    Service,
    Source,
)

Record = Account | Action | FactCheck | Hashtag | Hazard | Link | Measure | Message | Outage | Service


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that came before is complete: `value` may become the cursor of `partition` once it is saved."""

    value: str
    partition: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was read and cannot be kept; counted by `reason`, shown with `where`."""

    reason: str
    """A short code: bad-date, too-large, no-text, bad-encoding, unknown-columns, …"""
    where: str
    """File and line, or address."""


class Collector(Protocol):
    """Reads one source. Records come with clear author ids: the gate pseudonymises them before anything is saved."""

    @property
    def about(self) -> Source:
        """Return the card of the source: terms, purpose, retention."""
        ...

    @property
    def missing(self) -> str | None:
        """Say in one sentence which setting is missing; None when the source can be collected."""
        ...

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield what is new since `cursors` (partition -> value), repeats allowed; raise a `SourceError`."""
        ...


def names() -> list[str]:
    """Return the names of all sources, `-` for `_`, in order."""
    return sorted(found.name.replace("_", "-") for found in iter_modules(__path__) if not found.ispkg)


def load(name: str, **overrides: Any) -> Collector:
    """Make the source `name` from its settings, some of them given."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    collector: Collector = module.make(module.Settings(**overrides))
    return collector
