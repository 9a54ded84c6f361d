"""R_t and rates: what is known of them, on waves whose truth is known."""

import numpy as np
import pytest

from graph.model import Place
from signals.panic.rates import rates
from signals.panic.reproduction import generation, reproduction

WEIGHTS = generation(10, mean=30, deviation=25)


def wave(r: float, bins: int, seed: int, first: int = 12) -> list[float]:
    """Return counts in which each message brings about `r` others on the mean."""
    random = np.random.default_rng(seed)
    counts = [float(first)] * 3
    while len(counts) < bins:
        caused = sum(weight * counts[-s] for s, weight in enumerate(WEIGHTS, start=1) if s <= len(counts))
        counts.append(float(random.poisson(r * caused)))
    return counts


def test_generations_are_a_distribution_with_the_mean_asked_for() -> None:
    assert WEIGHTS.sum() == pytest.approx(1)
    assert (WEIGHTS * (np.arange(len(WEIGHTS)) + 0.5) * 10).sum() == pytest.approx(30, rel=0.1)


@pytest.mark.parametrize("r", [0.7, 1.0, 1.5, 2.0])
def test_the_interval_holds_the_truth_as_often_as_it_says(r: float) -> None:
    found = [reproduction(wave(r, 24, seed, first=30), WEIGHTS, window=6) for seed in range(200)]
    known = [one for one in found if one]
    assert len(known) > 100
    assert np.mean([one.low <= r <= one.high for one in known]) >= 0.9
    assert np.mean([one.mean for one in known]) == pytest.approx(r, rel=0.25)


def test_more_dispersed_counts_widen_the_interval() -> None:
    even = reproduction([20] * 24, WEIGHTS, window=6)
    uneven = reproduction([20] * 18 + [2, 40, 1, 45, 2, 30], WEIGHTS, window=6)
    assert even
    assert uneven
    assert uneven.high - uneven.low > 2 * (even.high - even.low)


def test_a_dark_hour_is_not_taken_for_calm() -> None:
    counts = wave(1.5, 24, 3, first=20)
    whole = reproduction(counts, WEIGHTS, window=6)
    dark = [n in (16, 17) for n in range(24)]
    masked = reproduction(
        [0.0 if out else n for n, out in zip(counts, dark, strict=True)], WEIGHTS, window=6, blind=dark
    )
    taken = reproduction([0.0 if out else n for n, out in zip(counts, dark, strict=True)], WEIGHTS, window=6)
    assert whole
    assert masked
    assert taken
    assert abs(masked.mean - whole.mean) < abs(taken.mean - whole.mean)


@pytest.mark.parametrize("counts", [[], [0] * 24, [0] * 20 + [1, 2, 1, 0], [0] * 23 + [40]])
def test_too_little_is_no_number(counts: list[float]) -> None:
    assert reproduction(counts, WEIGHTS, window=6) is None


def test_a_window_that_was_dark_is_no_number() -> None:
    assert reproduction([20] * 24, WEIGHTS, window=6, blind=[n >= 10 for n in range(24)]) is None


def town(code: str, lon: float, population: int) -> Place:
    return Place(id=code, name=code, kind="commune", lat=47.3, lon=lon, population=population)


TOWNS = {place.id: place for place in (town("big", 5.0, 150_000), town("small", 5.05, 1_500), town("far", 8.0, 1_500))}


def test_rates_are_for_inhabitants_with_an_interval() -> None:
    (rate,) = rates({"big": 30}, TOWNS)
    assert rate.rate == pytest.approx(20)
    assert rate.low < 20 < rate.high
    assert (rate.low, rate.high) == pytest.approx((13.5, 28.6), abs=0.1)


def test_few_inhabitants_are_drawn_towards_their_neighbours() -> None:
    found = {rate.place_id: rate for rate in rates({"big": 150, "small": 6, "far": 6}, TOWNS)}
    assert found["small"].rate == found["far"].rate == pytest.approx(400)
    assert found["small"].smoothed < found["far"].smoothed
    assert abs(found["big"].smoothed - found["big"].rate) < 5


def test_few_authors_are_not_shown() -> None:
    assert rates({"small": 4, "nowhere": 9}, TOWNS) == []
