"""Effects of actions on drawn cascades: found where there are some and only there, never read from outages."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.runner.cascades import NIGHT, START, WORLDS, draw
from signals.effects.measure import Talk, measure
from signals.effects.onset import onset
from signals.effects.placebo import dates, places
from signals.effects.series import DAY, HOUR, MINUTE, day_shape, series_of
from tests.acted import AT, WEEK, steady


@pytest.mark.parametrize("change", [-0.7, -0.5, 0.0, 0.6])
def test_a_known_change_lies_in_its_interval(change: float) -> None:
    effect = measure(steady(change))
    assert effect is not None
    assert effect.low <= change <= effect.high
    assert effect.change == pytest.approx(change, abs=0.2)
    assert effect.is_clear == (change != 0)


def test_intervals_hold_the_truth_and_a_plain_comparison_does_not() -> None:
    rng = np.random.default_rng(9_100)
    held, plain = [], []
    for kind in WORLDS:
        for effect in (-0.65, 0.0):
            for _ in range(6):
                cascade = draw(kind, effect, rng)
                talk = Talk(at=cascade.at, until=cascade.until, moments=cascade.moments.tolist(), day=WEEK)
                found = measure(talk)
                assert found is not None
                true, length = cascade.change(found.until), found.until - cascade.at
                held.append(found.low <= true <= found.high)
                before = int(((cascade.moments >= cascade.at - length) & (cascade.moments < cascade.at)).sum())
                plain.append(abs(found.observed / max(before, 1) - 1 - true) <= abs(found.change - true))
    assert np.mean(held) >= 0.8
    assert np.mean(plain) < 0.5


def test_an_outage_is_masked_and_never_read_as_silence() -> None:
    talk = steady(0.0, a_day=1_500)
    dark = (AT + 4 * HOUR, AT + 15 * HOUR)
    deaf = [one for one in talk.moments if not dark[0] <= one < dark[1]]
    told = measure(replace(talk, moments=deaf, blind=[dark]))
    silent = measure(replace(talk, moments=deaf))
    assert told is not None
    assert silent is not None
    assert not told.is_clear
    assert silent.high < 0, "without the mask the outage passes for an effect"
    assert told.unknown == pytest.approx(11 / 24)
    hidden = [point for point in told.curve if dark[0] <= point.at < dark[1]]
    assert {point.observed for point in hidden} == {None}
    assert all(point.expected for point in hidden)


@pytest.mark.parametrize("talk", [steady(0.0, a_day=6), Talk(at=AT, until=AT + DAY, moments=[], day=WEEK)])
def test_with_too_little_said_before_nothing_is_measured(talk: Talk) -> None:
    assert measure(talk) is None


def test_nothing_after_the_action_changes_what_was_expected() -> None:
    talk = steady(0.0)
    louder = [*talk.moments, *(AT + n * MINUTE for n in range(1, 1000))]
    calm, loud = measure(talk, until=AT + 12 * HOUR), measure(replace(talk, moments=louder), until=AT + 12 * HOUR)
    assert calm is not None
    assert loud is not None
    assert [point.expected for point in loud.curve] == [point.expected for point in calm.curve]
    assert loud.change > calm.change + 1


def test_it_is_measured_from_where_it_is_asked() -> None:
    delayed = steady(-0.7, delay=6 * HOUR)
    whole, later = measure(delayed), measure(delayed, since=AT + 6 * HOUR)
    assert whole is not None
    assert later is not None
    assert later.since == AT + 6 * HOUR
    assert later.change < whole.change


def test_the_same_talk_elsewhere_tells_what_would_have_come() -> None:
    """A wave that turns at the time of the action, here and where nobody denied it."""
    rng = np.random.default_rng(5)
    rate = np.concatenate([np.linspace(2, 60, 36), np.geomspace(60, 4, 18)])
    here, there = (
        START + np.repeat(np.arange(54), counts) * 10 * MINUTE + rng.integers(0, 10 * MINUTE, int(counts.sum()))
        for counts in (rng.poisson(rate), rng.poisson(0.6 * rate))
    )
    at = START + 36 * 10 * MINUTE
    talk = Talk(at=at, until=START + 54 * 10 * MINUTE, moments=here.tolist(), day=np.ones(168))
    alone = measure(talk, until=talk.until)
    beside = measure(replace(talk, alike={"elsewhere": there.tolist()}), until=talk.until)
    assert alone is not None
    assert beside is not None
    assert beside.beside > 0.5
    assert alone.high < 0, "what turns by itself passes for an effect"
    assert beside.low < 0 < beside.high
    assert abs(beside.change) < abs(alone.change)


def test_placebo_dates_lie_before_the_action_and_see_nothing_of_it() -> None:
    acted, calm = steady(-0.9), steady(0.0)
    found = list(dates(acted))
    assert len(found) >= 3
    assert all(one.at < AT and one.effect.until <= AT for one in found)
    assert found == list(dates(calm)), "what came after the action must not touch its placebos"
    assert sum(one.effect.is_clear for one in found) <= 1


def test_placebo_places_are_those_that_speak_most() -> None:
    talk = steady(-0.7)
    others = {"D69": steady(0.0, seed=8).moments, "D38": steady(-0.6, seed=9).moments, "D01": [AT - HOUR]}
    found = {one.name: one.effect for one in places(talk, others)}
    assert set(found) == {"D69", "D38"}
    assert not found["D69"].is_clear
    assert found["D38"].high < 0


def test_a_delay_is_found() -> None:
    effect = measure(steady(-0.75, a_day=1_500, delay=5 * HOUR))
    assert effect is not None
    found = onset(effect)
    assert found.delay is not None
    assert found.delay_low is not None
    assert found.delay_high is not None
    assert abs(found.delay - 5 * HOUR) <= HOUR
    assert found.delay_low <= 5 * HOUR <= found.delay_high
    nothing = measure(steady(0.0))
    assert nothing is not None
    assert onset(nothing).delay is None


def test_hours_of_the_day_are_learned_and_blind_ones_are_not() -> None:
    hours = [START + n * HOUR for n in range(14 * 24)]
    counts = [100 * float(NIGHT[n % 24]) for n in range(14 * 24)]
    blind = [24 * 3 <= n < 24 * 5 for n in range(14 * 24)]
    told = day_shape(hours, [0.0 if dark else n for n, dark in zip(counts, blind, strict=True)], blind)
    assert told[(START // HOUR + 20) % 168] / told[(START // HOUR + 3) % 168] > 5
    assert np.allclose(told, day_shape(hours, counts, [False] * len(hours)), rtol=0.25)
    assert (day_shape(hours[:30], counts[:30], blind[:30]) == 1).all()


def test_bins_touched_by_an_outage_are_not_heard() -> None:
    found = series_of([10, 70, 75], [(55, 61)], start=0, bins=4, width=30, day=np.ones(168))
    assert found.counts.tolist() == [1, 0, 2, 0]
    assert found.heard.tolist() == [True, False, False, True]
