"""What is known beside the counts of a wave: where its messages are about, where people leave from and go to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from graph.model import Place
from signals.base import Watch
from signals.baseline.tally import KEY, by_series
from signals.panic.rates import Rate, rates

COURSES = pl.Schema({"id": pl.String(), "role": pl.String(), "place_id": pl.String()})
"""One row a message and place: `named` for a commune that it names, `origin` and `destination` of a movement."""
SHOWN = 2
"""Places that a sentence names."""

Ways = Mapping[str, list[tuple[str, int]]]
"""For origin and destination, names of places and how many messages say so, the commonest first."""
Crowd = Mapping[tuple[str, str], int]
"""Topic and place (see `signals.baseline.tally.KEY`) -> authors."""


@dataclass(frozen=True, slots=True)
class Around:
    """Places of messages (schema `COURSES`), places by code, and all that was said (schema `MESSAGES`)."""

    courses: pl.DataFrame = field(default_factory=COURSES.to_frame)
    places: Mapping[str, Place] = field(default_factory=dict)
    talk: pl.DataFrame | None = None
    """None: the messages of the watch are all that was said."""
    _crowds: dict[tuple[datetime, timedelta], Crowd] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def crowd(self, watch: Watch, window: timedelta) -> Crowd:
        """Return how many people said anything in the last `window`, by topic and place."""
        if (at := (watch.as_of, window)) not in self._crowds:
            talk = watch.messages if self.talk is None else self.talk
            lately = pl.col("published_at").is_between(watch.as_of - window, watch.as_of, closed="left")
            counts = by_series(talk.filter(lately)).group_by(KEY).agg(pl.col("author_id").n_unique())
            self._crowds[at] = {(topic, place): n for topic, place, n in counts.iter_rows()}
        return self._crowds[at]

    def heaviest(self, row: Mapping[str, Any], watch: Watch) -> list[tuple[str, Rate]]:
        """Return the communes where most people for its inhabitants write of `row`, by name."""
        authors = watch.messages.filter(pl.col("id").is_in(row["id"])).select("id", "author_id").unique("id")
        named = self.courses.filter(pl.col("role") == "named").join(authors, on="id")
        counts = dict(named.group_by("place_id").agg(pl.col("author_id").n_unique()).iter_rows())
        found = rates(counts, self.places) if counts else []
        return [(self.places[rate.place_id].name, rate) for rate in found[:SHOWN]]

    def ways(self, row: Mapping[str, Any]) -> Ways:
        """Return where the people that `row` tells of leave from and go to."""
        own = self.courses.filter(pl.col("id").is_in(row["id"]))
        return {role: self._commonest(own, role) for role in ("origin", "destination")}

    def _commonest(self, own: pl.DataFrame, role: str) -> list[tuple[str, int]]:
        counts = Counter(own.filter(pl.col("role") == role)["place_id"].to_list())
        best = sorted(counts.items(), key=lambda found: (-found[1], found[0]))
        return [(self.places[code].name, n) for code, n in best if code in self.places][:SHOWN]
