"""Bring the hours that charts read to what is left when messages go."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from flows.watching import said
from flows.windows import ALL
from graph.rows import Row
from graph.store import Store

FRANCE = "FR"
HOUR = timedelta(hours=1)


def recount(store: Store, found: Sequence[Row]) -> None:
    """Count the hours of messages that are about to go (`id`, `at` in milliseconds) without them.

    What was expected of an hour stays: it was expected then.
    """
    gone: dict[datetime, set[str]] = defaultdict(set)
    for row in found:
        if row["at"] is not None:
            hour = datetime.fromtimestamp(row["at"] // 3_600_000 * 3_600, UTC)
            gone[hour].add(row["id"])
    for hour, ids in gone.items():
        kept = store.rows("hours_of", hour=hour)
        if kept:
            store.execute("hours_recounted", rows=list(_recounted(store, hour, ids, kept)))


def _recounted(store: Store, hour: datetime, ids: set[str], kept: Sequence[Row]) -> Iterator[dict[str, Any]]:
    rows = said(store, hour, hour + HOUR).filter(~pl.col("id").is_in(ids))
    rows = rows.with_columns(author=pl.col("author_id").fill_null(pl.col("id")))
    for window in kept:
        here = _of(rows, window["topic_id"], window["place_id"])
        n = here["id"].n_unique()
        # as they are written: an hour without messages is only kept for all of France, or where we were blind
        whole = (window["topic_id"], window["place_id"]) == (ALL, FRANCE)
        yield {
            "id": window["id"],
            "n": n,
            "authors": here["author"].n_unique(),
            "empty": n == 0 and not whole and not window["blind"],
        }


def _of(rows: pl.DataFrame, topic: str, place: str) -> pl.DataFrame:
    if topic != ALL:
        rows = rows.filter(pl.col("topic_id") == topic)
    return rows if place == FRANCE else rows.filter(pl.col("place_id") == place)
