"""What a process knows of the past is what a new one would read, whatever was rewritten meanwhile."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from neo4j import Driver
from polars.testing import assert_frame_equal

from flows import marks, past
from flows.detect import hear
from flows.erase import erase
from flows.gate import Removal
from flows.watching import watch_at
from graph.model import Message, Topic
from graph.pins import Board
from graph.rows import Row
from graph.schema import ABOUT_TOPIC, CONCERNS_SERVICE, MENTIONS_PLACE, MESSAGE
from graph.store import Store
from signals.base import Watch

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Counting(Store):
    """Counts the queries that it is asked."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self.asked: Counter[str] = Counter()

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        self.asked[name] += 1
        return super().rows(name, **parameters)


def post(number: int, at: datetime, **given: Any) -> Message:
    return Message(
        id=f"mastodon:{number}",
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=f"Texte {number}",
        published_at=at,
        author_id=f"mastodon:a{number % 40}",
        **({"place_id": "D21"} | given),
    )


def topic(name: str) -> Topic:
    return Topic(id=name, label=name, size=30, centroid=(1.0,) * 384, first_at=NOW - 9 * DAY, last_at=NOW, run_id="r")


def about(store: Store, topics: dict[int, str], run: str, swept: tuple[int, ...] = ()) -> None:
    rows = [{"start": f"mastodon:{number}", "end": name, "score": 0.9} for number, name in topics.items()]
    store.relate(ABOUT_TOPIC, rows, run_id=run, scope=[f"mastodon:{number}" for number in swept])


