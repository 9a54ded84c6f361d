"""Small multiples: one scale for all, a gap where nothing is known, an interval around every value, a table."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from signals.facts import Scope
from signals.indicators import Value, by_id
from signals.intervals import wilson
from signals.readings import Reading
from ui.multiples import HEIGHT, MARGIN, multiples
from ui.services.pillars import Course
from ui.state import State

pytestmark = pytest.mark.usefixtures("who_may_all")

MARCH = Scope(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC))
WEEK = timedelta(days=7)


def course(name: str, *shares: float | None) -> Course:
    """A course of weeks of 100 answers each, the latest first."""
    steps = []
    for back, yes in enumerate(shares):
        value = None if yes is None else Value(yes, 100, wilson(round(100 * yes), 100))
        reading = Reading("answer_rate", by_id()["answer_rate"], value, False, None)
        steps.append((Scope(MARCH.since - back * WEEK, MARCH.until - back * WEEK), reading))
    return Course(name, name, steps)


def drawn(*courses: Course) -> Markup:
    return multiples(State(), by_id()["answer_rate"], courses)


def heights(said: str, tag: str) -> list[list[float]]:
    found = re.findall(rf'<{tag} points="([^"]+)"', said)
    return [[float(point.split(",")[1]) for point in points.split()] for points in found]


def test_all_frames_have_one_scale() -> None:
    (low,), (high,) = heights(drawn(course("Aube", 0.0), course("Gers", 1.0)), "polyline")
    assert (low, high) == (HEIGHT - MARGIN, MARGIN)


def test_the_latest_is_on_the_right() -> None:
    ((old, new),) = heights(drawn(course("Aube", 0.9, 0.1)), "polyline")
    assert old > new, "heights count from the top"


def test_a_gap_is_no_line() -> None:
    said = drawn(course("Aube", 0.5, None, 0.4, 0.3))
    assert [len(line) for line in heights(said, "polyline")] == [2, 1]
    assert said.count("<circle") == 3
    assert "<td" in said
    assert ">–</td>" in said


def test_every_value_lies_in_its_band() -> None:
    said = drawn(course("Aube", 0.5, 0.7, 0.2))
    (line,), (band,) = heights(said, "polyline"), heights(said, "polygon")
    tops, bottoms = band[: len(line)], band[: len(line) - 1 : -1]
    assert all(top < value < bottom for top, value, bottom in zip(tops, line, bottoms, strict=True))


def test_without_data_nothing_is_drawn() -> None:
    assert drawn() == ""
    assert drawn(course("Aube", None, None)) == ""


def test_a_picture_says_its_latest_value() -> None:
    assert 'aria-label="Aube, dernière période : 50' in drawn(course("Aube", 0.5, 0.7))
    assert 'aria-label="Aube, dernière période : rien à montrer"' in drawn(course("Aube", None, 0.7))


def test_names_from_outside_are_escaped() -> None:
    assert "<script" not in drawn(course("<script>alert(1)</script>", 0.5))
