"""The exercise: what its director asks for, where it stands, and what the cell did in it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from threading import Lock, Thread

from graph.exercise import Course, Inject, Order, Room
from graph.exercise.known import Known, scenarios
from graph.rows import Row
from graph.territory import places
from signals.retex import Denial, Facts, Handled, Retex, retex, truth_of
from signals.scoring import Raised
from signals.text.kept import mask, readable
from ui.services.hall import is_prepared
from ui.services.reader import Reader

PLAYER = ("-m", "flows.exercise.player")
"""What plays, as Python is told to run it: a process of its own, which outlives the app."""
STARTING = 30.0
"""Seconds in which a process that was just started is expected to say something."""

SPEEDS = (1, 5, 20, 60, 360)
"""Minutes of the exercise in a minute of the wall."""
ACCOUNTS = (1, 5, 20)
PLATFORMS = ("mastodon", "bluesky", "telegram", "rss")
LONGEST = 1_000
"""Characters of an inject."""
MOST_ACCOUNTS = 50


class NotPossible(ValueError):
    """What is asked cannot be done now; `why` is a short code: running, scenario, speed, text, place, stopped."""

    def __init__(self, why: str) -> None:
        super().__init__(f"not possible: {why}")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the exercise stands, as people see it."""

    phase: str = "none"
    """none, starting, preparing, playing, paused, interrupted, over or failed."""
    order: Order | None = None
    course: Course | None = None
    scenario: Known | None = None
    clock: datetime | None = None
    """Moment of the exercise."""
    waiting: tuple[Inject, ...] = ()
    is_open: bool = False
    """Whether this app shows its graph."""

    @property
    def is_running(self) -> bool:
        """Tell whether somebody plays it."""
        return self.phase in ("starting", "preparing", "playing", "paused")

    @property
    def may_end(self) -> bool:
        """Tell whether it has begun and is not over."""
        return self.phase in ("playing", "paused", "interrupted", "failed")


