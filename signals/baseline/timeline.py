"""What a chart shows beside each hour's count: expected and upper bound, from the past of that hour only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from signals.base import Watch
from signals.baseline.fit import CAP
from signals.baseline.predictive import PRIOR_SHAPE, bound, predictive_size, shared_dispersion
from signals.baseline.season import weekly_shape
from signals.baseline.series import MICROSECOND, Parts, keys_of, microseconds, parts_of
from signals.baseline.tally import FRANCE, Bools, Floats, Ints

HOUR = timedelta(hours=1)
WEEK = 168
LEVEL = 0.975
HALF_LIFE_DAYS = 14.0


@dataclass(slots=True)
class _Running:
    """What is known of each series so far, fading with the past; arrays of shape (series,)."""

    count: Floats
    exposure: Floats
    excess: Floats
    squares: Floats

    def fade(self, keep: float) -> None:
        for values in (self.count, self.exposure, self.excess, self.squares):
            values *= keep


def expectation(
    counts: pl.DataFrame, *, half_life_days: float = HALF_LIFE_DAYS, warm_up_hours: float = 24
) -> pl.DataFrame:
    """Return `counts` with `expected` and `upper` (97.5 %), each from the hours before it; null before the warm-up.

    `counts` has hour (start, UTC), n and blind, and `series` when it holds several, which then share the shape of the
    week and the dispersion. Hours that are missing are taken for blind, never for zero.
    """
    found = _predicted(counts, half_life_days=half_life_days, warm_up_hours=warm_up_hours)
    return found.with_columns(_upper(found)).drop("size")


def _predicted(counts: pl.DataFrame, *, half_life_days: float, warm_up_hours: float) -> pl.DataFrame:
    """Return `counts` with mean (`expected`) and size of the negative binomial that each hour's past predicts."""
    keyed = counts if "series" in counts.columns else counts.with_columns(series=pl.lit(0))
    if keyed.is_empty():
        return counts.with_columns(expected=pl.lit(None, pl.Float64), size=pl.lit(None, pl.Float64))
    row = keyed["series"].rank("dense").to_numpy().astype(np.int64) - 1
    hour = keyed["hour"].dt.epoch("s").to_numpy() // 3600
    column = hour - hour.min()
    shape = (int(row.max()) + 1, int(column.max()) + 1)
    n, seen = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    n[row, column] = keyed["n"].to_numpy()
    seen[row, column] = ~keyed["blind"].to_numpy()
    cell = np.mod(np.arange(hour.min(), hour.max() + 1), WEEK)
    mean, size = _predictions(n, seen, cell, keep=0.5 ** (1 / (24 * half_life_days)), warm_up=warm_up_hours)
    return counts.with_columns(
        expected=pl.Series(mean[row, column]).fill_nan(None), size=pl.Series(size[row, column]).fill_nan(None)
    )


def _upper(predicted: pl.DataFrame) -> pl.Series:
    mean, size = (predicted[name].cast(pl.Float64).to_numpy() for name in ("expected", "size"))
    upper = np.full(mean.shape, np.nan)
    known = ~np.isnan(mean)
    upper[known] = bound(mean[known], size[known], LEVEL)
    return pl.Series("upper", upper).fill_nan(None)


def _predictions(n: Floats, seen: Bools, cell: Ints, *, keep: float, warm_up: float) -> tuple[Floats, Floats]:
    """Return mean and size of the one-hour-ahead predictive, shape (series, hours), NaN before the warm-up."""
    series, hours = n.shape
    mean, size = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    level = np.full(hours, np.nan)
    known_hours = np.zeros(series)
    so_far = _Running(*(np.zeros(series) for _ in range(4)))
    week = np.ones(WEEK)
    for t in range(hours):
        if t % 24 == 0 and t >= WEEK:
            week = weekly_shape(level[:t], cell[:t], 24)
        shape = week[cell[t]]
        evidence = PRIOR_SHAPE + so_far.count
        rate = evidence / (1 + so_far.exposure)
        dispersion = shared_dispersion(so_far.excess, so_far.squares, rate)
        warm = known_hours >= warm_up
        mean[warm, t] = (rate * shape)[warm]
        size[warm, t] = predictive_size(dispersion, evidence, so_far.exposure)[warm]
        here = seen[:, t]
        if (here & warm).any():
            level[t] = n[here & warm, t].sum() / rate[here & warm].sum()
        _learn(so_far, np.where(here, n[:, t], np.nan), rate * shape, shape=shape, dispersion=dispersion, warm=warm)
        so_far.fade(keep)
        known_hours += here
    return mean, size


