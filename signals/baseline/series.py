"""All messages of a watch by series, as numbers: made once a look, counted on any grid."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from signals.base import Watch
from signals.baseline.tally import ANY, COPIES, FRANCE, KEY, Bools, Floats, Grid, Ints, Tally

MICROSECOND = timedelta(microseconds=1)
START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entries:
    """One entry a message and series that it counts in (topic, topic x place, place, everything), none twice."""

    keys: pl.DataFrame
    """topic_id and place_id of each series, in order."""
    whole: int
    """The series of everything that was said: charts show it, detectors do not count it. -1: there is none."""
    platforms: list[str]
    authors: int
    """How many there are."""
    series: Ints
    platform: Ints
    author: Ints
    at: Ints
    """Microseconds since 1970."""
    copy: Bools


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
    entries = entries_of(watch)
    age = (grid.as_of - START) // MICROSECOND - entries.at - 1
    place = age // (grid.window // MICROSECOND)
    kept = (place >= 0) & (place <= grid.past) & (entries.series != entries.whole)
    if topics_only:
        kept &= (entries.keys["topic_id"] != ANY).to_numpy()[entries.series]
    series, known = _renumbered(entries.series[kept], len(entries.keys))
    platform, heard = _renumbered(entries.platform[kept], len(entries.platforms))
    bins = grid.past + 1
    cell = (series * len(heard) + platform) * bins + place[kept]
    cells, count = _crowds(cell, entries.author[kept], entries.copy[kept], authors=entries.authors)
    rest, bin_ = np.divmod(cells, bins)
    of, on = np.divmod(rest, max(len(heard), 1))
    platforms = [entries.platforms[n] for n in heard]
    return Placed(entries.keys[known], platforms, Tally(of, on, bin_, count, size=len(known)))


def entries_of(watch: Watch) -> Entries:
    """Return the entries of a watch, made when they are first asked for."""
    if "entries" not in watch.made:
        watch.made["entries"] = _entries(watch)
    found: Entries = watch.made["entries"]
    return found


def numbered(column: pl.Series, *more: str) -> tuple[Ints, list[str]]:
    """Return the place of each value among the different ones and `more`, in order, -1 for none; and those."""
    names = sorted({*column.drop_nulls().unique().to_list(), *more})
    codes = column.cast(pl.Enum(names)).to_physical().cast(pl.Int64).fill_null(-1)
    return codes.to_numpy(), names


def _entries(watch: Watch) -> Entries:
    messages = watch.messages
    topic, topics = numbered(messages["topic_id"], ANY)
    place, places = numbered(messages["place_id"], FRANCE)
    platform, platforms = numbered(messages["platform"])
    author, authors = numbered(messages["author_id"].fill_null(messages["id"]))
    row, code = _rows(topic, place, (topics.index(ANY), places.index(FRANCE)), len(places))
    once = _once(messages["id"], row, code)
    row, code = row[once], code[once]
    series, known = _renumbered(code, len(topics) * len(places))
    keys = {"topic_id": [topics[n // len(places)] for n in known], "place_id": [places[n % len(places)] for n in known]}
    whole = np.flatnonzero(known == topics.index(ANY) * len(places) + places.index(FRANCE))
    at = messages["published_at"].dt.timestamp("us").to_numpy()
    copies = watch.copies
    copy = np.fromiter((name in copies for name in messages["id"]), np.bool_, len(messages))
    return Entries(
        keys=pl.DataFrame(keys, schema=dict.fromkeys(KEY, pl.String)),
        whole=int(whole[0]) if whole.size else -1,
        platforms=platforms,
        authors=len(authors),
        series=series,
        platform=platform[row],
        author=author[row],
        at=at[row],
        copy=copy[row],
    )


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


def _once(ids: pl.Series, row: Ints, code: Ints) -> Bools:
    """Return which entries to keep so that no message is twice in a series; most messages have but one row."""
    repeated = ids.is_duplicated().to_numpy()[row]
    again = np.flatnonzero(repeated)
    kept = np.ones(row.size, dtype=np.bool_)
    pairs = pl.DataFrame({"id": ids.gather(row[again]), "code": code[again]})
    kept[again] = pairs.select(pl.struct("id", "code").is_first_distinct()).to_series().to_numpy()
    return kept


def distinct(cell: Ints, what: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the cells that occur, in order, and how many different `what` (below `size`) each has.

    >>> distinct(np.array([7, 3, 7, 7]), np.array([1, 1, 0, 1]), 2)
    (array([3, 7]), array([1, 2]))
    """
    pairs = np.sort(cell * size + what)
    cells = pairs[np.diff(pairs, prepend=-1) != 0] // max(size, 1)
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    return cells[starts], np.diff(starts, append=cells.size)


def _renumbered(code: Ints, size: int) -> tuple[Ints, Ints]:
    """Return codes below `size` as places among those that occur, and those, in order."""
    known = np.flatnonzero(np.bincount(code, minlength=size))
    place = np.zeros(size, dtype=np.int64)
    place[known] = np.arange(known.size)
    return place[code], known


def _crowds(cell: Ints, author: Ints, copy: Bools, *, authors: int) -> tuple[Ints, Floats]:
    """Return the cells that anybody wrote in, in order, and the crowd of each (see `tally.crowd`)."""
    # sorted, the entries of an author in a cell lie together, those of his own words first
    packed = np.sort((cell * authors + author) * 2 + copy)
    person = packed >> 1
    first = np.flatnonzero(np.diff(person, prepend=-1))
    cells, own = person[first] // max(authors, 1), (packed[first] & 1) == 0
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    everybody = np.diff(starts, append=cells.size).astype(np.float64)
    originals = np.add.reduceat(own.astype(np.float64), starts) if starts.size else np.zeros(0)
    return cells[starts], originals + np.ceil((everybody - originals) / COPIES)
