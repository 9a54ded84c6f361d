"""Percev@l's aggregates: what each cell becomes, and what is not made up."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken
from flows.measures import departement
from flows.sources import Checkpoint, Item, Refusal, load
from graph.model import Measure


def drop(path: Path, tables: Any) -> Path:
    path.write_text(json.dumps(tables))
    return path


def collect(path: Path, cursors: dict[str, str] | None = None) -> list[Item]:
    return list(load("perceval", file=path).collect(cursors or {}))


def told(items: list[Item]) -> dict[tuple[str, str, str], float]:
    """What was counted, by place, metric and first day (in France)."""
    return {
        (item.place_id, item.metric, f"{item.start + timedelta(hours=2):%Y-%m-%d}"): item.value
        for item in items
        if isinstance(item, Measure)
    }


def refused(items: list[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refusal)]


def test_each_table_becomes_measures_of_french_days_and_months(tmp_path: Path) -> None:
    path = drop(
        tmp_path / "p.json",
        {
            "nb_report_day": {"2022-07-01": 5},
            "amount_of_money_day": {"2022-07-01": 1250.5},
            "dpt_report_month": {"2022-01": {"01": 5, "75": 3}},
            "age_categories_month": {"2022-01": {"15-24": 4, "75+": 4}},
        },
    )
    items = collect(path)
    assert told(items) == {
        ("FR", "reports", "2022-07-01"): 5,
        ("FR", "reported_euros", "2022-07-01"): 1250.5,
        ("D01", "reports", "2022-01-01"): 5,
        ("D75", "reports", "2022-01-01"): 3,
        ("FR", "reports/age=15-24", "2022-01-01"): 4,
        ("FR", "reports/age=75+", "2022-01-01"): 4,
    }
    first = items[0]
    assert isinstance(first, Measure)
    assert (first.start, first.end) == (datetime(2022, 6, 30, 22, tzinfo=UTC), datetime(2022, 7, 1, 22, tzinfo=UTC))
    amount = next(item for item in items if isinstance(item, Measure) and item.metric == "reported_euros")
    assert amount.n == 5
    assert isinstance(items[-1], Checkpoint)
    assert not refused(items)


def test_what_is_not_known_is_a_part_of_the_country_and_no_place(tmp_path: Path) -> None:
    path = drop(
        tmp_path / "p.json",
        {
            "dpt_report_month": {"2022-01": {"00": 2, "": 1, "99": 4, "ZZ": 1, "69": 3, "69M": 4, "988": 1}},
            "age_categories_month": {"2022-01": {"00": 0, "15-24": 1}},
        },
    )
    items = collect(path)
    assert told(items) == {
        ("FR", "reports/place=unknown", "2022-01-01"): 8,
        ("D69", "reports", "2022-01-01"): 7,
        ("D988", "reports", "2022-01-01"): 1,
        ("FR", "reports/age=unknown", "2022-01-01"): 0,
        ("FR", "reports/age=15-24", "2022-01-01"): 1,
    }
    assert refused(items) == ["unknown-place"], "a code that nobody knows is said; it is still counted"


REFUSED: list[tuple[str, Any, str]] = [
    ("a day that is none", {"nb_report_day": {"2022-02-30": 1}}, "bad-date"),
    ("a month that is none", {"dpt_report_month": {"2022-13": {"01": 1}}}, "bad-date"),
    ("a day for a month", {"dpt_report_month": {"2022-01-01": {"01": 1}}}, "bad-date"),
    ("the year zero", {"nb_report_day": {"0001-01-01": 1}}, "bad-date"),
    ("a month without cells", {"dpt_report_month": {"2022-01": 5}}, "bad-value"),
    ("no number", {"nb_report_day": {"2022-01-01": "5"}}, "bad-value"),
    ("nothing", {"nb_report_day": {"2022-01-01": None}}, "bad-value"),
    ("true", {"nb_report_day": {"2022-01-01": True}}, "bad-value"),
    ("less than none", {"nb_report_day": {"2022-01-01": -1}}, "bad-value"),
    ("half a report", {"nb_report_day": {"2022-01-01": 1.5}}, "bad-value"),
    ("not a number", {"amount_of_money_day": {"2022-01-01": float("nan")}}, "bad-value"),
    ("no end of digits", {"nb_report_day": {"2022-01-01": 10**400}}, "bad-value"),
    ("an unknown table", {"dpt_report_year": {"2022": 1}}, "unknown-table"),
    ("a table that is a list", {"nb_report_day": [1]}, "unknown-table"),
    ("a label of no end", {"age_categories_month": {"2022-01": {"9" * 2_000_000: 1}}}, "bad-value"),
    ("a label that cannot be read", {"age_categories_month": {"2022-01": {"\ud800": 1}}}, "bad-value"),
]


@pytest.mark.parametrize(("tables", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_bad_cell_is_refused_and_the_rest_is_kept(tmp_path: Path, tables: dict[str, Any], reason: str) -> None:
    good = {"amount_of_money_day": {"2022-01-09": 1.0}}
    merged = good | {name: (good.get(name, {}) | cells if name in good else cells) for name, cells in tables.items()}
    items = collect(drop(tmp_path / "p.json", merged))
    assert refused(items) == [reason]
    assert ("FR", "reported_euros", "2022-01-09") in told(items)
    assert len(told(items)) == 1
    assert all(len(item.where) < 300 for item in items if isinstance(item, Refusal))


def test_a_period_that_was_not_over_is_no_total_yet(tmp_path: Path) -> None:
    path = drop(
        tmp_path / "p.json",
        {
            "nb_report_day": {"2024-03-09": 5, "2024-03-10": 2},
            "dpt_report_month": {"2024-02": {"21": 9}, "2024-03": {"21": 3}},
        },
    )
    written = datetime(2024, 3, 10, 9, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    items = collect(path)
    assert set(told(items)) == {("FR", "reports", "2024-03-09"), ("D21", "reports", "2024-02-01")}
    assert refused(items) == ["period-not-over"] * 2


def test_a_file_that_lost_its_date_is_read_all_the_same(tmp_path: Path) -> None:
    path = drop(tmp_path / "p.json", {"nb_report_day": {"2024-03-09": 5}})
    os.utime(path, (0, 0))
    assert told(collect(path))
    os.utime(drop(path, {"nb_report_day": {"2150-01-01": 5}}), (0, 0))
    assert refused(collect(path)) == ["period-not-over"]


def test_files_of_a_folder_are_read_when_they_change_and_the_later_name_corrects(tmp_path: Path) -> None:
    drop(tmp_path / "2022-01.json", {"nb_report_day": {"2022-01-01": 5}})
    drop(tmp_path / "2022-02.json", {"nb_report_day": {"2022-01-01": 6, "2022-02-01": 7}})
    (tmp_path / ".2022-03.json").write_text("{half")
    items = collect(tmp_path)
    assert told(items) == {("FR", "reports", "2022-01-01"): 6, ("FR", "reports", "2022-02-01"): 7}
    cursors = {item.partition: item.value for item in items if isinstance(item, Checkpoint)}
    assert not collect(tmp_path, cursors)
    drop(tmp_path / "2022-02.json", {"nb_report_day": {"2022-02-01": 8}})
    assert told(collect(tmp_path, cursors)) == {("FR", "reports", "2022-02-01"): 8}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"nb_report_day": {"2022-01-01": 5', "half-written"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[1, 2]", "none of the tables"),
        (b'{"autre": {}}', "none of the tables"),
    ],
)
def test_a_file_that_is_another_is_broken_and_the_others_are_read(tmp_path: Path, body: bytes, says: str) -> None:
    (tmp_path / "a.json").write_bytes(body)
    drop(tmp_path / "b.json", {"nb_report_day": {"2022-01-01": 5}})
    stream = load("perceval", file=tmp_path).collect({})
    assert isinstance(next(stream), Measure)
    with pytest.raises(SourceBroken, match=says):
        list(stream)


def test_a_file_that_is_not_there_is_broken(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match="does not exist"):
        collect(tmp_path / "nulle-part.json")


def test_every_departement_has_its_code() -> None:
    codes = [f"{number:02}" for number in range(1, 96) if number != 20] + [
        "2A",
        "2B",
        "971",
        "972",
        "973",
        "974",
        "976",
    ]
    assert [departement(code) for code in codes] == [f"D{code}" for code in codes]
