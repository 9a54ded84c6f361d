"""Which days are read, in which order, and what is covered after each; what is kept of a page's address."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.visibility import Covered, Plan, Site, largest, path_of

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def plan(since: int, until: int, again: int = 2, step: int = 3) -> Plan:
    return Plan(since=date(2026, 3, since), until=date(2026, 3, until), again=again, step=step)


def covered(first: int, last: int) -> Covered:
    return Covered(date(2026, 3, first), date(2026, 3, last), NOW)


def windows(chosen: Plan, before: Covered | None) -> list[tuple[int, int, int, int]]:
    """First and last day of each request, and what is covered after it."""
    return [
        (first.day, last.day, after.first.day, after.last.day) for first, last, after in chosen.windows(before, NOW)
    ]


CASES = [
    ("newest first, then the past", plan(1, 10), None, [(8, 10, 8, 10), (5, 7, 5, 10), (2, 4, 2, 10), (1, 1, 1, 10)]),
    ("new days, and the last ones again", plan(1, 10), covered(1, 8), [(7, 9, 1, 9), (10, 10, 1, 10)]),
    ("nothing new: the last ones again", plan(1, 10), covered(1, 10), [(9, 10, 1, 10)]),
    ("what was left of the past", plan(1, 10), covered(7, 10), [(9, 10, 7, 10), (4, 6, 4, 10), (1, 3, 1, 10)]),
    ("an earlier start is wanted now", plan(1, 10, again=0), covered(4, 10), [(1, 3, 1, 10)]),
    ("a later start is wanted now", plan(5, 10, again=9), covered(1, 9), [(5, 7, 1, 9), (8, 10, 1, 10)]),
    ("all that was covered lies before what is wanted", plan(9, 10), covered(1, 5), [(9, 10, 9, 10)]),
    ("the clock went back", plan(1, 8), covered(1, 10), [(7, 8, 1, 10)]),
    ("nothing is wanted yet", plan(9, 8), None, []),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "before", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_days_of_each_request(
    chosen: Plan, before: Covered | None, wanted: list[tuple[int, int, int, int]]
) -> None:
    assert windows(chosen, before) == wanted


@given(
    span=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted),
    again=st.integers(0, 9),
    step=st.integers(1, 9),
    stops=st.lists(st.integers(0, 4), max_size=6),
)
def test_stopped_anywhere_and_run_on_every_day_is_read(
    span: list[int], again: int, step: int, stops: list[int]
) -> None:
    start = date(2026, 1, 1)
    since, until = (start + timedelta(days=each) for each in span)
    chosen = Plan(since=since, until=until, again=again, step=step)
    read: set[date] = set()
    state: Covered | None = None
    for stop in [*stops, 1_000]:
        for number, (first, last, after) in enumerate(chosen.windows(state, NOW)):
            if number == stop:
                break
            assert since <= first <= last <= until
            assert (last - first).days < step
            read |= {first + timedelta(days=each) for each in range((last - first).days + 1)}
            state = Covered.load(after.dump())
            assert state == after
            # nothing is said to be covered that was not read
            assert {state.first + timedelta(days=each) for each in range((state.last - state.first).days + 1)} <= read
    assert read == {since + timedelta(days=each) for each in range((until - since).days + 1)}


def test_a_long_past_is_read_in_several_runs_the_newest_first() -> None:
    chosen = Plan(since=date(2026, 3, 1), until=date(2026, 3, 10), again=1, step=2, at_most=2)
    state: Covered | None = None
    runs: list[list[tuple[int, int]]] = []
    while state is None or state.first > chosen.since:
        runs.append([])
        for first, last, after in chosen.windows(state, NOW):
            runs[-1].append((first.day, last.day))
            state = after
    assert runs == [[(9, 10), (7, 8)], [(10, 10), (5, 6), (3, 4)], [(10, 10), (1, 2)]]
    assert not chosen.is_done(covered(3, 10), NOW, timedelta(hours=6))


def test_a_site_that_was_read_whole_is_left_alone_for_a_while() -> None:
    pause = timedelta(hours=6)
    assert plan(1, 10).is_done(covered(1, 10), NOW + timedelta(hours=5), pause)
    assert not plan(1, 10).is_done(covered(1, 10), NOW + timedelta(hours=7), pause)
    assert not plan(1, 10).is_done(covered(1, 9), NOW, pause)
    assert not plan(1, 10).is_done(covered(2, 10), NOW, pause)
    assert not plan(1, 10).is_done(None, NOW, pause)


@pytest.mark.parametrize("cursor", ["", "{", "[]", '{"first": "hier", "last": "2026-01-01", "asked": "x"}', "null"])
def test_a_cursor_that_is_not_ours_covers_nothing(cursor: str) -> None:
    assert Covered.load(cursor) is None


PATHS = [
    ("/aide", "/aide"),
    ("/aide?nom=Dupont&mail=a@b.fr", "/aide"),
    ("/aide#section", "/aide"),
    ("/dossier/123456/suite", "/dossier/…/suite"),
    ("/article/2026", "/article/2026"),
    ("/profil/@camille", None),
    ("/x/camille@exemple.fr", None),
    ("/" + "a" * 300, None),
    ("/\u202e", None),
    ("", None),
]


@pytest.mark.parametrize(("label", "wanted"), PATHS)
def test_what_is_kept_of_an_address(label: str, wanted: str | None) -> None:
    assert path_of(label) == wanted


def test_a_site_may_be_named_in_one_word() -> None:
    assert Site.model_validate("17cyber") == Site(service="17cyber")
    assert Site(service="gn").service_of("/aide") is None


def test_of_equal_counts_the_first_by_name_are_kept() -> None:
    assert largest({"b": 2, "a": 2, "c": 3}, 2) == {"c": 3, "a": 2}
