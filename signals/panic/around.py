"""What is known beside the counts of a wave: where its messages are about, where people leave from and go to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.model import Place
from signals.base import Watch
from signals.panic.rates import Rate, rates

COURSES = pl.Schema({"id": pl.String(), "role": pl.String(), "place_id": pl.String()})
"""One row a message and place: `named` for a commune that it names, `origin` and `destination` of a movement."""
SHOWN = 2
"""Places that a sentence names."""

Ways = Mapping[str, list[tuple[str, int]]]
"""For origin and destination, names of places and how many messages say so, the commonest first."""


@dataclass(frozen=True, slots=True)
class Around:
    """Places of messages (schema `COURSES`), places by code, and all that was said (schema `MESSAGES`)."""

    courses: pl.DataFrame = field(default_factory=COURSES.to_frame)
    places: Mapping[str, Place] = field(default_factory=dict)
    talk: pl.DataFrame | None = None
    """None: the messages of the watch are all that was said."""

    def said(self, watch: Watch) -> pl.DataFrame:
        """Return all that was said."""
        return watch.messages if self.talk is None else self.talk

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
