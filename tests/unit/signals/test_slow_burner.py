"""What doubles day after day is heard; what jumps, what stays and what weekends do is not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest

from signals.base import CONTEXT, MESSAGES, OUTAGES, Watch
from signals.baseline.growth import swells
from signals.baseline.series import placed
from signals.baseline.tally import Grid
from signals.detectors.burst import Burst
from signals.detectors.slow_burner import SlowBurner

NOW = datetime(2026, 9, 29, 15, tzinfo=UTC)
SINCE = NOW - timedelta(days=28)
DAY = timedelta(days=1)
Row = tuple[str, str, str, datetime, str | None, str | None]


def days(topic: str, authors: Sequence[int], *, last: int = 0, place: str = "D43", on: str = "mastodon") -> list[Row]:
    """Return so many authors each day, the last of the days ending `last` days ago, spread evenly over it."""
    return [
        (
            f"{topic}-{ago + last}-{n}",
            f"{on}:{topic}{ago + last}-{n}",
            on,
            NOW - (ago + last) * DAY - DAY * (n + 0.5) / many,
            topic,
            place,
        )
        for ago, many in enumerate(reversed(authors))
        for n in range(many)
    ]


def hum(days_heard: int = 28) -> list[Row]:
    """Return everyday talk of two topics; on Sundays a third of it."""
    random = Random(5)
    rows: list[Row] = []
    for ago in range(days_heard):
        many = 10 if (NOW - ago * DAY).weekday() == 6 else 30
        rows += [
            (
                f"h{ago}-{n}",
                f"b{random.randrange(90)}",
                "mastodon",
                NOW - ago * DAY - DAY * random.random(),
                topic,
                "D21",
            )
            for n in range(random.randint(many - 5, many + 5))
            for topic in [random.choice(["works", "traffic"])]
        ]
    return rows


def heard(
    rows: list[Row], dark: Sequence[tuple[str, datetime, datetime | None]] = ()
) -> set[tuple[str | None, str | None]]:
    outages = pl.DataFrame(list(dark), schema=OUTAGES, orient="row")
    watch = Watch(pl.DataFrame(rows, schema=MESSAGES, orient="row"), outages, SINCE, NOW)
    assert not list(Burst().detect(watch)), "a slow burner is no burst"
    return {(signal.topic_id, signal.place_id) for signal in SlowBurner().detect(watch)}


BOTH = {("r", "D43"), ("r", "FR")}
CASES = {
    "doubles for four days": ([2, 4, 8, 16], BOTH),
    "doubles, unevenly": ([3, 4, 9, 15], BOTH),
    "two authors become five": ([2, 3, 4, 5], set()),
    "stays": ([9, 8, 10, 9], set()),
    "jumps in a day": ([1, 1, 1, 30], set()),
    "stays, then jumps": ([2, 1, 2, 12], set()),
    "hardly rose, then jumps": ([1, 1, 3, 9], set()),
    "was silent for a day": ([4, 0, 8, 16], set()),
    "falls": ([16, 8, 4, 2], set()),
    "grew two weeks ago and stays": ([2, 4, 8, 16, *[18] * 10], set()),
}


@pytest.mark.parametrize("name", CASES)
def test_slow_burners(name: str) -> None:
    authors, expected = CASES[name]
    assert heard(days("r", authors) + hum()) == expected


def test_a_weekend_that_ends_is_no_growth() -> None:
    """From Saturday to Tuesday talk swells sixfold, as it does every week."""
    rows = [
        row
        for ago in range(28)
        for row in days("market", [5 if (NOW - (ago + 0.5) * DAY).weekday() >= 5 else 30], last=ago)
    ]
    assert heard(rows + hum()) == set()


def test_it_must_be_heard_on_all_four_days() -> None:
    dark = [("mastodon", NOW - 3 * DAY, NOW - 2.9 * DAY)]
    assert heard(days("r", [2, 4, 8, 16]) + hum(), dark) == set()
    assert heard(days("r", [2, 4, 8, 16], on="bluesky") + days("q", [9] * 27, on="bluesky") + hum(), dark) == BOTH


def test_a_day_of_one_author_who_writes_much_is_one() -> None:
    rows = days("r", [2, 4, 8, 16])
    same = [(row[0], "mastodon:one", *row[2:]) for row in rows]
    assert heard(same + hum()) == set()


def test_weekdays_are_taken_off_growth() -> None:
    rows = [
        row
        for ago in range(28)
        for row in days("market", [5 if (NOW - (ago + 0.5) * DAY).weekday() >= 5 else 30], last=ago)
    ]
    watch = Watch(pl.DataFrame(rows, schema=MESSAGES, orient="row"), OUTAGES.to_frame(), SINCE, NOW)
    grid = Grid(NOW, DAY, 28)
    found = swells(placed(watch, grid), watch, grid, days=4, warm_up=3)
    assert found["daily"][0].to_list() == [5, 5, 30, 30]
    assert found["growth"].to_numpy().max() < 1.5
    assert found["p_value"].to_numpy().min() > 1e-3


def vigilance(place: str = "D43", *, hours: float = 20, factor: float = 6.0) -> pl.DataFrame:
    start = NOW - timedelta(hours=hours)
    row = ("vent-violent", place, start, NOW + timedelta(hours=9), start, factor)
    return pl.DataFrame([row], schema=CONTEXT, orient="row")


STORM = (3, 5, 9, 24)
"""Days of rising talk, then what a vigilance may bring."""
ABOUT = {"r": frozenset({"vent-violent"})}


def swelling(
    authors: Sequence[int], context: pl.DataFrame, themes: Mapping[str, frozenset[str]] = ABOUT
) -> set[tuple[str | None, str | None]]:
    messages = pl.DataFrame([*hum(), *days("r", authors)], schema=MESSAGES, orient="row")
    watch = Watch(messages, OUTAGES.to_frame(), SINCE, NOW, context=context, themes=themes)
    return {(signal.topic_id, signal.place_id) for signal in SlowBurner().detect(watch)}


@pytest.mark.parametrize(
    ("context", "themes"),
    [(vigilance("D75"), ABOUT), (vigilance(), {}), (vigilance().clear(), ABOUT)],
    ids=["elsewhere", "of something else", "no vigilance"],
)
def test_a_storm_swells_where_no_vigilance_explains_it(
    context: pl.DataFrame, themes: Mapping[str, frozenset[str]]
) -> None:
    assert swelling(STORM, context, themes) == BOTH


@pytest.mark.parametrize("factor", [1.5, 3.0, 6.0])
def test_what_a_vigilance_brings_in_a_day_is_no_growth_however_loud(factor: float) -> None:
    assert not swelling(STORM, vigilance(factor=factor))


def test_the_second_day_of_a_vigilance_is_no_growth_and_what_swells_all_through_one_is() -> None:
    assert swelling((2, 9, 30, 36), vigilance().clear()) == BOTH
    assert not swelling((2, 9, 30, 36), vigilance(hours=44))
    assert swelling((2, 6, 18, 50), vigilance(hours=95)) == BOTH


def test_what_swelled_before_the_vigilance_is_heard_during_it() -> None:
    assert ("r", "D43") in swelling((2, 6, 18, 50), vigilance(hours=3))
