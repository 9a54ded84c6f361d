"""What the director asks for, phase by phase; the process that plays; the clock of decisions."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from graph.exercise import Course, Inject, Order, Room
from graph.store import Store
from ui.directing import Directing
from ui.services import Services
from ui.services.exercise import Exercise, NotPossible
from ui.services.hall import Hall, Paced
from ui.state import State

START = datetime(2026, 3, 14, 8, tzinfo=UTC)
INJECT = Inject(id="", text="Appelez le 06 12 34 56 78", platform="mastodon", place="21231", accounts=5)
SLEEPER = (
    "import os, time; open('child', 'w').write(f'{os.getsid(0)} {os.environ[\"CYBERIMPACT_HOME\"]}'); time.sleep(5)"
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "state")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note who is started instead of starting them."""
    found: list[Path] = []
    monkeypatch.setattr("ui.services.exercise._begin", found.append)
    return found


def exercise(room: Room) -> Exercise:
    return Exercise(room, lambda: None)


def put(room: Room, phase: str, *, want: str = "play", asked: float = 0, wall: float = 10) -> None:
    room.ask(Order(id="e", scenario="campagne-fraude", want=want, asked_at=asked))
    room.note(
        Course(
            id="e", scenario="campagne-fraude", phase=phase, start=START, end=START + timedelta(hours=1), looked=START,
            at=START, wall=wall, speed=20, due=START, step=600,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phase", "just_asked", "shown"),
    [
        ("playing", False, "interrupted"),
        ("paused", False, "interrupted"),
        ("preparing", False, "interrupted"),
        ("playing", True, "starting"),
        ("failed", False, "failed"),
        ("failed", True, "starting"),
        ("over", False, "over"),
    ],
)
def test_where_it_stands_while_nobody_plays(room: Room, phase: str, just_asked: bool, shown: str) -> None:
    assert exercise(room).stage().phase == "none"
    put(room, phase, asked=time.time() + 5 if just_asked else 0)
    assert exercise(room).stage().phase == shown


@pytest.mark.parametrize(
    ("phase", "shown"),
    [
        ("preparing", "preparing"),
        ("playing", "playing"),
        ("paused", "paused"),
        ("failed", "starting"),
        ("over", "starting"),
    ],
)
def test_where_it_stands_while_somebody_plays(room: Room, phase: str, shown: str) -> None:
    put(room, phase)
    with room.alone():
        assert exercise(room).stage().phase == shown


def test_a_start_is_an_order_and_a_process(room: Room, begun: list[Path]) -> None:
    exercise(room).start("campagne-fraude", 60)
    order = room.order()
    assert order is not None
    assert (order.scenario, order.want, order.speed, begun) == ("campagne-fraude", "play", 60.0, [room.base])
    with pytest.raises(NotPossible, match="running"):
        exercise(room).start("derby-greve", 60)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (lambda one: one.start("../../etc", 20), "scenario"),
        (lambda one: one.start("/srv", 20), "scenario"),
        (lambda one: one.start("campagne-fraude", 7), "speed"),
        (lambda one: one.pace(0), "speed"),
        (lambda one: one.pause(), "stopped"),
        (lambda one: one.resume(), "stopped"),
        (lambda one: one.end(), "stopped"),
        (lambda one: one.show(True), "running"),
        (lambda one: one.inject(INJECT), "stopped"),
        (lambda one: one.inject(replace(INJECT, text="  ")), "text"),
        (lambda one: one.inject(replace(INJECT, platform="x")), "text"),
        (lambda one: one.inject(replace(INJECT, accounts=0)), "text"),
        (lambda one: one.inject(replace(INJECT, accounts=51)), "text"),
        (lambda one: one.inject(replace(INJECT, place="99999")), "place"),
    ],
)
def test_what_cannot_be_is_refused(room: Room, begun: list[Path], asked: Callable[[Exercise], Any], why: str) -> None:
    with pytest.raises(NotPossible) as refused:
        asked(exercise(room))
    assert (refused.value.why, room.order(), begun) == (why, None, [])


def test_an_inject_is_masked_and_waits(room: Room) -> None:
    put(room, "paused")
    with room.alone():
        kept = exercise(room).inject(replace(INJECT, id="../../x"))
    assert room.waiting() == [kept]
    assert kept.text == "Appelez le [téléphone]"
    assert "/" not in kept.id


def test_that_an_inject_waits_is_said_as_long_as_it_does(room: Room) -> None:
    put(room, "playing")
    own = exercise(room)
    director = Directing(State(), cast(Services, SimpleNamespace(exercise=own)))
    typed = {"act": "inject", "text": "Un arbre", "platform": "mastodon", "place": "", "accounts": "1"}
    with room.alone():
        assert director.hear({"form": typed})
        assert "Injecté" in director.said(own.stage())
        room.said(room.waiting()[0])
        assert director.said(own.stage()) == ""
        director.hear({"form": typed | {"text": ""}})
        assert director.said(own.stage()) != "", "what went wrong stays"
        director.hear({"form": typed})
    put(room, "over")
    assert director.said(own.stage()) == "", "it is never heard"


def test_it_is_resumed_by_a_new_process_only_where_none_plays(room: Room, begun: list[Path]) -> None:
    put(room, "paused", want="pause")
    with room.alone():
        exercise(room).resume()
    assert begun == []
    exercise(room).resume()
    order = room.order()
    assert order is not None
    assert (begun, order.want, order.id) == ([room.base], "play", "e")


def test_it_is_ended_also_where_nobody_plays(room: Room) -> None:
    put(room, "playing")
    exercise(room).end()
    assert exercise(room).stage().phase == "over"


def test_the_process_outlives_the_app(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ui.services.exercise.PLAYER", ("-c", SLEEPER))
    exercise(room).start("campagne-fraude", 20)
    deadline = time.monotonic() + 20
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    session, home = (tmp_path / "child").read_text().split(" ", 1)
    assert int(session) != os.getsid(0), "nothing that ends our session ends it"
    assert home == str(room.base.resolve())


def test_an_unprepared_exercise_is_not_opened(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: str) -> None:
        raise AssertionError

    monkeypatch.setattr("ui.services.hall.connect", never)
    hall = Hall(room, lambda _: cast(Any, None))
    hall.poll()
    put(room, "preparing")
    hall.poll()
    put(room, "over")
    order = room.order()
    assert order is not None
    room.ask(replace(order, is_shown=False))
    hall.poll()
    assert hall.services is None


class Latest:
    """A graph whose latest decision was made a little after the clock stood still."""

    def __init__(self, at: datetime | None) -> None:
        self._at = at

    def rows(self, _: str, **__: object) -> list[dict[str, Any]]:
        return [{"at": self._at}]


def test_decisions_at_a_clock_that_stands_follow_one_another(room: Room) -> None:
    put(room, "paused")
    instant = timedelta(microseconds=1)
    for latest in (None, START + 5 * instant):
        reader = Paced(cast(Store, Latest(latest)), room)
        reader.clock = START
        first, second = reader.now(), reader.now()
        assert START <= first < second
        assert latest is None or first > latest
        assert second - START < timedelta(seconds=1)
