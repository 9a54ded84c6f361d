"""Distinct authors by series, platform and bin, and when each platform was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.base import Watch

ANY = "*"
"""Stands for all topics in a key."""
FRANCE = "FR"
"""Stands for all places, known or not."""
KEY = ("topic_id", "place_id")

COPIES = 2
"""Authors of copies that count as one author of their own words."""
EPOCH = date(1970, 1, 1)
SUNDAY = 3
"""Of a week that begins as the epoch did: on a Thursday."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal bins that end at `as_of`: bin 0 is the window judged, bins 1 to `past` are its history.

    Bin k covers [as_of - (k + 1) window, as_of - k window). `window` divides a day.
    """

    as_of: datetime
    window: timedelta
    past: int
    holidays: frozenset[date] = frozenset()
    """Days (UTC) that are like Sundays."""

    def __post_init__(self) -> None:
        if self.window <= timedelta(0) or timedelta(days=1) % self.window:
            raise ValueError(f"the window must divide a day, got {self.window}")

    @property
    def per_day(self) -> int:
        """Return the number of bins in a day."""
        return timedelta(days=1) // self.window

    @property
    def start(self) -> datetime:
        """Return where the oldest bin starts."""
        return self.as_of - (self.past + 1) * self.window

    def cells(self) -> Ints:
        """Return the cell of the week (0 to 7 per_day - 1) of each bin, shape (past + 1,)."""
        newest = floor((self.as_of - self.window).timestamp() / self.window.total_seconds())
        number = newest - np.arange(self.past + 1, dtype=np.int64)
        cell = np.mod(number, 7 * self.per_day)
        holidays = [(day - EPOCH).days for day in self.holidays]
        return np.where(np.isin(number // self.per_day, holidays), SUNDAY * self.per_day + cell % self.per_day, cell)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sparse counts: entry i says that series[i] had count[i] authors (see `crowd`) on platform[i] in bin[i]."""

    series: Ints
    platform: Ints
    bin: Ints
    count: Floats
    size: int
    """Number of series, those without an entry included."""


def visibility(watch: Watch, platforms: Sequence[str], grid: Grid) -> Bools:
    """Return whether each platform was seen through a whole bin, shape (platforms, past + 1).

    A bin that an outage touches, or that begins before the history of the platform does, is unknown as a whole.
    """
    seen = np.ones((len(platforms), grid.past + 1), dtype=np.bool_)
    row = {platform: n for n, platform in enumerate(platforms)}
    for platform, n in row.items():
        began = max(watch.since, watch.beginnings.get(platform, watch.since))
        seen[n, max(0, floor((grid.as_of - began) / grid.window)) :] = False
    # An outage that begins later cannot be known yet; its end, if later, makes no difference.
    for platform, start, end in watch.outages.filter(pl.col("start") < watch.as_of).iter_rows():
        if platform in row:
            first = floor((grid.as_of - end) / grid.window) if end else 0
            seen[row[platform], max(0, first) : ceil((grid.as_of - start) / grid.window)] = False
    return seen


def binned(watch: Watch, grid: Grid) -> pl.DataFrame:
    """Return the messages on the grid, with their `bin`, whether they `copy`, and an `author_id` that is never null.

    Sources that give no author (reviews, experiences) are written by one person a message.
    """
    age = (pl.lit(grid.as_of) - pl.col("published_at")).dt.total_microseconds() - 1
    messages = watch.messages.filter(pl.col("published_at") < grid.as_of, pl.col("published_at") >= grid.start)
    return messages.with_columns(
        pl.col("author_id").fill_null(pl.col("id")),
        bin=age // (grid.window // timedelta(microseconds=1)),
        copy=pl.Series(list(map(watch.copies.__contains__, messages["id"].to_list())), dtype=pl.Boolean),
    )


def crowd() -> pl.Expr:
    """Return how many authors a group of rows counts for: those who only say what others said, half (rounded up)."""
    everybody, own = pl.col("author_id").n_unique(), pl.col("author_id").filter(~pl.col("copy")).n_unique()
    return own.cast(pl.Float64) + ((everybody.cast(pl.Float64) - own) / COPIES).ceil()


def by_series(messages: pl.DataFrame) -> pl.DataFrame:
    """Return the rows once per series that they count in: topic, topic x place, place; no message twice in one."""
    topic, place = pl.col("topic_id").is_not_null(), pl.col("place_id").is_not_null()
    overall = messages.filter(topic).with_columns(place_id=pl.lit(FRANCE))
    local = messages.filter(topic & place)
    everything = messages.filter(place).with_columns(topic_id=pl.lit(ANY))
    return pl.concat([overall, local, everything]).unique([*KEY, "id"])


def tally(rows: pl.DataFrame, keys: pl.DataFrame, platforms: Sequence[str]) -> Tally:
    """Return the `crowd` by series (row of `keys`), platform and bin; an author counts once a bin."""
    index = keys.with_row_index("series")
    columns = pl.DataFrame({"platform": platforms}, schema={"platform": pl.String}).with_row_index("column")
    counts = (
        rows.group_by(*KEY, "platform", "bin")
        .agg(count=crowd())
        .join(index, on=list(KEY))
        .join(columns, on="platform")
        .sort("series", "column", "bin")
    )
    return Tally(
        series=counts["series"].to_numpy().astype(np.int64),
        platform=counts["column"].to_numpy().astype(np.int64),
        bin=counts["bin"].to_numpy().astype(np.int64),
        count=counts["count"].to_numpy().astype(np.float64),
        size=len(keys),
    )
