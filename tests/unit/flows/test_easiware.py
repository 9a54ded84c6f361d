"""Conversations counted by day, category and channel: once each, however damaged; no reference leaves the reader."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import SourceBroken
from flows.sources import Checkpoint, Item, Refusal, load
from flows.sources.easiware import category, channel
from graph.model import Measure
from tests.stages.easiware import FIRST, drop, row


def collect(path: Path, cursors: dict[str, str] | None = None, **settings: object) -> list[Item]:
    return list(load("easiware", file=path, **settings).collect(cursors or {}))


def cursors_of(items: list[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in items if isinstance(item, Checkpoint)}


def counted(items: list[Item]) -> dict[tuple[str, str], float]:
    """Values by day (in France) and metric."""
    return {
        (f"{item.start + timedelta(hours=2):%d}", item.metric): item.value
        for item in items
        if isinstance(item, Measure)
    }


def refused(items: list[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refusal)]


def test_conversations_become_counts_by_french_day_hour_category_and_channel(tmp_path: Path) -> None:
    items = collect(drop(tmp_path / "e.csv", FIRST))
    assert counted(items) == {
        ("11", "contacts"): 2,
        ("11", "contacts/category=demande_info"): 1,
        ("11", "contacts/category=victime"): 1,
        ("11", "contacts/channel=chat"): 1,
        ("11", "contacts/channel=phone"): 1,
        ("11", "contacts/hour=16"): 1,
        ("11", "contacts/hour=23"): 1,
        ("12", "contacts"): 1,
        ("12", "contacts/category=signalement"): 1,
        ("12", "contacts/channel=chat"): 1,
        ("12", "contacts/hour=0"): 1,
    }
    first = next(item for item in items if isinstance(item, Measure))
    assert (first.service_id, first.place_id) == ("brigade-numerique", "FR")
    assert (first.start, first.end) == (datetime(2022, 4, 10, 22, tzinfo=UTC), datetime(2022, 4, 11, 22, tzinfo=UTC))
    assert not refused(items)


def test_no_reference_and_no_reason_leaves_the_reader(tmp_path: Path) -> None:
    told = repr(collect(drop(tmp_path / "e.csv", FIRST)))
    assert not any(word in told for word in ("C-1", "harc", "PNAV", "Ma Gendarmerie"))


def test_a_conversation_in_two_exports_counts_once(tmp_path: Path) -> None:
    drop(tmp_path / "1.csv", FIRST[:2])
    drop(tmp_path / "2.csv", [FIRST[1], row("C-9", "11/04/2022 17:00")])
    assert counted(collect(tmp_path))["11", "contacts"] == 3


@pytest.mark.parametrize("fuller_first", [True, False])
def test_of_two_exports_of_a_day_the_fuller_one_stands(tmp_path: Path, fuller_first: bool) -> None:
    exports = [FIRST[:2], FIRST[1:2]] if fuller_first else [FIRST[1:2], FIRST[:2]]
    path = tmp_path / "e.csv"
    first = collect(drop(path, exports[0]))
    again = collect(drop(path, exports[1]), cursors_of(first))
    assert counted(first if fuller_first else again)["11", "contacts"] == 2
    assert not (fuller_first and counted(again))


def test_a_part_that_a_fuller_export_no_longer_has_counts_zero(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    first = collect(drop(path, [row("C-1", "11/04/2022 16:25", reason="Signalement")]))
    again = collect(drop(path, [row("C-1", "11/04/2022 16:25", reason="Victime")]), cursors_of(first))
    assert counted(again)["11", "contacts/category=signalement"] == 0
    assert counted(again)["11", "contacts/category=victime"] == 1


def test_a_day_that_was_not_over_waits_for_its_next_export(tmp_path: Path) -> None:
    path = drop(tmp_path / "e.csv", FIRST)
    noon = datetime(2022, 4, 12, 10, tzinfo=UTC).timestamp()
    os.utime(path, (noon, noon))
    items = collect(path)
    assert ("12", "contacts") not in counted(items)
    assert refused(items) == ["day-not-over"]


def test_nothing_is_read_again_when_no_file_changed(tmp_path: Path) -> None:
    path = drop(tmp_path / "e.csv", FIRST)
    assert collect(path, cursors_of(collect(path))) == []


def test_bytes_of_windows_are_no_fault(tmp_path: Path) -> None:
    rows = [row("C-1", "11/04/2022 16:25", "Téléphone", "Demande d'information").replace("\ufffd", "é")]
    assert counted(collect(drop(tmp_path / "e.csv", rows, "cp1252")))["11", "contacts/channel=phone"] == 1


def test_a_header_that_somebody_added_is_no_conversation(tmp_path: Path) -> None:
    header = "Reference;Date;Canal;Motif parent;Motif;Element de qualification"
    items = collect(drop(tmp_path / "e.csv", [header, *FIRST]))
    assert counted(items)["11", "contacts"] == 2
    assert not refused(items)


def test_what_cannot_be_counted_is_said(tmp_path: Path) -> None:
    rows = [
        row("C-1", "31/02/2022 10:00"),
        row("", "11/04/2022 10:00"),
        row("C-2", "01/01/2124 10:00"),
        "C-3;x",
        *FIRST,
    ]
    assert sorted(refused(collect(drop(tmp_path / "e.csv", rows)))) == ["bad-columns", "bad-date", "bad-date", "bad-id"]


def test_a_file_that_breaks_off_counts_for_none_of_its_days(tmp_path: Path) -> None:
    drop(tmp_path / "1.csv", FIRST[2:])
    (tmp_path / "2.csv").write_bytes("\r\n".join(FIRST[:2]).encode() + b"\r\nC-9;11/04/2022 10:0")
    came: list[Item] = []

    def everything() -> None:
        for item in load("easiware", file=tmp_path).collect({}):
            came.append(item)

    with pytest.raises(SourceBroken, match=r"2\.csv, line 3"):
        everything()
    assert [day for day, metric in counted(came) if metric == "contacts"] == ["12"]
    assert "" not in cursors_of(came)


TABLE = """motif_parent;motif;categorie
Ma Gendarmerie;Demande d'information;victime
Ma Gendarmerie;G?n?ral;signalement
Ma Gendarmerie;;demande_info
Autre;Violences;PNAV
"""
REASONS = [
    ("Ma Gendarmerie", "Demande d\ufffdinformation", "victime"),
    ("Ma Gendarmerie", "Général", "signalement"),
    ("Ma Gendarmerie", "G\ufffd\ufffdn\ufffdral", "signalement"),
    ("Ma Gendarmerie", "", "demande_info"),
    ("Autre", "Signalement", "unknown"),
]


@pytest.mark.parametrize(("parent", "reason", "expected"), REASONS)
def test_the_table_of_reasons_comes_before_their_words(tmp_path: Path, parent: str, reason: str, expected: str) -> None:
    table = tmp_path / "categories.csv"
    table.write_text(TABLE)
    path = drop(
        tmp_path / "e.csv",
        [f"C-1;11/04/2022 16:25;Tchat;{parent};{reason};", "C-2;11/04/2022 16:25;Tchat;Autre;Violences;"],
    )
    items = collect(path, categories=table)
    assert counted(items)["11", "contacts"] == 1
    assert counted(items)["11", f"contacts/category={expected}"] == 1


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("motif_parent;motif;categorie\nA;B;autre\n", "line 2: 'autre' is no category; write demande_info"),
        ("motif;categorie\nA;victime\n", "missing: « motif_parent »"),
        ("motif_parent;motif;categorie\nA;B\n", "line 2 cannot be read (bad-columns)"),
    ],
)
def test_a_table_that_is_none_is_said_before_anything_is_counted(tmp_path: Path, table: str, sentence: str) -> None:
    path = tmp_path / "categories.csv"
    path.write_text(table)
    source = load("easiware", file=drop(tmp_path / "e.csv", FIRST), categories=path)
    with pytest.raises(SourceBroken) as caught:
        next(iter(source.collect({})))
    assert sentence in str(caught.value)


WORDS = [
    ("", "Demande de renseignement", "", "demande_info"),
    ("", "Demande de renseignement", "Victime d'une escroquerie", "victime"),
    ("", "Signalement d'un contenu", "", "signalement"),
    ("PNAV", "Victime", "", "pnav"),
    ("Ma Gendarmerie", "Divers", "", "unknown"),
    ("", "", "", "unknown"),
]


@pytest.mark.parametrize(("parent", "reason", "element", "expected"), WORDS)
def test_without_a_table_the_words_of_the_reason_tell(parent: str, reason: str, element: str, expected: str) -> None:
    fields = {"motif_parent": parent, "motif": reason, "element_de_qualification": element}
    assert category(fields, {}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TCHAT", "chat"),
        ("Téléphone", "phone"),
        ("T\ufffdl\ufffdphone", "phone"),
        ("Courriel", "email"),
        (" ", "unknown"),
    ],
)
def test_a_channel_has_one_name(text: str, expected: str) -> None:
    assert channel(text) == expected
