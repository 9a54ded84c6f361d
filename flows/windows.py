"""Hours counted by topic and place, with what was expected: what charts read instead of messages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import polars as pl

from flows.watching import hour_of
from graph.model import Window
from graph.store import Store
from signals.base import Watch
from signals.baseline.timeline import expectation

HOUR = timedelta(hours=1)
ALL, FRANCE = "*", "FR"


def save_windows(store: Store, watch: Watch, *, since: datetime, run_id: str) -> int:
    """Write the hours from `since` to `watch.as_of`, remove what they replace, and return how many there are."""
    since = hour_of(since)
    windows = list(windows_of(watch, since=since, run_id=run_id))
    store.save(windows, now=datetime.now(UTC))
    store.execute("sweep_windows", since=since, run_id=run_id)
    return len(windows)


def windows_of(watch: Watch, *, since: datetime, run_id: str) -> Iterator[Window]:
    """Yield the windows of all messages, of each topic (both France-wide, with expectation) and each département."""
    hours = watch.messages.with_columns(hour=pl.col("published_at").dt.truncate("1h"))
    france = pl.concat([_count(hours.with_columns(topic_id=pl.lit(ALL))), _count(hours.drop_nulls("topic_id"))])
    national = _expected(france, watch).filter(
        pl.col("hour") >= since, (pl.col("n") > 0) | (pl.col("topic_id") == ALL) | pl.col("blind")
    )
    local = (
        _count(hours.drop_nulls("place_id").with_columns(topic_id=pl.lit(ALL)), "place_id")
        .filter(pl.col("hour") >= since)
        .join(_blind_hours(watch), on="hour", how="left")
    )
    for row in national.iter_rows(named=True):
        yield _window({**row, "place_id": FRANCE}, run_id)
    for row in local.iter_rows(named=True):
        yield _window({"expected": None, "upper": None, **row}, run_id)


def _count(hours: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return hours.group_by("topic_id", *keys, "hour").agg(
        n=pl.col("id").n_unique().cast(pl.Int64), authors=pl.col("author_id").drop_nulls().n_unique().cast(pl.Int64)
    )


def _blind_hours(watch: Watch) -> pl.DataFrame:
    """Return each hour from `since` to `as_of`, and whether an outage covers part of it."""
    span = pl.datetime_range(hour_of(watch.since), watch.as_of - timedelta(microseconds=1), "1h", eager=True)
    frame = pl.DataFrame({"hour": span.cast(pl.Datetime("us", "UTC"))}).with_columns(blind=pl.lit(value=False))
    for outage in watch.outages.iter_rows(named=True):
        end = outage["end"] or watch.as_of
        covered = (pl.col("hour") < end) & (pl.col("hour") + HOUR > outage["start"])
        frame = frame.with_columns(blind=pl.col("blind") | covered)
    return frame


def _expected(counts: pl.DataFrame, watch: Watch) -> pl.DataFrame:
    series = counts.select("topic_id").unique().sort("topic_id")
    grid = series.join(_blind_hours(watch), how="cross").join(counts, on=["topic_id", "hour"], how="left")
    filled = grid.with_columns(pl.col("n", "authors").fill_null(0)).rename({"topic_id": "series"})
    return expectation(filled).rename({"series": "topic_id"})


def _window(row: dict[str, object], run_id: str) -> Window:
    hour = row["hour"]
    name = f"{row['topic_id']}|{row['place_id']}|{hour:%Y-%m-%dT%H}"
    return Window(id=name, run_id=run_id, **row)  # type: ignore[arg-type]
