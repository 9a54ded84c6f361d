"""Rows as a file that spreadsheets open: UTF-8, `;`, what stands in a cell without its markup."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as a file for spreadsheets; a cell that one would take for a formula is marked as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> Any:
    if isinstance(cell, int | float) or cell is None:
        return cell
    text = cell.striptags() if isinstance(cell, Markup) else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t") else text
