"""The process that plays an exercise: `python -m flows.exercise.player`.

It makes the graph, then looks again and again at the pace that the director sets, through the flows of real data. It
may be killed at any moment: the next one goes on from the last look.
"""

import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from flows import play
from flows.errors import SourceError
from flows.exercise.folder import Scenario
from flows.exercise.generate import STEP, prepared
from flows.exercise.staged import say, stage, truths_of, with_truth
from flows.reader import reader
from flows.sources import load as load_source
from flows.watch import watch_once
from graph import server
from graph.exercise import GRAPH, Course, Occupied, Order, Room
from graph.exercise.known import scenarios
from graph.exercise.room import is_empty, is_marked, mark
from graph.jars import JarsUnavailable
from graph.rows import Row
from graph.store import Store, connect, folder
from signals.text.kept import mask, readable

TICK = 0.2
"""Seconds between two looks at what the director wants."""
LOOK = 10.0
"""Seconds of the wall between two looks at the scenario, more or less."""
LETTING_GO = 40.0
"""Seconds in which apps let go of the graph of the last exercise."""
SHORTEST = 60.0
"""Seconds of the exercise between two looks, at least."""

log = logging.getLogger(__name__)


@dataclass
class Player:
    """Plays what the order of a room asks for."""

    room: Room = field(default_factory=Room)
    tell: Callable[[str], None] = log.info
    """Is told how far it got."""

    def run(self) -> None:
        """Play until the scenario or the director ends it; raise `Occupied` when somebody else does."""
        with self.room.alone():
            order = self.room.order()
            if order is None:
                raise Occupied("there is no exercise to play: choose a scenario first")
            try:
                self._run(order)
            except Exception as error:  # told to the director; its trace is in the log
                self._fail(order, error)
                raise

    def _run(self, order: Order) -> None:
        course = self.room.course()
        if course is None or course.id != order.id or course.phase == "preparing" or course.looked < course.start:
            self._anew(order)
            return
        with connect(GRAPH) as store:
            refuse_strangers(store)
            self._play(store, course)

    def _anew(self, order: Order) -> None:
        """Make the graph up to the beginning of the crisis, and play; what the last exercise left is gone."""
        source, step = _found(order.scenario)
        scenario = stage(source, self.room.scenario)
        self.room.tell(truths_of(scenario))
        for inject in self.room.waiting():
            self.room.said(inject)
        course = _beginning(order, scenario, step)
        self._line(course, "looking for the last exercise")
        _make_way()
        mark(GRAPH, order.id)
        with connect(GRAPH) as store:
            store.prepare()
            # before anything else: who looks at this graph sees that it is an exercise
            store.save([load_source("scenario", folder=scenario.folder).about], now=scenario.crisis_at)
            play.load_history(scenario, scenario.folder, GRAPH, progress=lambda line: self._line(course, line))
            course = replace(course, phase="paused", looked=scenario.crisis_at, line="")
            course = course.paced(phase="playing", speed=order.speed, wall=time.time(), step=_step(order.speed, course))
            self.room.note(course)
            refuse_strangers(store)
            self._play(store, course)

    def _play(self, store: Store, course: Course) -> None:
        course = replace(course, phase="paused", line="")  # its clock stood while nobody played
        self.room.note(course)
        while course.looked < course.end:
            order = self.room.order()
            if order is None or order.id != course.id or order.want == "end":
                break
            course = self._directed(course, order)
            if course.phase == "playing" and course.clock(time.time()) >= course.due:
                course = self._look(store, course)
            else:
                time.sleep(TICK)
        self.room.note(replace(course, phase="over", at=course.clock(time.time()), line=""))

    def _directed(self, course: Course, order: Order) -> Course:
        """Return the course as the director wants it now."""
        phase = "paused" if order.want == "pause" else "playing"
        if (course.phase, course.speed) == (phase, order.speed):
            return course
        step = _step(order.speed, course)
        course = course.paced(phase=phase, speed=order.speed, wall=time.time(), step=step)
        self.room.note(course)
        return course

    def _look(self, store: Store, course: Course) -> Course:
        course = self._injected(course)
        now = course.due
        source = load_source("scenario", folder=self.room.scenario, until=now)
        _, found, failures = watch_once(store, reader(), [source], now=now)
        if failures:
            raise failures[0]
        self.tell(f"{now:%d %H:%M}  " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
        course = course.after(wall=time.time(), step=_step(course.speed, course))
        self.room.note(course)
        return course

    def _injected(self, course: Course) -> Course:
        """Say what waits, between the last look and the one that is due."""
        for inject in self.room.waiting():
            masked = replace(inject, text=mask(readable(inject.text)[0]))
            truth = say(masked, self.room.scenario, (course.looked, course.due))
            self.room.tell(with_truth(self.room.truths(), truth))
            told = [one for one in course.injects if one.id != inject.id]
            course = replace(course, injects=(*told, replace(masked, at=truth.start)))
            self.room.note(course)
            self.room.said(inject)
        return course

    def _line(self, course: Course, line: str) -> None:
        self.tell(line)
        self.room.note(replace(course, line=line, wall=time.time()))

    def _fail(self, order: Order, error: Exception) -> None:
        log.exception("the exercise failed")
        course = self.room.course()
        if course is not None and course.id == order.id and course.phase != "over":
            known = isinstance(error, Occupied | server.ServerFailed | JarsUnavailable | SourceError)
            words = str(error).partition("\n")[0] if known else type(error).__name__
            wall = time.time()
            self.room.note(replace(course, phase="failed", line=words, at=course.clock(wall), wall=wall))


def _found(name: str) -> tuple[Path, timedelta]:
    """Return the folder of a scenario, and the longest time between two looks at it."""
    known = scenarios().get(name)
    return (known.folder, STEP) if known and known.folder else prepared(name)


def _beginning(order: Order, scenario: Scenario, step: timedelta) -> Course:
    """Return where an exercise stands that is not prepared yet: it has not looked once."""
    start = scenario.crisis_at
    return Course(
        id=order.id,
        scenario=order.scenario,
        phase="preparing",
        start=start,
        end=scenario.ends_at,
        looked=start - timedelta(seconds=1),
        at=start,
        wall=time.time(),
        speed=order.speed,
        due=start,
        step=step.total_seconds(),
    )


def _step(speed: float, course: Course) -> float:
    """Return the seconds of the exercise between two looks: some of the wall, never more than the scenario bears."""
    return min(max(speed * LOOK, SHORTEST), course.step)


def _make_way() -> None:
    """Drop the graph of the last exercise; raise `Occupied` when it is no exercise's, or somebody looks at it."""
    if not is_empty(GRAPH) and not is_marked(GRAPH):
        raise Occupied(f"the graph {GRAPH!r} holds something else: give it another name, or remove {folder(GRAPH)}")
    deadline = time.monotonic() + LETTING_GO
    while True:
        try:
            server.check_unused(folder(GRAPH))
            break
        except server.ServerFailed:  # apps let go of it once they see that another exercise is wanted
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
    play.drop_graph(GRAPH)


def refuse_strangers(store: Store) -> None:
    """Raise `Occupied` when a graph holds the data of a source that is no exercise."""
    found: list[Row] = store.rows("exercise_strangers")
    if found:
        raise Occupied(f"the graph {GRAPH!r} holds data of {found[0]['name']}: an exercise stays alone")


def _leave(number: int, frame: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Play the exercise that was asked for."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Player().run()


if __name__ == "__main__":
    main()
