"""What the timeline shows as expected: from the past only, unknown where blind, null where there is no baseline."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from signals.base import MESSAGES, OUTAGES, Watch
from signals.baseline.timeline import expectation, windows

START = datetime(2026, 9, 1, tzinfo=UTC)
HOURS = 24 * 21


def counts(n: list[int], blind: set[int] | None = None, series: str = "a") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "series": [series] * len(n),
            "hour": [START + timedelta(hours=hour) for hour in range(len(n))],
            "n": n,
            "blind": [hour in (blind or set()) for hour in range(len(n))],
        }
    )


def poisson(mean: float, seed: int = 0) -> list[int]:
    return [int(n) for n in np.random.default_rng(seed).poisson(mean, HOURS)]


def test_expects_what_was_usual() -> None:
    found = expectation(counts(poisson(4))).tail(24)
    assert found["expected"].mean() == pytest.approx(4, rel=0.15)
    assert found["upper"].is_between(7, 11).all()


def test_says_nothing_without_a_baseline() -> None:
    found = expectation(counts(poisson(4)), warm_up_hours=24)
    assert found.head(24)["expected"].is_null().all()
    assert found[24:]["upper"].is_not_null().all()


def test_a_line_of_zeros_expects_little_and_not_nothing() -> None:
    last = expectation(counts([0] * HOURS)).tail(1)
    assert 0 < last["expected"].item() < 0.01
    assert last["upper"].item() == 0


def test_reads_the_past_only() -> None:
    usual = poisson(4)
    changed = usual[:300] + [500] * (HOURS - 300)
    before = expectation(counts(usual)).head(301).select("expected", "upper")
    assert before.equals(expectation(counts(changed)).head(301).select("expected", "upper"))


@pytest.mark.parametrize("missing", [False, True])
def test_blind_hours_are_unknown(missing: bool) -> None:
    usual = poisson(4)
    dark = set(range(200, 400))
    silent = [0 if hour in dark else n for hour, n in enumerate(usual)]
    seen = counts(silent, dark)
    seen = seen.filter(~pl.col("blind")) if missing else seen
    assert expectation(seen).tail(1)["expected"].item() == pytest.approx(4, rel=0.15)
    assert expectation(counts(silent)).tail(1)["expected"].item() < 3


def test_keeps_series_apart_and_rows_in_place() -> None:
    both = pl.concat([counts(poisson(20, 1), series="b"), counts(poisson(1, 2))])
    mixed = both.sample(fraction=1, shuffle=True, seed=1)
    found = expectation(mixed)
    assert found.drop("expected", "upper").equals(mixed)
    last = found.filter(pl.col("hour") == pl.col("hour").max()).sort("series")["expected"].to_list()
    assert last == pytest.approx([1, 20], rel=0.25)


def test_windows_have_every_hour_of_every_topic() -> None:
    now = START + timedelta(hours=5, minutes=30)
    rows = [
        ("m1", "a", "mastodon", START + timedelta(minutes=5), "flood", "D21"),
        ("m1", "a", "mastodon", START + timedelta(minutes=5), "flood", "D71"),
        ("m2", "a", "mastodon", START + timedelta(minutes=9), "flood", None),
        ("m3", "b", "bluesky", START + timedelta(hours=2), None, None),
        ("m4", "c", "bluesky", now, "flood", None),
    ]
    outages = pl.DataFrame([("mastodon", START + timedelta(hours=3), None)], schema=OUTAGES, orient="row")
    found = windows(Watch(pl.DataFrame(rows, schema=MESSAGES, orient="row"), outages, START, now))
    all_hours = found.filter(pl.col("topic_id") == "*")
    assert all_hours["n"].to_list() == [2, 0, 1, 0, 0, 0]
    assert all_hours["authors"].to_list() == [1, 0, 1, 0, 0, 0]
    assert all_hours["blind"].to_list() == [False, False, False, True, True, True]
    assert found.filter(pl.col("topic_id") == "flood")["n"].to_list() == [2, 0, 0, 0, 0, 0]


def talk(
    platform: str, hours: Iterable[int], per_hour: int
) -> list[tuple[str, str, str, datetime, str | None, str | None]]:
    return [
        (f"{platform}{hour}-{n}", f"a{n}", platform, START + timedelta(hours=hour, minutes=n), None, None)
        for hour in hours
        for n in range(per_hour)
    ]


def test_a_platform_that_joins_is_expected_once_it_is_known() -> None:
    began = START + timedelta(hours=200)
    rows = talk("mastodon", range(400), 4) + talk("bluesky", range(200, 400), 20)
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    now = START + timedelta(hours=400)
    found = windows(Watch(messages, OUTAGES.to_frame(), START, now, {"bluesky": began}))
    expected = found["expected"].to_list()
    assert expected[199] == pytest.approx(4, rel=0.1)
    assert expected[200:224] == [None] * 24, "no baseline for all that is told"
    # what was not heard is not zero: the first known hour already expects both
    assert expected[230:] == pytest.approx([24] * 170, rel=0.1)
    assert not found["blind"].any()
    zeros = windows(Watch(messages, OUTAGES.to_frame(), START, now))["expected"].to_list()
    assert zeros[230] < 10


def test_a_platform_that_is_blind_teaches_nothing_and_the_others_go_on() -> None:
    dark = range(150, 300)
    rows = talk("mastodon", range(400), 4) + talk("bluesky", [h for h in range(400) if h not in dark], 20)
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    spans = [("bluesky", START + timedelta(hours=dark.start), START + timedelta(hours=dark.stop))]
    outages = pl.DataFrame(spans, schema=OUTAGES, orient="row")
    found = windows(Watch(messages, outages, START, START + timedelta(hours=400)))
    assert found["blind"].to_list() == [hour in dark for hour in range(400)]
    assert found["expected"].to_list()[160:] == pytest.approx([24] * 240, rel=0.1)


def test_windows_of_nothing_are_none() -> None:
    watch = Watch(MESSAGES.to_frame(), OUTAGES.to_frame(), START, START + timedelta(hours=3))
    assert windows(watch).is_empty()
    assert {"expected", "upper"} <= set(windows(watch).columns)
