"""Hours counted by topic and place, with what was expected: what charts read instead of messages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl

from flows.watching import hour_of
from graph.model import Window
from graph.store import Store
from signals.base import Watch
from signals.baseline.timeline import windows

ALL = "*"


def save_windows(store: Store, watch: Watch, *, since: datetime, run_id: str) -> int:
    """Write the hours from `since` to `watch.as_of`, remove what they replace, and return how many there are."""
    since = hour_of(since)
    rows = list(windows_of(watch, since=since, run_id=run_id))
    store.save(rows, now=datetime.now(UTC))
    store.execute("sweep_windows", since=since, run_id=run_id)
    return len(rows)


def windows_of(watch: Watch, *, since: datetime, run_id: str) -> Iterator[Window]:
    """Yield the windows of all messages, of each topic (both France-wide, with expectation) and each département.

    An hour in which nothing was said is left out, but for all messages, and where an outage hides what was.
    """
    national = windows(watch, since=since)
    every = pl.col("topic_id") == ALL
    for row in national.filter((pl.col("n") > 0) | every | pl.col("blind")).iter_rows(named=True):
        yield _window(row, run_id)
    blind = national.filter(every).select("hour", "blind")
    for row in _local(watch, since).join(blind, on="hour", how="inner").iter_rows(named=True):
        yield _window(row, run_id)


def _local(watch: Watch, since: datetime) -> pl.DataFrame:
    located = watch.messages.filter(pl.col("published_at") >= since).drop_nulls("place_id")
    return (
        located.with_columns(hour=pl.col("published_at").dt.truncate("1h"))
        .group_by("place_id", "hour")
        .agg(
            n=pl.col("id").n_unique().cast(pl.Int64),
            authors=pl.col("author_id").fill_null(pl.col("id")).n_unique().cast(pl.Int64),
        )
        .select(pl.lit(ALL).alias("topic_id"), "place_id", "hour", "n", "authors")
    )


def _window(row: dict[str, Any], run_id: str) -> Window:
    return Window(id=f"{row['topic_id']}|{row['place_id']}|{row['hour']:%Y-%m-%dT%H}", run_id=run_id, **row)
