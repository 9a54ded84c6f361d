"""What the comparison of needs and offer reads, and what it says, as frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

LEAST = 5
"""Messages, and authors, under which nothing of a cell is told."""
PER = 100_000
"""Inhabitants that rates are given for."""
WEEKS = 30 / 7
"""Weeks that rates are given for: a month of 30 days."""

DEMAND = pl.Schema(
    {
        "need": pl.String(),
        "place_id": pl.String(),
        "platform": pl.String(),
        "week": pl.Int64(),
        "demands": pl.Int64(),
    }
)
"""One row a need, département, platform and week: authors who asked, complained, reported or wanted advice."""

CROWD = pl.Schema(
    {
        "need": pl.String(),
        "place_id": pl.String(),
        "messages": pl.Int64(),
        "authors": pl.Int64(),
        "questions": pl.Int64(),
        "complaints": pl.Int64(),
        "reports": pl.Int64(),
        "advice": pl.Int64(),
    }
)
"""One row a need and place of any kind, what lies in it included: messages, distinct authors, and messages by intent
(a message may have several)."""

HEARD = pl.Schema({"place_id": pl.String(), "platform": pl.String(), "authors": pl.Int64(), "seen": pl.Float64()})
"""One row a département and platform: distinct authors who wrote of anything else, and the share of the period in
which the platform was not blind, in [0, 1]."""

TERRITORY = pl.Schema(
    {"place_id": pl.String(), "kind": pl.String(), "population": pl.Int64(), "parent_id": pl.String()}
)

OFFER = pl.Schema(
    {"need": pl.String(), "place_id": pl.String(), "sign": pl.String(), "value": pl.Float64(), "n": pl.Float64()}
)
"""One row a sign of how well a need is served in a place: `value` in [0, 1], of `n` answers or events. Of the same
`sign` there may be several rows."""

USE = pl.Schema({"need": pl.String(), "place_id": pl.String(), "used": pl.Float64()})
"""Visits, contacts and reports counted by the services that answer a need, by département."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a period of `weeks` weeks."""

    demand: pl.DataFrame
    crowd: pl.DataFrame
    heard: pl.DataFrame
    territory: pl.DataFrame
    offer: pl.DataFrame = field(default_factory=OFFER.to_frame)
    use: pl.DataFrame = field(default_factory=USE.to_frame)
    weeks: float = WEEKS
    services: Mapping[str, int] = field(default_factory=dict)
    """How many services of the catalogue answer each need; a need that is missing here has none."""


CELLS = pl.Schema(
    {
        "need": pl.String(),
        "place_id": pl.String(),
        "kind": pl.String(),
        "status": pl.String(),
        "messages": pl.Int64(),
        "authors": pl.Int64(),
        "questions": pl.Int64(),
        "complaints": pl.Int64(),
        "reports": pl.Int64(),
        "advice": pl.Int64(),
        "coverage": pl.Float64(),
        "demand": pl.Float64(),
        "demand_low": pl.Float64(),
        "demand_high": pl.Float64(),
        "ratio": pl.Float64(),
        "ratio_low": pl.Float64(),
        "ratio_high": pl.Float64(),
        "offer": pl.Float64(),
        "offer_low": pl.Float64(),
        "offer_high": pl.Float64(),
        "offer_n": pl.Float64(),
        "gap": pl.Float64(),
        "gap_low": pl.Float64(),
        "gap_high": pl.Float64(),
        "unmet": pl.Float64(),
        "use": pl.Float64(),
        "idle": pl.Float64(),
        "idle_low": pl.Float64(),
        "idle_high": pl.Float64(),
        "advised": pl.String(),
    }
)
"""One row a need and place. `status`: shown; few (fewer than `LEAST` messages or authors: its counts are null); unknown
(no source hears the place: everything is null, which is not calm). `coverage`: how well it is heard, 1 as the country
is. `demand`: a month per `PER` inhabitants were it heard as the country is. `ratio`: times what is usual in the
country. `offer`: share of the demand that is served, in [0, 1]. `gap`: ratio x (1 - offer); `unmet`: demands a month
that are not served. `use`: use of the services, times what is usual. `idle`: share of the offer that waits for users.
The others are bounds of 95 %."""
