"""What detectors count of messages, as the graph tells it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import polars as pl

from graph.rows import Row
from graph.store import Store
from graph.territory import places
from signals.base import MESSAGES

PROBABILITY = 0.5
"""How sure a mention of a place, or a tie to a service, must be to count."""

MARKS = ("first", "copies", "harm")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of messages; mostly in order of time."""

    messages: pl.DataFrame
    """One row a message, topic and département: schema `MESSAGES`, whether it is the `first` row of its message, and of
    that whether it `copies` another and how far it tells of `harm` (-1: nobody knows)."""
    concerns: pl.DataFrame
    """Which services they concern: schema `CONCERNS`, and `published_at`."""

    @property
    def size(self) -> int:
        """Return how many messages there are."""
        return int(self.messages["first"].sum())

    @property
    def copies(self) -> frozenset[str]:
        """Return the messages that say what another said before."""
        return frozenset(self.messages.filter("first", "copies")["id"].to_list())

    def between(self, since: datetime, until: datetime) -> "Counted":
        """Return what was published from `since` to `until`, of what is in order of time; nothing is copied."""
        return Counted(_between(self.messages, since, until), _between(self.concerns, since, until))

    def without(self, ids: pl.Series) -> "tuple[Counted, pl.Series]":
        """Return what is left without some messages, and when those that were there were published."""
        gone = self.messages["id"].is_in(ids.implode())
        dates = self.messages["published_at"].filter(gone)
        if dates.is_empty():
            return self, dates
        concerns = self.concerns.filter(~pl.col("id").is_in(ids.implode()))
        return Counted(self.messages.filter(~gone), concerns), dates

    def ordered(self) -> "Counted":
        """Return the same in order of time."""
        return Counted(self.messages.sort("published_at"), self.concerns.sort("published_at"))


def beside(parts: Sequence[Counted]) -> Counted:
    """Return parts one after the other, in their order."""
    return Counted(pl.concat([one.messages for one in parts]), pl.concat([one.concerns for one in parts]))


def counted(store: Store, since: datetime, until: datetime) -> Counted:
    """Return the messages published from `since` to `until`."""
    return _counted(store.rows("counted", since=since, until=until, **_SURE)[0])


def changed(store: Store, since: datetime, moment: int) -> tuple[Counted, pl.Series]:
    """Return the messages published after `since` that changed since `moment`, and their ids.

    `moment` in milliseconds by the clock of the graph.
    """
    columns = store.rows("counted_changed", since=since, changed=moment, **_SURE)[0]
    return _counted(columns), pl.Series("id", columns["id"], dtype=pl.String)


_SURE = {"probability": PROBABILITY, "sure": PROBABILITY}


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


def moment_of(name: str) -> pl.Expr:
    """Return a column of milliseconds since 1970 as moments."""
    return pl.from_epoch(name, time_unit="ms").dt.replace_time_zone("UTC").dt.cast_time_unit("us")


def _between(frame: pl.DataFrame, since: datetime, until: datetime) -> pl.DataFrame:
    start, end = (int(frame["published_at"].search_sorted(at.astimezone(UTC), "left")) for at in (since, until))
    return frame.slice(start, max(0, end - start))


def _counted(columns: Row) -> Counted:
    # flat columns: building a frame of lists takes ten times as long
    names = ("id", "author_id", "platform", "at", "copies", "harm", "topics", "places", "source_place")
    flat = zip(*_spread(zip(*(columns[name] for name in names), strict=True)), strict=True)
    frame = pl.DataFrame(dict(zip(_COLUMNS, flat, strict=False)), schema=_COLUMNS)
    messages = frame.select(
        moment_of("at").alias(name) if name == "published_at" else pl.col(name).replace({"": None}) for name in MESSAGES
    ).with_columns(frame[name] for name in MARKS)
    about = zip(*_concerned(columns), strict=True)
    kinds = {"id": pl.String(), "service_id": pl.String(), "at": pl.Int64()}
    concerns = pl.DataFrame(dict(zip(kinds, about, strict=False)), schema=kinds)
    dated = concerns.select("id", "service_id", published_at=moment_of("at"))
    return Counted(messages, dated).ordered()


_COLUMNS = pl.Schema(
    {name: pl.Int64() if name == "at" else pl.String() for name in ("id", "author_id", "platform", "at")}
    | {
        "copies": pl.Boolean(),
        "harm": pl.Float64(),
        "topic_id": pl.String(),
        "place_id": pl.String(),
        "first": pl.Boolean(),
    }
)


def _spread(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    located = departements()
    for *same, topics, named, given in rows:
        # a message that names only a région still comes from somewhere
        inside = [place for place in named if place in located] or [given]
        where = {located[place] for place in inside if place in located}
        first = True
        for topic in topics or ("",):
            for place in sorted(where) or ("",):
                yield *same, topic, place, first
                first = False


def _concerned(columns: Row) -> Iterator[tuple[str, str, int]]:
    for name, services, at in zip(columns["id"], columns["services"], columns["at"], strict=True):
        for service in services:
            yield name, service, at
