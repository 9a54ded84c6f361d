"""What replies show as minutes pass: nothing later, nothing of other threads, the first ones only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.runner.replies import MOST, READ, replies

START = datetime(2015, 1, 1, tzinfo=UTC)


def row(name: str, minutes: float, text: str, thread: str) -> dict[str, object]:
    return {"id": name, "published_at": START + timedelta(minutes=minutes), "text": text, "conversation": thread}


def test_only_what_came_in_time_is_read(tmp_path: Path) -> None:
    roots = pl.DataFrame([row("a", 0, "the bridge fell", "a"), row("b", 5, "the school closed", "b")])
    said = [
        row("a", 0, "the bridge fell", "a"),
        row("a1", 10, "is this true?", "a"),
        row("a2", 30, "that is a lie", "a"),
    ]
    said += [row("x1", 1, "source?", "elsewhere"), row("a3", 90, "fake", "a")]
    pl.DataFrame(said).write_parquet(tmp_path / "threads.parquet")
    found = replies(roots, [tmp_path / "threads.parquet"], (15, 60))
    asks, denies = READ.index("asks"), READ.index("denies")
    assert found.has.tolist() == [True, False]
    assert found.rows[15][0, [asks, denies]].tolist() == [1, 0]
    assert found.rows[60][0, [asks, denies]].tolist() == [0.5, 0.5]
    assert np.isclose(found.rows[60][0, -1], np.log1p(2))
    assert not found.rows[60][1].any()


def test_of_a_long_thread_the_first_replies_count(tmp_path: Path) -> None:
    roots = pl.DataFrame([row("a", 0, "the bridge fell", "a")])
    said = [row(f"a{number}", number / 10, "ok", "a") for number in range(1, MOST + 30)]
    pl.DataFrame(said[::-1]).write_parquet(tmp_path / "threads.parquet")
    found = replies(roots, [tmp_path / "threads.parquet"], (60,))
    assert np.isclose(found.rows[60][0, -1], np.log1p(MOST))
