"""Rows of a workbook (XLSX, ODS), sheet by sheet, under the layouts of text exports."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from flows.errors import SourceBroken
from flows.rows import MAX_FIELD, Layout, Position, Row, columns_of, resumed
from flows.sources import Refusal

SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods"})
MAX_BYTES = 500_000_000


def read(path: Path, layout: Layout, saved: str | None = None) -> Iterator[Row | Refusal]:
    """Yield the rows after the position `saved` (all of them when the file has changed); raise `SourceBroken`.

    Each sheet begins with a header; an empty sheet has no rows.
    """
    digest = _digest(path)
    before = resumed(saved, digest) or Position(digest)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for number in range(before.offset, len(workbook.sheet_names)):
                start = before.line if number == before.offset else 0
                yield from _rows(path, workbook.get_sheet_by_index(number), layout, Position(digest, number, start))
    except PasswordError as error:
        raise SourceBroken(f"{path} is protected by a password: save it without one.") from error
    except CalamineError as error:
        raise SourceBroken(f"{path} is no workbook that can be read: export it again, or as CSV.") from error


def _rows(path: Path, sheet: CalamineSheet, layout: Layout, before: Position) -> Iterator[Row | Refusal]:
    """Yield the rows of a sheet after the line of `before`, whose `offset` is the number of the sheet."""
    columns: dict[str, int] = {}
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if all(cell == "" for cell in cells):
            continue
        if not columns:
            columns = _columns(path, sheet.name, [text_of(cell) for cell in cells], layout)
        elif line > before.line:
            where = f"{path}, sheet {sheet.name}, line {line}"
            fields = {name: text_of(cells[index]) for name, index in columns.items()}
            if any(len(text) > MAX_FIELD for text in fields.values()):
                yield Refusal("too-large", where)
            else:
                yield Row(fields, line, Position(before.digest, before.offset, line), where)


def _columns(path: Path, sheet: str, header: Sequence[str], layout: Layout) -> dict[str, int]:
    columns, missing = columns_of(header, layout)
    if missing:
        names = ", ".join(f"« {name} »" for name in missing)
        raise SourceBroken(
            f"{path}, sheet {sheet}: these columns are missing: {names}; export all columns, or check that it is the "
            "right file."
        )
    return columns


def text_of(cell: object) -> str:
    """Return a cell as a text export would write it.

    >>> from datetime import date, datetime
    >>> text_of(471.0), text_of(0.5), text_of(datetime(2026, 11, 3, 8, 5)), text_of(date(2026, 11, 3)), text_of(True)
    ('471', '0.5', '2026-11-03 08:05:00', '2026-11-03', 'true')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceBroken(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: export it as CSV.")
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except FileNotFoundError as error:
        raise SourceBroken(f"{path} does not exist: check the path of the export.") from error
    except OSError as error:
        raise SourceBroken(f"{path} cannot be read ({error.strerror}): check the file and its permissions.") from error
