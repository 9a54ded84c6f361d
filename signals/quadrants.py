"""Talk against reports, service by service and place by place: with what was to be expected on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
import polars as pl

from signals.base import Watch
from signals.baseline.history import Expectation, expect
from signals.baseline.predictive import bound
from signals.baseline.tally import Bools, Floats, Grid, Tally, binned, tally, visibility

Quadrant = Literal["calm", "rumour", "silent_wave", "crisis"]
"""Neither is high; talk without reports; reports without talk; both."""

METRICS = ("reports", "contacts")
"""What counts as reports; visits and marks do not."""
DAY = timedelta(days=1)
GUARD = timedelta(days=7)
"""Days just before the last period that teach nothing: a wave that rises must not become its own expectation."""
LATEST = timedelta(days=2)
"""A report older than this says nothing about now."""
LEVEL = 0.975
"""Talk above this bound of its expectation is high."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What a service counted in all its places over equal periods: series are places, bin 0 is the last period."""

    service: str
    metric: str
    grid: Grid
    places: tuple[str, ...]
    ids: tuple[str, ...]
    """The measures of bin 0, by place; empty: nothing was reported there."""
    expectation: Expectation


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said of a service by place in the same period; None: some platform was blind, nobody knows."""

    expectation: Expectation | None
    upper: Floats


@dataclass(frozen=True, slots=True)
class Crossing:
    """A service in a place: observed and expected on both sides, and where that puts it."""

    service: str
    place: str
    reports: float
    reports_expected: float
    reports_upper: float
    talk: float
    talk_expected: float
    talk_upper: float
    quadrant: Quadrant


def quadrants(watch: Watch, *, level: float = LEVEL, history_days: int = 28) -> list[Crossing]:
    """Return every service and place that was reported on lately, in order; those whose talk is unknown are left out.

    A side is high when it passes the `level` bound of its expectation: one place in forty does by chance.
    """
    crossings = []
    for reports in reported(watch, history_days=history_days):
        talk = said(watch, reports)
        if talk.expectation is None:
            continue
        upper = bound(reports.expectation.mean, reports.expectation.size, level)
        for n, place in enumerate(reports.places):
            high = reports.expectation.observed[n] > upper[n], talk.expectation.observed[n] > talk.upper[n]
            crossings.append(
                Crossing(
                    service=reports.service,
                    place=place,
                    reports=float(reports.expectation.observed[n]),
                    reports_expected=float(reports.expectation.mean[n]),
                    reports_upper=float(upper[n]),
                    talk=float(talk.expectation.observed[n]),
                    talk_expected=float(talk.expectation.mean[n]),
                    talk_upper=float(talk.upper[n]),
                    quadrant=quadrant(*map(bool, high)),
                )
            )
    return crossings


def quadrant(reports: bool, talk: bool) -> Quadrant:
    """Return where a place stands when reports and talk are high, or not.

    >>> quadrant(reports=True, talk=False), quadrant(reports=False, talk=True)
    ('silent_wave', 'rumour')
    """
    if reports:
        return "crisis" if talk else "silent_wave"
    return "rumour" if talk else "calm"


def reported(watch: Watch, *, history_days: int = 28, warm_up_days: float = 7) -> Iterator[Reports]:
    """Yield what each service counted, of those whose last period of an hour or a day ended lately.

    A period in which no place was counted is unknown; a place that is missing in a period of others had nothing.
    """
    known = watch.measures.filter(
        pl.col("end") <= watch.as_of, pl.col("metric").is_in(METRICS), pl.col("place_id").is_not_null()
    ).with_columns(length=_period())
    for (service, metric, length), rows in (
        known.drop_nulls("length").sort("id").group_by("service_id", "metric", "length", maintain_order=True)
    ):
        last = rows["end"].max()
        if isinstance(last, datetime) and last > watch.as_of - LATEST and isinstance(length, timedelta):
            grid = Grid(last, length, int(timedelta(days=history_days) / length), watch.holidays)
            found = _counted(rows, grid, warm_up=timedelta(days=warm_up_days) / length)
            yield Reports(str(service), str(metric), grid, *found)


def _period() -> pl.Expr:
    """Return an hour or a day: local days last 23 or 25 hours twice a year; null for longer periods."""
    hours = (pl.col("end") - pl.col("start")).dt.total_minutes() / 60
    day = pl.when(hours.is_between(22, 26)).then(pl.lit(DAY))
    return day.when(hours.is_between(0.9, 2.1)).then(pl.lit(timedelta(hours=1)))


def _counted(rows: pl.DataFrame, grid: Grid, *, warm_up: float) -> tuple[tuple[str, ...], tuple[str, ...], Expectation]:
    """Return places, the measures of the last period, and the expectation of it."""
    ago = ((pl.lit(grid.as_of) - pl.col("end")) / grid.window).round().cast(pl.Int64)
    rows = rows.with_columns(bin=ago).filter(pl.col("bin") <= grid.past)
    places = rows["place_id"].unique().sort()
    index = {place: n for n, place in enumerate(places)}
    counted = rows.group_by("place_id", "bin").agg(pl.col("value").sum(), pl.col("id").first()).sort("place_id", "bin")
    series = np.array([index[place] for place in counted["place_id"]], dtype=np.int64)
    bins = counted["bin"].to_numpy().astype(np.int64)
    seen: Bools = np.zeros((1, grid.past + 1), dtype=np.bool_)
    seen[0, bins] = True
    seen[0, 1 : 1 + GUARD // grid.window] = False
    values = np.round(counted["value"].to_numpy())
    sparse = Tally(series, np.zeros_like(series), bins, values, len(places))
    found = expect(sparse, seen, grid, half_life=grid.past / 2, warm_up=warm_up)
    ids = dict(counted.filter(pl.col("bin") == 0).select("place_id", "id").iter_rows())
    return tuple(places), tuple(ids.get(place, "") for place in places), found


def said(watch: Watch, reports: Reports) -> Talk:
    """Return what was said of a service, in the places and the day of its last reports; authors, see `crowd`."""
    day = Grid(reports.grid.as_of, DAY, round(reports.grid.past / reports.grid.per_day), watch.holidays)
    about = watch.concerns.filter(pl.col("service_id") == reports.service).select("id").unique()
    rows = binned(watch, day).drop_nulls("place_id").unique(["id", "place_id"]).join(about, on="id", how="semi")
    keys = pl.DataFrame({"topic_id": [reports.service] * len(reports.places), "place_id": reports.places})
    platforms = watch.messages["platform"].unique().sort().to_list()
    seen = visibility(watch, platforms, day)
    if not seen[:, 0].all() or _is_blind(watch, reports.grid.as_of):
        return Talk(None, np.zeros(len(keys)))
    counts = tally(rows.with_columns(topic_id=pl.lit(reports.service)), keys, platforms)
    seen[:, 1 : 1 + GUARD // DAY] = False
    found = expect(counts, seen, day, half_life=day.past / 2, warm_up=1)
    return Talk(found, bound(found.mean, found.size, LEVEL))


def _is_blind(watch: Watch, since: datetime) -> bool:
    """Tell whether a platform was blind at some moment since the reports: what was said then is not known."""
    spans = watch.outages.filter(pl.col("start") < watch.as_of)
    return not spans.filter(pl.col("end").is_null() | (pl.col("end") > since)).is_empty()
