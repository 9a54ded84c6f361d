"""All sources of a service and a territory on one time axis, and what goes together in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.rows import Row
from signals.association import Association, associations, common_rises
from signals.crossing import MEASURES, OUTAGES, TALK, crossing, days_of
from ui.services.reader import Reader

Floats = NDArray[np.float64]

REACH = timedelta(days=365)
"""How far back the axis goes: a year, so that a season is seen whole."""
NEWEST = 7
"""Common rises that are looked behind, the latest."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Series of whole days up to the clock of the data, and how they go together."""

    days: list[date]
    series: dict[str, Floats]
    found: list[Association]
    """Every pair that is known for long enough, the surest first."""
    hazards: list[Row]
    actions: list[Row]
    uncounted: dict[str, list[str]]
    """Of what services count: codes of the chosen territories in which it never is, by series."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The latest days on which two series rose together, and what was said then."""

    rises: list[tuple[date, date]]
    topics: list[Row]


class Crossings:
    """Answers of the page that crosses the sources."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def crossing(self, places: Sequence[str] = (), service: str = "") -> Crossing | None:
        """Return what is known of a service (empty: all) in some territories (none: France); None: nothing at all."""
        clock = self._reader.clock
        if clock is None:
            return None
        asked = {"since": clock - REACH, "until": clock, "places": list(places), "service": service}
        where = "_in" if places else ""
        talk = self._reader.frame(f"crossing_talk{where}", TALK, **asked)
        measures = self._reader.frame(f"crossing_measures{where}", MEASURES, **asked)
        outages = self._reader.frame("indicators_outages", OUTAGES, since=asked["since"], until=clock)
        series = crossing(days_of(clock - REACH, clock), measures, talk, outages)
        days, series = _known(days_of(clock - REACH, clock), series)
        if not series:
            return None
        context = {"since": asked["since"], "until": clock}
        counted = measures.group_by("metric").agg(pl.col("whole").unique()).iter_rows()
        return Crossing(
            days,
            series,
            associations(days, series),
            self._reader.rows("actions_hazards", places=list(places), **context),
            self._reader.rows("crossing_actions", **context),
            {metric: sorted(set(places) - set(there)) for metric, there in counted if metric in series and places},
        )

    def behind(self, found: Crossing, one: Association, places: Sequence[str] = (), service: str = "") -> Behind:
        """Return the days on which the two series rose together, and the topics of what was said then."""
        rises = common_rises(found.days, found.series[one.first], found.series[one.second], one.lag)[:NEWEST]
        days = sorted({day.isoformat() for pair in rises for day in pair})
        topics = self._reader.rows("crossing_behind", days=days, places=list(places), service=service)
        return Behind(rises, topics if days else [])


def _known(days: list[date], series: dict[str, Floats]) -> tuple[list[date], dict[str, Floats]]:
    """Return the days from the first on which anything was counted: before it nobody was listening.

    A series of messages begins where its first message is: zeros before it say nothing.
    """
    kept: dict[str, Floats] = {}
    first = len(days)
    for name, values in series.items():
        counted = np.flatnonzero(np.nan_to_num(values) > 0)
        if not counted.size:
            continue
        begins = int(counted[0])
        trimmed = values.copy()
        trimmed[:begins] = np.nan
        kept[name] = trimmed
        first = min(first, begins)
    return days[first:], {name: values[first:] for name, values in kept.items()}
