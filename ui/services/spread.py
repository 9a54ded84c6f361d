"""How what is said of a topic spreads: stances over time, what is repeated, what was done about it, evidence again."""

from dataclasses import dataclass

from graph.evidence import Replay, replay
from graph.rows import Row
from ui.services.reader import Reader
from ui.services.situation import HOUR, Timeline
from ui.services.span import Span

REPEATED = 6
"""Texts shown that were said again."""
ACTIONS = 6
"""Actions shown."""


@dataclass(frozen=True, slots=True)
class Stances:
    """Messages of one hour by what they do with the claim; None where nothing is known."""

    at: int
    spread: int | None = None
    query: int | None = None
    deny: int | None = None


class Spread:
    """Answers of the page of an alert on the talk about its topic."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def stances(self, topic: str, span: Span, timeline: Timeline) -> list[Stances]:
        """Return the hours from the first message of a period to its end; an hour without ears is unknown, not calm."""
        rows = self._reader.rows("alerte_stances", topic=topic, since=span.since, until=span.until)
        if not rows:
            return []
        found = {row["hour"]: Stances(row["hour"], row["spread"], row["query"], row["deny"]) for row in rows}
        deaf = {hour.at for hour in timeline.hours if hour.blind or hour.n is None}
        last = max([*found, *(hour.at for hour in timeline.hours)])
        hours = range(min(found), last + HOUR, HOUR)
        return [found.get(at, Stances(at) if at in deaf else Stances(at, 0, 0, 0)) for at in hours]

    def repeated(self, topic: str, span: Span) -> list[Row]:
        """Return the texts that were said again, most often first."""
        return self._reader.rows("alerte_repeated", topic=topic, until=span.until, limit=REPEATED)

    def actions(self, topic: str, journal: list[Row]) -> list[Row]:
        """Return the actions that speak of a topic, newest first."""
        return [row for row in journal if topic and row["topic"] == topic][:ACTIONS]

    def again(self, alert: str) -> Replay | None:
        """Run the stored query of an alert again and hold it against what was seen; None where no run kept it."""
        return self._reader.through(lambda store: replay(store, alert))
