"""What should have arrived: learned from the past only, and silence that is no accident."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from signals.arrivals.expected import ENOUGH_HOURS, Expectation, learn
from signals.arrivals.silence import Ear, Span, is_blind, judge, longest_silence

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = 28 * 24
HOUR = timedelta(hours=1)
NOW = START + HOURS * HOUR


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def flat(rate: float, dispersion: float = 0.1) -> Expectation:
    return Expectation(np.full(168, rate), np.full(6, dispersion))


def seconds(*moments: datetime) -> NDArray[np.int64]:
    return np.array([int(moment.timestamp()) for moment in moments], dtype=np.int64)


def every(minutes: int, start: float, end: float) -> list[datetime]:
    count = int((end - start) * 60 / minutes)
    return [at(start) + timedelta(minutes=minutes * number) for number in range(count)]


def ear(times: list[datetime], **more: object) -> Ear:
    found = {
        "since": NOW - timedelta(days=2), "until": NOW - timedelta(minutes=10), "now": NOW, "expectation": flat(6),
    } | more  # fmt: skip
    return Ear(times=seconds(*times), **found)  # type: ignore[arg-type]


def test_it_learns_the_week() -> None:
    hours = np.arange(HOURS)
    busy = np.where((hours % 24 >= 8) & (hours % 24 < 20), 12.0, 1.0) * np.where(hours // 24 % 7 == 3, 0.2, 1.0)
    counts = np.random.default_rng(1).poisson(busy)
    found = learn(START, counts, np.ones(HOURS, dtype=bool))
    assert found is not None
    assert found.between(at(24 + 9), at(24 + 10)) == pytest.approx(12, rel=0.25)
    assert found.between(at(24 + 2), at(24 + 3)) == pytest.approx(1, rel=0.5)
    # Sundays are quiet, as 4 January 2026 was
    assert found.between(at(72 + 9), at(72 + 10)) < 6
    assert found.per_day == pytest.approx(busy.sum() / 28, rel=0.1)


def test_hours_that_were_not_heard_teach_nothing() -> None:
    counts = np.full(HOURS, 5)
    heard = np.ones(HOURS, dtype=bool)
    heard[100:400] = False
    silent = np.where(heard, counts, 0)
    found, fooled = learn(START, silent, heard), learn(START, silent, np.ones(HOURS, dtype=bool))
    assert found is not None
    assert fooled is not None
    assert found.per_day == pytest.approx(120, rel=0.02)
    assert fooled.per_day < 90


def test_a_crisis_is_not_usual() -> None:
    counts = np.full(HOURS, 4)
    counts[300:320] = 900
    found = learn(START, counts, np.ones(HOURS, dtype=bool))
    assert found is not None
    assert found.per_day < 4 * 24 * 1.4


@pytest.mark.parametrize(("hours", "rate"), [(ENOUGH_HOURS - 1, 5), (HOURS, 0)])
def test_too_little_past_expects_nothing(hours: int, rate: int) -> None:
    assert learn(START, np.full(hours, rate), np.ones(hours, dtype=bool)) is None
    assert learn(START, np.array([], dtype=np.int64), np.array([], dtype=bool)) is None


def test_silence_is_likelier_the_more_irregular_a_source_is() -> None:
    span = at(0), at(2)
    assert flat(6, 0.05).silence(*span) < flat(6, 0.5).silence(*span) < flat(6, 3.0).silence(*span) < 1
    assert flat(6).silence(at(1), at(1)) == 1


def test_parts_of_hours_count_as_such() -> None:
    assert flat(6).between(at(0.5), at(2.25)) == pytest.approx(10.5)
    assert flat(6).between(at(2), at(1)) == 0


def test_blindness_needs_time_messages_and_a_first_time() -> None:
    assert is_blind(flat(6), at(0), at(4))
    assert not is_blind(flat(6), at(0), at(1)), "too likely"
    assert not is_blind(flat(600), at(0), at(0.1)), "too short"
    assert not is_blind(flat(0.1), at(0), at(40)), "too few messages"
    assert not is_blind(flat(6), at(0), at(4), longest=30), "as long as ever"


def test_the_longest_silence_of_the_past_is_measured_in_messages() -> None:
    counts = np.array([1, 0, 0, 1, 0, 0, 0, 2])
    assert longest_silence(flat(2), START, counts, [True] * 8) == 6
    assert longest_silence(flat(2), START, counts, [True] * 5 + [False] + [True] * 2) == 4


def test_a_source_that_falls_silent_is_blind_from_about_its_last_message() -> None:
    (span,) = judge(ear(every(10, HOURS - 48, HOURS - 4)))
    # the last message came at 19:50, one more was due at 20:00
    assert span == Span(at(HOURS - 4), None)
    assert judge(ear(every(10, HOURS - 48, HOURS - 0.5))) == []


def test_a_gap_that_ended_meanwhile_is_found_with_its_end() -> None:
    times = every(10, HOURS - 48, HOURS - 9) + every(10, HOURS - 3, HOURS)
    assert judge(ear(times)) == [Span(at(HOURS - 9), at(HOURS - 3))]


def test_without_a_past_silence_means_nothing_but_failing_does() -> None:
    times = every(10, HOURS - 48, HOURS - 9)
    assert judge(ear(times, expectation=None)) == []
    (span,) = judge(ear(times, expectation=None, deaf_since=at(HOURS - 2)))
    assert span == Span(at(HOURS - 2), None, failed=True)


def test_looks_that_fail_are_blind_at_once() -> None:
    times = every(10, HOURS - 48, HOURS - 0.4)
    assert judge(ear(times, deaf_since=at(HOURS - 0.8))) == [Span(times[-1], None, failed=True)]


def test_silence_and_failure_are_one_outage() -> None:
    (span,) = judge(ear(every(10, HOURS - 48, HOURS - 4), deaf_since=at(HOURS - 1)))
    assert span == Span(at(HOURS - 4), None, failed=True)


def test_what_was_told_is_not_counted_twice() -> None:
    times = every(10, HOURS - 48, HOURS - 9) + every(10, HOURS - 3, HOURS)
    assert judge(ear(times, told=[Span(at(HOURS - 9), at(HOURS - 3))])) == []
    assert judge(ear(times[:150], told=[Span(at(HOURS - 30), None)], deaf_since=at(HOURS - 1))) == []


OPEN = Span(at(HOURS - 9), None, name="o")
BEFORE = every(10, HOURS - 48, HOURS - 9)


def test_a_known_outage_lasts_while_nothing_comes() -> None:
    assert judge(ear(BEFORE, known=[OPEN])) == [OPEN]
    # also when it was noticed by a rule that has changed, and when what is expected fades
    assert judge(ear(BEFORE, known=[OPEN], expectation=flat(0.01))) == [OPEN]
    assert judge(ear(BEFORE, known=[OPEN], expectation=None)) == [OPEN]


def test_it_closes_with_the_first_message() -> None:
    back = at(HOURS) - timedelta(minutes=5)
    assert judge(ear([*BEFORE, back], known=[OPEN])) == [Span(OPEN.start, back, name="o")]


def test_what_arrives_late_makes_it_smaller() -> None:
    late = every(10, HOURS - 5, HOURS)
    assert judge(ear([*BEFORE, *late], known=[OPEN])) == [Span(OPEN.start, at(HOURS - 5), name="o")]
    closed = Span(OPEN.start, at(HOURS - 1), name="o")
    assert judge(ear([*BEFORE, *late], known=[closed])) == [Span(OPEN.start, at(HOURS - 5), name="o")]


def test_what_arrives_in_the_middle_leaves_two() -> None:
    known = Span(at(HOURS - 20), at(HOURS - 2), name="o")
    times = [*every(10, HOURS - 48, HOURS - 20), *every(10, HOURS - 12, HOURS - 10), *every(10, HOURS - 2, HOURS)]
    first, second = judge(ear(times, known=[known]))
    assert first == Span(known.start, at(HOURS - 12), name="o")
    assert second == Span(at(HOURS - 10), known.end), "the message of 13:50, and one more that was due"


def test_nothing_is_left_when_all_arrived() -> None:
    assert judge(ear(every(10, HOURS - 48, HOURS), known=[OPEN])) == []


FAILED = Span(at(HOURS - 1), None, failed=True, name="o")


def test_a_source_that_is_back_and_has_nothing_to_tell_was_not_blind() -> None:
    times = every(10, HOURS - 48, HOURS - 1)
    assert judge(ear(times, known=[FAILED], expectation=flat(1))) == []
    assert judge(ear(times, known=[FAILED], expectation=None)) == [Span(FAILED.start, NOW, failed=True, name="o")]
    long = Span(at(HOURS - 30), None, failed=True, name="o")
    assert judge(ear(every(10, HOURS - 48, HOURS - 30), known=[long])) == [Span(long.start, None, name="o")]


def test_a_source_that_half_speaks_while_its_looks_fail_is_still_blind() -> None:
    known = Span(at(HOURS - 9), None, failed=True, name="o")
    times = [*BEFORE, at(HOURS - 5)]
    first, last = judge(ear(times, known=[known], deaf_since=at(HOURS - 5)))
    assert (first, last) == (Span(known.start, at(HOURS - 5), failed=True, name="o"), Span(at(HOURS - 5), None, True))


def test_one_silence_noticed_twice_is_one() -> None:
    other = Span(OPEN.start + timedelta(minutes=1), None, name="p")
    assert judge(ear(BEFORE, known=[OPEN, other])) == [OPEN]
