"""What every detector must satisfy, whoever wrote it: one check a rule, each fails with an AssertionError."""

import gc
import json
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import polars as pl

from signals.base import MESSAGES, Detector
from tests.contract.talk import (
    CRISIS,
    DAY,
    EVENTS,
    FLAT,
    HOURS,
    LOUD,
    NOW,
    START,
    STEADY,
    TALK,
    THE_CRISIS,
    WAVE,
    Row,
    blind,
    frame,
    heard,
    small_talk,
)

Check = Callable[[Detector], None]
KEPT = 200_000
"""Bytes that may remain after a call: caches of libraries, no messages."""


def hears_its_event(detector: Detector) -> None:
    found = heard(detector, LOUD, measures=WAVE)
    assert EVENTS.get(detector.kind, THE_CRISIS) in {(signal.topic_id, signal.place_id) for signal in found}


def explains_itself(detector: Detector) -> None:
    messages, measures = set(LOUD["id"]), set(WAVE["id"])
    for signal in heard(detector, LOUD, measures=WAVE):
        assert signal.at == NOW
        assert signal.kind == detector.kind
        assert set(signal.evidence) <= messages
        assert set(signal.measures) <= measures
        assert len(signal.evidence) <= 50
        assert signal.observed > signal.upper >= 0
        assert 0 <= signal.p_value <= 1
        assert str(signal.authors) in signal.reason
        assert str(signal.authors) in signal.reason_en
        assert json.loads(signal.parameters)


def keeps_its_ids_within_the_hour(detector: Detector) -> None:
    first = [signal.id for signal in heard(detector, LOUD, measures=WAVE)]
    assert len(first) == len(set(first))
    before = heard(detector, LOUD, measures=WAVE, as_of=NOW - timedelta(minutes=1))
    assert {signal.id for signal in before} & set(first)


def survives_nothing(detector: Detector) -> None:
    assert heard(detector, MESSAGES.to_frame(), measures=WAVE.clear()) == []


def survives_what_never_changes(detector: Detector) -> None:
    assert heard(detector, FLAT) == []
    assert heard(detector, FLAT.head(1)) == []
    assert heard(detector, FLAT.filter(pl.col("published_at") < START + DAY)) == []


def is_silent_about_small_talk(detector: Detector) -> None:
    assert heard(detector, TALK) == []


def is_silent_when_one_person_shouts(detector: Detector) -> None:
    rows: list[Row] = [
        (f"s{n}", "mastodon:one", "mastodon", NOW - timedelta(minutes=n % 59, seconds=1), "dam", "D43")
        for n in range(200)
    ]
    assert heard(detector, frame(small_talk(HOURS) + rows)) == []


def is_silent_before_it_knows_what_is_usual(detector: Detector) -> None:
    late = NOW - timedelta(hours=9)
    assert heard(detector, LOUD, measures=WAVE.filter(pl.col("start") >= late - DAY), since=late) == []


def hears_the_same_in_any_order(detector: Detector) -> None:
    usual = heard(detector, LOUD, measures=WAVE)
    for seed in range(5):
        messages, measures = (rows.sample(fraction=1, shuffle=True, seed=seed) for rows in (LOUD, WAVE))
        assert heard(detector, messages, measures=measures) == usual


def says_the_same_twice(detector: Detector) -> None:
    assert heard(detector, LOUD, measures=WAVE) == heard(detector, LOUD, measures=WAVE)


def never_looks_ahead(detector: Detector) -> None:
    for minutes in range(-600, 301, 50):
        now = CRISIS + timedelta(minutes=minutes)
        messages = LOUD.filter(pl.col("published_at") < now)
        measures = WAVE.filter(pl.col("end") <= now)
        later = blind("bluesky", now + timedelta(minutes=3 * abs(minutes)), None)
        told = heard(detector, LOUD, outages=later, as_of=now, measures=WAVE)
        assert told == heard(detector, messages, as_of=now, measures=measures)


def knows_no_end_of_an_outage_before(detector: Detector) -> None:
    start = NOW - timedelta(minutes=10)
    ended = heard(detector, LOUD, measures=WAVE, outages=blind("bluesky", start, NOW + timedelta(hours=3)))
    assert ended == heard(detector, LOUD, measures=WAVE, outages=blind("bluesky", start, None))


def takes_no_outage_for_silence(detector: Detector) -> None:
    """Three days of dark in everyday talk, then most of the known past in talk that is always loud."""
    for since_end in (-60, 0, 10, 59, 60, 61, 120, 360, 1500):
        end = NOW - timedelta(minutes=since_end)
        for messages, start in ((TALK, end - 3 * DAY), (STEADY, START + 3 * DAY)):
            lost = messages.filter(
                (pl.col("platform") != "mastodon") | ~pl.col("published_at").is_between(start, end, closed="left")
            )
            assert heard(detector, lost, outages=blind("mastodon", start, end)) == [], (since_end, start)


def says_nothing_of_a_blind_platform(detector: Detector) -> None:
    dark = blind("mastodon", NOW - timedelta(minutes=1), None)
    assert heard(detector, LOUD, measures=WAVE, outages=dark) == []


def remembers_no_more_than_it_is_given(detector: Detector) -> None:
    """Nothing stays from call to call, and what is older than four weeks changes nothing: memory is bounded."""
    fresh = heard(detector, TALK)
    heard(detector, LOUD, measures=WAVE)
    assert heard(detector, TALK) == fresh
    old = TALK.with_columns(pl.col("published_at") - 60 * DAY, pl.concat_str(pl.lit("old"), pl.col("id")).alias("id"))
    since = START - 60 * DAY
    known = heard(detector, LOUD, measures=WAVE, since=since)
    assert heard(detector, pl.concat([old, LOUD]), measures=WAVE, since=since) == known
    tracemalloc.start()
    try:
        frames, before = _frames(), tracemalloc.get_traced_memory()[0]
        for _ in range(3):
            heard(detector, LOUD, measures=WAVE)
        assert _frames() <= frames
        assert tracemalloc.get_traced_memory()[0] - before < KEPT
    finally:
        tracemalloc.stop()


def _frames() -> int:
    gc.collect()
    return sum(isinstance(found, pl.DataFrame) for found in gc.get_objects())


CHECKS: tuple[Check, ...] = (
    hears_its_event,
    explains_itself,
    keeps_its_ids_within_the_hour,
    survives_nothing,
    survives_what_never_changes,
    is_silent_about_small_talk,
    is_silent_when_one_person_shouts,
    is_silent_before_it_knows_what_is_usual,
    hears_the_same_in_any_order,
    says_the_same_twice,
    never_looks_ahead,
    knows_no_end_of_an_outage_before,
    takes_no_outage_for_silence,
    says_nothing_of_a_blind_platform,
    remembers_no_more_than_it_is_given,
)
