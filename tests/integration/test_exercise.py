"""An exercise played for real: paused, fed, killed in the middle, resumed, and what the cell did in it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from flows.exercise.folder import load
from flows.exercise.player import Player, refuse_strangers
from graph import server
from graph.exercise import GRAPH, Course, Inject, Occupied, Order, Room
from graph.exercise.room import MARK
from graph.model import Source
from graph.store import Store, connect, folder
from signals.entries import Done
from tests.tiny import CRISIS, ENDS, tiny
from ui.services import make_services
from ui.services.acts import Act
from ui.services.exercise import Exercise
from ui.services.hall import Hall
from ui.settings import Settings

pytestmark = pytest.mark.neo4j

SECONDS = 240


@contextmanager
def playing() -> Iterator["subprocess.Popen[bytes]"]:
    """Run the process that plays; killed at the end if it still lives."""
    process = subprocess.Popen([sys.executable, "-m", "flows.exercise.player"], start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(room: Room, wanted: Callable[[Course], bool]) -> Course:
    """Return where the exercise stands once that is so."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        course = room.course()
        if course is not None and wanted(course):
            return course
        assert course is None or course.phase != "failed", course.line
        time.sleep(0.1)
    raise AssertionError(room.course())


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    tiny(tmp_path / "scenarios" / "essai")
    monkeypatch.setenv("CYBERIMPACT_EXERCISE_FOLDER", str(tmp_path / "scenarios"))
    yield Room()
    server.stop(folder(GRAPH))


def test_an_exercise_is_played_paused_fed_killed_and_resumed(room: Room) -> None:
    hall = Hall(room, lambda reader: make_services(reader, Settings().handovers, "cellule", exercise=exercise))
    exercise = Exercise(room, lambda: hall.reader)
    room.ask(Order(id="e1", scenario="essai", want="pause", speed=360, asked_at=time.time()))
    with playing() as first:
        until(room, lambda course: course.phase == "preparing")
        hall.poll()
        assert hall.services is None, "nobody looks at a graph that is not whole"
        paused = until(room, lambda course: course.phase == "paused")
        assert (paused.looked, paused.at, exercise.stage().phase) == (CRISIS, CRISIS, "paused")
        time.sleep(1.5)
        assert exercise.stage().clock == CRISIS, "its clock stands"

        ready = exercise.stage().scenario.injects[0]  # type: ignore[union-attr]
        kept = exercise.inject(_inject(ready.text))
        assert "06 12 34" not in kept.text
        exercise.resume()
        fed = until(room, lambda course: course.looked > CRISIS)
        assert [one.id for one in fed.injects] == [kept.id]
        os.killpg(first.pid, signal.SIGKILL)  # in the middle of the next look, more or less
        first.wait()
    assert exercise.stage().phase == "interrupted"
    with playing():
        _looked_at(hall)
        resumed = until(room, lambda course: course.looked > fed.looked)
        assert resumed.looked - fed.looked <= ENDS - CRISIS
        over = until(room, lambda course: course.phase == "over")
    assert (over.looked, exercise.stage().phase) == (ENDS, "over")

    hall.poll()
    _nothing_was_lost(hall, room, kept.id)
    _account(hall, exercise)
    hall.close()


def _inject(text: str) -> Inject:
    return Inject(id="", text=text, platform="mastodon", place="21231", accounts=3, is_expected=True)


def _looked_at(hall: Hall) -> None:
    hall.poll()
    assert hall.services is not None
    assert hall.services.situation.exercise(), "whoever looks sees that it is an exercise"


def _nothing_was_lost(hall: Hall, room: Room, inject: str) -> None:
    assert hall.reader is not None
    told = {message.id for message in load(room.scenario).messages() if message.published_at < ENDS}
    with connect(GRAPH) as store:
        kept = {row["id"] for row in store.rows("replay_assignments", since=CRISIS.replace(year=2020), until=ENDS)}
        actions = [row["id"] for row in store.rows("retex_actions", since=CRISIS.replace(year=2020))]
    assert kept == told
    assert sum(f"inject-{inject}" in name for name in kept) == 3
    assert actions == ["dementi-avant"], "to deny is left to the cell"
    assert room.waiting() == []


def _account(hall: Hall, exercise: Exercise) -> None:
    services = hall.services
    assert services is not None
    before = exercise.retex()
    assert before is not None
    rumour = next(line for line in before.wanted if line.id == "rumour-barrage")
    assert rumour.verdict == "seen", before
    assert rumour.taken is rumour.denied is None
    assert {line.id.split("-")[0] for line in before.wanted} == {"rumour", "inject"}
    assert {line.id for line in before.benign} == {"event-match"}

    one = services.triage.one(rumour.alerts[0])
    assert one is not None
    act = Act(name="acknowledge", on={one["id"]: one["standing"].seen})
    taken = services.triage.decide(act)
    services.triage.undo(taken)
    again = services.triage.one(one["id"])
    assert again is not None
    services.triage.decide(replace(act, on={again["id"]: again["standing"].seen}))
    now = services.entries.clock().as_of
    done = Done(kind="denial", text="Aucun barrage n'a cédé.", channel="X", at=now, role="COD", places=("D21",))
    services.entries.log(done)
    after = next(line for line in exercise.retex().wanted if line.id == rumour.id)  # type: ignore[union-attr]
    assert after.taken is not None, "acts at a clock that stands still follow one another"
    assert abs((after.taken - ENDS).total_seconds()) < 1, "decisions bear the clock of the exercise"
    assert after.denied is not None


def test_it_never_starts_on_a_graph_that_holds_anything_else(room: Room, store: Store) -> None:
    (folder(GRAPH) / "data").mkdir(parents=True)
    room.ask(Order(id="e1", scenario="essai"))
    with pytest.raises(Occupied, match="holds something else"):
        Player(room).run()
    course = room.course()
    assert course is not None
    assert (course.phase, (folder(GRAPH) / MARK).exists()) == ("failed", False)
    assert (folder(GRAPH) / "data").exists(), "what was there is still there"

    refuse_strangers(store)
    real = Source(
        id="x", name="Réseau", kind="social", platform="x", licence="-", purpose="-", legal_basis="-", retention_days=1
    )
    store.save([real], now=CRISIS)
    with pytest.raises(Occupied, match="data of Réseau"):
        refuse_strangers(store)