def _learn(so_far: _Running, n: Floats, mean: Floats, *, shape: float, dispersion: Floats, warm: Bools) -> None:
    """Add one hour's counts (NaN: blind), capped where they are far above what was expected."""
    here = ~np.isnan(n)
    cap = mean + CAP * np.sqrt(mean + dispersion * mean**2) + 1
    count = np.where(here, np.where(warm, np.minimum(n, cap), n), 0.0)
    so_far.count += count
    so_far.exposure += here * shape
    judged = here & warm
    so_far.excess += np.where(judged, (count - mean) ** 2 - mean, 0.0)
    so_far.squares += np.where(judged, mean**2, 0.0)


def windows(watch: Watch, *, since: datetime | None = None, warm_up_hours: float = 24) -> pl.DataFrame:
    """Return every hour of all messages (topic `*`) and of each topic, in France: what `Window` nodes hold.

    Columns: topic_id, place_id, hour, n, authors, blind, expected, upper. From the first whole hour after `since` to
    the hour of `as_of`, which is not over yet. An hour is blind for a topic when a platform that carries it was.
    """
    first = watch.since.replace(minute=0, second=0, microsecond=0)
    first += HOUR if first < watch.since else timedelta(0)
    since = max(first, since or first)
    told, authors = _told(watch, first, since)
    grid = _grid(told, authors, since, watch)
    if told.is_empty():
        return grid.with_columns(expected=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64))
    expected = _expected(told, first, watch, warm_up_hours)
    return grid.join(expected, on=["topic_id", "hour"]).sort("topic_id", "hour")