class Exercise:
    """The only way to direct an exercise from the app; `reader` reads its graph, where it is open."""

    def __init__(self, room: Room, reader: Callable[[], Reader | None]) -> None:
        self._room = room
        self._reader = reader
        self._lock = Lock()

    def scenarios(self) -> dict[str, Known]:
        """Return the scenarios that one may choose, by name."""
        return scenarios()

    def stage(self) -> Stage:
        """Return where the exercise stands."""
        order, course = self._room.order(), self._room.course()
        if order is None:
            return Stage()
        course = course if course is not None and course.id == order.id else None
        phase = self._phase(order, course)
        return Stage(
            phase=phase,
            order=order,
            course=course,
            scenario=scenarios().get(order.scenario),
            clock=course.clock(time.time()) if course and phase == "playing" else course.at if course else None,
            waiting=tuple(self._room.waiting()),
            is_open=self._reader() is not None and course is not None and order.is_shown,
        )

    def token(self) -> str:
        """Return what changes when there is something new to show of the exercise."""
        stage, reader = self.stage(), self._reader()
        clock = f"{stage.clock:%d %H:%M}" if stage.clock else ""
        line = stage.course.line if stage.course else ""
        version = reader.version if reader else ""
        return f"{stage.phase} {clock} {line} {len(stage.waiting)} {stage.is_open} {version}"

    def start(self, scenario: str, speed: float) -> None:
        """Begin an exercise; what the last one left is dropped."""
        if scenario not in scenarios():
            raise NotPossible("scenario")
        if speed not in SPEEDS:
            raise NotPossible("speed")
        with self._lock:
            if self.stage().is_running:
                raise NotPossible("running")
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{token_hex(3)}"
            self._ask(Order(id=name, scenario=scenario, speed=float(speed)), play=True)

    def pause(self) -> None:
        """Stop its clock."""
        self._change(want="pause")

    def resume(self) -> None:
        """Let it go on, also after its process was killed, or it failed."""
        with self._lock:
            order = self._running_order()
            play = not self.stage().is_running
            self._ask(replace(order, want="play", is_shown=True), play=play)

    def pace(self, speed: float) -> None:
        """Change its speed."""
        if speed not in SPEEDS:
            raise NotPossible("speed")
        self._change(speed=float(speed))

    def end(self) -> None:
        """End it before its time."""
        with self._lock:
            order = self._running_order()
            course = self._room.course()
            self._room.ask(replace(order, want="end"))
            if not self._room.is_played() and course is not None and course.id == order.id:
                self._room.note(replace(course, phase="over", line=""))

    def show(self, is_shown: bool) -> None:
        """Open the graph of an exercise to all who look, or close it; nothing of it is lost."""
        with self._lock:
            order = self._room.order()
            if order is None or (self.stage().is_running and not is_shown):
                raise NotPossible("running")
            self._room.ask(replace(order, is_shown=is_shown))

    def inject(self, inject: Inject) -> Inject:
        """Have people say something at the next look, masked; return it as it will be kept."""
        text = mask(readable(inject.text)[0].strip())[:LONGEST]
        if not text:
            raise NotPossible("text")
        if inject.platform not in PLATFORMS or not 1 <= inject.accounts <= MOST_ACCOUNTS:
            raise NotPossible("text")
        if inject.place and inject.place not in {place.id for place in places()}:
            raise NotPossible("place")
        if not self.stage().may_end:
            raise NotPossible("stopped")
        name = f"{time.time_ns():020d}{token_hex(2)}"
        kept = replace(inject, id=name, text=text, at=None)
        self._room.inject(kept)
        return kept

    def retex(self) -> Retex | None:
        """Return what the cell did, once the exercise is over; None before, and while its graph is closed."""
        return self.retex_now() if self.stage().phase == "over" else None

    def retex_now(self) -> Retex | None:
        """Return what the cell did until now; it tells what is true, so only the director may see it before the end."""
        stage, reader = self.stage(), self._reader()
        if reader is None or stage.course is None or not is_prepared(stage.course):
            return None
        truths = [truth_of(row) for row in self._room.truths()]
        now = stage.clock or stage.course.at
        return retex(truths, _facts(reader, [name for one in truths for name in one.messages], stage.course, now))

    def _phase(self, order: Order, course: Course | None) -> str:
        if self._room.is_played():
            return course.phase if course and course.phase not in ("failed", "over") else "starting"
        if course and course.phase == "over":
            return "over"
        said = course is not None and course.wall > order.asked_at
        if course and course.phase == "failed" and said:
            return "failed"
        is_fresh = time.time() - order.asked_at < STARTING
        return "starting" if is_fresh and not said else "interrupted"

    def _running_order(self) -> Order:
        order = self._room.order()
        if order is None or self.stage().phase in ("none", "over"):
            raise NotPossible("stopped")
        return order

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._room.ask(replace(self._running_order(), **changes))  # type: ignore[arg-type]

    def _ask(self, order: Order, *, play: bool) -> None:
        self._room.ask(replace(order, asked_at=time.time()) if play else order)
        if play:
            _begin(self._room.base)


def _begin(base: Path) -> None:
    """Start the process that plays; it is in a session of its own, so that nothing that ends us ends it."""
    logs = base / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    with (logs / "exercise.log").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, *PLAYER],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, "CYBERIMPACT_HOME": str(base.resolve())},
            start_new_session=True,
        )
    Thread(target=process.wait, daemon=True).start()  # or it would stay as a zombie


def _facts(reader: Reader, messages: list[str], course: Course, now: datetime) -> Facts:
    heard = reader.rows("retex_messages", ids=messages)
    return Facts(
        alerts=[_handled(row) for row in reader.rows("retex_alerts")],
        denials=[
            Denial(id=row["id"], at=_at(row["at"]), places=tuple(row["places"] or ()), topics=tuple(row["topics"]))
            for row in reader.rows("retex_actions", since=course.start)
        ],
        published={row["id"]: _at(row["at"]) for row in heard},
        topics={row["id"]: row["topic"] for row in heard if row["topic"]},
        places={place.id: place for place in places()},
        start=course.start,
        now=now,
        is_over=course.phase == "over",
    )


def _handled(row: Row) -> Handled:
    raised = Raised(
        id=row["id"],
        kind=row["kind"],
        first_at=_at(row["first_at"]),
        last_at=_at(row["last_at"]),
        evidence=frozenset(name for cited in row["evidence"] for name in cited),
        places=tuple(row["places"] or ()),
        topic_id=row["topic_id"],
    )
    return Handled(
        raised=raised, title=row["title"], title_en=row["title_en"] or row["title"], decisions=tuple(row["decisions"])
    )


def _at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def name_of(title: str) -> str:
    """Return a title as the name of a file.

    >>> name_of("Crue et rumeur (Côte-d’Or)")
    'Crue-et-rumeur-Côte-d-Or'
    """
    return re.sub(r"[^\w]+", "-", title).strip("-")
