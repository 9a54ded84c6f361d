"""A past read in parts: in a useful order, cut anywhere, each record once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

import pytest

from flows.backfill import PREFIX, Part, Progress, backfill, waiting
from flows.errors import SourceBroken, SourceUnavailable
from flows.sources import Checkpoint, Item, Refusal
from graph.model import Message

SIZES = {("D21", 0): 3, ("D21", 1): 4, ("D75", 0): 90, ("D75", 1): 95, ("D48", 0): 0, ("D48", 1): 1}
PARTS = [Part(f"{group}-{age}", age, group) for (group, age) in SIZES]
PAGE = 40


@dataclass
class Archive:
    """Months of invented messages by département; what was asked for, and what fails."""

    asked: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)

    def read(self, part: Part, place: str | None) -> Iterator[Item]:
        self.asked.append(part.key)
        if part.key in self.failing:
            raise self.failing[part.key]
        start = int(place or 0)
        for number in range(start, SIZES[part.group, part.age]):
            yield message(part, number)
            if (number + 1) % PAGE == 0:
                yield Checkpoint(str(number + 1))


def message(part: Part, number: int) -> Message:
    return Message(
        id=f"essai:{part.key}-{number}",
        source_id="essai",
        platform="essai",
        kind="post",
        text="Bonjour",
        published_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


@dataclass
class Graph:
    """What a kill leaves: records are saved with the checkpoint after them."""

    cursors: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)

    def take(self, stream: Iterator[Item]) -> int:
        batch: list[str] = []
        count = 0
        for item in stream:
            count += 1
            if isinstance(item, Checkpoint):
                self.known += batch
                self.cursors[item.partition] = item.value
                batch = []
            elif isinstance(item, Message):
                batch.append(item.id)
        return count


EVERYTHING = sorted(f"essai:{part.key}-{number}" for part in PARTS for number in range(SIZES[part.group, part.age]))


def test_small_and_recent_parts_go_first_as_soon_as_sizes_are_known() -> None:
    archive, graph = Archive(), Graph()
    graph.take(backfill(PARTS, graph.cursors, archive.read))
    assert sorted(graph.known) == EVERYTHING
    # the newest first while nothing is known; then what is known to be small, the unknown, the large
    assert archive.asked == ["D21-0", "D75-0", "D21-1", "D48-0", "D48-1", "D75-1"]
    assert waiting(PARTS, graph.cursors) == []


def test_sizes_that_the_interface_tells_are_believed() -> None:
    parts = [Part("a", 0, size=900), Part("b", 3, size=10), Part("c", 0, size=50)]
    assert [part.key for part in waiting(parts, {})] == ["b", "c", "a"]


def test_what_is_done_is_not_read_again_and_what_was_begun_goes_on() -> None:
    archive, graph = Archive(), Graph()
    graph.cursors[f"{PREFIX}D75-1"] = Progress("80", 80).dump()
    graph.cursors[f"{PREFIX}D21-0"] = Progress("3", 3, done=True).dump()
    graph.take(backfill(PARTS, graph.cursors, archive.read, at_most=1))
    assert archive.asked == ["D75-1"]
    assert graph.known == [f"essai:D75-1-{number}" for number in range(80, 95)]
    assert Progress.load(graph.cursors[f"{PREFIX}D75-1"]) == Progress("80", 95, done=True)
    assert "D21-0" not in [part.key for part in waiting(PARTS, graph.cursors)]


def test_cut_anywhere_it_loses_and_doubles_nothing() -> None:
    items = Graph().take(backfill(PARTS, {}, Archive().read))
    for cut in range(items):
        graph = Graph()
        graph.take(islice(backfill(PARTS, dict(graph.cursors), Archive().read), cut))
        graph.take(backfill(PARTS, dict(graph.cursors), Archive().read))
        assert sorted(graph.known) == EVERYTHING, f"cut after {cut} of {items} items"


def test_one_part_that_fails_does_not_stop_the_others() -> None:
    archive, graph = Archive(failing={"D48-0": SourceBroken("D48 est illisible")}), Graph()
    with pytest.raises(SourceBroken, match="D48 est illisible"):
        graph.take(backfill(PARTS, graph.cursors, archive.read))
    assert sorted(graph.known) == EVERYTHING
    assert [part.key for part in waiting(PARTS, graph.cursors)] == ["D48-0"]


def test_a_source_that_asks_for_patience_gets_it() -> None:
    busy = SourceUnavailable("plus tard", retry_after=60)
    archive, graph = Archive(failing={"D21-0": busy}), Graph()
    with pytest.raises(SourceUnavailable) as caught:
        graph.take(backfill(PARTS, graph.cursors, archive.read))
    assert (archive.asked, caught.value.retry_after) == (["D21-0"], 60)


def test_three_failures_in_a_row_are_enough() -> None:
    archive = Archive(failing={part.key: SourceBroken(part.key) for part in PARTS})
    with pytest.raises(SourceBroken):
        Graph().take(backfill(PARTS, {}, archive.read))
    assert len(archive.asked) == 3


def test_refusals_are_passed_on_and_are_no_records() -> None:
    def read(part: Part, place: str | None) -> Iterator[Item]:
        yield Refusal("bad-date", part.key)

    items = list(backfill([Part("a", 0)], {}, read))
    assert items == [Refusal("bad-date", "a"), Checkpoint(Progress(None, 0, done=True).dump(), f"{PREFIX}a")]


@pytest.mark.parametrize("value", [None, "", "null", "[]", "{}", '{"place": 1}', "7"])
def test_a_cursor_that_is_not_ours_means_nothing_was_read(value: str | None) -> None:
    cursors: Mapping[str, str] = {} if value is None else {f"{PREFIX}a": value}
    assert [part.key for part in waiting([Part("a", 0)], cursors)] == ["a"]