def _told(watch: Watch, first: datetime, since: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return where anything was said: topic_id, platform, hour, n (messages); and topic_id, hour, authors.

    Authors of the hours from `since` on alone; messages of all.
    """
    parts = parts_of(watch)
    hours, platforms = max(1, -((first - watch.as_of) // HOUR)), max(1, len(parts.platforms))
    anywhere, places = parts.places.index(FRANCE), len(parts.places)
    cells, writers = [], []
    for part in parts.parts:
        series, platform = parts.series(part)
        hour = (part.at - microseconds(first)) // (HOUR // MICROSECOND)
        kept = np.flatnonzero((series % places == anywhere) & (hour >= 0) & (part.at < microseconds(watch.as_of)))
        topic, hour = series[kept] // places, hour[kept]
        cells.append((topic * platforms + platform[kept]) * hours + hour)
        late = hour >= (since - first) // HOUR
        writers.append((topic[late] * hours + hour[late]) * max(1, parts.authors) + part.author[kept][late])
    n = np.bincount(np.concatenate(cells))
    there = np.flatnonzero(n)
    rest, hour = np.divmod(there, hours)
    topic, platform = np.divmod(rest, platforms)
    told = _named(parts, topic * places, hour, first).with_columns(
        platform=pl.Series([parts.platforms[one] for one in platform], dtype=pl.String),
        n=pl.Series(n[there], dtype=pl.Int64),
    )
    wrote, authors = np.unique(np.unique(np.concatenate(writers)) // max(1, parts.authors), return_counts=True)
    topic, hour = np.divmod(wrote, hours)
    return told, _named(parts, topic * places, hour, first).with_columns(authors=pl.Series(authors, dtype=pl.Int64))


def _named(parts: Parts, series: Ints, hour: Ints, first: datetime) -> pl.DataFrame:
    """Return topic_id and hour of what was counted by series and hour after `first`."""
    topics = keys_of(parts, series).select("topic_id", hour=pl.Series(hour, dtype=pl.Int64))
    return topics.with_columns(hour=pl.lit(first) + pl.duration(hours="hour"))


def _expected(told: pl.DataFrame, first: datetime, watch: Watch, warm_up_hours: float) -> pl.DataFrame:
    """Return topic_id, hour, expected and upper: the sum over its platforms, each from the hours in which it was heard.

    Platforms that were always heard are one series. Null where a platform tells what it has no baseline for.
    """
    alone = {*watch.outages["platform"], *(name for name, began in watch.beginnings.items() if began > first)}
    told = told.with_columns(group=pl.when(pl.col("platform").is_in(alone)).then("platform").otherwise(pl.lit("")))
    hours = pl.DataFrame({"hour": pl.datetime_range(first, watch.as_of, "1h", closed="left", eager=True)})
    known = pl.DataFrame(
        {"group": list(watch.beginnings), "began": list(watch.beginnings.values())},
        schema={"group": pl.String, "began": pl.Datetime("us", "UTC")},
    )
    counts = (
        told.select("topic_id", "group")
        .unique()
        .sort("topic_id", "group")
        .with_row_index("series")
        .join(hours, how="cross")
        .join(
            told.group_by("topic_id", "group", "hour").agg(pl.col("n").sum()),
            on=["topic_id", "group", "hour"],
            how="left",
        )
        .join(
            _blind_hours(hours, watch).select(pl.col("platform").alias("group"), "hour", blind=pl.lit(True)),
            on=["group", "hour"],
            how="left",
        )
        .join(known, on="group", how="left")
        .with_columns(
            pl.col("n").fill_null(0), blind=pl.col("blind").fill_null(pl.col("hour") < pl.col("began")).fill_null(False)
        )
        .sort("series", "hour")
    )
    return _summed(_predicted(counts, half_life_days=HALF_LIFE_DAYS, warm_up_hours=warm_up_hours))


def _summed(predicted: pl.DataFrame) -> pl.DataFrame:
    """Return expected and upper by topic and hour: means and variances of its series add up."""
    mean, variance = pl.col("expected"), pl.col("expected") + pl.col("expected") ** 2 / pl.col("size")
    total = (
        predicted.group_by("topic_id", "hour")
        .agg(
            expected=pl.when(mean.is_not_null().any()).then(mean.sum()),
            variance=variance.sum(),
            cold=(mean.is_null() & (pl.col("n") > 0)).any(),
        )
        .with_columns(expected=pl.when(~pl.col("cold")).then("expected"))
        .with_columns(size=pl.col("expected") ** 2 / (pl.col("variance") - pl.col("expected")))
    )
    return total.with_columns(_upper(total)).select("topic_id", "hour", "expected", "upper")


def _grid(told: pl.DataFrame, authors: pl.DataFrame, first: datetime, watch: Watch) -> pl.DataFrame:
    """Return topic_id, place_id, hour, n, authors and blind, one row a topic and hour, none left out."""
    hours = pl.DataFrame({"hour": pl.datetime_range(first, watch.as_of, "1h", closed="left", eager=True)})
    topics = told.select("topic_id").unique().sort("topic_id")
    counts = told.group_by("topic_id", "hour").agg(pl.col("n").sum()).join(authors, on=["topic_id", "hour"])
    blind = (
        told.select("topic_id", "platform")
        .unique()
        .join(_blind_hours(hours, watch), on="platform")
        .select("topic_id", "hour")
        .unique()
        .with_columns(blind=pl.lit(True))
    )
    return (
        topics.join(hours, how="cross")
        .join(counts, on=["topic_id", "hour"], how="left")
        .join(blind, on=["topic_id", "hour"], how="left")
        .with_columns(pl.col("n", "authors").fill_null(0).cast(pl.Int64), pl.col("blind").fill_null(False))
        .select("topic_id", pl.lit(FRANCE).alias("place_id"), "hour", "n", "authors", "blind")
        .sort("topic_id", "hour")
    )


def _blind_hours(hours: pl.DataFrame, watch: Watch) -> pl.DataFrame:
    """Return platform and hour, of the hours that an outage touches."""
    outages = watch.outages.filter(pl.col("start") < watch.as_of).with_columns(pl.col("end").fill_null(watch.as_of))
    touching = hours.join(outages, how="cross").filter(
        pl.col("start") < pl.col("hour") + HOUR, pl.col("end") > pl.col("hour")
    )
    return touching.select("platform", "hour").unique()
