"""Pieces of a history cover it without a hole, whatever was known before."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.stretches import DAY, History, Stretch

FIRST, TODAY = date(2026, 1, 1), date(2026, 11, 25)
HISTORY = History(first=FIRST, lookback=timedelta(days=7), step=timedelta(days=30))

days = st.dates(FIRST, TODAY + timedelta(days=400))
known = st.none() | st.tuples(days, days).map(lambda pair: Stretch(min(pair), max(pair)))


@given(known, st.integers(0, 30))
def test_killed_after_any_piece_the_next_run_reads_the_rest(before: Stretch | None, killed_after: int) -> None:
    read: set[date] = set()
    stretch = before
    if before:
        read |= {before.since + DAY * number for number in range((before.until - before.since).days + 1)}
    for run in (killed_after, None):
        for number, (piece, then) in enumerate(HISTORY.pieces(stretch, TODAY)):
            if number == run:
                break
            assert FIRST <= piece.since <= piece.until <= TODAY
            read |= {piece.since + DAY * day for day in range((piece.until - piece.since).days + 1)}
            covered = {then.since + DAY * day for day in range((then.until - then.since).days + 1)}
            assert covered <= read, "a stretch never says more than was read"
            stretch = then
    assert stretch == Stretch(FIRST, TODAY)
    assert {FIRST + DAY * day for day in range((TODAY - FIRST).days + 1)} <= read


def test_a_day_later_only_the_last_days_are_read_again() -> None:
    pieces = list(HISTORY.pieces(Stretch(FIRST, TODAY - DAY), TODAY))
    assert pieces == [(Stretch(TODAY - timedelta(days=8), TODAY), Stretch(FIRST, TODAY))]


def test_after_an_absence_the_stretch_grows_towards_today() -> None:
    pieces = [piece for piece, _ in HISTORY.pieces(Stretch(FIRST, date(2026, 9, 1)), TODAY)]
    assert pieces[0].since == date(2026, 8, 25)
    assert [piece.until for piece in pieces][-1] == TODAY
    assert all(later.since == sooner.until + DAY for sooner, later in pairwise(pieces))


@pytest.mark.parametrize("value", [None, "", "nonsense", "[]", '{"since": "hier", "until": "2026-01-01"}',
                                   '{"since": "2026-02-01", "until": "2026-01-01"}'])  # fmt: skip
def test_a_cursor_that_is_not_ours_knows_nothing(value: str | None) -> None:
    assert Stretch.load(value) is None
