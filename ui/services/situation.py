"""What happens now: alerts, sources, volume against expectation, topics rising."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.rows import Row
from signals.standing import ORDER, standing
from signals.volume import HOUR as HOUR
from signals.volume import Hour as Hour
from signals.volume import hours
from ui.formats import milliseconds
from ui.services.hearing import Hearing, hearing
from ui.services.reader import Reader
from ui.services.span import Span, first_hour
from ui.services.territory import Area

Places = Sequence[str]
"""Codes of départements, and of régions beside their own; none: the whole country."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Volume of a topic in a place, and what happened meanwhile."""

    hours: list[Hour]
    hazards: list[Row]
    actions: list[Row]
    alerts: list[Row]

    @property
    def total(self) -> int:
        return sum(hour.n or 0 for hour in self.hours)

    @property
    def blind_hours(self) -> int:
        return sum(hour.blind or hour.n is None for hour in self.hours)


class Situation:
    """Answers of the first page."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def exercise(self) -> bool:
        """Tell whether the graph holds the data of an exercise."""
        return bool(self._reader.rows("situation_exercise")[0]["exercise"])

    def alerts(self, span: Span, places: Places = ()) -> list[Row]:
        """Return the alerts alive in a period, open ones first, then by rank; `state` is added."""
        rows = self._in("situation_alerts", span, places)
        stands = [(row, standing(row, milliseconds(span.until))) for row in rows]
        there = {row["id"] for row in rows}
        alerts = [row | {"state": found.state} for row, found in stands if found.into not in there]
        return sorted(alerts, key=lambda row: (ORDER.index(row["state"]), -row["score"], -row["last_at"]))

    def sources(self, span: Span) -> list[Row]:
        """Return the sources; `health` is blind, failed, never or well."""
        rows = self._reader.rows("situation_sources", since=span.since, until=span.until)
        return [row | {"health": _health(row, milliseconds(span.until))} for row in rows]

    def topics(self, span: Span, limit: int = 100, *, past: Span | None = None) -> list[Row]:
        """Return the topics that grew most in France against an earlier period, by default the one just before.

        Each has id, label, keywords, n and previous.
        """
        past = past or span.before()
        return self._reader.rows(
            "situation_topics",
            before=past.since,
            before_until=past.until,
            since=span.since,
            until=span.until,
            limit=limit,
        )

    def timeline(self, span: Span, *, places: Places = (), topic: str = "") -> Timeline:
        """Return hourly volume, hazards, actions and alerts of a period; a topic is counted in all of France."""
        alerts = self._in("situation_alerts", span, places)
        return Timeline(
            hours=self._hours(span, topic=topic) if topic else self._hours(span, places=places),
            hazards=sorted(self._in("situation_hazards", span, places), key=lambda row: row["start"]),
            actions=sorted(self._in("situation_actions", span, places), key=lambda row: row["at"]),
            alerts=[row for row in alerts if not topic or row["topic_id"] == topic],
        )

    def past(self, span: Span, past: Span, *, places: Places = (), topic: str = "") -> list[Hour]:
        """Return the hourly volume of an earlier period, moved onto the hours of this one; empty where unwatched."""
        if not self.knows(past):
            return []
        moved = first_hour(span) - first_hour(past)
        hours = self._hours(past, topic=topic) if topic else self._hours(past, places=places)
        return [replace(hour, at=hour.at + moved, running=False) for hour in hours]

    def hearing(self, span: Span, areas: Sequence[Area]) -> Hearing:
        """Return which of the areas of a period could not be heard, and since when."""
        watched = self._reader.rows("situation_windows", topic="*", place="FR", since=span.since, until=span.until)
        return hearing(areas, self._reader.rows("carte_heard", until=span.until), watched, span)

    def knows(self, span: Span) -> bool:
        """Tell whether all of a period was watched."""
        return self._reader.knows(span.since)

    def volume(self, span: Span, places: Places = ()) -> int:
        """Return the messages of a period; one that names two of several places counts in both."""
        return sum(hour.n or 0 for hour in self._hours(span, places=places))

    def _in(self, name: str, span: Span, places: Places) -> list[Row]:
        """Return the rows of a query in any of the places."""
        return self._reader.rows(name, places=list(places), since=span.since, until=span.until)

    def _hours(self, span: Span, *, topic: str = "*", places: Places = ()) -> list[Hour]:
        bounds = {"since": span.since, "until": span.until}
        watched = self._reader.rows("situation_windows", topic="*", place="FR", **bounds)
        if len(places) > 1:
            rows = self._reader.rows("windows_of_places", places=list(places), **bounds)
        else:
            rows = self._reader.rows("situation_windows", topic=topic, place=next(iter(places), "FR"), **bounds)
        return hours(watched, rows, milliseconds(span.until))


def _health(source: Row, now: int) -> str:
    if any(outage["end"] is None or outage["end"] > now for outage in source["outages"]):
        return "blind"
    if source["failed"]:
        return "failed"
    return "well" if source["last_success_at"] or source["read"] else "never"
