"""Layouts that differ from the usual one: no header, another separator, damaged bytes."""

from pathlib import Path

import pytest

from flows.errors import SourceBroken
from flows.rows import Layout, Row, read
from flows.sources import Refusal

HEADLESS = Layout(names=("reference", "date", "canal"))
NAMED = Layout(aliases={"id": ("Identifiant",), "said": ("Qu'en dire, en un mot ?",)}, required=("id",), delimiter=";,")


def drain(path: Path, content: bytes, layout: Layout, saved: str | None = None) -> list[Row | Refusal]:
    path.write_bytes(content)
    return list(read(path, layout, saved))


def fields(came: list[Row | Refusal]) -> list[dict[str, str]]:
    return [dict(item.fields) for item in came if isinstance(item, Row)]


def test_without_a_header_the_first_row_is_a_row(tmp_path: Path) -> None:
    came = drain(tmp_path / "e.csv", b"\xef\xbb\xbfA1;11/04/2022 16:25;Tchat\r\nA2;12/04/2022 08:00;Mail\r\n", HEADLESS)
    assert [row["reference"] for row in fields(came)] == ["A1", "A2"]


def test_without_a_header_reading_goes_on_after_the_first_row(tmp_path: Path) -> None:
    content = b"A1;x;y\nA2;x;y\nA3;x;y\n"
    first = drain(tmp_path / "e.csv", content, HEADLESS)[0]
    assert isinstance(first, Row)
    assert [row["reference"] for row in fields(drain(tmp_path / "e.csv", content, HEADLESS, str(first.end)))] == [
        "A2",
        "A3",
    ]


def test_without_a_header_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    assert drain(path, b"A1;x;y\nA2;x\nA3;x;y\n", HEADLESS)[1] == Refusal("bad-columns", f"{path}, line 2")


@pytest.mark.parametrize(
    "content",
    [
        b'"Identifiant","Qu\'en dire, en un mot ?"\n1,"Bien; merci"\n',
        b'Identifiant;Qu\'en dire, en un mot ?\n1;"Bien; merci"\n',
    ],
    ids=["commas", "semicolons, and commas in a label"],
)
def test_the_separator_is_the_one_under_which_the_columns_are_found(tmp_path: Path, content: bytes) -> None:
    assert fields(drain(tmp_path / "e.csv", content, NAMED)) == [{"id": "1", "said": "Bien; merci"}]


def test_no_separator_finds_the_columns_of_another_file(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match="missing: « Identifiant »"):
        drain(tmp_path / "e.csv", b"nom;age\nx;3\n", NAMED)


def test_damaged_bytes_are_read_as_such_where_the_layout_lets_them(tmp_path: Path) -> None:
    content = "A1;11/04/2022 16:25;Téléphone\n".encode("cp1252")
    assert drain(tmp_path / "e.csv", content, HEADLESS) == [Refusal("bad-encoding", f"{tmp_path / 'e.csv'}, line 1")]
    tolerant = Layout(names=HEADLESS.names, damaged=True)
    assert fields(drain(tmp_path / "e.csv", content, tolerant))[0]["canal"] == "T\ufffdl\ufffdphone"
