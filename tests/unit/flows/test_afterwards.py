"""Hours that come to light are listened to once they are known, as they would have been at their end."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from flows.afterwards import AT_MOST, PARTED_AT_MOST, loudest, unheard
from signals.base import MEASURES, MESSAGES, OUTAGES, Watch
from signals.baseline.series import parts_of

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def watch(hours: int = 12) -> Watch:
    said = [(f"m{n}", f"a{n}", "mastodon", NOON - n * HOUR - MINUTE, "t", "D21") for n in range(hours)]
    counted = [("r", "perceval", "D21", "reports", NOON - 3 * HOUR, NOON - 2 * HOUR, 4.0)]
    messages = pl.DataFrame(said, schema=MESSAGES, orient="row")
    measures = pl.DataFrame(counted, schema=MEASURES, orient="row")
    return Watch(messages, OUTAGES.to_frame(), NOON - 3 * 24 * HOUR, NOON + 20 * MINUTE, measures=measures)


def test_each_hour_is_looked_at_from_its_end() -> None:
    looks = list(unheard(watch(), since=NOON - 4 * HOUR + MINUTE, touched=NOON - 9 * HOUR))
    assert [look.as_of for look in looks] == [NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR, NOON]
    assert [len(look.messages) for look in looks] == [9, 10, 11, 12]
    assert [len(look.measures) for look in looks] == [0, 1, 1, 1]


def test_hours_in_which_nothing_came_to_light_are_left() -> None:
    looks = unheard(watch(), since=NOON - 9 * HOUR, touched=NOON - 90 * MINUTE)
    assert [look.as_of for look in looks] == [NOON - HOUR, NOON]


def test_what_was_counted_once_is_not_counted_again() -> None:
    now = watch()
    parts = parts_of(now)
    assert all(parts_of(look) is parts for look in unheard(now, since=NOON - 4 * HOUR, touched=NOON - 4 * HOUR))


@pytest.mark.parametrize(
    ("since", "touched"), [(None, NOON - 9 * HOUR), (NOON - 9 * HOUR, None), (NOON + MINUTE, NOON - 9 * HOUR)]
)
def test_nothing_is_looked_at_again_without_an_outage_or_what_came_after_it(
    since: datetime | None, touched: datetime | None
) -> None:
    assert list(unheard(watch(), since=since, touched=touched)) == []


def test_a_long_darkness_is_listened_to_from_its_newest_hours() -> None:
    looks = list(unheard(watch(60), since=NOON - 60 * HOUR, touched=NOON - 60 * HOUR))
    assert (len(looks), looks[-1].as_of) == (AT_MOST, NOON)


def rising(topic: str, counts: dict[int, int]) -> list[tuple[str, str, str, datetime, str, str]]:
    """Return messages of a topic: `counts` authors in the hour that ends so many hours before noon."""
    return [
        (f"{topic}{hour}-{n}", f"a{n}", "mastodon", NOON - hour * HOUR - MINUTE, topic, "D21")
        for hour, count in counts.items()
        for n in range(count)
    ]


def told(*rows: tuple[str, str, str, datetime, str, str]) -> Watch:
    messages = pl.DataFrame(list(rows), schema=MESSAGES, orient="row")
    return Watch(messages, OUTAGES.to_frame(), NOON - 3 * 24 * HOUR, NOON + 20 * MINUTE)


def test_a_topic_that_left_another_is_heard_in_its_loudest_finished_hour() -> None:
    now = told(*rising("t", {30: 9, 3: 2, 1: 4, 0: 3, -1: 8}), *rising("u", {2: 5}))
    assert [look.as_of for look in loudest(now, {"t"})] == [NOON - HOUR]
    assert [look.as_of for look in loudest(now, {"t", "u"})] == [NOON - 2 * HOUR, NOON - HOUR]
    assert len(next(loudest(now, {"t"})).messages) == 9 + 2 + 4 + 5
    assert list(loudest(now, {"v"})) == []


def test_of_two_hours_alike_the_first_is_heard() -> None:
    assert [look.as_of for look in loudest(told(*rising("t", {4: 3, 2: 3})), {"t"})] == [NOON - 4 * HOUR]


def test_many_topics_that_left_others_are_heard_in_the_newest_hours_alone() -> None:
    topics = {f"t{hour}": {hour: 3} for hour in range(PARTED_AT_MOST + 3)}
    now = told(*(row for topic, counts in topics.items() for row in rising(topic, counts)))
    looks = [look.as_of for look in loudest(now, topics)]
    assert looks == [NOON - hour * HOUR for hour in reversed(range(PARTED_AT_MOST))]
