"""Talk against reports: each quadrant, what nobody knows, and what is no wave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest

from signals.base import CONCERNS, MEASURES, MESSAGES, OUTAGES, Watch
from signals.detectors.silent_wave import SilentWave
from signals.quadrants import quadrants

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)
MIDNIGHT = NOON.replace(hour=0)
PLACES = ("D21", "D38", "D69")


def counted(last: float, *, days: int = 27, length: timedelta = DAY, metric: str = "reports") -> pl.DataFrame:
    """Return what was reported each day; `last` times as much in D38 on the last one."""
    random = Random(6)
    rows = [
        (f"m{ago}{place}", "perceval", place, metric, MIDNIGHT - (ago + 1) * length, MIDNIGHT - ago * length, value)
        for ago in range(days)
        for place in PLACES
        for value in [float(round(random.gauss(40, 7) * (last if place == "D38" and ago == 0 else 1)))]
    ]
    return pl.DataFrame(rows, schema=MEASURES, orient="row")


def watch_of(reports: float, authors: int) -> Watch:
    """Return a watch in which so many talk of the service in D38 on the last day, where one or two do every day."""
    random = Random(4)
    rows, about = [], []
    for ago in range(27):
        for place in PLACES:
            many = authors if place == "D38" and ago == 0 else random.randint(0, 3)
            for n in range(many):
                at = MIDNIGHT - (ago + random.random()) * DAY
                rows.append((f"{ago}{place}{n}", f"a{ago}{n}", "mastodon", at, None, place))
                about.append((f"{ago}{place}{n}", "perceval"))
        rows += [(f"x{ago}{n}", f"b{n}", "mastodon", MIDNIGHT - (ago + n / 9) * DAY, None, "D38") for n in range(9)]
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    concerns = pl.DataFrame(about, schema=CONCERNS, orient="row")
    since = MIDNIGHT - 27 * DAY
    return Watch(messages, OUTAGES.to_frame(), since, NOON, measures=counted(reports), concerns=concerns)


@pytest.mark.parametrize(
    ("reports", "authors", "expected"),
    [(1, 2, "calm"), (4, 2, "silent_wave"), (1, 30, "rumour"), (4, 30, "crisis")],
)
def test_four_quadrants(reports: float, authors: int, expected: str) -> None:
    found = {crossing.place: crossing for crossing in quadrants(watch_of(reports, authors))}
    assert set(found) == set(PLACES)
    crossing = found["D38"]
    assert crossing.quadrant == expected
    assert crossing.reports_expected == pytest.approx(40, rel=0.15)
    assert 0.5 < crossing.talk_expected < 3
    assert found["D69"].quadrant == "calm"
    waves = [signal.place_id for signal in SilentWave().detect(watch_of(reports, authors))]
    assert waves == (["D38"] if expected == "silent_wave" else [])


def test_a_wave_says_what_it_rests_on() -> None:
    (signal,) = SilentWave().detect(watch_of(4, 2))
    assert signal.measures == ("m0D38",)
    assert signal.evidence == ()
    assert signal.observed > signal.upper > signal.expected
    assert "perceval" in signal.reason


def test_nobody_knows_what_is_said_while_a_platform_is_blind() -> None:
    watch = watch_of(4, 2)
    for start, end in ((MIDNIGHT - DAY / 2, MIDNIGHT - DAY / 3), (NOON - DAY / 12, None)):
        outages = pl.DataFrame([("mastodon", start, end)], schema=OUTAGES, orient="row")
        assert not list(SilentWave().detect(replace(watch, outages=outages)))
        assert quadrants(replace(watch, outages=outages)) == []
    past = pl.DataFrame([("mastodon", MIDNIGHT - 9 * DAY, MIDNIGHT - 8 * DAY)], schema=OUTAGES, orient="row")
    assert list(SilentWave().detect(replace(watch, outages=past)))


@pytest.mark.parametrize(
    "measures",
    [
        counted(4, metric="visits"),
        counted(4, length=7 * DAY, days=4),
        counted(4, days=5),
        counted(4).with_columns(pl.col("start", "end") - 3 * DAY),
        counted(4).with_columns(pl.col("start", "end") + DAY),
    ],
    ids=["visits", "weeks", "no past", "long ago", "not over yet"],
)
def test_what_is_no_wave(measures: pl.DataFrame) -> None:
    assert not list(SilentWave().detect(replace(watch_of(1, 2), measures=measures)))


def test_days_that_nobody_counted_are_not_empty() -> None:
    """Two weeks without a count, as many with the usual one: nothing rises."""
    measures = counted(1).filter(~pl.col("end").is_between(MIDNIGHT - 14 * DAY, MIDNIGHT - DAY))
    assert not list(SilentWave().detect(replace(watch_of(1, 2), measures=measures)))


def test_many_services_share_one_budget() -> None:
    """Of sixty ordinary services, one in twenty passes its own bound on a day: none is a wave."""
    parts = []
    for number in range(60):
        random = Random(number)
        usual = counted(1).with_columns(
            pl.col("id") + str(number),
            service_id=pl.lit(f"service-{number}"),
            value=pl.Series([float(round(random.gauss(40, 7))) for _ in range(81)]),
        )
        parts.append(usual)
    quiet = replace(watch_of(1, 2), measures=pl.concat(parts))
    assert {crossing.quadrant for crossing in quadrants(quiet)} == {"calm", "silent_wave"}
    assert not list(SilentWave().detect(quiet))


def test_a_wave_that_has_risen_for_days_is_heard_still() -> None:
    rising = counted(1).with_columns(
        value=pl.when(pl.col("place_id") == "D38", pl.col("end") > MIDNIGHT - 5 * DAY)
        .then(pl.col("value") * 3)
        .otherwise("value")
    )
    assert [signal.place_id for signal in SilentWave().detect(replace(watch_of(1, 2), measures=rising))] == ["D38"]
