"""Where nothing is known: zones that an outage hides, and zones that no message comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from graph.rows import Row
from signals.volume import HOUR
from ui.formats import milliseconds
from ui.services.span import Span, first_hour
from ui.services.territory import Area

SILENT = int(timedelta(days=30).total_seconds() * 1000)
"""Milliseconds without a message after which nobody can tell whether a zone is calm or not covered."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone and the hour of the last message that came from it; None: never."""

    id: str
    name: str
    heard_at: int | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """What could be heard of a period, zone by zone."""

    zones: int
    """Zones looked at."""
    deaf: list[Zone]
    """An outage covers most of the period there: what the map calls unknown."""
    silent: list[Zone]
    """No message for so long that it may not be calm."""
    hours: int
    lost: int
    """Hours of the period in which some source was not heard."""
    since: int | None
    """When the last outage of the period began; None without one, or where it had begun before."""
    until: int | None
    """When it ended; None while it lasts."""


def hearing(areas: Sequence[Area], told: Iterable[Row], watched: Iterable[Row], span: Span) -> Hearing:
    """Return what was heard in a period.

    `told` are the last hours heard, of zones and of France (`FR`), `watched` the hours of France that are known.

    >>> from datetime import UTC, datetime
    >>> areas = [Area("D21", "Côte-d’Or", 4, 500_000), Area("D48", "Lozère", 0, 76_000)]
    >>> told = [{"id": "D21", "name": "", "at": 0}, {"id": "D48", "name": "", "at": None}, {"id": "FR", "at": 0}]
    >>> span = Span(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, 3, tzinfo=UTC))
    >>> found = hearing(areas, told, [{"hour": 0, "blind": False}], span)
    >>> [zone.name for zone in found.silent], found.lost, found.since == HOUR, found.until
    (['Lozère'], 2, True, None)
    """
    until = milliseconds(span.until)
    heard = {row["id"]: row["at"] for row in told}
    zones = {area.id: Zone(area.id, area.name, heard.get(area.id)) for area in areas}
    deaf = [zones[area.id] for area in areas if not area.known]
    there = {zone.id for zone in deaf}
    silent = [
        zone
        for zone in zones.values()
        if zone.id not in there and (zone.heard_at is None or until - zone.heard_at > SILENT)
    ]
    lost = _lost(watched, span)
    start, end = _last_outage(lost, heard.get("FR"))
    return Hearing(len(zones), deaf, silent, hours=len(lost), lost=sum(lost.values()), since=start, until=end)


def _lost(watched: Iterable[Row], span: Span) -> dict[int, bool]:
    """Return whether each hour of a period was not heard, or not by all; one that runs may not be counted yet."""
    known = {row["hour"]: row["blind"] for row in watched}
    until = milliseconds(span.until)
    hours = range(first_hour(span), until, HOUR)
    return {at: known.get(at, True) for at in hours if at in known or at + HOUR <= until}


def _last_outage(lost: dict[int, bool], clear: int | None) -> tuple[int | None, int | None]:
    """Return beginning and end of the last outage; `clear` is the last hour that all sources heard."""
    if not any(lost.values()):
        return None, None
    earliest, latest = min(lost), max(lost)
    first = last = max(at for at in lost if lost[at])
    while lost.get(first - HOUR):
        first -= HOUR
    if last < latest:
        return (None if first == earliest else first), last + HOUR
    if first > earliest:
        return first, None
    return (None if clear is None else min(first, clear + HOUR)), None
