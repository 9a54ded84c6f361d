"""What is remembered of a past is what would be made of it anew, and it is made once a minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from signals.base import MESSAGES, OUTAGES, Watch
from signals.baseline import usual
from signals.baseline.history import Expectation, expect
from signals.baseline.judge import Judged, judge
from signals.baseline.tally import Bools, Grid, Tally
from signals.baseline.usual import MEMORY, Memory

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return when what was expected was made, by the end of its history."""
    moments: list[datetime] = []

    def counting(counts: Tally, seen: Bools, grid: Grid, *, half_life: float, warm_up: float) -> Expectation:
        moments.append(grid.as_of)
        return expect(counts, seen, grid, half_life=half_life, warm_up=warm_up)

    monkeypatch.setattr(usual, "expect", counting)
    return moments


def talk(as_of: datetime, *more: tuple[str, str, str, datetime, str | None, str | None]) -> Watch:
    """Return four days of two topics in two places on two platforms, of which one was dark for some hours."""
    random = Random(4)
    rows = [
        (
            f"m{n}",
            f"a{random.randrange(60)}",
            random.choice(["mastodon", "bluesky"]),
            NOON - random.random() * 96 * HOUR,
            random.choice(["t1", "t2", None]),
            random.choice(["D21", "D71", None]),
        )
        for n in range(900)
    ]
    messages = pl.DataFrame([*rows, *more], schema=MESSAGES, orient="row").filter(pl.col("published_at") < as_of)
    dark = [("mastodon", NOON - 30 * HOUR, NOON - 26 * HOUR)]
    return Watch(messages, pl.DataFrame(dark, schema=OUTAGES, orient="row"), NOON - 97 * HOUR, as_of)


def judged(watch: Watch, memory: Memory | None = None) -> Judged:
    watch = replace(watch)  # nothing made of it before
    if memory:
        watch.made[MEMORY] = memory
    return judge(watch, Grid(watch.as_of, HOUR, 96), half_life=48, warm_up=24)


def test_looks_within_a_minute_are_told_the_same_again(memory: Memory, made: list[datetime]) -> None:
    for second in (3, 20, 59):
        watch = talk(NOON + second * SECOND, ("n", "n", "mastodon", NOON + 10 * SECOND, "t1", "D21"))
        found = judged(watch, memory)
        assert_frame_equal(found.series, judged(watch).series)
    assert len(made) == 1 + 3, "once for the memory, each time without"
    judged(talk(NOON + 61 * SECOND), memory)
    assert made[-1] == NOON + timedelta(minutes=1)


CHANGES: dict[str, Callable[[Watch], Watch]] = {
    "a topic begins": lambda watch: talk(watch.as_of, ("n", "n", "mastodon", NOON, "t3", "D01")),
    "a platform begins": lambda watch: talk(watch.as_of, ("n", "n", "rss", NOON, "t1", "D21")),
    "an outage is known": lambda watch: replace(
        watch, outages=pl.DataFrame([("bluesky", NOON - 9 * HOUR, None)], schema=OUTAGES, orient="row")
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_else_changes_is_seen_at_once(memory: Memory, what: str) -> None:
    watch = talk(NOON + 5 * SECOND)
    before = judged(watch, memory)
    after = CHANGES[what](watch)
    assert_frame_equal(judged(after, memory).series, judged(after).series)
    assert not judged(after).series.equals(before.series)


@pytest.mark.parametrize(("hours", "stale"), [(3.0, True), (0.5, False)])
def test_it_forgets_what_was_made_of_what_changed(memory: Memory, hours: float, stale: bool) -> None:
    judged(talk(NOON + SECOND), memory)
    changed = [(f"n{n}", f"n{n}", "bluesky", NOON - hours * HOUR, "t1", "D21") for n in range(40)]
    watch = talk(NOON + 2 * SECOND, *changed)
    assert judged(watch, memory).series.equals(judged(watch).series) is not stale
    memory.forget(NOON - hours * HOUR)
    assert_frame_equal(judged(watch, memory).series, judged(watch).series)
    memory.forget()
    assert_frame_equal(judged(watch, memory).series, judged(watch).series)


def test_what_comes_since_the_minute_began_is_judged_and_is_no_past(memory: Memory) -> None:
    """A message between the end of the history and the beginning of the window is in neither."""
    watch = talk(NOON + 30 * SECOND, ("n", "n", "rss", NOON - HOUR + 10 * SECOND, "t9", "D21"))
    assert "t9" not in judged(watch, memory).series["topic_id"]
    assert "t9" in judged(replace(watch, as_of=NOON + 9 * SECOND), memory).series["topic_id"]
