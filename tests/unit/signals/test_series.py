"""Counts made once a look are those that each grid would count by itself."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest

from signals.base import MESSAGES, OUTAGES, Watch
from signals.baseline.series import placed
from signals.baseline.tally import ANY, KEY, Grid, binned, by_series, tally

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def talk(seed: int, size: int = 400) -> Watch:
    """Return messages of every sort: of several topics and places or none, of nobody, copies, some still to come."""
    random = Random(seed)
    rows = []
    for n in range(size):
        at = NOON - random.random() * 50 * HOUR + timedelta(minutes=20)
        author = random.choice([None, *(f"a{k}" for k in range(9)), "m3"])
        same = (f"m{n}", author, random.choice(["mastodon", "bluesky", "rss"]), at)
        for topic in random.sample(["t1", "t2", "t10"], random.choice([1, 1, 1, 2])) if n % 5 else [None]:
            for place in random.sample(["D21", "D2A", "D75"], random.choice([1, 1, 2])) if n % 7 else [None]:
                rows.append((*same, topic, place))
    random.shuffle(rows)
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    copies = frozenset(f"m{n}" for n in range(size) if random.random() < 0.4)
    return Watch(messages, OUTAGES.to_frame(), NOON - 60 * HOUR, NOON, copies=copies)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("topics_only", [False, True])
@pytest.mark.parametrize("grid", [Grid(NOON, HOUR, 24), Grid(NOON, 6 * HOUR, 11), Grid(NOON - 3 * HOUR, HOUR / 4, 9)])
def test_counts_are_those_of_the_frame(seed: int, topics_only: bool, grid: Grid) -> None:
    watch = talk(seed)
    rows = by_series(binned(watch, grid))
    if topics_only:
        rows = rows.filter(pl.col("topic_id") != ANY)
    keys, platforms = rows.select(KEY).unique().sort(KEY), rows["platform"].unique().sort().to_list()
    expected = tally(rows, keys, platforms)

    found = placed(watch, grid, topics_only=topics_only)

    assert found.keys.equals(keys)
    assert found.platforms == platforms
    assert found.counts.size == expected.size
    for name in ("series", "platform", "bin", "count"):
        np.testing.assert_array_equal(getattr(found.counts, name), getattr(expected, name), name)


def test_nothing_said_is_nothing_counted() -> None:
    found = placed(Watch(MESSAGES.to_frame(), OUTAGES.to_frame(), NOON - HOUR, NOON), Grid(NOON, HOUR, 24))
    assert (len(found.keys), found.platforms, found.counts.count.size) == (0, [], 0)
