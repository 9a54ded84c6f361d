"""Alarm and departures as signals: more than usual, growing or not, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import numpy as np
import polars as pl

from graph.model import Signal
from signals.base import Watch
from signals.baseline.signal import signal_of
from signals.baseline.tally import ANY, FRANCE
from signals.panic.around import Around
from signals.panic.reproduction import Reproduction, generation, reproduction
from signals.panic.surge import Surge
from signals.panic.words import Wave, alarm, leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Panic(Surge):
    """Topics and places where more people than usual write in fear or urgency, of flight, rush or shortage.

    Only messages that show alarm are given (`watch.messages`): `signals.emotion.distress` decides which. The count is
    held against its own past as a burst is; R_t says whether the wave carries itself, rates for inhabitants where it
    weighs most.

    Parameters
    ----------
    generation_minutes, deviation_minutes
        How long after a message those follow that it brings about: mean and standard deviation.
    bin_minutes
        Grain of R_t; divides the window.
    reach_hours
        How far back R_t looks.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from signals.base import MESSAGES, OUTAGES
    >>> noon = datetime(2026, 3, 14, 12, tzinfo=UTC)
    >>> past = [(f"q{h}", f"p{h}", "mastodon", noon - timedelta(hours=h), f"t{h % 5}", "D21") for h in range(9, 600, 9)]
    >>> waves = [(n, noon - timedelta(minutes=1 + 75 * (30 - n) ** 2 / 900)) for n in range(30)]
    >>> wave = [(f"w{n}", f"a{n}", "mastodon", at, "t7", "D21") for n, at in waves]
    >>> messages = pl.DataFrame(past + wave, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - timedelta(days=25), as_of=noon)
    >>> for signal in Panic().detect(watch):
    ...     print(signal.id, signal.reason)
    panic:*:D21:2026-03-14T11 26 auteurs inquiets (26 messages) en 1 heure, moins de 0,1 attendu ;
    un message en amène 2,3 autres (1,5 à 3,3), 30 min plus tard en moyenne.
    panic:t7:D21:2026-03-14T11 26 auteurs inquiets...
    panic:t7:FR:2026-03-14T11 26 auteurs inquiets...

    References
    ----------
    Cori et al. (2013), A new framework and software to estimate time-varying reproduction numbers during epidemics.
    Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators.
    """

    kind: ClassVar[str] = "panic"

    generation_minutes: float = 30
    deviation_minutes: float = 25
    bin_minutes: int = 10
    reach_hours: int = 12

    def detect(self, watch: Watch, around: Around | None = None) -> Iterator[Signal]:
        """Yield what `watch` supports; `around` adds where it weighs most."""
        around = around or Around()
        for row in self.rows(watch, around):
            wave = Wave(row, self._growth(watch, row), around.heaviest(row, watch))
            minutes = self.window_minutes, self.generation_minutes
            reasons = alarm(wave, minutes, french=True), alarm(wave, minutes, french=False)
            yield signal_of(row, watch, kind=self.kind, parameters=asdict(self), reasons=reasons)

    def _growth(self, watch: Watch, row: Mapping[str, Any]) -> Reproduction | None:
        """Return R_t of the series of `row` over its window."""
        width, bins = timedelta(minutes=self.bin_minutes), self.reach_hours * 60 // self.bin_minutes
        start = watch.as_of - bins * width
        own = _series(watch.messages, row).filter(pl.col("published_at").is_between(start, watch.as_of, closed="left"))
        place = (own["published_at"] - start).dt.total_microseconds().to_numpy() // (width // timedelta(microseconds=1))
        counts = np.bincount(place.astype(np.int64), minlength=bins).astype(np.float64)
        weights = generation(self.bin_minutes, mean=self.generation_minutes, deviation=self.deviation_minutes)
        dark = watch.outages.filter(pl.col("platform").is_in(own["platform"].unique().to_list()))
        blind = [_is_blind(dark, watch.as_of, start + n * width, width) for n in range(bins)]
        return reproduction(counts.tolist(), weights, window=self.window_minutes // self.bin_minutes, blind=blind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departures(Surge):
    """Topics and places where more people than usual tell that a crowd leaves, or that it must.

    Only messages that tell of a movement are given (`watch.messages`): `signals.movement` decides which.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from graph.model import Place
    >>> from signals.base import MESSAGES, OUTAGES
    >>> from signals.panic.around import COURSES
    >>> noon = datetime(2026, 3, 14, 12, tzinfo=UTC)
    >>> past = [(f"q{h}", f"p{h}", "mastodon", noon - timedelta(hours=h), f"t{h % 5}", "D21") for h in range(9, 600, 9)]
    >>> wave = [(f"w{n}", f"a{n}", "mastodon", noon - timedelta(minutes=5 * n + 1), "t7", "D21") for n in range(6)]
    >>> messages = pl.DataFrame(past + wave, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - timedelta(days=25), as_of=noon)
    >>> courses = pl.DataFrame([("w1", "origin", "21231"), ("w1", "destination", "21617")], COURSES, orient="row")
    >>> towns = {"21231": "Dijon", "21617": "Talant"}
    >>> places = {code: Place(id=code, name=name, kind="commune") for code, name in towns.items()}
    >>> print([signal.reason for signal in Departures().detect(watch, Around(courses, places))][-1])
    6 auteurs (6 messages) parlent de départs en 1 heure, moins de 0,1 attendu : de Dijon (1) vers Talant (1).
    """

    kind: ClassVar[str] = "movement"

    def detect(self, watch: Watch, around: Around | None = None) -> Iterator[Signal]:
        """Yield what `watch` supports; `around` says from where to where."""
        around = around or Around()
        for row in self.rows(watch, around):
            ways = around.ways(row)
            reasons = (
                leaving(row, ways, self.window_minutes, french=True),
                leaving(row, ways, self.window_minutes, french=False),
            )
            yield signal_of(row, watch, kind=self.kind, parameters=asdict(self), reasons=reasons)


def _series(messages: pl.DataFrame, row: Mapping[str, Any]) -> pl.DataFrame:
    own = messages
    if row["topic_id"] != ANY:
        own = own.filter(pl.col("topic_id") == row["topic_id"])
    if row["place_id"] != FRANCE:
        own = own.filter(pl.col("place_id") == row["place_id"])
    return own.unique("id", keep="first", maintain_order=True)


def _is_blind(dark: pl.DataFrame, as_of: datetime, start: datetime, width: timedelta) -> bool:
    """Return whether one of the outages `dark` covers a part of the bin that begins at `start`."""
    return not dark.filter(pl.col("start") < start + width, pl.col("end").fill_null(as_of) > start).is_empty()
