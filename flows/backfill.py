"""Read a long past in parts: small and recent ones first, so that something useful is there soon.

A plan is cut into parts that can be asked for one by one, as months x départements. Each part has a cursor of its own,
so that a run that ends anywhere loses and doubles nothing, and what is done is remembered with its size: the sizes of
what is done tell what to expect of the rest.

    def read(part: Part, place: str | None) -> Iterator[Item]:
        for page in pages(month=part.key, after=place):
            yield from parse(page)
            yield Checkpoint(page.last)  # where to go on in this part

    yield from backfill(parts, cursors, read, at_most=20)
"""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.errors import SourceError, SourceUnavailable, together
from flows.sources import Checkpoint, Erasure, Item, Refusal

PREFIX = "past/"
"""Beginning of the partitions of a plan, among the other cursors of the source."""
GIVE_UP = 3
"""Parts that fail one after the other before the rest is left for the next run."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the past that can be asked for alone."""

    key: str
    """Unique in the plan and always the same: it names the cursor."""
    age: int
    """0 for the newest, 1 for those before: in months, or whatever the plan is cut by."""
    group: str = ""
    """What parts of different ages have in common, as the département."""
    size: float | None = None
    """Records to expect, where the interface tells it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a part was read."""

    place: str | None = None
    """Where to go on; None: at its start."""
    records: int = 0
    done: bool = False

    @staticmethod
    def load(value: str | None) -> "Progress":
        """Return what a cursor says; one that is not ours means: nothing was read.

        >>> Progress.load('{"place": "p7", "records": 140, "done": false}')
        Progress(place='p7', records=140, done=False)
        """
        try:
            found = json.loads(value or "{}")
            return Progress(found["place"], int(found["records"]), bool(found["done"]))
        except (ValueError, KeyError, TypeError):
            return Progress()

    def dump(self) -> str:
        return json.dumps({"place": self.place, "records": self.records, "done": self.done})


Read = Callable[[Part, str | None], Iterator[Item]]
"""Yields what a part holds from a place on; its checkpoints, of no partition, name places; it ends when it is whole."""


def backfill(
    parts: Sequence[Part], cursors: Mapping[str, str], read: Read, *, at_most: int | None = None
) -> Iterator[Item]:
    """Yield what the parts hold that are not done, `at_most` so many of them; raise at the end what failed.

    One part that fails does not stop the others, unless the source asks for patience or three fail in a row.
    """
    known = {part.key: Progress.load(cursors.get(f"{PREFIX}{part.key}")) for part in parts}
    left = [part for part in parts if not known[part.key].done]
    failures: list[SourceError] = []
    row = 0
    for _ in range(len(left) if at_most is None else min(at_most, len(left))):
        part = _next(left, parts, known)
        left.remove(part)
        try:
            known[part.key] = yield from _read_part(part, known[part.key], read)
            row = 0
        except SourceError as error:
            failures.append(error)
            row += 1
            if row >= GIVE_UP or (isinstance(error, SourceUnavailable) and error.retry_after is not None):
                break
    if failures:
        raise together(failures)


def waiting(parts: Sequence[Part], cursors: Mapping[str, str]) -> list[Part]:
    """Return the parts that are not done yet, in the order in which they would be read."""
    known = {part.key: Progress.load(cursors.get(f"{PREFIX}{part.key}")) for part in parts}
    return sorted((part for part in parts if not known[part.key].done), key=_rank(parts, known))


def _read_part(part: Part, progress: Progress, read: Read) -> Generator[Item, None, Progress]:
    for item in read(part, progress.place):
        if isinstance(item, Checkpoint):
            progress = replace(progress, place=item.value)
            yield Checkpoint(progress.dump(), f"{PREFIX}{part.key}")
        else:
            progress = replace(progress, records=progress.records + (not isinstance(item, Refusal | Erasure)))
            yield item
    progress = replace(progress, done=True)
    yield Checkpoint(progress.dump(), f"{PREFIX}{part.key}")
    return progress


def _next(left: Sequence[Part], parts: Sequence[Part], known: Mapping[str, Progress]) -> Part:
    return min(left, key=_rank(parts, known))


def _rank(parts: Sequence[Part], known: Mapping[str, Progress]) -> Callable[[Part], tuple[float, int]]:
    """Return what parts are sorted by: expected records x age, begun ones first."""
    expected = _expected([(part, known[part.key].records) for part in parts if known[part.key].done])

    def rank(part: Part) -> tuple[float, int]:
        if known[part.key].place is not None:
            return -1.0, part.age
        size = expected(part) if part.size is None else part.size
        return (size + 1) * (part.age + 1), part.age

    return rank


def _expected(done: Sequence[tuple[Part, int]]) -> Callable[[Part], float]:
    """Return how many records to expect of a part: the mean of its group, as much more or less as its age brought."""
    groups: dict[str, list[int]] = {}
    for part, n in done:
        groups.setdefault(part.group, []).append(n)
    overall = _mean([n for _, n in done]) if done else 1.0
    # an age is held against the groups that it was seen in: those of one age may be the small ones
    ages: dict[int, tuple[float, float]] = {}
    for part, n in done:
        seen, usual = ages.get(part.age, (0.0, 0.0))
        ages[part.age] = seen + n + 0.5, usual + _mean(groups[part.group])

    def expected(part: Part) -> float:
        seen, usual = ages.get(part.age, (1.0, 1.0))
        return (_mean(groups[part.group]) if part.group in groups else overall) * seen / usual

    return expected


def _mean(counts: Sequence[int]) -> float:
    # half a record more: a part that held nothing says little, not zero
    return (sum(counts) + 0.5) / len(counts)
