"""The scores of `python -m benchmarks onset` on cases that are counted by hand; no row of a set."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.runner import metro, threads
from benchmarks.runner.counts import KINDS, draw

NOON = datetime(2021, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def line(folder: Path, name: str, told: Sequence[tuple[float, str]]) -> None:
    rows = [(f"{NOON + minutes * MINUTE:%Y-%m-%d %H:%M:%S%z}", text) for minutes, text in told]
    pl.DataFrame(rows, schema=["time", "tweet"], orient="row").reverse().write_parquet(folder / f"{name}.parquet")


def test_starts_and_ends_are_matched_one_to_one(tmp_path: Path) -> None:
    told = [(-600, "rien"), (0, "❌ tout est interrompu"), (8, "@user oui"), (30, "✅ tout est rétabli"), (900, "rien")]
    line(tmp_path, "line-1", told)
    lines = metro.read(tmp_path)
    assert [len(one.texts) for one in lines] == [4]
    found = metro.scores(lines, metro.few_words)
    assert (found["start_f1"], found["end_f1"], found["false_alarms_per_day"]) == (1, 1, 0)
    late = metro.scores(lines, lambda text: "begins" if "rétabli" in text else None)
    assert (late["start_f1"], late["end_f1"]) == (0, 0)
    assert late["false_alarms_per_day"] == pytest.approx(24 * 60 / 1500)


def test_marks_that_give_the_answer_away_are_not_read(tmp_path: Path) -> None:
    line(tmp_path, "line-1", [(0, "❌ interrompu"), (9, "✅ rétabli")])
    seen: list[str] = []
    metro.scores(metro.read(tmp_path), lambda text: seen.append(text))
    assert seen
    assert not any(mark in text for text in seen for mark in "❌✅")


def test_minutes_to_a_rumour_count_those_never_heard(tmp_path: Path) -> None:
    def thread(name: str, authors: int, rumour: bool, start: float) -> list[tuple[object, ...]]:
        at = NOON + start * MINUTE
        return [(f"{name}{n}", at + n * MINUTE, f"{name}-a{n}", name, rumour) for n in range(authors)]

    columns = ["id", "published_at", "author", "conversation", "rumour"]
    talk = [row for n in range(30) for row in thread(f"quiet{n}", 1, False, 20 * n)]
    rows = [*talk, *thread("loud", 30, True, 100), *thread("unheard", 1, True, 200), *thread("other", 30, False, 300)]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    for file in threads.FILES:
        frame.write_parquet(tmp_path / file)
    found = threads.scores(tmp_path)
    assert found["pheme.heard"] == 0.5
    assert found["pheme.precision"] == 0.5
    assert 5 <= found["pheme.median_minutes_of_heard"] <= 15


def test_a_chance_of_an_alarm_is_that_of_the_truth() -> None:
    drawn = draw(KINDS["poisson-5"], np.random.default_rng(1), 4)
    bounds = np.array([4.0, 4.7, np.nan, 1e9])
    assert drawn.chance(bounds).round(4).tolist() == [0.5595, 0.5595, 0, 0]
    assert drawn.loud(np.random.default_rng(1), 500).mean() == pytest.approx(5 + 3 * 5**0.5 + 2, rel=0.02)
