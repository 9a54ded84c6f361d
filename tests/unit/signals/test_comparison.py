"""Comparisons are honest: same weekdays, same season, and a difference is one only outside of chance."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.comparison import before, change, periods, standings, year_before
from signals.facts import Scope
from signals.indicators import Value, by_id
from signals.intervals import poisson, wilson

SINCE = datetime(2026, 3, 2, 6, tzinfo=UTC)


@given(hours=st.integers(1, 24 * 400))
def test_the_period_before_has_the_same_weekdays_and_does_not_overlap(hours: int) -> None:
    scope = Scope(SINCE, SINCE + timedelta(hours=hours), "D21", "thesee")
    for earlier in (before(scope), year_before(scope)):
        assert (earlier.since.weekday(), earlier.since.hour) == (scope.since.weekday(), scope.since.hour)
        assert earlier.until - earlier.since == scope.until - scope.since
        assert replace(earlier, since=scope.since, until=scope.until) == scope
    assert before(scope).until <= scope.since
    assert scope.since - before(scope).until < timedelta(days=7), "the last such period, no earlier one"


def test_a_change_of_hour_does_not_move_the_bounds_of_a_day() -> None:
    paris = ZoneInfo("Europe/Paris")
    april = Scope(datetime(2026, 4, 1, tzinfo=paris), datetime(2026, 4, 8, tzinfo=paris))
    assert before(april).since == datetime(2026, 3, 25, tzinfo=paris)


def test_periods_follow_each_other_backwards() -> None:
    found = list(periods(Scope(SINCE, SINCE + timedelta(days=7)), 4))
    assert [scope.since for scope in found] == [SINCE - timedelta(days=7 * step) for step in range(4)]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_equal_shares_are_told_apart_one_time_in_twenty(share: float) -> None:
    drawn = np.random.default_rng(7).binomial(400, share, size=(2_000, 2))
    wrong = sum(
        change(Value(a / 400, 400, wilson(a, 400)), Value(b / 400, 400, wilson(b, 400))).is_told_apart
        for a, b in drawn.tolist()
    )
    assert wrong / 2_000 <= 0.065


def test_two_counts_do_not_say_how_much_they_vary() -> None:
    found = change(Value(84_202.0, 84_202), Value(82_611.0, 82_611))
    assert (found.value, found.interval, found.is_told_apart) == (1_591.0, None, False)


def test_what_has_no_interval_is_not_told_apart() -> None:
    found = change(Value(9.0, 50), Value(1.0, 50, (0.9, 1.1)))
    assert (found.value, found.interval, found.is_told_apart) == (8.0, None, False)


def rate(n: int, inhabitants: int) -> Value:
    low, high = poisson(n)
    return Value(10_000 * n / inhabitants, n, (10_000 * low / inhabitants, 10_000 * high / inhabitants))


def test_territories_are_ranked_per_inhabitant_and_few_are_left_out() -> None:
    values = {"D21": rate(300, 500_000), "D75": rate(900, 2_000_000), "D48": rate(29, 76_000), "D09": None}
    found = standings(by_id()["report_rate"], list(values), values.__getitem__, rate(1_229, 2_576_000))
    assert [standing.place for standing in found] == ["D21", "D75"]
    assert [standing.change.is_told_apart for standing in found if standing.change] == [True, False]


def test_counts_of_territories_are_not_ranked() -> None:
    assert standings(by_id()["reports"], ["D21", "D75"], lambda _: Value(500, 500), None) == []
