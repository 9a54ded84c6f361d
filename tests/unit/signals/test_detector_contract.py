"""What every detector must satisfy, whoever wrote it."""

import json
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Signal
from signals.base import MESSAGES, OUTAGES, Detector, Watch
from signals.detectors import all_detectors

START = datetime(2026, 9, 1, tzinfo=UTC)
CRISIS = START + timedelta(days=20, hours=15)
NOW = CRISIS + timedelta(hours=5)
Row = tuple[str, str, str, datetime, str | None, str | None]


def small_talk(hours: int, seed: int = 7) -> list[Row]:
    """Return everyday messages on two platforms, three topics and two départements; D43 hears about one a day."""
    random = Random(seed)
    rows: list[Row] = []
    for hour in range(hours):
        for n in range(random.randint(2, 6)):
            at = START + timedelta(hours=hour, seconds=random.randrange(3600))
            place = random.choice(["D21", "D21", "D75", None])
            topic = random.choice(["works", "traffic", "weather", None])
            platform = random.choice(["mastodon", "bluesky"])
            rows.append((f"q{hour}-{n}", f"{platform}:a{random.randrange(200)}", platform, at, topic, place))
        if hour % 24 == 9:
            rows.append((f"d{hour}", "mastodon:local", "mastodon", START + timedelta(hours=hour), "works", "D43"))
    return rows


def crisis() -> list[Row]:
    """Return a new topic in a quiet département that swells for hours: 4 authors, then 20, 50, 100, 170."""
    random = Random(11)
    rows: list[Row] = []
    for hour, count in enumerate([4, 20, 50, 100, 170]):
        for n in range(count):
            at = CRISIS + timedelta(hours=hour, seconds=random.randrange(3600))
            rows.append((f"c{hour}-{n}", f"mastodon:c{random.randrange(400)}", "mastodon", at, "dam", "D43"))
    return rows


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MESSAGES, orient="row")


HOURS = (NOW - START) // timedelta(hours=1)
TALK = frame(small_talk(HOURS))
LOUD = frame(small_talk(HOURS) + crisis())
SEEN = OUTAGES.to_frame()
every_detector = pytest.mark.parametrize("detector", list(all_detectors()), ids=lambda found: found.kind)


def heard(
    detector: Detector,
    messages: pl.DataFrame,
    *,
    outages: pl.DataFrame = SEEN,
    since: datetime = START,
    as_of: datetime = NOW,
) -> list[Signal]:
    return list(detector.detect(Watch(messages, outages, since, as_of)))


def blind(platform: str, start: datetime, end: datetime | None) -> pl.DataFrame:
    return pl.DataFrame([(platform, start, end)], schema=OUTAGES, orient="row")


@every_detector
def test_hears_a_loud_crisis(detector: Detector) -> None:
    found = heard(detector, LOUD)
    assert any(signal.topic_id == "dam" and signal.place_id == "D43" for signal in found)


@every_detector
def test_a_signal_explains_itself(detector: Detector) -> None:
    ids = set(LOUD["id"])
    for signal in heard(detector, LOUD):
        assert signal.at == NOW
        assert signal.kind == detector.kind
        assert set(signal.evidence) <= ids
        assert len(signal.evidence) <= 50
        assert signal.observed > signal.upper >= 0
        assert 0 <= signal.p_value <= 1
        assert str(signal.authors) in signal.reason
        assert str(signal.authors) in signal.reason_en
        assert json.loads(signal.parameters)


@every_detector
def test_ids_are_unique_and_stable_within_the_hour(detector: Detector) -> None:
    first = [signal.id for signal in heard(detector, LOUD)]
    assert len(first) == len(set(first))
    before = heard(detector, LOUD, as_of=NOW - timedelta(minutes=1))
    assert {signal.id for signal in before} & set(first)


@every_detector
def test_says_nothing_about_nothing(detector: Detector) -> None:
    assert heard(detector, MESSAGES.to_frame()) == []


@every_detector
def test_says_nothing_about_small_talk(detector: Detector) -> None:
    assert heard(detector, TALK) == []


@every_detector
def test_says_nothing_when_one_person_shouts(detector: Detector) -> None:
    rows: list[Row] = [
        (f"s{n}", "mastodon:one", "mastodon", NOW - timedelta(minutes=n % 59, seconds=1), "dam", "D43")
        for n in range(200)
    ]
    assert heard(detector, frame(small_talk(HOURS) + rows)) == []


@every_detector
def test_says_nothing_before_it_knows_what_is_usual(detector: Detector) -> None:
    assert heard(detector, LOUD, since=NOW - timedelta(hours=9)) == []


def test_detectors_share_one_budget() -> None:
    assert 0 < sum(getattr(detector, "share", 0) for detector in all_detectors()) <= 1


@every_detector
def test_shows_how_it_is_used(detector: Detector) -> None:
    assert ">>>" in (type(detector).__doc__ or "")


@every_detector
@given(seed=st.integers(0, 1_000))
@settings(deadline=None, max_examples=10)
def test_order_of_arrival_does_not_matter(detector: Detector, seed: int) -> None:
    shuffled = LOUD.sample(fraction=1, shuffle=True, seed=seed)
    assert heard(detector, shuffled) == heard(detector, LOUD)


@every_detector
@given(minutes=st.integers(-600, 300), later=st.integers(0, 900))
@settings(deadline=None, max_examples=40)
def test_never_looks_ahead(detector: Detector, minutes: int, later: int) -> None:
    now = CRISIS + timedelta(minutes=minutes)
    known = LOUD.filter(pl.col("published_at") < now)
    blind_later = blind("bluesky", now + timedelta(minutes=later), None)
    assert heard(detector, LOUD, outages=blind_later, as_of=now) == heard(detector, known, as_of=now)


@every_detector
def test_the_end_of_an_outage_is_not_known_before(detector: Detector) -> None:
    start = NOW - timedelta(minutes=10)
    ended = heard(detector, LOUD, outages=blind("bluesky", start, NOW + timedelta(hours=3)))
    assert ended == heard(detector, LOUD, outages=blind("bluesky", start, None))


@every_detector
@pytest.mark.parametrize("since_end", [-60, 0, 10, 59, 60, 61, 120, 360, 1500])
def test_an_outage_of_the_collection_raises_nothing(detector: Detector, since_end: int) -> None:
    end = NOW - timedelta(minutes=since_end)
    dark = blind("mastodon", end - timedelta(hours=72), end)
    lost = TALK.filter(
        (pl.col("platform") != "mastodon")
        | ~pl.col("published_at").is_between(end - timedelta(hours=72), end, closed="left")
    )
    assert heard(detector, lost, outages=dark) == []


@every_detector
def test_a_platform_that_is_blind_now_says_nothing(detector: Detector) -> None:
    assert heard(detector, LOUD, outages=blind("mastodon", NOW - timedelta(minutes=1), None)) == []
