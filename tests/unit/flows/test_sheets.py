"""Workbooks read under the layouts of text exports."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.errors import SourceBroken
from flows.rows import Layout, Row
from flows.sheets import read
from flows.sources import Refusal
from tests.workbook import Cell, write

LAYOUT = Layout(
    aliases={"id": ("Identifiant Avis",), "date": ("Date de l'avis",), "said": ("Dit",)}, required=("id", "date")
)
HEADER = ("Date de l’avis", "Nom", "Identifiant Avis", "Dit")
MOMENT = datetime(2026, 11, 3, 8, 5)  # noqa: DTZ001
YEARS: dict[str, list[tuple[Cell, ...]]] = {
    "2025": [HEADER, (MOMENT, "x", 1.0, "Un"), (MOMENT, "x", 2.0, "Deux\n- lignes")],
    "2026": [HEADER, (MOMENT, "x", "3", None), (None, None, None, None), (MOMENT, None, 4.0, "Quatre")],
}


def rows(path: Path, saved: str | None = None) -> list[Row]:
    return [item for item in read(path, LAYOUT, saved) if isinstance(item, Row)]


def test_every_sheet_is_read_under_its_own_header(tmp_path: Path) -> None:
    found = rows(write(tmp_path / "e.xlsx", YEARS))
    assert [row.fields["id"] for row in found] == ["1", "2", "3", "4"]
    assert found[1].fields == {"id": "2", "date": "2026-11-03 08:05:00", "said": "Deux\n- lignes"}
    assert found[2].fields["said"] == ""
    assert found[3].where == f"{tmp_path / 'e.xlsx'}, sheet 2026, line 4"


def test_reading_goes_on_after_any_row_also_across_sheets(tmp_path: Path) -> None:
    path = write(tmp_path / "e.xlsx", YEARS)
    found = rows(path)
    for number, row in enumerate(found, start=1):
        assert rows(path, str(row.end)) == found[number:]


def test_another_workbook_is_read_from_its_start(tmp_path: Path) -> None:
    end = rows(write(tmp_path / "e.xlsx", YEARS))[-1].end
    assert len(rows(write(tmp_path / "e.xlsx", {"2026": YEARS["2025"]}), str(end))) == 2


def test_lines_are_those_that_a_person_sees(tmp_path: Path) -> None:
    found = rows(write(tmp_path / "e.xlsx", {"2026": YEARS["2025"]}, first_row=3))
    assert [row.line for row in found] == [4, 5]


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    assert len(rows(write(tmp_path / "e.xlsx", {"vide": [], **YEARS}))) == 4


def test_a_field_of_megabytes_is_refused_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sheets.MAX_FIELD", 10)
    path = write(
        tmp_path / "e.xlsx",
        {"2026": [("Date de l'avis", "Identifiant Avis", "Dit"), ("d", "1", "a" * 11), ("d", "2", "b")]},
    )
    assert next(read(path, LAYOUT)) == Refusal("too-large", f"{path}, sheet 2026, line 2")
    assert [row.fields["id"] for row in rows(path)] == ["2"]


BROKEN = [
    ("no workbook", b"PK\x03\x04 nonsense", "is no workbook that can be read"),
    ("a text", b"id;date\n", "is no workbook that can be read"),
]


@pytest.mark.parametrize(("content", "sentence"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_is_no_workbook_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "e.xlsx").write_bytes(content)
    with pytest.raises(SourceBroken, match=sentence):
        rows(tmp_path / "e.xlsx")


def test_a_sheet_of_another_kind_is_said_after_those_before_it(tmp_path: Path) -> None:
    path = write(tmp_path / "e.xlsx", {"2025": YEARS["2025"], "Notes": [("nom", "âge"), ("x", 3.0)]})
    stream = read(path, LAYOUT)
    assert all(isinstance(next(stream), Row) for _ in range(2))
    with pytest.raises(SourceBroken, match="sheet Notes: these columns are missing: « Identifiant Avis », « Date de"):
        next(stream)


def test_a_missing_workbook_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match="does not exist"):
        rows(tmp_path / "none.xlsx")
