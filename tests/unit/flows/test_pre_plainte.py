"""Declarations counted by day: once each, never less than was known, and no day that was not over."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import SourceBroken
from flows.sources import Checkpoint, Item, Refusal, load
from graph.model import Measure
from tests.stages.pre_plainte import HEADER, drop, row


def collect(path: Path, cursors: dict[str, str] | None = None) -> list[Item]:
    return list(load("pre-plainte", file=path).collect(cursors or {}))


def cursors_of(items: Sequence[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in items if isinstance(item, Checkpoint)}


def counted(items: Sequence[Item], metric: str = "reports") -> dict[tuple[str, str], float]:
    """Values of a metric by place and day (in France)."""
    return {
        (item.place_id, f"{item.start + timedelta(hours=2):%Y-%m-%d}"): item.value
        for item in items
        if isinstance(item, Measure) and item.metric == metric
    }


def refused(items: Sequence[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refusal)]


def test_declarations_become_counts_by_french_day_and_departement(tmp_path: Path) -> None:
    rows = [
        "1,2022-07-01 00:10:00,2022-07-01 00:20:00,06,1,0",
        "2,2022-07-01 23:59:59,2022-07-02 00:09:59,973,0,1",
        "3,2022-07-01 12:00:00,,75C,1,0",
        "4,2022-07-01 12:00:00,,2A,1,1",
        "5,2022-07-01 12:00:00,2022-07-01 11:00:00,06,1,0",
        "6,2022-07-01 12:00:00,,,0,0",
    ]
    items = collect(drop(tmp_path / "ppel.csv", rows))
    assert counted(items) == {("D06", "2022-07-01"): 2, ("D973", "2022-07-01"): 1, ("D75", "2022-07-01"): 1,
                              ("D2A", "2022-07-01"): 1}  # fmt: skip
    assert counted(items, "reports/place=unknown") == {("FR", "2022-07-01"): 1}
    persons = {kind: counted(items, f"reports/person={kind}") for kind in ("natural", "legal", "unknown")}
    assert persons == {
        "natural": {("FR", "2022-07-01"): 3},
        "legal": {("FR", "2022-07-01"): 1},
        "unknown": {("FR", "2022-07-01"): 2},
    }
    first = next(item for item in items if isinstance(item, Measure))
    assert (first.service_id, first.start) == ("pre-plainte-en-ligne", datetime(2022, 6, 30, 22, tzinfo=UTC))
    assert not refused(items)


@pytest.mark.parametrize(("n", "kept"), [(4, False), (5, True)])
def test_the_duration_of_a_few_is_nobody_s_business(tmp_path: Path, n: int, kept: bool) -> None:
    rows = [row(number, "2022-07-01 10", minutes=10 + number) for number in range(n)]
    (measured,) = [
        [item for item in items if isinstance(item, Measure) and item.metric == "completion_minutes"]
        for items in [collect(drop(tmp_path / "ppel.csv", rows))]
    ]
    assert [(item.value, item.n, item.place_id) for item in measured] == ([(12.0, 5, "FR")] if kept else [])


def test_no_row_and_no_id_leaves_the_source(tmp_path: Path) -> None:
    items = collect(drop(tmp_path / "ppel.csv", [row(987654321, "2022-07-01 10"), row(123456789, "2022-07-01 11")]))
    assert "987654321" not in repr(items)
    assert "10:00" not in repr(items)


def test_a_declaration_that_stands_in_two_files_counts_once(tmp_path: Path) -> None:
    drop(tmp_path / "a.csv", [row(1, "2022-07-01 10"), row(1, "2022-07-01 10"), row(2, "2022-07-01 11")])
    drop(tmp_path / "b.csv", [row(2, "2022-07-01 11"), row(3, "2022-07-01 12"), row(4, "2022-07-02 12")])
    assert counted(collect(tmp_path)) == {("D21", "2022-07-01"): 3, ("D21", "2022-07-02"): 1}


@pytest.mark.parametrize("order", [("whole", "cut"), ("cut", "whole")])
def test_of_two_exports_of_a_day_the_fuller_one_stands(tmp_path: Path, order: tuple[str, str]) -> None:
    whole = [row(number, "2022-07-01 10") for number in range(5)] + [row(9, "2022-07-02 10")]
    exports = {"whole": whole, "cut": [*whole[3:5], row(8, "2022-07-03 10")]}
    known: dict[tuple[str, str], float] = {}
    cursors: dict[str, str] = {}
    for name in order:
        for old in tmp_path.glob("*.csv"):
            old.unlink()
        drop(tmp_path / f"{name}.csv", exports[name])
        items = collect(tmp_path, cursors)
        known |= counted(items)
        cursors |= cursors_of(items)
    assert known == {("D21", "2022-07-01"): 5, ("D21", "2022-07-02"): 1, ("D21", "2022-07-03"): 1}


def test_a_departement_that_was_corrected_counts_no_more(tmp_path: Path) -> None:
    path = drop(tmp_path / "a.csv", [row(1, "2022-07-01 10", "21")])
    cursors = cursors_of(collect(path))
    os.utime(drop(path, [row(1, "2022-07-01 10", "71")]))
    assert counted(collect(path, cursors)) == {("D21", "2022-07-01"): 0, ("D71", "2022-07-01"): 1}


def test_a_day_that_was_not_over_when_the_file_was_written_waits(tmp_path: Path) -> None:
    path = drop(tmp_path / "a.csv", [row(1, "2024-03-09 10"), row(2, "2024-03-10 08")])
    at = datetime(2024, 3, 10, 9, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    items = collect(tmp_path)
    assert counted(items) == {("D21", "2024-03-09"): 1}
    assert refused(items) == ["day-not-over"]
    drop(tmp_path / "b.csv", [row(2, "2024-03-10 08"), row(3, "2024-03-10 20")])
    assert counted(collect(tmp_path, cursors_of(items))) == {("D21", "2024-03-10"): 2}


def test_nothing_is_read_twice_and_nothing_is_refused_twice(tmp_path: Path) -> None:
    drop(tmp_path / "a.csv", [row(1, "2022-07-01 10"), "2,hier,,21,1,0"])
    items = collect(tmp_path)
    cursors = cursors_of(items)
    assert set(cursors) == {"", "2022-07"}
    assert refused(items) == ["bad-date"]
    assert collect(tmp_path, cursors) == []
    drop(tmp_path / "b.csv", [row(3, "2022-08-01 10")])
    items = collect(tmp_path, cursors)
    assert counted(items) == {("D21", "2022-08-01"): 1}
    assert not refused(items)
    assert set(cursors_of(items)) == {"", "2022-08"}


def test_the_days_of_a_file_that_breaks_off_are_not_counted(tmp_path: Path) -> None:
    drop(tmp_path / "a.csv", [row(1, "2022-07-01 10"), row(2, "2022-07-02 10")])
    whole = drop(tmp_path / "b.csv", [row(3, "2022-07-02 11"), row(4, "2022-07-03 11")])
    body = whole.read_bytes()
    whole.write_bytes(body[:-12])
    items: list[Item] = []
    stream = load("pre-plainte", file=tmp_path).collect({})
    with pytest.raises(SourceBroken, match="ends in the middle"):
        items.extend(stream)
    assert counted(items) == {("D21", "2022-07-01"): 1}
    assert "" not in cursors_of(items), "the files are read again"
    whole.write_bytes(body)
    items = collect(tmp_path, cursors_of(items))
    assert counted(items) == {("D21", "2022-07-02"): 2, ("D21", "2022-07-03"): 1}


REFUSED = [
    ("no day", "1,2022-02-30 10:00:00,,21,1,0", "bad-date"),
    ("no time", "1,2022-07-01,,21,1,0", "bad-date"),
    ("in the year one", "1,0001-01-01 00:00:00,,21,1,0", "bad-date"),
    ("tomorrow", f"1,{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d %H:%M:%S},,21,1,0", "bad-date"),
    ("no id", " ,2022-07-01 10:00:00,,21,1,0", "bad-id"),
    ("too few columns", "1,2022-07-01 10:00:00", "bad-columns"),
    ("an unknown département", "1,2022-07-01 10:00:00,,ZZ,1,0", "unknown-place"),
]


@pytest.mark.parametrize(("line", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_counted_is_said(tmp_path: Path, line: str, reason: str) -> None:
    items = collect(drop(tmp_path / "a.csv", [line, row(2, "2022-07-01 10")]))
    assert refused(items) == [reason]
    assert counted(items) == {("D21", "2022-07-01"): 1}
    assert counted(items, "reports/place=unknown") == ({("FR", "2022-07-01"): 1} if reason == "unknown-place" else {})


def test_another_layout_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER.replace(",", ";") + "\n")
    with pytest.raises(SourceBroken, match="separated by ';'"):
        collect(tmp_path)
    (tmp_path / "a.csv").write_text("stats_id,stats_debut_declaration\n1,2022-07-01 10:00:00\n")
    with pytest.raises(SourceBroken, match="stats_dpt_unite"):
        collect(tmp_path)


@pytest.mark.parametrize("cursor", ["", "[]", "{", '{"2022-07-01": 5}', '"x"'])
def test_a_cursor_that_is_not_ours_knows_nothing(tmp_path: Path, cursor: str) -> None:
    path = drop(tmp_path / "a.csv", [row(1, "2022-07-01 10")])
    items = collect(path, {"": cursor, "2022-07": cursor})
    assert counted(items) == {("D21", "2022-07-01"): 1}
    assert json.loads(cursors_of(items)["2022-07"])
