"""The minutes in which sources were heard, as a process that read them before knows them: as one that never did."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from neo4j import Driver

from flows.minutes import Minutes
from graph.rows import Row
from graph.store import Store
from tests.graphs import furnished
from tests.told import post

pytestmark = pytest.mark.neo4j

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SINCE = NOON - 2 * DAY
SPANS = ((NOON - 9 * DAY, NOON - 8 * DAY), (NOON - 5 * DAY, None))


class Counting(Store):
    """Notes which named queries read."""

    asked: list[str]

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        self.asked.append(name)
        return super().rows(name, **parameters)


@pytest.fixture
def store(neo4j_driver: Driver) -> Counting:
    store = Counting(furnished(neo4j_driver)._driver)
    store.asked = []
    store.save([post(f"p{hours}", NOON - timedelta(hours=hours)) for hours in range(1, 240, 3)], now=NOON)
    return store


def told(of: Minutes, store: Store, since: datetime = SINCE, now: datetime = NOON) -> dict[Any, list[int]]:
    found = of.read(store, SPANS, since, now)
    return {pair: minutes.tolist() for pair, minutes in found.items()}


def test_what_comes_later_is_known_without_reading_all_of_it_again(store: Counting) -> None:
    known = Minutes()
    before = told(known, store)
    assert before
    came = [NOON - MINUTE, NOON - 30 * MINUTE, NOON - 8.5 * DAY, NOON - 7 * DAY, NOON - 4 * DAY, NOON + MINUTE]
    store.save([post(f"late{n}", at) for n, at in enumerate(came)], now=NOON)
    store.save([post("other", NOON - MINUTE, platform="bluesky")], now=NOON)
    store.asked.clear()
    after = told(known, store)
    assert "arrivals_minutes" not in store.asked
    assert after == told(Minutes(), store) != before

    later = NOON + 2 * MINUTE  # what was dated ahead has come
    assert told(known, store, since=SINCE - DAY / 2, now=later) == told(Minutes(), store, SINCE - DAY / 2, later)


def test_what_was_removed_is_gone_within_a_minute(
    store: Counting, neo4j_driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Minutes()
    before = told(known, store)
    neo4j_driver.execute_query("MATCH (m:Message {id: 'essai:p1'}) DETACH DELETE m")
    monkeypatch.setattr("flows.minutes.DEEP", 0.0)
    assert told(known, store) == told(Minutes(), store) != before
