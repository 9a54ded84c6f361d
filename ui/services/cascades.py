"""What answers, reposts and copies made of the first messages of a topic: as trees that a page can draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from graph.rows import Row
from signals.networks.cascades import cascades
from ui.services.reader import Reader
from ui.services.span import Span

READ = 5_000
"""Messages of a topic that are read, the oldest."""
LISTED = 6
"""Cascades told, the largest."""
ROWS = pl.Schema({"id": pl.String(), "parent": pl.String(), "at": pl.Datetime("us", "UTC")})


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a cascade: `at` in milliseconds, the lane that it is drawn on, and which it hangs on."""

    id: str
    parent: str | None
    at: int
    lane: int
    stance: str
    copy: bool


@dataclass(frozen=True, slots=True)
class Cascade:
    """A tree of messages: how many, how deep, how broad; `virality` is the mean number of steps between two."""

    root: str
    size: int
    depth: int
    breadth: int
    virality: float
    span: Span
    messages: tuple[Said, ...]
    """Oldest first. The root is missing where it was said before the period, or deleted."""


class Cascades:
    """Answers of the page of an alert on how its topic went from one to the next."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def of(self, topic: str, span: Span) -> list[Cascade]:
        """Return the largest cascades of a topic in a period, largest first."""
        rows = self._reader.rows("alerte_cascades", topic=topic, since=span.since, until=span.until, limit=READ)
        return grown(rows)


def grown(rows: Sequence[Row]) -> list[Cascade]:
    """Return the largest cascades of messages, each with `id`, `parent`, `copy`, `at` and `stance`."""
    frame = pl.DataFrame(
        [(row["id"], row["parent"], datetime.fromtimestamp(row["at"] / 1_000, UTC)) for row in rows],
        schema=ROWS,
        orient="row",
    )
    by_id = {row["id"]: row for row in rows}
    under: dict[str, list[str]] = {}
    for row in rows:
        if row["parent"] and row["parent"] != row["id"]:
            under.setdefault(row["parent"], []).append(row["id"])
    found = []
    for one in cascades(frame).head(LISTED).iter_rows(named=True):
        lanes = _lanes(one["root"], under)
        said = [
            Said(name, by_id[name]["parent"], by_id[name]["at"], lane, by_id[name]["stance"], by_id[name]["copy"])
            for name, lane in lanes.items()
            if name in by_id
        ]
        span = Span(one["first_at"], one["last_at"])
        shape = (one["size"], one["depth"], one["breadth"], one["virality"])
        found.append(Cascade(one["root"], *shape, span, tuple(sorted(said, key=lambda message: message.at))))
    return found


def _lanes(root: str, under: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return a lane for each message of a tree: the first answer goes on in the lane of what it answers.

    >>> _lanes("a", {"a": ["b", "c"], "b": ["d"]})
    {'a': 0, 'b': 0, 'd': 0, 'c': 1}
    """
    lanes: dict[str, int] = {}
    last, open_ = -1, [(root, -1)]
    while open_:
        name, lane = open_.pop()
        if name in lanes:
            continue
        if lane < 0:
            last += 1
        lanes[name] = lane if lane >= 0 else last
        first, *others = under.get(name, ()) or ("",)
        open_ += [(other, -1) for other in reversed(others)]
        if first:
            open_.append((first, lanes[name]))
    return lanes
