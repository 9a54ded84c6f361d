"""One source a file. Each module exposes `Settings` and `make(settings) -> Collector`; discovery does the rest."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal, Protocol, runtime_checkable

from graph.model import (
    Account,
    Action,
    Event,
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

Record = Account | Action | Event | FactCheck | Hashtag | Hazard | Link | Measure | Message | Outage | Service


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


@dataclass(frozen=True, slots=True)
class Erasure:
    """The source took something back: a message, or an account with all that it wrote. What we derived goes with it."""

    kind: Literal["message", "account"]
    id: str
    """Id of the message, or the clear `platform:name` of the account, as the source's records carry them."""


Item = Record | Checkpoint | Refusal | Erasure
"""What a source yields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the documentation says of a source beside its card and its settings."""

    address: str
    """Where its publisher describes it, or offers the export."""
    every: timedelta
    """How often its publisher renews it: how often it is worth asking."""
    cadence: str
    """The same in words, with what limits us: quotas, paging, look-back."""
    fields: Mapping[str, str]
    """Published field -> where it goes, as `Message.text`; `dropped: why` for those that are read and not kept."""


class Collector(Protocol):
    """Reads one source. Records come with clear author ids: the gate pseudonymises them before anything is saved.

    A source whose message ids hold the name of their author (`bluesky:did:plc:…/3k…`) says so with a class attribute
    `ids_name_authors: ClassVar[bool] = True`. The gate then replaces each id of a message, `reply_to`, `repost_of` and
    the id of an `Erasure` of a message, by `platform:32 hex` under a key that does not rotate: the same message gets
    the same id in every quarter, so deletes reach it, and two messages of one author share nothing in their ids.
    """

    @property
    def about(self) -> Source:
        """Return the card of the source: terms, purpose, retention."""
        ...

    @property
    def missing(self) -> str | None:
        """Say in one sentence which setting is missing; None when the source can be collected."""
        ...

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield what is new since `cursors` (partition -> value), repeats allowed; raise a `SourceError`."""
        ...


@runtime_checkable
class Streaming(Collector, Protocol):
    """A source that also speaks by itself: `cyberimpact listen` keeps its stream open."""

    def listen(self, cursors: Mapping[str, str]) -> Generator[Item, None, None]:
        """Yield what arrives, without end; a `Checkpoint` at least every two seconds, also when nothing arrives.

        A stream that breaks raises a `SourceError`; it is opened again from the last saved checkpoint.
        """
        ...


@runtime_checkable
class Probing(Collector, Protocol):
    """A source that can be tried without collecting it; `cyberimpact doctor` tries the others by a first record."""

    def probe(self) -> None:
        """Ask for as little as tells that all is well (header, address, key); raise a `SourceError` that says what not.

        Nothing is kept and nothing changes: it runs beside other probes, at any time.
        """
        ...


def names() -> list[str]:
    """Return the names of all sources, `-` for `_`, in order."""
    return sorted(found.name.replace("_", "-") for found in iter_modules(__path__) if not found.ispkg)


def load(name: str, **overrides: Any) -> Collector:
    """Make the source `name` from its settings, some of them given."""
    module = module_of(name)
    collector: Collector = module.make(module.Settings(**overrides))
    return collector


def ids_name_authors(collector: Collector) -> bool:
    """Tell whether the ids of a source's messages hold the name of their author, as the source declares it."""
    return bool(getattr(collector, "ids_name_authors", False))


def module_of(name: str) -> ModuleType:
    """Return the module of the source `name`: its `Settings`, `make` and `SHEET`."""
    return import_module(f"{__name__}.{name.replace('-', '_')}")
