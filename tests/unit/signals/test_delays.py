"""How long messages take: learned look by look, not fooled by one that catches up."""

from datetime import timedelta

from signals.arrivals.delays import MINUTES, UNKNOWN, delay_class, learned, usual_delay


def after(*looks: dict[int, int]) -> timedelta:
    weights: list[float] = []
    for look in looks:
        weights = learned(weights, look)
    return usual_delay(weights)


def minutes(delay: float, count: int = 1) -> dict[int, int]:
    return {delay_class(timedelta(minutes=delay)): count}


def test_nothing_is_usual_before_five_looks() -> None:
    assert after() == UNKNOWN
    assert after(*[minutes(3)] * 4) == UNKNOWN
    assert after(*[minutes(3)] * 5) == timedelta(minutes=5)


def test_looks_that_bring_nothing_teach_nothing() -> None:
    assert after(*[minutes(3)] * 5, *[{}] * 50) == timedelta(minutes=5)
    assert learned([], {}) == [0.0] * len(MINUTES)


def test_one_look_that_catches_up_changes_nothing_however_much_it_brings() -> None:
    assert after(*[minutes(3)] * 40, minutes(350, 100_000), *[minutes(3)] * 5) == timedelta(minutes=5)


def test_a_source_that_becomes_slower_is_believed_in_time() -> None:
    assert after(*[minutes(3)] * 100, *[minutes(100)] * 20) == timedelta(minutes=120)


def test_messages_of_the_future_and_of_last_year_have_a_class() -> None:
    assert delay_class(timedelta(minutes=-5)) == 0
    assert delay_class(timedelta(days=400)) == len(MINUTES) - 1
