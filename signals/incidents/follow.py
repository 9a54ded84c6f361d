"""From what a service says, message by message, to its incidents with start and end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from signals.incidents.phases import Phase

FORGOTTEN = timedelta(hours=6)
"""An incident of which nothing is said for so long is over; when it ended, nobody said."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of a service."""

    start: datetime
    last_at: datetime
    """The latest message that it goes on."""
    end: datetime | None = None
    """None: it goes on, or nobody said when it ended."""


def incidents(told: Iterable[tuple[datetime, Phase | None]]) -> Iterator[Incident]:
    """Yield the incidents of one service in the order in which they end; `told` in order of time.

    It begins with the first message that says so; what says so again, or that things resume, prolongs it.

    >>> noon = datetime(2026, 3, 1, 12)
    >>> told = [(noon, "begins"), (noon + timedelta(minutes=9), "resumes"), (noon + timedelta(minutes=20), "over")]
    >>> [(found.start.minute, found.end.minute) for found in incidents(told)]
    [(0, 20)]
    """
    open_: Incident | None = None
    for at, phase in told:
        if open_ and at - open_.last_at > FORGOTTEN:
            yield open_
            open_ = None
        if open_ is None:
            open_ = Incident(at, at) if phase == "begins" else None
        elif phase == "over":
            yield replace(open_, end=at)
            open_ = None
        elif phase is not None:
            open_ = replace(open_, last_at=at)
    if open_:
        yield open_
