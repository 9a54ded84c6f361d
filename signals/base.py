"""What every detector sees and says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Protocol

import polars as pl

from graph.model import Signal
from signals.budget import Budget

MESSAGES = pl.Schema(
    {
        "id": pl.String(),
        "author_id": pl.String(),
        "platform": pl.String(),
        "published_at": pl.Datetime("us", "UTC"),
        "topic_id": pl.String(),
        "place_id": pl.String(),
    }
)
"""One row a message, topic and département (`D21`; null: no place known). Text stays outside: detectors count."""

OUTAGES = pl.Schema({"platform": pl.String(), "start": pl.Datetime("us", "UTC"), "end": pl.Datetime("us", "UTC")})
"""Spans in which a platform was blind; a null `end` means: still is."""


CONTEXT = pl.Schema(
    {
        "theme": pl.String(),
        "place_id": pl.String(),
        "start": pl.Datetime("us", "UTC"),
        "end": pl.Datetime("us", "UTC"),
        "known_at": pl.Datetime("us", "UTC"),
        "factor": pl.Float64(),
    }
)
"""Hazards and events: what (`crue`), in which département, from, to, known since, and how many times louder talk of it
is presumed to be."""

MEASURES = pl.Schema(
    {
        "id": pl.String(),
        "service_id": pl.String(),
        "place_id": pl.String(),
        "metric": pl.String(),
        "start": pl.Datetime("us", "UTC"),
        "end": pl.Datetime("us", "UTC"),
        "value": pl.Float64(),
    }
)
"""Counts of reports and contacts by service and département; known from `end` on."""


HARM = pl.Schema({"id": pl.String(), "harm": pl.Float64()})
"""How likely messages about bad weather tell of harm (`signals.harm`)."""

CONCERNS = pl.Schema({"id": pl.String(), "service_id": pl.String()})


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known at `as_of`: messages published before it, and when we were blind.

    `messages` (schema `MESSAGES`) reaches back as far as a detector's baseline wants; `since` is where the history
    begins: before it nothing was collected, which is not the same as nothing was said.
    """

    messages: pl.DataFrame
    outages: pl.DataFrame
    since: datetime
    as_of: datetime
    beginnings: Mapping[str, datetime] = field(default_factory=dict)
    """When the first message of a platform was published, where it was connected later than others: before, it was not
    heard."""
    copies: frozenset[str] = frozenset()
    """Ids of messages that say what another said before: they weigh less."""
    context: pl.DataFrame = field(default_factory=CONTEXT.to_frame)
    """What explains talk, schema `CONTEXT`."""
    themes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Topic -> themes of the context that it speaks of."""
    harm: pl.DataFrame = field(default_factory=HARM.to_frame)
    """What late messages of topics with a theme tell of harm, schema `HARM`, as far as that is known."""
    holidays: frozenset[date] = frozenset()
    """Days (UTC) that are like Sundays."""
    measures: pl.DataFrame = field(default_factory=MEASURES.to_frame)
    """What was reported to services, schema `MEASURES`."""
    concerns: pl.DataFrame = field(default_factory=CONCERNS.to_frame)
    """Which services messages concern, schema `CONCERNS`."""
    budget: Budget = field(default_factory=Budget)
    """How many false alerts a watch may bring."""
    made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made of all this once, for whoever needs it next."""


class Detector(Protocol):
    """Parameters in the constructor, a watch in, dated signals out, in a fixed order."""

    kind: ClassVar[str]
    every: ClassVar[timedelta]
    """Between two times that it has to listen, at least: what it hears moves no faster."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        """Yield what `watch` supports at `watch.as_of`; each signal is dated `watch.as_of`."""
        ...
