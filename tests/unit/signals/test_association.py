"""Series that move together: a planted lead is found, what is independent is not, an outage is no zero."""

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from signals.association import ENOUGH, LAGS, associations, common_rises, surprises

Floats = NDArray[np.float64]
Series = dict[str, Floats]

WEEK = np.array([1.2, 1.1, 1.0, 1.0, 0.9, 0.5, 0.4])


def days_of(n: int) -> list[date]:
    return [date(2025, 1, 1) + timedelta(days=number) for number in range(n)]


def simulated(chance: np.random.Generator, n: int, *, lead: int | None = None, names: int = 2) -> Series:
    """Return over-dispersed counts with season, weekday and momentum; the second follows the first by `lead` days."""
    time, weekday = np.arange(n), np.array([day.weekday() for day in days_of(n)])
    momentum = [autoregressive(chance, n) for _ in range(names)]
    if lead is not None:
        momentum[1][lead:] += momentum[0][: n - lead]
    made = {}
    for number, own in enumerate(momentum):
        season = np.exp(0.3 * np.sin(2 * np.pi * time / 365 + chance.uniform(0, 6)))
        mean = chance.uniform(20, 60) * season * WEEK[weekday] * np.exp(own)
        made[f"s{number}"] = chance.negative_binomial(8, 8 / (8 + mean)).astype(float)
    return made


def autoregressive(chance: np.random.Generator, n: int) -> Floats:
    steps, values = chance.normal(0, 0.3, n + 50), np.zeros(n + 50)
    for number in range(1, n + 50):
        values[number] = 0.5 * values[number - 1] + steps[number]
    return values[50:]


def test_a_planted_lead_of_three_days_is_found() -> None:
    found = [
        associations(days_of(365), simulated(np.random.default_rng(seed), 365, lead=3))[0] for seed in range(100, 120)
    ]
    assert np.mean([one.found for one in found]) >= 0.8
    right = [one for one in found if one.found and one.lag == 3]
    assert len(right) >= 0.9 * sum(one.found for one in found)
    assert all(one.interval[0] > 0 and one.first == "s0" for one in right)


def test_what_is_independent_is_rarely_called_associated() -> None:
    """Two of a hundred and twenty pairs are expected at most at 5 %; eleven would come once in a hundred thousand."""
    wrong = sum(
        one.found
        for seed in range(200, 240)
        for one in associations(days_of(180), simulated(np.random.default_rng(seed), 180, names=3))
    )
    assert wrong <= 10


def test_the_other_way_round_it_is_behind() -> None:
    series = simulated(np.random.default_rng(7), 365, lead=3)
    there, back = ({"a": series["s0"], "b": series["s1"]}, {"b": series["s0"], "a": series["s1"]})
    assert associations(days_of(365), there)[0].lag == -associations(days_of(365), back)[0].lag == 3


def test_an_outage_is_no_zero() -> None:
    series = simulated(np.random.default_rng(8), 365, lead=3)
    blind = {name: values.copy() for name, values in series.items()}
    blind["s1"][40:60] = np.nan
    whole, masked = (associations(days_of(365), each)[0] for each in (series, blind))
    assert masked.found
    assert masked.lag == 3
    assert masked.n < whole.n
    assert np.isnan(surprises(days_of(365), blind["s1"])[40:60]).all()


def test_too_few_days_say_nothing() -> None:
    short = ENOUGH + LAGS
    assert not associations(days_of(short), simulated(np.random.default_rng(9), short))
    assert not associations(days_of(365), {"a": np.full(365, np.nan), "b": np.ones(365)})


def test_a_constant_series_goes_with_nothing() -> None:
    assert not associations(days_of(365), {"a": np.ones(365), "b": np.arange(365.0)})


def test_the_days_behind_a_common_rise_are_named() -> None:
    series = simulated(np.random.default_rng(10), 200)
    series["s0"][100] *= 20
    series["s1"][103] *= 20
    days = days_of(200)
    assert (days[100], days[103]) in common_rises(days, series["s0"], series["s1"], 3)
    assert (days[100], days[103]) not in common_rises(days, series["s0"], series["s1"], 2)


def test_the_same_seed_gives_the_same() -> None:
    series = simulated(np.random.default_rng(11), 120, names=4)
    assert associations(days_of(120), series) == associations(days_of(120), dict(reversed(series.items())))


def test_series_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one value for each of the 10 days"):
        associations(days_of(10), {"a": np.ones(9)})
