"""Sources that fall silent, fail, come back and join late, on a real graph: never read as zero."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from flows.collect import collect_source
from flows.detect import detect_at
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.errors import SourceUnavailable
from flows.outages import notice
from flows.reader import Reader
from flows.watch import watch_once
from graph.model import Outage
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from signals.tone import tone
from tests.graphs import furnished
from tests.told import Told, post, told

pytestmark = pytest.mark.neo4j

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
LOOK = timedelta(minutes=10)
DOWN = SourceUnavailable("mastodon ne répond pas")


def past(platform: str, *, days: float = 20, until: datetime = NOON, every: int = 12) -> Told:
    """Return a source that tells a message every `every` minutes, up to `until`."""
    count = int(days * 1_440 / every)
    times = [until - timedelta(minutes=every * number) for number in range(count, 0, -1)]
    return told(*(post(f"{at:%d-%H-%M}", at, platform=platform) for at in times))


def look(store: Store, source: Told, now: datetime) -> None:
    with suppress(SourceUnavailable):
        collect_source(store, source, now=now)
    notice(store, now=now)


def outages(store: Store) -> list[tuple[str, str, datetime, datetime | None]]:
    rows = store.ask("MATCH (o:Outage) RETURN o.platform AS p, o.cause AS c, o.start AS s, o.end AS e ORDER BY s").rows
    return [(row["p"], row["c"], row["s"].to_native(), row["e"] and row["e"].to_native()) for row in rows]


def source(store: Store, name: str) -> dict[str, Any]:
    return store.ask(
        "MATCH (s:Source {id: $id}) RETURN s.blind AS blind, s.expected_per_day AS expected", {"id": name}
    ).rows[0]


def hours(store: Store, source: Told, start: datetime, count: int, *, every: int = 10) -> datetime:
    """Look at `source` every ten minutes, and return the moment of the last look."""
    for _ in range(count * 60 // every):
        start += timedelta(minutes=every)
        look(store, source, start)
    return start


def test_silence_opens_an_outage_that_closes_on_return_and_shrinks_with_what_comes_late(store: Store) -> None:
    look(store, past("mastodon"), NOON)
    assert source(store, "mastodon") == {"blind": [], "expected": pytest.approx(120, rel=0.05)}

    hours(store, told_nothing("mastodon"), NOON, 1)
    assert outages(store) == []
    now = hours(store, told_nothing("mastodon"), NOON + timedelta(hours=1), 5)
    ((platform, cause, start, end),) = outages(store)
    assert (platform, cause, end) == ("mastodon", "silence", None)
    assert NOON - timedelta(minutes=12) < start <= NOON + timedelta(minutes=5)
    assert source(store, "mastodon")["blind"] == ["mastodon"]

    back = post("back", now + timedelta(minutes=1), platform="mastodon")
    look(store, told(back), now + LOOK)
    assert outages(store) == [("mastodon", "silence", start, back.published_at)]
    assert source(store, "mastodon")["blind"] == []

    late = [post(f"late{n}", now - timedelta(minutes=n), platform="mastodon") for n in range(120, 0, -12)]
    look(store, told(*late), now + 2 * LOOK)
    assert outages(store) == [("mastodon", "silence", start, late[0].published_at)]
    # an hour is the usual delay while no look has told another
    assert store.ask("MATCH (s:Source {id: 'mastodon'}) RETURN s.late AS n").rows == [{"n": 6}]

    rest = [post(f"rest{n}", NOON + timedelta(minutes=n), platform="mastodon") for n in range(0, 241, 12)]
    look(store, told(*rest), now + 3 * LOOK)
    assert outages(store) == []


def told_nothing(platform: str) -> Told:
    return Told([], about=told(post("x", NOON, platform=platform)).about)


def test_failing_looks_are_blind_at_once_and_forgotten_when_nothing_was_missed(store: Store) -> None:
    look(store, past("mastodon"), NOON)
    failing = Told(failure=DOWN, about=told_nothing("mastodon").about)
    look(store, failing, NOON + LOOK)
    ((_, cause, start, end),) = outages(store)
    assert (cause, end) == ("failure", None)
    assert start <= NOON, "what was published just before the last good look may be missing too"
    look(store, failing, NOON + 2 * LOOK)
    assert len(outages(store)) == 1
    # it comes back with what was said meanwhile: nothing is missing
    meanwhile = [post(f"m{n}", NOON + timedelta(minutes=n), platform="mastodon") for n in range(2, 30, 12)]
    look(store, told(*meanwhile), NOON + 3 * LOOK)
    assert outages(store) == []


def test_too_little_past_expects_nothing_and_says_so(store: Store) -> None:
    look(store, past("mastodon", days=5), NOON)
    hours(store, told_nothing("mastodon"), NOON, 24, every=60)
    assert (outages(store), source(store, "mastodon")) == ([], {"blind": [], "expected": None})


def test_what_was_told_is_left_alone(store: Store) -> None:
    look(store, past("mastodon"), NOON)
    known = Outage(id="o", platform="mastodon", start=NOON)
    store.save([known], now=NOON)
    hours(store, told_nothing("mastodon"), NOON, 6, every=30)
    assert outages(store) == [("mastodon", "told", NOON, None)]


def test_a_pause_of_ours_is_noticed_afterwards(store: Store) -> None:
    look(store, past("mastodon"), NOON)
    # nobody looks for a week, and what was said meanwhile is lost
    later = NOON + timedelta(days=7)
    look(store, past("mastodon", days=0.1, until=later), later)
    ((_, cause, start, end),) = outages(store)
    assert cause == "silence"
    assert start - NOON < timedelta(minutes=20)
    assert end is not None
    assert later - end < timedelta(hours=3)


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Reader:
    return Reader(Cache(tmp_path / "vectors", encoder), Gazetteer(places()), tone)


TALK = "Encore un faux SMS de colis reçu à Dijon, ils demandent de payer"


def talk(platform: str, start: datetime, end: datetime, every: int) -> Told:
    count = int((end - start) / timedelta(minutes=every))
    times = [start + timedelta(minutes=every * number) for number in range(count)]
    return told(*(post(f"{at:%d%H%M}", at, platform=platform, text=TALK) for at in times))


def look_at_all(store: Store, reader: Reader, sources: list[Told], now: datetime) -> Counter[str]:
    _, found, _ = watch_once(store, reader, sources, now=now)
    return found


def test_a_failure_is_reported_in_the_cycle_masks_its_hours_and_raises_nothing(
    neo4j_driver: Driver, reader: Reader
) -> None:
    store = furnished(neo4j_driver)
    for name in ("mastodon", "bluesky"):
        collect_source(store, talk(name, NOON - timedelta(days=10), NOON, 20), now=NOON)
    enrich_pending(store, reader, as_of=NOON)
    detect_at(store, reader, as_of=NOON)
    failing = Told(failure=DOWN, about=told_nothing("mastodon").about)
    now = NOON
    for _ in range(4):
        before, now = now, now + timedelta(minutes=30)
        tallies, _, failures = watch_once(store, reader, [failing, talk("bluesky", before, now, 15)], now=now)
        assert [str(error) for error in failures] == [str(DOWN)]
        assert source(store, "mastodon")["blind"] == ["mastodon"], "reported in the first cycle"
    assert blind_hours(store) == [11, 12, 13]
    # everything comes back at once
    tallies, _, _ = watch_once(
        store, reader, [talk("mastodon", NOON, now, 20), talk("bluesky", now, now + LOOK, 10)], now=now + LOOK
    )
    assert [tally.blind for tally in tallies] == [{}, {}]
    assert blind_hours(store) == []
    counted = store.ask(
        "MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.hour >= $noon RETURN w.n AS n ORDER BY w.hour",
        {"noon": NOON},
    ).rows
    assert [row["n"] for row in counted] == [7, 7, 1], "late messages are counted in their hours"
    assert store.ask("MATCH (a:Alert) RETURN a.reason AS why").rows == []


def blind_hours(store: Store) -> list[int]:
    rows = store.ask(
        "MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.blind RETURN w.hour.hour AS hour ORDER BY w.hour"
    ).rows
    return [row["hour"] for row in rows]


def test_a_platform_that_joins_is_no_burst(neo4j_driver: Driver, reader: Reader) -> None:
    store = furnished(neo4j_driver)
    collect_source(store, talk("mastodon", NOON - timedelta(days=10), NOON, 60), now=NOON)
    enrich_pending(store, reader, as_of=NOON)
    detect_at(store, reader, as_of=NOON)
    now = NOON
    for hours_later in (1, 6, 36):
        before, now = now, NOON + timedelta(hours=hours_later)
        look_at_all(store, reader, [talk("mastodon", before, now, 60), talk("bluesky", before, now, 5)], now)
    assert store.ask("MATCH (a:Alert) RETURN a.reason AS why").rows == []
    expected = store.ask(
        "MATCH (w:Window {topic_id: '*', place_id: 'FR'}) WHERE w.hour >= $noon "
        "RETURN w.expected AS expected, w.blind AS blind ORDER BY w.hour",
        {"noon": NOON},
    ).rows
    assert not any(row["blind"] for row in expected)
    assert [row["expected"] for row in expected[:24]] == [None] * 24
    assert expected[30]["expected"] == pytest.approx(13, rel=0.2)
