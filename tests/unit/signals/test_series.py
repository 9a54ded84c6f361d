"""Counts made once a look are those that each grid would count by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from signals.base import MESSAGES, OUTAGES, Watch
from signals.baseline.series import Parts, numbers, placed
from signals.baseline.tally import ANY, KEY, Grid, binned, by_series, tally
from signals.baseline.timeline import windows

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
@pytest.mark.parametrize("sparse", [0, 1_000_000], ids=["by sorting", "by place"])
def test_counts_are_those_of_the_frame(
    seed: int, topics_only: bool, grid: Grid, sparse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signals.baseline.series.SPARSE", sparse)
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


def in_parts(watch: Watch, seed: int) -> Watch:
    """Return the same, a part of which was made numbers before the rest came, with older messages than it tells of."""
    random, ids = Random(seed), watch.messages["id"].unique().sort()
    early = [name for name in ids if random.random() < 0.7]
    gone = watch.messages.head(20).with_columns(
        pl.format("gone{}", "id").alias("id"), pl.lit(watch.since - HOUR).alias("published_at")
    )
    settled = numbers(pl.concat([watch.messages.filter(pl.col("id").is_in(early)), gone]), watch.copies)
    fresh = numbers(watch.messages.filter(~pl.col("id").is_in(early)), watch.copies, settled)
    again = replace(watch)
    again.made["parts"] = Parts.of(settled, fresh, since=watch.since)
    return again


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("grid", [Grid(NOON, HOUR, 80), Grid(NOON, 6 * HOUR, 11), Grid(NOON - 3 * HOUR, HOUR / 4, 9)])
def test_two_parts_count_as_one(seed: int, grid: Grid) -> None:
    watch = talk(seed)

    for topics_only in (False, True):
        whole, found = (placed(one, grid, topics_only=topics_only) for one in (watch, in_parts(watch, seed)))

        assert found.keys.equals(whole.keys)
        assert found.platforms == whole.platforms
        for name in ("series", "platform", "bin", "count"):
            np.testing.assert_array_equal(getattr(found.counts, name), getattr(whole.counts, name), name)


@pytest.mark.parametrize("seed", range(3))
def test_hours_of_two_parts_are_those_of_one(seed: int) -> None:
    watch = talk(seed)
    every = windows(watch)
    assert_frame_equal(windows(in_parts(watch, seed)), every)
    assert_frame_equal(
        windows(in_parts(watch, seed), since=NOON - 9 * HOUR), every.filter(pl.col("hour") >= NOON - 9 * HOUR)
    )
    said = watch.messages.filter(pl.col("published_at") < NOON, pl.col("published_at") >= NOON - HOUR)
    of_all = every.filter(topic_id=ANY, hour=NOON - HOUR)
    authors = said["author_id"].fill_null(said["id"])
    assert of_all.select("n", "authors").rows() == [(said["id"].n_unique(), authors.n_unique())]
