"""Invented talk and reports that detectors are tried on: everyday, loud, flat."""

from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl

from graph.model import Signal
from signals.base import MEASURES, MESSAGES, OUTAGES, Detector, Watch

START = datetime(2026, 9, 1, tzinfo=UTC)
CRISIS = START + timedelta(days=20, hours=15)
NOW = CRISIS + timedelta(hours=5)
HOURS = (NOW - START) // timedelta(hours=1)
DAY = timedelta(days=1)
PLACES = ("D21", "D43", "D75")
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


def slow_burn() -> list[Row]:
    """Return a topic that doubles every day for four days, spread over each of them: 3 authors, then 6, 12, 24."""
    random = Random(13)
    return [
        (
            f"s{day}-{n}",
            f"mastodon:s{day}-{n}",
            "mastodon",
            NOW - (4 - day) * DAY + timedelta(seconds=random.randrange(86_400)),
            "dyke",
            "D43",
        )
        for day, count in enumerate([3, 6, 12, 24])
        for n in range(count)
    ]


def reports(wave: float = 1.0) -> pl.DataFrame:
    """Return what was reported to a service each day; the last day in D43 is `wave` times what is usual."""
    random = Random(17)
    rows = []
    for day in range((NOW - START) // DAY):
        for place in PLACES:
            start = START + day * DAY
            last = place == "D43" and start + 2 * DAY > NOW
            value = round(random.gauss(40, 7) * (wave if last else 1))
            rows.append((f"m{day}{place}", "perceval", place, "reports", start, start + DAY, float(value)))
    return pl.DataFrame(rows, schema=MEASURES, orient="row")


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MESSAGES, orient="row")


TALK = frame(small_talk(HOURS))
LOUD = frame(small_talk(HOURS) + crisis() + slow_burn())
FLAT = frame(
    [
        (f"f{hour}-{n}", f"mastodon:f{n}", "mastodon", START + timedelta(hours=hour, minutes=20 * n), "works", "D21")
        for hour in range(HOURS)
        for n in range(3)
    ]
)
STEADY = frame(
    [
        (f"l{hour}-{n}", f"mastodon:l{n}", "mastodon", START + timedelta(hours=hour, minutes=n), "works", "D21")
        for hour in range(HOURS)
        for n in range(10 + hour * 7 % 5)
    ]
)
ORDINARY, WAVE = reports(), reports(5)
SEEN = OUTAGES.to_frame()

EVENTS = {"growth": ("dyke", "D43"), "silent_wave": (None, "D43")}
"""Topic and place of what a detector must hear, by kind; the others hear the crisis."""
THE_CRISIS = ("dam", "D43")


def heard(
    detector: Detector,
    messages: pl.DataFrame,
    *,
    outages: pl.DataFrame = SEEN,
    since: datetime = START,
    as_of: datetime = NOW,
    measures: pl.DataFrame = ORDINARY,
) -> list[Signal]:
    return list(detector.detect(Watch(messages, outages, since, as_of, measures=measures)))


def blind(platform: str, start: datetime, end: datetime | None) -> pl.DataFrame:
    return pl.DataFrame([(platform, start, end)], schema=OUTAGES, orient="row")
