"""Bursts: baselines of zeros, flat baselines, outages, authors."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import polars as pl
import pytest

from graph.model import Signal
from signals.base import MESSAGES, OUTAGES, Watch
from signals.detectors.burst import Burst

NOW = datetime(2026, 9, 29, 15, 20, tzinfo=UTC)
SINCE = NOW - timedelta(days=28)
Row = tuple[str, str | None, str, datetime, str | None, str | None]
number = count()


def say(
    hours_ago: float, authors: int, *, topic: str = "t", place: str | None = "D21", on: str = "mastodon"
) -> list[Row]:
    at = NOW - timedelta(hours=hours_ago, minutes=1)
    return [(f"m{next(number)}", f"{on}:a{n}", on, at, topic, place) for n in range(authors)]


Dark = Sequence[tuple[str, datetime, datetime | None]]


def signals(rows: list[Row], dark: Dark = (), began: Mapping[str, datetime] | None = None) -> list[Signal]:
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    outages = pl.DataFrame(list(dark), schema=OUTAGES, orient="row")
    return list(Burst().detect(Watch(messages, outages, SINCE, NOW, began or {})))


def series(rows: list[Row], dark: Dark = ()) -> list[tuple[str | None, str | None]]:
    return [(signal.topic_id, signal.place_id) for signal in signals(rows, dark)]


def flat(authors: int) -> list[Row]:
    return [row for hour in range(1, 600) for row in say(hour, authors)]


THREE = [(None, "D21"), ("t", "D21"), ("t", "FR")]
CASES = {
    "zeros, then 40": (say(0, 40), THREE),
    "zeros, then 5": (say(0, 5), THREE),
    "two authors are not enough": (say(0, 2) * 10, []),
    "a flat 3 every hour, then 300": (flat(3) + say(0, 300), THREE),
    "a flat 3 every hour, then 3": (flat(3) + say(0, 3), []),
    "a flat 3 every hour, then 5": (flat(3) + say(0, 5), []),
    "no place known": (say(0, 12, place=None), [("t", "FR")]),
    "one old crisis does not hide the next": (say(100, 400) + say(0, 12), THREE),
}


@pytest.mark.parametrize("name", CASES)
def test_bursts(name: str) -> None:
    rows, expected = CASES[name]
    assert series(rows) == expected


def test_an_author_counts_once_an_hour() -> None:
    loud = say(0, 4) * 30
    loud = [(f"{row[0]}-{n}", *row[1:]) for n, row in enumerate(loud)]
    assert series(flat(3) + loud) == []


def test_messages_without_an_author_are_each_someone() -> None:
    rows: list[Row] = [(row[0], None, *row[2:]) for row in say(0, 8)]
    assert series(rows) == THREE


def test_a_platform_that_comes_back_does_not_lift_the_others() -> None:
    """Bluesky, five sixths of the talk, was blind but for the last day: its return is no burst, a real one is."""
    back = NOW - timedelta(hours=25)
    dark = [("bluesky", SINCE, back)]
    usual = [row for hour in range(1, 600) for row in say(hour, 1)]
    returned = [row for hour in range(24) for row in say(hour, 5, on="bluesky")]
    assert series(usual + say(0, 1) + returned, dark) == []
    assert series(usual + say(0, 1) + returned + say(0, 40, on="bluesky"), dark) == THREE


def test_blind_hours_are_unknown_and_never_zero() -> None:
    """Seen one day in two, at five an hour: seven now are nothing, though the blind days read as zeros."""
    dark = [("mastodon", SINCE + timedelta(days=n), SINCE + timedelta(days=n + 1)) for n in range(0, 28, 2)]
    seen = [hour for hour in range(1, 600) if (NOW - SINCE - timedelta(hours=hour, minutes=1)) // timedelta(days=1) % 2]
    rows = [row for hour in seen for row in say(hour, 5 + hour % 3 - 1)]
    assert series(rows + say(0, 8), dark) == []
    found = signals(rows + say(0, 30), dark)
    assert len(found) == 3
    assert all(4 <= signal.expected <= 6 for signal in found)


@pytest.mark.parametrize("hours", [2, 5, 30])
def test_a_platform_that_joins_is_no_burst_and_is_watched_after_a_day(hours: int) -> None:
    joined = [row for hour in range(hours) for row in say(hour, 12, on="bluesky")]
    began = {"bluesky": NOW - timedelta(hours=hours)}
    assert signals(flat(1) + joined, began=began) == []
    again = signals(flat(1) + joined + say(0, 90, on="bluesky"), began=began)
    assert bool(again) == (hours > 24)
