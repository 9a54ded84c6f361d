"""The network that is drawn: ways, groups, files; and the steps of the map's slider."""

import itertools
from datetime import UTC, datetime, timedelta
from io import BytesIO

import networkx as nx
import pytest

from ui.services.cascades import grown
from ui.services.pictures import Picture, Thing, Tie
from ui.services.span import Span
from ui.slider import chosen, code, slider
from ui.state import State


def thing(name: str, *, kind: str = "topic", n: int = 10, group: int = 0) -> Thing:
    return Thing(name, kind, name.upper(), n, float(n), 0.0, group)


def picture(*ties: tuple[str, str, int], groups: str = "") -> Picture:
    """A picture of the things that the ties name; `groups` are letters of one group each, apart by spaces."""
    of = {name: number for number, letters in enumerate(groups.split()) for name in letters}
    names = sorted({name for tie in ties for name in tie[:2]})
    things = tuple(thing(name, n=10 * (index + 1), group=of.get(name, 0)) for index, name in enumerate(names))
    return Picture(things, tuple(Tie(*tie) for tie in ties))


def names(found: Picture, start: str, end: str) -> list[tuple[str, int]]:
    return [(step.thing.id, step.n) for step in found.way(start, end)]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([("a", "b", 3)], [("a", 0), ("b", 3)]),
        # two ways of as many steps: the one of more messages
        ([("a", "x", 1), ("x", "b", 1), ("a", "y", 9), ("y", "b", 9)], [("a", 0), ("y", 9), ("b", 9)]),
        # fewer steps win, however strong the longer way
        ([("a", "b", 1), ("a", "x", 999), ("x", "b", 999)], [("a", 0), ("b", 1)]),
        ([("a", "x", 2), ("b", "y", 2)], []),
    ],
)
def test_the_way_is_short_then_strong(ties: list[tuple[str, str, int]], expected: list[tuple[str, int]]) -> None:
    assert names(picture(*ties), "a", "b") == expected


def test_no_way_to_what_is_not_drawn() -> None:
    assert picture(("a", "b", 1)).way("a", "nowhere") == []
    assert Picture((), ()).way("a", "b") == []


def test_a_long_strong_way_never_beats_a_shorter_one() -> None:
    ring = [(f"n{step:02d}", f"n{step + 1:02d}", 10_000) for step in range(40)]
    weak = [
        ("n00", "w", 1),
        *((f"w{'w' * step}", f"w{'w' * (step + 1)}", 1) for step in range(37)),
        ("w" * 38, "n40", 1),
    ]
    assert len(picture(*ring, *weak).way("n00", "n40")) == 40


def test_folded_groups_keep_every_message() -> None:
    found = picture(("a", "b", 5), ("b", "c", 7), ("c", "d", 2), ("a", "d", 4), groups="ab cd").folded()
    assert {(one.id, one.label, one.n, one.x) for one in found.things} == {
        ("group:b", "B + 1", 30, 15.0),
        ("group:d", "D + 1", 70, 35.0),
    }
    assert found.ties == (Tie("group:b", "group:d", 11),), "what lies within a group is no tie"
    assert {name: [one.id for one in members] for name, members in found.members.items()} == {
        "group:b": ["a", "b"],
        "group:d": ["c", "d"],
    }


def test_who_is_alone_stays_itself() -> None:
    found = picture(("a", "b", 5), ("b", "c", 7), groups="ab c").folded()
    assert {one.id for one in found.things} == {"group:b", "c"}
    assert set(found.members) == {"group:b"}


def test_graphml_comes_back() -> None:
    found = picture(("a", "é <b>", 5))
    again = nx.read_graphml(BytesIO(found.graphml()))
    assert again.nodes["é <b>"]["label"] == "É <B>"
    assert again.edges["a", "é <b>"]["messages"] == 5
    assert nx.read_graphml(BytesIO(Picture((), ()).graphml())).number_of_nodes() == 0


@pytest.mark.parametrize(
    ("hours", "count", "length"), [(1, 1, 1), (24, 24, 1), (24 * 7, 28, 6), (24 * 30, 30, 24), (24 * 90, 90, 24)]
)
def test_steps_cover_the_period(hours: int, count: int, length: int) -> None:
    span = Span(datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC) + timedelta(hours=hours))
    steps = span.steps()
    assert len(steps) == count
    assert steps[0].length == timedelta(hours=length)
    assert (steps[0].since, steps[-1].until) == (span.since, span.until)
    assert all(one.until == other.since for one, other in itertools.pairwise(steps))


def test_a_period_in_the_middle_of_hours_begins_with_its_hour() -> None:
    span = Span(datetime(2026, 11, 1, 7, 40, tzinfo=UTC), datetime(2026, 11, 1, 9, 20, tzinfo=UTC))
    assert [code(step) for step in span.steps()] == ["2026-11-01T07:00", "2026-11-01T08:00", "2026-11-01T09:00"]
    assert span.steps()[-1].until == span.until


def test_the_slider_stands_where_the_address_says() -> None:
    steps = Span(datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 1, 10, tzinfo=UTC)).steps()
    assert chosen(State(step="2026-11-01T08:00"), steps) == 1
    assert chosen(State(step="2025-01-01T00:00"), steps) is None
    assert 'value="1"' in slider(State(step="2026-11-01T08:00"), steps)
    assert "Whole period" in slider(State(lang="en"), steps)


def test_cascades_hang_together() -> None:
    said = [("a", None), ("b", "a"), ("c", "a"), ("d", "b"), ("e", "gone"), ("f", "f"), ("alone", None)]
    rows = [
        {"id": name, "parent": parent, "at": 60_000 * at, "stance": "query", "copy": name == "c"}
        for at, (name, parent) in enumerate(said)
    ]
    first, second = grown(rows)
    assert (first.root, first.size, first.depth, first.breadth) == ("a", 4, 2, 2)
    assert [(one.id, one.lane, one.copy) for one in first.messages] == [
        ("a", 0, False), ("b", 0, False), ("c", 1, True), ("d", 0, False),
    ]  # fmt: skip
    assert (second.root, [one.id for one in second.messages]) == ("gone", ["e"]), "its root is no more: not drawn"


def test_messages_that_answer_in_a_circle_end() -> None:
    rows = [
        {"id": name, "parent": parent, "at": at, "stance": "deny", "copy": False}
        for at, (name, parent) in enumerate([("a", "b"), ("b", "a"), ("c", "b")])
    ]
    (only,) = grown(rows)
    assert sorted(one.id for one in only.messages) == ["a", "b", "c"]
