"""What detectors may see of the graph at a moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl

from flows.context import in_context
from flows.counted import counted, moment_of
from flows.past import past
from graph.rows import moment
from graph.store import Store
from signals.base import CONCERNS, HARM, MESSAGES, OUTAGES, Watch
from signals.baseline.usual import MEMORY

HISTORY = timedelta(days=28)
"""How far back baselines reach."""
LATE = timedelta(hours=6)
"""How far back windows reach in which what a vigilance explains is told from harm."""


def watch_at(store: Store, as_of: datetime) -> Watch:
    """Return what was known at `as_of`; what a process knows of the last 28 days is not read again.

    Where nobody ever spoke, what was reported still has a past.
    """
    began = store.rows("beginning")
    since = max(moment(began[0]["at"]), as_of - HISTORY) if began else as_of - HISTORY
    outages = store.frame("outages", since=since, until=as_of, schema=_MILLISECONDS)
    spans = outages.with_columns(moment_of("start"), moment_of("end")).cast(dict(OUTAGES))  # type: ignore[arg-type]
    beginnings = {row["platform"]: moment(row["at"]) for row in store.rows("beginnings", since=since)}
    known = past(store)
    told, parts, copies = known.read(store, as_of - HISTORY, as_of)
    messages, concerns = told.messages.select(MESSAGES.names()), told.concerns.select(CONCERNS.names())
    watch = Watch(messages, spans, since, as_of, beginnings, copies=copies, concerns=concerns)
    watch = told_of_harm(in_context(store, watch), told.messages)
    watch.made.update({"parts": parts, MEMORY: known.memory})
    return watch


def told_of_harm(watch: Watch, messages: pl.DataFrame) -> Watch:
    """Return the watch with what late messages of topics that speak of a hazard tell of harm."""
    if not watch.themes:
        return watch
    late = messages.filter(pl.col("harm") >= 0, pl.col("published_at") >= watch.as_of - LATE)
    about = late.filter(pl.col("topic_id").is_in(list(watch.themes)))
    return replace(watch, harm=about.select(HARM.names()).unique("id"))


def said(store: Store, since: datetime, until: datetime) -> pl.DataFrame:
    """Return the messages published from `since` to `until`, one row a message, topic and département."""
    return counted(store, since, until).messages.select(MESSAGES.names())


def hour_of(moment: datetime) -> datetime:
    """Return the start of the hour of `moment`."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


_MILLISECONDS = pl.Schema({"platform": pl.String(), "start": pl.Int64(), "end": pl.Int64()})
