"""What explains talk, what is reported beside it, and what a watch may bring: the other half of what detectors see."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from flows.budget import budget_of, inside
from graph.rows import Row
from graph.store import Store
from signals.base import CONTEXT, MEASURES, Watch
from signals.hazards import EVENT_FACTOR, FACTORS, phenomena_of, speaks_of
from signals.quadrants import METRICS

ANNOUNCED = timedelta(days=1)
"""How long before it begins an event of the calendar is known."""
HOLIDAYS = {"public-holiday", "school-holiday"}
LATELY = timedelta(hours=3)
"""What was said in so long tells what a topic speaks of now, whatever it is called: its name comes from weeks, and the
handful of an hour would tell too little."""
SAMPLE = 500
"""Messages of it that are read, at most: the newest."""
NAMED, FEW = 1 / 3, 3
"""Share of a topic's messages, and number of them, that must name a hazard."""


def in_context(store: Store, watch: Watch) -> Watch:
    """Return the watch with what explains talk, what was reported, and its budget."""
    span = {"since": watch.since, "until": watch.as_of}
    hazards, events = store.rows("context_hazards", **span), store.rows("context_events", **span)
    measures = _moments(store.frame("reported", schema=_COUNTED, metrics=list(METRICS), **span))
    themes = dict(_themes(store.rows("context_topics", since=watch.since), hazards, events))
    now = watch.as_of.timestamp() * 1_000
    if in_force := {row["phenomenon"] for row in hazards if max(row["start"], row["known_at"]) <= now < row["end"]}:
        said = store.rows("context_said", since=watch.as_of - LATELY, until=watch.as_of, limit=SAMPLE)
        for topic, about in _said(said, in_force):
            themes[topic] = themes.get(topic, frozenset()) | about
    return replace(
        watch,
        context=pl.DataFrame(list(_causes(hazards, events)), schema=CONTEXT, orient="row"),
        themes=themes,
        holidays=frozenset(_holidays(events)),
        measures=measures,
        budget=budget_of(),
    )


_COUNTED = pl.Schema({name: pl.Int64() if name in {"start", "end"} else kind for name, kind in MEASURES.items()})


def _moments(frame: pl.DataFrame) -> pl.DataFrame:
    moment = {name: pl.from_epoch(name, time_unit="ms").dt.replace_time_zone("UTC") for name in ("start", "end")}
    return frame.with_columns(**moment).cast(dict(MEASURES))  # type: ignore[arg-type]


def _causes(hazards: Iterable[Row], events: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the context: one a cause and département."""
    for row in hazards:
        factor = FACTORS.get(row["level"])
        if factor:
            moments = (_moment(row["start"]), _moment(row["end"]), _moment(row["known_at"]))
            yield from ((row["phenomenon"], place, *moments, factor) for place in _all_inside(row["places"]))
    for row in events:
        if row["kind"] not in HOLIDAYS:
            start, end = _moment(row["start"]), _moment(row["end"])
            for place in _all_inside(row["places"]):
                yield row["id"], place, start, end, start - ANNOUNCED, EVENT_FACTOR


def _themes(
    topics: Iterable[Row], hazards: Iterable[Row], events: Iterable[Row]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each topic with the causes that it speaks of."""
    phenomena = {row["phenomenon"] for row in hazards}
    calendar = [row for row in events if row["kind"] not in HOLIDAYS]
    for topic in topics:
        about = phenomena_of(topic["text"]) & phenomena
        about |= {row["id"] for row in calendar if speaks_of(topic["text"], row["kind"], row["name"])}
        if about:
            yield topic["id"], frozenset(about)


def _said(topics: Iterable[Row], phenomena: set[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each topic with the hazards that enough of its messages name.

    >>> texts = ["Rafales à Brest", "Ça souffle", "On en a vu d'autres", "Volets fermés #tempête", "Vent d'ouest"]
    >>> list(_said([{"id": "t", "texts": texts}, {"id": "u", "texts": texts[:3]}], {"vent-violent", "crue"}))
    [('t', frozenset({'vent-violent'}))]
    """
    for topic in topics:
        named = Counter(name for text in topic["texts"] for name in phenomena_of(text) & phenomena)
        least = max(FEW, NAMED * len(topic["texts"]))
        if about := frozenset(name for name, count in named.items() if count >= least):
            yield topic["id"], about


def _holidays(events: Iterable[Row]) -> Iterator[date]:
    """Yield the public holidays of the whole country."""
    for row in events:
        if row["kind"] == "public-holiday" and "FR" in row["places"]:
            yield _moment((row["start"] + row["end"]) / 2).date()


def _moment(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)


def _all_inside(codes: Iterable[str]) -> list[str]:
    return sorted({place for code in codes for place in inside(code)})
