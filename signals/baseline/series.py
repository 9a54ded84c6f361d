"""Messages by series, as numbers: made once, counted on any grid; what is settled need not be made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.base import Watch
from signals.baseline.tally import ANY, COPIES, FRANCE, KEY, Bools, Floats, Grid, Ints, Tally

MICROSECOND = timedelta(microseconds=1)
START = datetime(1970, 1, 1, tzinfo=UTC)
DENSE = 20_000_000
"""Cells that are counted by place; with more, by sorting."""
SPARSE = 8
"""Cells a message above which they are sorted too: a place for each would be gone through for next to nothing."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One entry a message and series that it counts in (topic, topic x place, place, everything), none twice.

    In order of series, platform, author and time.
    """

    topics: Sequence[str]
    places: Sequence[str]
    platforms: Sequence[str]
    """All in order."""
    authors: Mapping[str, int]
    """The number of each; those of an earlier part included."""
    series: Ints
    """Place of the topic times all places, plus that of the place."""
    platform: Ints
    author: Ints
    at: Ints
    """Microseconds since 1970."""
    copy: Bools


@dataclass(frozen=True, slots=True)
class Parts:
    """What a watch tells, in one part or two of different messages; what was said before `since` does not count."""

    parts: Sequence[Numbers]
    since: int
    topics: Sequence[str]
    places: Sequence[str]
    platforms: Sequence[str]
    """Those of all parts, in order."""

    @classmethod
    def of(cls, settled: Numbers, *fresh: Numbers, since: datetime | None = None) -> "Parts":
        """Return what is settled, and what is fresh: made with the authors of the other."""
        parts = (settled, *fresh)
        names = (sorted({name for one in parts for name in getattr(one, kind)}) for kind in _NAMED)
        return cls(parts, microseconds(since) if since else np.iinfo(np.int64).min, *names)

    @property
    def authors(self) -> int:
        """Return how many authors there are."""
        return len(self.parts[-1].authors)

    def series(self, part: Numbers) -> tuple[Ints, Ints]:
        """Return series and platform of each entry of a part, as numbered among all parts."""
        topic, place, platform = (
            np.searchsorted(getattr(self, kind), getattr(part, kind)) if getattr(part, kind) else np.zeros(0, np.int64)
            for kind in _NAMED
        )
        code = (topic[:, None] * len(self.places) + place[None, :]).ravel()
        return code[part.series], platform[part.platform]


_NAMED = ("topics", "places", "platforms")


@dataclass(frozen=True, slots=True)
class Placed:
    """What was said on a grid: the series and platforms that any message of it has, and the `crowd` of each."""

    keys: pl.DataFrame
    platforms: list[str]
    counts: Tally


def placed(watch: Watch, grid: Grid, *, topics_only: bool = False) -> Placed:
    """Return the counts of each series of `watch`; `topics_only`: not of those of all talk of a place.

    What `tally` counts of `by_series(binned(watch, grid))`, without a row of text.
    """
    parts = parts_of(watch)
    wanted = np.ones(len(parts.topics) * len(parts.places), np.bool_)
    anything = parts.topics.index(ANY) * len(parts.places)
    wanted[anything + parts.places.index(FRANCE)] = False
    if topics_only:
        wanted[anything : anything + len(parts.places)] = False
    bins, platforms = grid.past + 1, max(1, len(parts.platforms))
    cells, count = _crowds([_pairs(parts, part, grid, wanted) for part in parts.parts], bins, parts.authors)
    rest, on = np.divmod(cells, bins)
    code, platform = np.divmod(rest, platforms)
    series, known = renumbered(code, wanted.size)
    heard, there = renumbered(platform, platforms)
    names = [parts.platforms[n] for n in there]
    return Placed(keys_of(parts, known), names, Tally(series, heard, on, count, size=known.size))


def parts_of(watch: Watch) -> Parts:
    """Return what a watch tells as numbers, made when it is first asked for."""
    if "parts" not in watch.made:
        watch.made["parts"] = Parts.of(numbers(watch.messages, watch.copies))
    found: Parts = watch.made["parts"]
    return found


def microseconds(moment: datetime) -> int:
    """Return how long after 1970 a moment is."""
    return (moment - START) // MICROSECOND


def keys_of(parts: Parts, series: Ints) -> pl.DataFrame:
    """Return topic_id and place_id of series."""
    topic, place = np.divmod(series, len(parts.places))
    names = {"topic_id": [parts.topics[n] for n in topic], "place_id": [parts.places[n] for n in place]}
    return pl.DataFrame(names, schema=dict.fromkeys(KEY, pl.String))


def renumbered(code: Ints, size: int) -> tuple[Ints, Ints]:
    """Return codes below `size` as places among those that occur, and those, in order."""
    known = np.flatnonzero(np.bincount(code, minlength=size))
    place = np.zeros(size, dtype=np.int64)
    place[known] = np.arange(known.size)
    return place[code], known


def numbers(messages: pl.DataFrame, copies: frozenset[str], before: Numbers | None = None) -> Numbers:
    """Return messages (schema `MESSAGES`) as numbers; `before`: what is numbered already, of other messages."""
    topic, topics = _numbered(messages["topic_id"], ANY)
    place, places = _numbered(messages["place_id"], FRANCE)
    platform, platforms = _numbered(messages["platform"])
    row, series = _rows(topic, place, (topics.index(ANY), places.index(FRANCE)), len(places))
    once = _once(messages["id"], row, series)
    author, authors = _authors(messages["author_id"].fill_null(messages["id"]), before.authors if before else {})
    at = messages["published_at"].dt.timestamp("us").to_numpy()
    copy = np.fromiter(map(copies.__contains__, messages["id"].to_list()), np.bool_, len(messages))
    row, series = row[once], series[once]
    order = np.lexsort((at[row], author[row], platform[row], series))
    row = row[order]
    return Numbers(topics, places, platforms, authors, series[order], platform[row], author[row], at[row], copy[row])


def _numbered(column: pl.Series, *more: str) -> tuple[Ints, list[str]]:
    """Return the place of each value among the different ones and `more`, in order, -1 for none; and those."""
    names = sorted({*column.drop_nulls().unique().to_list(), *more})
    codes = column.cast(pl.Enum(names)).to_physical().cast(pl.Int64).fill_null(-1)
    return codes.to_numpy(), names


def _authors(column: pl.Series, known: Mapping[str, int]) -> tuple[Ints, Mapping[str, int]]:
    """Return the number of each author and those of all: `known` ones keep theirs."""
    codes, names = _numbered(column)
    fresh = [name for name in names if name not in known]
    every = {**known, **dict(zip(fresh, range(len(known), len(known) + len(fresh)), strict=True))}
    return np.array([every[name] for name in names], dtype=np.int64)[codes], every


def _rows(topic: Ints, place: Ints, everything: tuple[int, int], places: int) -> tuple[Ints, Ints]:
    """Return the row and the series of each entry; `everything`: what stands for all topics and all places."""
    anything, anywhere = everything
    said, located = np.flatnonzero(topic >= 0), np.flatnonzero(place >= 0)
    local = np.flatnonzero((topic >= 0) & (place >= 0))
    every = np.arange(topic.size)
    series = (
        topic[said] * places + anywhere,
        topic[local] * places + place[local],
        anything * places + place[located],
        np.full(every.size, anything * places + anywhere),
    )
    return np.concatenate([said, local, located, every]), np.concatenate(series)


def _once(ids: pl.Series, row: Ints, series: Ints) -> Bools:
    """Return which entries to keep so that no message is twice in a series; most messages have but one row."""
    again = np.flatnonzero(ids.is_duplicated().to_numpy()[row])
    kept = np.ones(row.size, dtype=np.bool_)
    pairs = pl.DataFrame({"id": ids.gather(row[again]), "series": series[again]})
    kept[again] = pairs.select(pl.struct("id", "series").is_first_distinct()).to_series().to_numpy()
    return kept


def _pairs(parts: Parts, part: Numbers, grid: Grid, wanted: Bools) -> tuple[Ints, Bools]:
    """Return who wrote in which series, on which platform, in which bin, in order; and if only to copy."""
    bins, authors = grid.past + 1, max(1, parts.authors)
    place = (microseconds(grid.as_of) - part.at - 1) // (grid.window // MICROSECOND)
    series, platform = parts.series(part)
    kept = np.flatnonzero((place >= 0) & (place < bins) & (part.at >= parts.since) & wanted[series])
    # in order as entries are: what is later is in a lower bin
    who = (series[kept] * max(1, len(parts.platforms)) + platform[kept]) * authors + part.author[kept]
    pair = who * bins + (grid.past - place[kept])
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    only = np.logical_and.reduceat(part.copy[kept], first) if first.size else np.zeros(0, np.bool_)
    return pair[first], only


def _crowds(pairs: Sequence[tuple[Ints, Bools]], bins: int, authors: int) -> tuple[Ints, Floats]:
    """Return the cells (series, platform, bin) that anybody wrote in, in order, and the crowd of each (`tally.crowd`).

    `pairs` of each part, all in order.
    """
    (pair, only), *others = pairs
    for more, also in others:
        at = np.minimum(np.searchsorted(pair, more), max(0, pair.size - 1))
        known = pair[at] == more if pair.size else np.zeros(more.size, np.bool_)
        only[at[known]] &= also[known]
        pair, only = np.concatenate([pair, more[~known]]), np.concatenate([only, also[~known]])
    who, back = np.divmod(pair, bins)
    cell = who // max(1, authors) * bins + (bins - 1 - back)
    cells, everybody, own = _counted(cell, ~only)
    return cells, own + np.ceil((everybody - own) / COPIES)


def _counted(cell: Ints, own: Bools) -> tuple[Ints, Floats, Floats]:
    """Return the cells that occur, in order, how often each does, and how often with `own`."""
    if cell.size and cell.max() >= min(DENSE, SPARSE * cell.size):
        cells, place = np.unique(cell, return_inverse=True)
    else:
        cells, place = np.flatnonzero(np.bincount(cell)), cell
    size = int(place.max(initial=-1)) + 1
    everybody, mine = np.bincount(place, minlength=size), np.bincount(place[own], minlength=size)
    found: NDArray[np.int64] = cells if place is cell else np.arange(cells.size)
    return cells, everybody[found].astype(np.float64), mine[found].astype(np.float64)
