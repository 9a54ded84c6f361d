"""The folder through which an exercise is directed and played; a kill of either side loses nothing.

Who directs (the app, the command line) writes the order and the injects; the process that plays writes the course and
the truths. Each file is replaced whole, and nobody waits for anybody.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph import home
from graph.exercise.course import Course, Inject, Order
from graph.store import folder

GRAPH = "exercice"
"""Name of the graph of the exercise; never that of real data."""

MARK = "exercise.json"
"""In the folder of a graph: an exercise made it."""

WAITING = "injects"
"""Folder of what waits to be said."""

PATIENCE = 3.0
"""Seconds in which one who only looked whether somebody plays has gone."""


class Occupied(RuntimeError):
    """Somebody plays already, or the graph holds something else; the message says what to do."""


class Room:
    """The exercise of one installation: of the state folder `base`, by default the one of the settings."""

    def __init__(self, base: Path | None = None) -> None:
        self._base = base

    @property
    def base(self) -> Path:
        """Return the state folder."""
        return self._base or home.home()

    @property
    def folder(self) -> Path:
        """Return the folder of the exercise; looking makes nothing."""
        return self.base / "exercise"

    @property
    def scenario(self) -> Path:
        """Return the folder of the scenario as it is played: the injects are in it."""
        return self.folder / "scenario"

    def order(self) -> Order | None:
        """Return what the director wants, None before the first exercise."""
        found = _read(self.folder / "order.json")
        return Order.from_json(found) if found else None

    def ask(self, order: Order) -> None:
        """Write what the director wants."""
        _write(self.folder / "order.json", order.as_json())

    def course(self) -> Course | None:
        """Return where the exercise stands, None before the first one."""
        found = _read(self.folder / "course.json")
        return Course.from_json(found) if found else None

    def note(self, course: Course) -> None:
        """Write where the exercise stands."""
        _write(self.folder / "course.json", course.as_json())

    def truths(self) -> list[dict[str, Any]]:
        """Return what is true of the scenario, injects included."""
        found = _read(self.folder / "truths.json")
        return list(found["truths"]) if found else []

    def tell(self, truths: Sequence[Mapping[str, Any]]) -> None:
        """Write what is true of the scenario."""
        _write(self.folder / "truths.json", {"truths": list(truths)})

    def inject(self, inject: Inject) -> None:
        """Leave something to be said at the next look."""
        _write(self.folder / WAITING / f"{inject.id}.json", inject.as_json())

    def waiting(self) -> list[Inject]:
        """Return what waits to be said, the oldest first."""
        found = (_read(path) for path in sorted((self.folder / WAITING).glob("[!.]*.json")))
        return [Inject.from_json(row) for row in found if row]

    def said(self, inject: Inject) -> None:
        """Forget an inject that was said."""
        (self.folder / WAITING / f"{inject.id}.json").unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only process that plays; raise `Occupied` when there is one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise Occupied(f"an exercise is played already in {self.folder}: end it first") from None
                    time.sleep(0.1)
            yield

    def is_played(self) -> bool:
        """Tell whether a process plays."""
        try:
            with (self.folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False


def is_marked(graph: str | None) -> bool:
    """Tell whether an exercise made the graph."""
    return (folder(graph) / MARK).exists()


def mark(graph: str, name: str) -> None:
    """Note in the folder of a graph that an exercise made it."""
    _write(folder(graph) / MARK, {"id": name})


def is_empty(graph: str) -> bool:
    """Tell whether nothing was ever written into a graph."""
    return not (folder(graph) / "data").exists()


def _read(path: Path) -> dict[str, Any]:
    with suppress(FileNotFoundError):
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found
    return {}


def _write(path: Path, row: Mapping[str, Any]) -> None:
    """Replace a file whole: who reads sees the old one or the new one, also after a kill."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(row, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
