"""Exports of one row an event, counted by day before anything is kept: all files are read again when one changes.

A day counts once it was over when a file that holds it was written. An export can begin or end within a day, so of two
exports of one day the fuller one stands: a count only grows, in whatever order the files come. The cursor of a month
(partition) holds what was counted of its days, that of the partition `` the files that were read.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from flows.dropped import known_at, stamp
from flows.errors import SourceBroken, together
from flows.measures import day
from flows.sources import Checkpoint, Item, Refusal
from graph.model import Measure

Totals = Mapping[str, Any]
"""What is kept of a day, as JSON can hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How one kind of export is counted; what it holds in memory is forgotten when the files have been read."""

    count: Callable[[Path, datetime], Iterator[date | Refusal]]
    """Count the events of a file that are not later than a moment; yield the day of each, or why it cannot count."""
    totals: Callable[[date], Totals]
    """Return what is kept of a day that was counted."""
    size: Callable[[Totals], int]
    """Return how many events totals rest on."""
    measures: Callable[[date, Totals, Totals | None], Iterator[Measure]]
    """Yield the measures of a day from its totals, and from those that an earlier export had."""


@dataclass(slots=True)
class _Days:
    closed: set[date] = field(default_factory=set)
    """Days that were over when a file that holds them was written."""
    broken: set[date] = field(default_factory=set)
    """Days of a file that breaks off: nobody knows how many of their events are missing."""


def collect(files: Sequence[Path], cursors: Mapping[str, str], counting: Counting) -> Iterator[Item]:
    """Yield the measures of days that are new or fuller, month by month; raise at the end for unreadable files."""
    marks = {path.name: stamp([path]) for path in files}
    before = _marks(cursors.get(""))
    if marks == before:
        return
    days = _Days()
    failures: list[SourceBroken] = []
    for path in files:
        refusals = _count(path, days, counting)
        try:
            # what a file of an earlier run could not tell was said then
            yield from (each for each in refusals if marks[path.name] != before.get(path.name))
        except SourceBroken as error:
            failures.append(error)
    yield from changes({each: counting.totals(each) for each in days.closed - days.broken}, cursors, counting)
    if failures:
        raise together([*failures])
    yield Checkpoint(json.dumps(marks, sort_keys=True))


def changes(days: Mapping[date, Totals], cursors: Mapping[str, str], counting: Counting) -> Iterator[Item]:
    """Yield the measures of days that are new, or fuller than the cursor of their month says, and its new value."""
    for name, group in groupby(sorted(days), key=lambda each: f"{each:%Y-%m}"):
        known = _load(cursors.get(name), counting)
        before = dict(known)
        for each in group:
            old, new = known.get(str(each)), days[each]
            if old is None or (new != old and counting.size(new) >= counting.size(old)):
                known[str(each)] = new
                yield from counting.measures(each, new, old)
        if known != before:
            yield Checkpoint(json.dumps(known, sort_keys=True), name)


def _count(path: Path, days: _Days, counting: Counting) -> Iterator[Refusal]:
    """Count the events of one file; yield what cannot be counted."""
    held: set[date] = set()
    now = datetime.now(UTC)
    try:
        for each in counting.count(path, now):
            if isinstance(each, Refusal):
                yield each
            else:
                held.add(each)
    except SourceBroken:
        days.broken |= held
        raise
    until = known_at(path, max((day(each)[0] for each in held), default=now), now)
    for each in sorted(held):
        if day(each)[1] <= until:
            days.closed.add(each)
        else:
            yield Refusal("day-not-over", f"{path}, {each}")


def _marks(cursor: str | None) -> dict[str, str]:
    """Return the files that were read, as they were then, by name."""
    try:
        return dict(json.loads(cursor or "{}"))
    except (ValueError, TypeError):
        return {}


def _load(cursor: str | None, counting: Counting) -> dict[str, Totals]:
    """Return the days that a cursor knows; one that is not ours knows none."""
    try:
        known = json.loads(cursor or "{}")
        return {str(each): totals for each, totals in known.items() if counting.size(totals) >= 0}
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}
