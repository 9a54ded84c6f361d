"""What detectors may see of the graph at a moment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl

from flows.context import in_context
from graph.rows import Row
from graph.store import Store
from graph.territory import places
from signals.base import MESSAGES, OUTAGES, Watch

HISTORY = timedelta(days=28)
"""How far back baselines reach."""

PROBABILITY = 0.5
"""How sure a mention of a place must be to count there."""


def watch_at(store: Store, as_of: datetime) -> Watch:
    """Return what was known at `as_of`; grows with the messages of the last 28 days.

    Where nobody ever spoke, what was reported still has a past.
    """
    began = store.rows("beginning")
    since = max(began[0]["at"].to_native(), as_of - HISTORY) if began else as_of - HISTORY
    outages = store.frame("outages", since=since, until=as_of, schema=_MILLISECONDS)
    spans = outages.with_columns(_moment("start"), _moment("end")).cast(dict(OUTAGES))  # type: ignore[arg-type]
    beginnings = {row["platform"]: row["at"].to_native() for row in store.rows("beginnings", since=since)}
    return in_context(store, Watch(said(store, since, as_of), spans, since, as_of, beginnings))


def said(store: Store, since: datetime, until: datetime) -> pl.DataFrame:
    """Return the messages published from `since` to `until`, one row a message, topic and département."""
    return _messages(store.rows("counted", since=since, until=until, probability=PROBABILITY)[0])


def hour_of(moment: datetime) -> datetime:
    """Return the start of the hour of `moment`."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@cache
def departements() -> dict[str, str]:
    """Return the département (`D21`) of each place that lies in one, by code."""
    parents = {place.id: place.parent_id for place in places()}
    kinds = {place.id: place.kind for place in places()}
    found: dict[str, str] = {}
    for code in parents:
        up: str | None = code
        while up and kinds[up] != "departement":
            up = parents[up]
        if up:
            found[code] = up
    return found


_MILLISECONDS = pl.Schema({"platform": pl.String(), "start": pl.Int64(), "end": pl.Int64()})


def _moment(name: str) -> pl.Expr:
    return pl.from_epoch(name, time_unit="ms").dt.replace_time_zone("UTC").dt.cast_time_unit("us")


def _messages(columns: Row) -> pl.DataFrame:
    """Return one row a message, topic and département."""
    names = ("id", "author_id", "platform", "at")
    rows = zip(*(columns[name] for name in (*names, "topics", "places", "source_place")), strict=True)
    # flat columns: building a frame of lists takes ten times as long
    flat = zip(*_spread(rows), strict=True)
    frame = pl.DataFrame(dict(zip((*names, "topic_id", "place_id"), flat, strict=False)), schema=_COLUMNS)
    return frame.select(
        _moment("at").alias("published_at") if name == "published_at" else pl.col(name).replace({"": None})
        for name in MESSAGES
    )


_COLUMNS = pl.Schema(
    {name: pl.Int64() if name == "at" else pl.String() for name in ("id", "author_id", "platform", "at")}
    | dict.fromkeys(("topic_id", "place_id"), pl.String())
)


def _spread(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    located = departements()
    for *same, topics, named, given in rows:
        # a message that names only a région still comes from somewhere
        inside = [place for place in named if place in located] or [given]
        where = {located[place] for place in inside if place in located}
        for topic in topics or ("",):
            for place in sorted(where) or ("",):
                yield *same, topic, place
