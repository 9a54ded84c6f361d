"""The files through which an exercise is directed, and its clock."""

import json
import threading
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.exercise.scenarios import load_plan, names
from graph.exercise import Course, Inject, Occupied, Order, Room
from graph.exercise.known import BUILT_IN, scenarios
from graph.exercise.room import is_empty, is_marked, mark
from graph.territory import places

START = datetime(2026, 3, 14, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def course(**more: object) -> Course:
    given = {
        "id": "e", "scenario": "s", "phase": "playing", "start": START, "end": START + 60 * MINUTE, "looked": START,
        "at": START, "wall": 1_000.0, "speed": 20.0, "due": START + 5 * MINUTE, "step": 600.0,
    } | more  # fmt: skip
    return Course(**given)  # type: ignore[arg-type]


def test_the_clock_runs_at_its_speed_up_to_the_look_that_is_due() -> None:
    running = course()
    assert [running.clock(1_000 + seconds) - START for seconds in (-5, 0, 6, 15, 100)] == [
        0 * MINUTE, 0 * MINUTE, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE,
    ]  # fmt: skip
    assert course(phase="paused").clock(5_000) == START


def test_a_pause_takes_nothing_from_the_clock_and_another_speed_goes_on_from_there() -> None:
    paused = course().paced(phase="paused", speed=20, wall=1_006, step=300)
    assert paused.at == START + 2 * MINUTE
    again = paused.paced(phase="playing", speed=60, wall=9_000, step=600)
    assert again.clock(9_000) == START + 2 * MINUTE
    assert again.clock(9_003) == START + 5 * MINUTE
    assert again.due == START + 10 * MINUTE
    slower = again.paced(phase="playing", speed=1, wall=9_006, step=60)
    assert slower.due == slower.at == START + 8 * MINUTE, "it never looks back"


def test_the_last_look_is_at_the_end() -> None:
    last = course(looked=START + 55 * MINUTE, due=START + 58 * MINUTE).after(wall=2_000, step=600)
    assert (last.looked, last.due) == (START + 58 * MINUTE, START + 60 * MINUTE)


def test_what_is_written_comes_back() -> None:
    room = Room()
    assert (room.order(), room.course(), room.truths(), room.waiting()) == (None, None, [], [])
    order, inject = Order(id="e", scenario="s", want="pause"), Inject(id="1", text="é", platform="rss", at=START)
    kept = course(injects=(inject, replace(inject, id="2", at=None)))
    room.ask(order)
    room.note(kept)
    room.tell([{"id": "t"}])
    assert (room.order(), room.course(), room.truths()) == (order, kept, [{"id": "t"}])


def test_injects_wait_in_order_until_they_are_said() -> None:
    room = Room()
    for name in ("2", "1"):
        room.inject(Inject(id=name, text="x", platform="rss"))
    assert [one.id for one in room.waiting()] == ["1", "2"]
    room.said(room.waiting()[0])
    assert [one.id for one in room.waiting()] == ["2"]


def test_fields_of_another_version_are_left_out() -> None:
    room = Room()
    room.folder.mkdir()
    (room.folder / "order.json").write_text(json.dumps({"id": "e", "scenario": "s", "later": 1}))
    assert room.order() == Order(id="e", scenario="s")


def test_a_reader_never_sees_half_a_file() -> None:
    room, broken = Room(), []
    room.note(course())

    def read() -> None:
        for _ in range(300):
            try:
                room.course()
            except ValueError as error:
                broken.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for speed in range(60):
        room.note(course(speed=float(speed), line="x" * 20_000))
    thread.join()
    assert broken == []
    assert [path.name for path in room.folder.glob(".course*")] == []


def test_one_plays_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.exercise.room.PATIENCE", 0.2)
    room = Room()
    assert not room.is_played()
    with room.alone():
        assert room.is_played()
        with pytest.raises(Occupied), room.alone():
            pass
    assert not room.is_played()


def test_a_graph_bears_the_mark_of_the_exercise(own_home: Path) -> None:
    assert (is_empty("exercice"), is_marked("exercice")) == (True, False)
    mark("exercice", "e")
    assert is_marked("exercice")
    assert not is_marked("live")
    (own_home / "graphs" / "exercice" / "data").mkdir()
    assert not is_empty("exercice")


def test_every_built_in_scenario_is_told_in_both_languages() -> None:
    known = scenarios()
    assert sorted(known) == names()
    there = {place.id for place in places()}
    for name, one in known.items():
        assert len({one.title, one.title_en, one.summary, one.summary_en}) == 4, name
        assert len(one.injects) >= 2
        hours = (load_plan(name).ends_at - load_plan(name).crisis_at) / timedelta(hours=1)
        assert f"{hours:.0f} heures" in one.summary or hours > 24, name
        for ready in one.injects:
            assert ready.place in there
            assert ready.platform in ("rss", "mastodon", "bluesky", "telegram")
            assert ready.label != ready.label_en
    assert {key for path in BUILT_IN.glob("*.toml") for key in tomllib.loads(path.read_text())} == {
        "title", "title_en", "summary", "summary_en", "inject",
    }  # fmt: skip


def test_scenarios_of_yours_are_offered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mien").mkdir()
    (tmp_path / "mien" / "scenario.toml").write_text('name = "Mien"\ndescription = "À nous."\n')
    (tmp_path / "vide").mkdir()
    monkeypatch.setenv("CYBERIMPACT_EXERCISE_FOLDER", str(tmp_path))
    assert list(scenarios())[-1] == "mien"
    mine = scenarios()["mien"]
    assert (mine.title, mine.summary, mine.injects, mine.folder) == ("Mien", "À nous.", (), tmp_path / "mien")
