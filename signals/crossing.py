"""All that is counted of a service or a territory, day by day, on one axis: reports, visits, contacts, what is said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.tiling import SPANNED, once

Floats = NDArray[np.float64]

ZONE = ZoneInfo("Europe/Paris")
"""Services count French days."""

MEASURES = pl.Schema({**SPANNED, "whole": pl.String()})
"""Counts of single days, each with the territory that is looked at which it was counted in."""

TALK = pl.Schema(
    {"day": pl.String(), "platform": pl.String(), "is_left": pl.Boolean(), "n": pl.Int64(), "complaints": pl.Int64()}
)
"""Messages by French day and platform: left with services or not, and the complaints among them."""

OUTAGES = pl.Schema({"platform": pl.String(), "start": pl.Int64(), "end": pl.Int64()})
"""When platforms were blind; milliseconds since 1970, an open end is null."""

BLIND = timedelta(hours=2)
"""A day of which a platform missed so much says nothing of what was said there."""

ORDER = ("reports", "contacts", "visits", "unique_visitors", "left", "complaints", "talk")
"""Names of series: counts of services, experiences and reviews, complaints, all other messages."""


def days_of(since: datetime, until: datetime) -> list[date]:
    """Return the whole French days of a period."""
    first, last = since.astimezone(ZONE), until.astimezone(ZONE)
    start = first.date() if first.time() == time() else first.date() + timedelta(days=1)
    return [start + timedelta(days=number) for number in range((last.date() - start).days)]


def crossing(
    days: Sequence[date], measures: pl.DataFrame, talk: pl.DataFrame, outages: pl.DataFrame
) -> dict[str, Floats]:
    """Return one value a day of each series that has any, in `ORDER`; NaN where nobody knows.

    A day without a count is unknown, a day without a message is a zero unless a platform was blind. Of several
    territories a day is unknown where one that is counted at all was not: a part is no sum. `measures` is `MEASURES`,
    `talk` is `TALK`, `outages` is `OUTAGES`.
    """
    found = _counted(days, measures) | _said(days, talk, outages)
    return {name: found[name] for name in ORDER if name in found and np.isfinite(found[name]).any()}


def _counted(days: Sequence[date], measures: pl.DataFrame) -> dict[str, Floats]:
    series: dict[str, Floats] = {}
    for _, own in sorted(measures.partition_by("whole", as_dict=True).items()):
        for metric, values in _counts(days, own).items():
            series[metric] = series[metric] + values if metric in series else values
    return series


def _counts(days: Sequence[date], measures: pl.DataFrame) -> dict[str, Floats]:
    series: dict[str, Floats] = {}
    place = {day: number for number, day in enumerate(days)}
    for metric, start, value in once(measures).select("metric", "start", "value").iter_rows():
        number = place.get(datetime.fromtimestamp(start / 1_000, ZONE).date())
        if number is not None:
            values = series.setdefault(metric, np.full(len(days), np.nan))
            values[number] = np.nan_to_num(values[number]) + value
    return series


def _said(days: Sequence[date], talk: pl.DataFrame, outages: pl.DataFrame) -> dict[str, Floats]:
    kinds = {
        "left": talk.filter(pl.col("is_left")),
        "talk": talk.filter(~pl.col("is_left")),
        "complaints": talk.with_columns(n=pl.col("complaints")),
    }
    return {name: _days(days, rows, outages) for name, rows in kinds.items() if rows["n"].sum() > 0}


def _days(days: Sequence[date], rows: pl.DataFrame, outages: pl.DataFrame) -> Floats:
    counts: Mapping[str, int] = dict(rows.group_by("day").agg(pl.col("n").sum()).iter_rows())
    values = np.array([float(counts.get(day.isoformat(), 0)) for day in days])
    heard = set(rows["platform"])
    for platform, start, end in outages.select("platform", "start", "end").iter_rows():
        if platform in heard:
            values[[_misses(day, start, end) for day in days]] = np.nan
    return values


def _misses(day: date, start: int, end: int | None) -> bool:
    begins, ends = (datetime.combine(day + timedelta(days=more), time(), ZONE).timestamp() * 1_000 for more in (0, 1))
    return min(ends, end if end is not None else ends) - max(begins, start) >= BLIND.total_seconds() * 1_000
