"""Measures that may be added up: a day of the country and the months of its départements tell of the same reports."""

from bisect import bisect_right
from collections.abc import Mapping

import polars as pl

MEASURES = pl.Schema(
    {
        "metric": pl.String(),
        "service_id": pl.String(),
        "service": pl.String(),
        "operator": pl.String(),
        "source_id": pl.String(),
        "place_id": pl.String(),
        "value": pl.Float64(),
        "n": pl.Int64(),
    }
)
"""Aggregated counts and scores of services."""

SPANNED = pl.Schema({**MEASURES, "area": pl.String(), "level": pl.String(), "start": pl.Int64(), "end": pl.Int64()})
"""Measures with the place that was measured, its kind and the period, in milliseconds since 1970."""

SHARES: Mapping[str, float] = {"commune": 1 / 35_000, "departement": 1 / 101, "region": 1 / 18, "pays": 1.0}
"""About which part of the country a place of each kind is, the finest first; of another kind: a commune's."""
DAY = 86_400_000


def once(measures: pl.DataFrame) -> pl.DataFrame:
    """Return the measures of a frame (`SPANNED`) of which no two tell of the same, for each service and metric.

    A series is what has places of one kind and periods of about one length. The series that covers most, in time and
    place, is kept whole, the finer one of two that cover the same; of the others what lies in times that it leaves out.
    A place of one kind may hold a place of another, so only places of one kind tell two things at a time.
    """
    groups = measures.partition_by("service_id", "metric", maintain_order=True)
    return pl.concat([_apart(group) for group in groups]) if groups else measures


def _apart(group: pl.DataFrame) -> pl.DataFrame:
    named = group.with_columns(
        series=pl.concat_str(pl.col("level").fill_null("?"), _length(pl.col("end") - pl.col("start")), separator="|")
    )
    if named["series"].n_unique() == 1:
        # one series: only the same place and period could tell the same twice, and they have one id
        return group
    kept: list[pl.DataFrame] = []
    for series in sorted(named.partition_by("series"), key=_rank):
        spans = pl.concat(kept) if kept else series.head(0)
        level, areas = series["level"][0], spans.partition_by("area", as_dict=True)
        others = _merged(spans.filter(pl.col("level").fill_null("?") != (level or "?")))
        here = {area[0]: _merged(rows) for area, rows in areas.items()}
        told = [
            _overlaps(others, start, end) or _overlaps(here.get(area, []), start, end)
            for area, start, end in series.select("area", "start", "end").iter_rows()
        ]
        kept.append(series.filter(~pl.Series(told, dtype=pl.Boolean)))
    return pl.concat(kept).drop("series")


def _length(span: pl.Expr) -> pl.Expr:
    """Return hours, days, weeks, months or years: days differ by an hour, months by three days."""
    hours = span / 3_600_000
    return (
        pl.when(hours < 20).then(pl.lit("1 hour")).when(hours < 100).then(pl.lit("2 day"))
        .when(hours < 400).then(pl.lit("3 week")).when(hours < 4_000).then(pl.lit("4 month"))
        .otherwise(pl.lit("5 year"))
    )  # fmt: skip


def _rank(series: pl.DataFrame) -> tuple[float, str, float]:
    """Return what sorts the series that covers most first, of equal ones that of shorter periods and smaller places."""
    share = SHARES.get(series["level"][0] or "", SHARES["commune"])
    covered = share * float((series["end"] - series["start"]).sum()) / DAY
    return -round(covered, 1), series["series"][0].rpartition("|")[2], share


def _merged(measures: pl.DataFrame) -> list[tuple[int, int]]:
    """Return the times that measures tell of, in order and apart."""
    merged: list[tuple[int, int]] = []
    for start, end in measures.select("start", "end").unique().sort("start").iter_rows():
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlaps(merged: list[tuple[int, int]], start: int, end: int) -> bool:
    first = bisect_right(merged, start, key=lambda span: span[1])
    return first < len(merged) and merged[first][0] < end
