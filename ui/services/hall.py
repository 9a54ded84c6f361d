"""The graph of the exercise, open in this app beside the one that it serves, while there is one to look at."""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from graph.exercise import GRAPH, Course, Room
from graph.jars import JarsUnavailable
from graph.java import ServerFailed
from graph.rows import moment
from graph.store import Store, connect
from ui.services.reader import Reader

if TYPE_CHECKING:
    from ui.services import Services

log = logging.getLogger(__name__)

INSTANT = timedelta(microseconds=1)


class Paced(Reader):
    """Reads the graph of an exercise, whose clock runs at the speed of the exercise and stands while it is paused."""

    def __init__(self, store: Store, room: Room) -> None:
        super().__init__(store)
        self._room = room
        self._turn = Lock()
        self._latest: datetime | None = None

    def now(self) -> datetime:
        """Return the clock of the exercise, each time a little later: no two decisions are of the same moment."""
        course, known = self._room.course(), super().now()
        at = known if course is None else max(course.clock(time.time()), self.clock or known)
        with self._turn:
            if self._latest is None:
                found = self.rows("decisions_latest")[0]["at"]
                self._latest = moment(found) if found else at
            self._latest = max(at, self._latest + INSTANT)
            return self._latest


class Hall:
    """Opens and closes the graph of the exercise as the order of the room asks; `make` makes the services over it."""

    def __init__(self, room: Room, make: Callable[[Reader], "Services"]) -> None:
        self._room = room
        self._make = make
        self._open = ExitStack()
        self._id = ""
        self._lock = Lock()
        self.services: Services | None = None
        """Of the exercise that is open."""

    @property
    def reader(self) -> Reader | None:
        """Return what reads the exercise that is open."""
        return self.services.reader if self.services else None

    def poll(self) -> None:
        """Open or close what is to be, and ask whether its data changed."""
        with self._lock:
            wanted = self._wanted()
            if wanted != self._id:
                self._close()
                if wanted:
                    self._begin(wanted)
        if self.services:
            self.services.reader.poll()

    def close(self) -> None:
        """Let go of the graph."""
        with self._lock:
            self._close()

    def _wanted(self) -> str:
        """Return the id of the exercise to be open: one that is prepared, and that nobody has closed."""
        order, course = self._room.order(), self._room.course()
        if order is None or course is None or order.id != course.id or not order.is_shown:
            return ""
        return order.id if is_prepared(course) else ""

    def _begin(self, name: str) -> None:
        try:
            store = self._open.enter_context(connect(GRAPH))
        except (ServerFailed, JarsUnavailable, OSError):
            log.exception("the graph of the exercise cannot be opened")
            return
        self.services, self._id = self._make(Paced(store, self._room)), name

    def _close(self) -> None:
        self.services, self._id = None, ""
        self._open.close()
        self._open = ExitStack()


def is_prepared(course: Course) -> bool:
    """Tell whether the graph of an exercise is whole."""
    return course.phase != "preparing" and course.looked >= course.start