@pytest.fixture
def told(store: Store, neo4j_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Return a graph of three weeks that was looked at: small talk of two topics, then a burst; some of it is fresh."""
    monkeypatch.setattr(past, "FRESH", 40)
    calm = [post(number, NOW - (2 + number * 4) * 60 * MINUTE) for number in range(120)]
    store.save([*calm, *(post(number, NOW - number % 50 * MINUTE) for number in range(200, 225))], now=NOW)
    store.save([topic("t1"), topic("t2"), topic("t3")], now=NOW)
    about(store, {number: f"t{1 + number % 2}" for number in (*range(120), *range(200, 225))}, "first")
    store.execute(
        "copies_write", rows=[{"start": "mastodon:3", "end": "mastodon:9", "kind": "copy", "score": 1.0}], run_id="c"
    )
    read(store, 17, 18)
    known = Counting(neo4j_driver)
    assert list(hear(watch_at(known, NOW)))
    watch_at(known, NOW)  # from now on what is older is counted now and then
    known.asked.clear()
    return known


def seen(watch: Watch) -> tuple[pl.DataFrame, pl.DataFrame, frozenset[str]]:
    messages = watch.messages.sort("published_at", "id", "topic_id", "place_id")
    return messages, watch.concerns.sort("id", "service_id"), watch.copies


def arrive_late(store: Store) -> None:
    store.save([post(300, NOW - 12 * DAY), post(301, NOW - 3 * MINUTE), post(302, NOW - 40 * DAY)], now=NOW)


def read(store: Store, *numbers: int) -> None:
    named = {"probability": 0.9, "surface": "Lyon", "reason": "", "choice": ""}
    ids = [f"mastodon:{number}" for number in numbers or (7, 8)]
    store.relate(MENTIONS_PLACE, [{"start": name, "end": "69123"} | named for name in ids], run_id="e", scope=ids)
    concerned = {"end": "perceval", "probability": 0.8, "how": "word", "need": ""}
    store.relate(CONCERNS_SERVICE, [{"start": name} | concerned for name in ids], run_id="e", scope=ids)
    store.complete(MESSAGE, ("lang",), [{"id": name, "lang": "fr"} for name in ids])


def read_again(store: Store) -> None:
    store.relate(MENTIONS_PLACE, [], run_id="later", scope=["mastodon:17"])
    store.relate(CONCERNS_SERVICE, [], run_id="later", scope=["mastodon:18"])


def correct(store: Store) -> None:
    store.save([post(5, NOW - 5 * DAY, place_id="D75"), post(6, NOW - 50 * DAY)], now=NOW)


def recluster(store: Store) -> None:
    about(store, {number: "t3" for number in range(40, 80)}, "second", swept=tuple(range(40, 100)))


def copy(store: Store) -> None:
    rows = [
        {"start": "mastodon:4", "end": "mastodon:9", "kind": "copy", "score": 1.0},
        {"start": "mastodon:3", "end": None},
    ]
    store.execute("copies_write", rows=rows, run_id="d")


def pin(act: Callable[[Board], object]) -> Callable[[Store], object]:
    return lambda store: act(Board(store, "analyste", at=NOW))


def erase_one(store: Store) -> None:
    erase(store, [Removal("message", ("mastodon:9",), "mark", seen=True)], now=NOW)


def erase_and_add(store: Store) -> None:
    erase_one(store)
    store.save([post(303, NOW - 6 * DAY)], now=NOW)


def erase_and_add_an_old_one(store: Store) -> None:
    erase_one(store)
    store.save([post(304, NOW - 60 * DAY)], now=NOW)


CHANGES: dict[str, Callable[[Store], object]] = {
    "nothing": lambda store: None,
    "late arrivals": arrive_late,
    "places and services found": read,
    "places and services not found again": read_again,
    "corrected by its source": correct,
    "dated anew by its source": lambda store: store.save([post(5, NOW - 3 * MINUTE)], now=NOW),
    "topics rewritten": recluster,
    "copies rewritten": copy,
    "merged by hand": pin(lambda board: board.merge("t1", "t2")),
    "split by hand": pin(lambda board: board.split("t1", ["mastodon:2", "mastodon:200"])),
    "taken out by hand": pin(lambda board: board.exclude("t1", ["mastodon:2"])),
    "left out by hand": pin(lambda board: board.exclude("t1")),
    "erased": erase_one,
    "erased and another came": erase_and_add,
    "erased and an old one came": erase_and_add_an_old_one,
}
REREAD = {name for name in CHANGES if name.startswith("erased")} | {"left out by hand", "corrected by its source"}
"""After these everything is read again: what is gone, or left out, bears no mark."""


@pytest.mark.parametrize("what", CHANGES)
def test_a_look_sees_what_a_look_from_scratch_sees(
    told: Counting, store: Store, neo4j_driver: Driver, what: str
) -> None:
    CHANGES[what](store)
    later = NOW + timedelta(seconds=40)  # what was expected a moment ago is still known

    known, fresh = watch_at(told, later), watch_at(Store(neo4j_driver), later)

    for one, other in zip(seen(known)[:2], seen(fresh)[:2], strict=True):
        assert_frame_equal(one, other)
    assert known.copies == fresh.copies
    assert list(hear(known)) == list(hear(fresh))
    assert (told.asked["counted"] > 0) == (what in REREAD)


def test_what_is_dated_later_is_seen_when_its_time_has_come(told: Counting, store: Store, neo4j_driver: Driver) -> None:
    store.save([post(400, NOW + 3 * DAY)], now=NOW)
    for at, there in ((NOW, False), (NOW + 4 * DAY, True), (NOW, False), (NOW - 2 * DAY, False)):
        known, fresh = watch_at(told, at), watch_at(Store(neo4j_driver), at)
        assert ("mastodon:400" in known.messages["id"]) is there
        assert_frame_equal(seen(known)[0], seen(fresh)[0])


def test_what_changed_is_read_again_while_more_comes(
    told: Counting, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look after look, each with something new, until what is fresh is laid to the rest."""
    monkeypatch.setattr(past, "FRESH", 10)
    for number in range(500, 530, 3):
        store.save([post(number + n, NOW - number * MINUTE) for n in range(3)], now=NOW)
        assert len(watch_at(told, NOW).messages) == len(seen(watch_at(told, NOW))[0])
        assert set(watch_at(told, NOW).messages["id"]) >= {f"mastodon:{number + n}" for n in range(3)}
    assert told.asked["counted"] == told.asked["counted_older"] == 0
    assert watch_at(told, NOW).messages["id"].is_unique().all()


def test_it_is_known_how_far_back_the_past_changed(
    told: Counting, store: Store, neo4j_driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MARGIN", 0)
    watch_at(fresh := Store(neo4j_driver), NOW)
    assert past.past(fresh).touched is None, "all was read"
    arrive_late(store)
    watch_at(told, NOW)
    assert past.past(told).touched == NOW - 12 * DAY


def test_what_a_long_transaction_marked_is_seen_once_it_has_ended(
    told: Counting, store: Store, neo4j_driver: Driver
) -> None:
    with neo4j_driver.session() as session, session.begin_transaction() as slow:
        slow.run("MATCH (m:Message {id: 'mastodon:5'}) SET m.place_id = 'D75', m.changed_at = timestamp()").consume()
        time.sleep(1.2 * marks.MARGIN / 1_000)
        assert "D75" not in watch_at(told, NOW).messages["place_id"]
        slow.commit()
    assert "D75" in watch_at(told, NOW).messages["place_id"]
    assert told.asked["counted"] == 0, "nothing but what was marked was read again"


def test_now_and_then_marks_are_read_further_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = marks.Marks(1_000_000)
    assert kept.since() == 1_000_000 - marks.MARGIN
    with monkeypatch.context() as later:
        later.setattr(marks, "DEEP", 0.0)
        assert kept.since() == 1_000_000 - marks.OVERLAP
        kept.reach(2_000_000)
    assert kept.since() == 2_000_000 - marks.MARGIN


def test_too_much_is_not_kept(told: Counting, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "AT_MOST", 100)
    first = watch_at(told, NOW)
    assert told.asked["counted"] == 0
    again = watch_at(told, NOW)
    assert told.asked["counted"] > 0, "it was let go of"
    assert_frame_equal(seen(first)[0], seen(again)[0])


def test_the_beginning_is_a_moment_that_queries_order_as_it_was_written(told: Counting) -> None:
    since = watch_at(told, NOW).since
    (row,) = told.ask(
        "MATCH (m:Message) WHERE m.published_at >= $since RETURN count(m) AS n", parameters={"since": since}
    ).rows
    (all_of_them,) = told.ask("MATCH (m:Message) RETURN count(m) AS n").rows
    assert row == all_of_them
