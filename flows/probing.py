"""Trying each configured source for real: a header is read, an address answers, a key is accepted."""

import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import SettingsError

from flows.errors import SourceError
from flows.sources import Collector, Probing, load

WORKERS = 8
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Finding:
    """How a source is: `ready`, `missing` a setting, or `failing` although it is configured."""

    source: str
    state: Literal["ready", "missing", "failing"]
    says: str = ""
    """One sentence: what is missing or wrong, and what to do."""


def findings(names: Sequence[str], *, workers: int = WORKERS, seconds: float = SECONDS) -> Iterator[Finding]:
    """Yield how each source is as soon as it is known; at most `workers` are tried at a time, each for `seconds`.

    A source that hangs is told and left to itself: it holds up neither the others nor the end of the program.
    """
    told: queue.Queue[tuple[str, Finding | None]] = queue.Queue()
    waiting = list(reversed(names))
    deadlines: dict[str, float] = {}
    while waiting or deadlines:
        while waiting and len(deadlines) < workers:
            name = waiting.pop()
            deadlines[name] = time.monotonic() + seconds
            threading.Thread(target=_try, args=(name, told), daemon=True, name=f"probe {name}").start()
        try:
            name, finding = told.get(timeout=max(0.0, min(deadlines.values()) - time.monotonic()))
        except queue.Empty:
            late = min(deadlines, key=lambda each: deadlines[each])
            del deadlines[late]
            yield Finding(late, "failing", f"It did not answer within {seconds:g} s: try again, or look at its server.")
        else:
            # one that answers after all was told before
            if deadlines.pop(name, None) is not None:
                yield finding or Finding(
                    name, "failing", "It failed in a way that nobody foresaw: see the trace above."
                )


def _try(name: str, told: "queue.Queue[tuple[str, Finding | None]]") -> None:
    finding: Finding | None = None
    try:
        finding = find(name)
    finally:
        told.put((name, finding))


def find(name: str) -> Finding:
    """Return how one source is; it is asked only when it is configured."""
    try:
        source = load(name)
        if source.missing:
            return Finding(name, "missing", source.missing)
        probe(source)
    except (ValidationError, SettingsError) as error:
        return Finding(name, "failing", _setting(name, error))
    except SourceError as error:
        return Finding(name, "failing", str(error))
    return Finding(name, "ready")


def probe(source: Collector) -> None:
    """Try a source; one that has no probe of its own is collected up to its first record, which is not kept."""
    if isinstance(source, Probing):
        source.probe()
        return
    stream = source.collect({})
    next(stream, None)
    if isinstance(stream, Generator):
        stream.close()


def _setting(name: str, error: ValidationError | SettingsError) -> str:
    """Return the sentence for a setting that cannot be; its value may be a key and is not repeated."""
    prefix = f"CYBERIMPACT_{name.replace('-', '_').upper()}_"
    if isinstance(error, SettingsError):
        field = str(error).split('"')[1] if '"' in str(error) else ""
        return f"The setting {prefix}{field.upper()} is not JSON: check its quotes and brackets."
    first = error.errors(include_input=False)[0]
    field, *inner = (str(part) for part in first["loc"])
    place = f" at {', '.join(inner)}" if inner else ""
    return f"The setting {prefix}{field.upper()} cannot be{place}: {first['msg']}."
