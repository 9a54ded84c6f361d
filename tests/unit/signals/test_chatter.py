"""What a vigilance makes everybody say is no alert, whatever the weather; harm told under the same vigilance is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest

from graph.model import Signal
from signals.base import CONTEXT, HARM, MESSAGES, OUTAGES, Watch
from signals.detectors import all_detectors
from signals.hazards import FACTORS, phenomena_of

NOW = datetime(2026, 2, 10, 15, tzinfo=UTC)
SINCE = NOW - timedelta(days=28)
WEATHER = {
    "neige-verglas": ("D39", "Bonhomme de neige · Lons-le-Saunier"),
    "canicule": ("D30", "Quelle chaleur · Nîmes"),
    "crue": ("D49", "Rivière haute · Angers"),
}
"""Phenomenon -> where it is, and how the topic is called that is about it."""
CHATS, HARMS = -1.2, 1.1
"""Mean log-odds of harm of a line of chatter, and of one that tells of harm."""
Row = tuple[str, str, str, datetime, str | None, str | None]


def hum(place: str, a_day: int = 15) -> list[Row]:
    """Return four weeks of other talk of a place."""
    random = Random(3)
    return [
        (
            f"h{n}",
            f"b{random.randrange(200)}",
            "mastodon",
            NOW - timedelta(hours=random.uniform(0, 660)),
            "works",
            place,
        )
        for n in range(28 * a_day)
    ]


def told(
    topic: str, place: str, authors: int, odds: float, *, minutes: float = 55
) -> tuple[list[Row], dict[str, float]]:
    """Return what so many people say in the last hour, and how far each message tells of harm."""
    random = Random(f"{topic}{place}{odds}{authors}")
    at = [NOW - timedelta(minutes=random.uniform(1, minutes)) for _ in range(authors)]
    rows: list[Row] = [
        (f"{topic}{odds}{n}", f"{topic}{odds}a{n}", "mastodon", at[n], topic, place) for n in range(authors)
    ]
    return rows, {row[0]: float(1 / (1 + np.exp(-random.gauss(odds, 0.9)))) for row in rows}


def heard(
    phenomenon: str,
    said: Sequence[tuple[list[Row], dict[str, float]]],
    *,
    level: str = "orange",
    known: bool = True,
    earlier: tuple[datetime, datetime] | None = None,
) -> list[Signal]:
    """Return what all detectors hear under a vigilance that began this morning; `known`: harm was read.

    `earlier`: another time when the same vigilance was in force.
    """
    place, label = WEATHER[phenomenon]
    start = NOW - timedelta(hours=8)
    spans = [(start, NOW + timedelta(hours=9)), *([earlier] if earlier else [])]
    causes = [(phenomenon, place, begun, ended, begun, FACTORS[level]) for begun, ended in spans]
    rows = [*hum(place), *(row for rows, _ in said for row in rows)]
    harm = [(name, value) for _, read in said for name, value in read.items()] if known else []
    watch = Watch(
        pl.DataFrame(rows, schema=MESSAGES, orient="row"),
        OUTAGES.to_frame(),
        SINCE,
        NOW,
        context=pl.DataFrame(causes, schema=CONTEXT, orient="row"),
        themes={"t": phenomena_of(label) & {phenomenon}},
        harm=pl.DataFrame(harm, schema=HARM, orient="row"),
    )
    return [signal for detector in all_detectors() for signal in detector.detect(watch)]


def topics(signals: Sequence[Signal]) -> set[str | None]:
    return {signal.topic_id for signal in signals}


every_weather = pytest.mark.parametrize("phenomenon", WEATHER)


@every_weather
def test_chatter_about_what_was_announced_is_no_news(phenomenon: str) -> None:
    place = WEATHER[phenomenon][0]
    assert not heard(phenomenon, [told("t", place, 9, CHATS)])
    assert "t" in topics(heard(phenomenon, [told("t", place, 9, CHATS)], known=False)), (
        "who cannot tell harm must not guess"
    )


@every_weather
def test_harm_under_the_same_vigilance_is(phenomenon: str) -> None:
    place = WEATHER[phenomenon][0]
    found = [one for one in heard(phenomenon, [told("t", place, 9, HARMS)]) if one.kind == "burst"]
    assert {(one.topic_id, one.place_id) for one in found} >= {("t", place), ("t", "FR")}
    assert all("vigilance" not in one.reason for one in found), "no more is expected of harm"


@every_weather
def test_harm_among_as_much_chatter_is(phenomenon: str) -> None:
    place = WEATHER[phenomenon][0]
    assert "t" in topics(heard(phenomenon, [told("t", place, 9, HARMS), told("t", place, 9, CHATS)]))


@every_weather
def test_another_topic_under_a_vigilance_is_as_surprising_as_ever(phenomenon: str) -> None:
    place = WEATHER[phenomenon][0]
    rumour, _ = told("rumour", place, 9, CHATS)
    assert topics(heard(phenomenon, [told("t", place, 9, CHATS), (rumour, {})])) >= {"rumour"}


@every_weather
def test_chatter_beyond_all_measure_is_heard_and_says_what_was_expected(phenomenon: str) -> None:
    place = WEATHER[phenomenon][0]
    loud = [one for one in heard(phenomenon, [told("t", place, 150, CHATS)]) if one.topic_id == "t"]
    assert {one.kind for one in loud} == {"burst"}
    assert all("sur le temps que la vigilance annonce" in one.reason for one in loud)
    assert all("on the weather that is forewarned" in one.reason_en for one in loud)
    assert all('"brought"' in one.parameters for one in loud)


def test_a_louder_colour_explains_more() -> None:
    expected = {
        level: max(
            one.expected
            for one in heard("canicule", [told("t", "D30", 150, CHATS)], level=level)
            if one.topic_id == "t"
        )
        for level in FACTORS
    }
    assert expected["jaune"] < expected["orange"] < expected["rouge"]


def test_how_much_a_vigilance_brings_is_learned_from_earlier_ones() -> None:
    """Ten days ago nobody said a word of it under the same colour; one that just began teaches nothing."""
    now, chat = heard("crue", [told("t", "D49", 150, CHATS)]), told("t", "D49", 150, CHATS)
    then = NOW - timedelta(days=10)
    quiet = heard("crue", [chat], earlier=(then, then + timedelta(hours=24)))
    spoken = told("t", "D49", 60, CHATS)[0]
    loud = [(f"e{n}", f"e{n}", row[2], then + timedelta(minutes=24 * n), *row[4:]) for n, row in enumerate(spoken)]
    usual, less, more = (
        next(one.expected for one in found if (one.topic_id, one.place_id) == ("t", "D49"))
        for found in (now, quiet, heard("crue", [chat, (loud, {})], earlier=(then, then + timedelta(hours=24))))
    )
    assert less < usual / 2 < usual < more


def test_chatter_elsewhere_is_no_talk_of_the_vigilance() -> None:
    assert ("t", "D75") in {(one.topic_id, one.place_id) for one in heard("canicule", [told("t", "D75", 9, CHATS)])}


def test_one_text_that_is_repeated_tells_of_harm_once() -> None:
    """Nine people chat, and thirty accounts copy one cry: they are no thirty witnesses of harm."""
    place, label = WEATHER["canicule"]
    chat, copies = told("t", place, 9, CHATS), told("t", place, 30, HARMS)
    row = ("canicule", place, NOW - timedelta(hours=8), NOW, NOW - timedelta(hours=8), 3.0)
    rows = [*hum(place), *chat[0], *copies[0]]
    watch = Watch(
        pl.DataFrame(rows, schema=MESSAGES, orient="row"),
        OUTAGES.to_frame(),
        SINCE,
        NOW,
        context=pl.DataFrame([row], schema=CONTEXT, orient="row"),
        themes={"t": phenomena_of(label)},
        harm=pl.DataFrame(list((chat[1] | copies[1]).items()), schema=HARM, orient="row"),
    )
    brought = {
        many: any('"brought"' in one.parameters for detector in all_detectors() for one in detector.detect(given))
        for many, given in (("copied", replace(watch, copies=frozenset(copies[1]))), ("own", watch))
    }
    assert brought == {"copied": True, "own": False}
