"""Growth over weeks: recovered where the past shows it, none where it does not."""

from datetime import timedelta
from math import log

import numpy as np
import pytest

from signals.baseline.history import Expectation, expect
from signals.baseline.tally import Floats, Grid, Tally
from signals.baseline.trend import STEEPEST, pooled_slope, shared_slopes
from tests.unit.signals.test_calibration import GRID, PAST

AGE = np.arange(PAST + 1, dtype=np.float64)
CELL = GRID.cells()
DOUBLING = log(2) / PAST


def found_now(mean: Floats, grid: Grid = GRID, *, series: int = 300) -> Expectation:
    counts = np.random.default_rng(4).poisson(np.broadcast_to(mean, (series, mean.shape[-1])))
    rows, bins = np.nonzero(counts)
    tally = Tally(rows, np.zeros_like(rows), bins, counts[rows, bins].astype(np.float64), series)
    seen = np.ones((1, grid.past + 1), dtype=np.bool_)
    return expect(tally, seen, grid, half_life=336, warm_up=24)


def mean_now(mean: Floats, grid: Grid = GRID) -> Floats:
    return found_now(mean, grid).mean


@pytest.mark.parametrize("doublings", [-2, -1, 0, 1, 2])
def test_the_hour_that_comes_is_expected_where_the_trend_leads(doublings: float) -> None:
    found = mean_now(5 * np.exp(-doublings * DOUBLING * AGE))
    assert found.mean() == pytest.approx(5, rel=0.03)


@pytest.mark.parametrize("doublings", [-2, 2])
def test_a_week_that_grows_keeps_its_shape(doublings: float) -> None:
    grid = Grid(GRID.as_of - timedelta(hours=12), GRID.window, PAST)
    week = (1 + 0.8 * np.sin(2 * np.pi * grid.cells() / 24)) * np.where(grid.cells() // 24 >= 5, 0.5, 1.0)
    found = mean_now(5 * week * np.exp(-doublings * DOUBLING * AGE), grid)
    assert found.mean() == pytest.approx(5 * week[0], rel=0.05)


@pytest.mark.parametrize("doublings", [-3, 3])
def test_growth_is_not_taken_for_dispersion(doublings: float) -> None:
    found = found_now(20 * np.exp(-doublings * DOUBLING * AGE))
    assert np.median(found.size) > 200


def test_each_series_may_have_its_own_trend() -> None:
    own = np.where(np.arange(300) < 150, 1.0, -1.0)[:, None]
    found = mean_now(20 * np.exp(-own * DOUBLING * AGE))
    assert found[:150].mean() == pytest.approx(20, rel=0.04)
    assert found[150:].mean() == pytest.approx(20, rel=0.04)


def test_what_doubles_in_two_days_is_no_trend() -> None:
    found = mean_now(0.2 + 20 * 0.5 ** (AGE / 48))
    assert found.mean() < 10


def test_a_quiet_weekend_is_no_decline() -> None:
    week = np.where(CELL // 24 < 2, 0.3, 1.0)
    level = np.where(AGE == 0, np.nan, week)
    assert pooled_slope(level, CELL, 24) == pytest.approx(0, abs=1e-9)
    growing = level * np.exp(-DOUBLING * AGE)
    assert pooled_slope(growing, CELL, 24) == pytest.approx(DOUBLING, rel=0.03)


def test_less_than_two_weeks_show_no_trend() -> None:
    level = np.exp(-AGE / 24)[:168]
    level[0] = np.nan
    assert pooled_slope(level, CELL[:168], 24) == 0


def test_a_rare_series_takes_the_common_trend() -> None:
    own, noise = np.array([1e-3, 1.2e-3, 0.8e-3, -1.0]), np.array([1e-10, 1e-10, 1e-10, 1.0])
    found = shared_slopes(own, noise, 24)
    assert found.slope[3] == pytest.approx(1e-3, rel=0.1)
    assert found.variance[3] > found.variance[0]
    nothing = shared_slopes(np.zeros(2), np.full(2, np.inf), 24)
    assert nothing.slope.tolist() == [0, 0]


def test_no_trend_is_steeper_than_a_doubling_a_week() -> None:
    steep = shared_slopes(np.array([1.0, 1.0]), np.array([1e-9, 1e-9]), 24)
    assert steep.slope.tolist() == [STEEPEST / 24] * 2
