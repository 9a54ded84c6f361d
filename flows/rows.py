"""Rows of a delimited text export, each with its line and byte position; what is wrong with the file is said once."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from flows.errors import SourceBroken
from flows.sources import Checkpoint, Item, Refusal

MAX_FIELD = 1_000_000
"""Characters of one field; a row with a longer one is refused."""
MAX_RECORD = 64_000_000
"""Bytes of one row; beyond it a quote was opened and never closed."""
BOM = b"\xef\xbb\xbf"

_SURROGATES = re.compile("[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that are read: `aliases` has the labels that a field may have, `required` what cannot be missed."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    delimiter: str = ";"
    """What separates fields; of several characters, the first under which the required columns are found."""
    names: tuple[str, ...] = ()
    """The fields of a file without a header, in the order of its columns; nothing: the first row is a header."""
    damaged: bool = False
    """Whether bytes that are no UTF-8 are read as U+FFFD; a row that holds some is refused otherwise."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading stopped: bytes and lines from the start of the file with this digest."""

    digest: str
    offset: int = 0
    line: int = 0

    def __str__(self) -> str:
        return f"{self.digest}:{self.offset}:{self.line}"


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row that the layout knows and the file has, the line it starts on, the position after it."""

    fields: Mapping[str, str]
    line: int
    end: Position
    where: str = ""
    """File and line, for a person."""


def fold(label: str) -> str:
    """Return a label without case, accents, spaces and punctuation, so that spellings of one column meet.

    >>> fold("Evaluation  réponse structure 1 par l'auteur"), fold("date_de_1ere_réponse")
    ('evaluationreponsestructure1parlauteur', 'datede1erereponse')
    """
    plain = unicodedata.normalize("NFKD", label.casefold())
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def read(path: Path, layout: Layout, saved: str | None = None) -> Iterator[Row | Refusal]:
    """Yield the rows after the position `saved` (all of them when the file has changed); raise `SourceBroken`.

    A row that cannot be kept is a `Refusal`; what makes the rest unreadable is raised when its turn comes.
    """
    try:
        with path.open("rb") as file:
            yield from _read(path, file, layout, saved)
    except FileNotFoundError as error:
        raise SourceBroken(f"{path} does not exist: check the path of the export.") from error
    except IsADirectoryError as error:
        raise SourceBroken(f"{path} is a directory: give the export file in it.") from error
    except OSError as error:
        raise SourceBroken(f"{path} cannot be read ({error.strerror}): check the file and its permissions.") from error


def walk(rows: Iterator[Row | Refusal], parse: Callable[[Row], Iterator[Item]], every: int) -> Iterator[Item]:
    """Yield what `parse` makes of each row, a checkpoint after `every` rows and at the end, however rows end."""
    last: Position | None = None
    number = 0
    try:
        for row in rows:
            if isinstance(row, Refusal):
                yield row
                continue
            yield from parse(row)
            last, number = row.end, number + 1
            if number % every == 0:
                yield Checkpoint(str(last))
                last = None
    except SourceBroken:
        if last is not None:
            yield Checkpoint(str(last))
        raise
    if last is not None:
        yield Checkpoint(str(last))


def _read(path: Path, file: BufferedReader, layout: Layout, saved: str | None) -> Iterator[Row | Refusal]:
    digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    _refuse_binary(path, file)
    # the limit of the csv module is global and 128 KiB; ours is checked row by row
    csv.field_size_limit(MAX_RECORD)
    lines = _Lines(path, file)
    delimiter, columns, width = _opening(path, lines, layout)
    before = resumed(saved, digest)
    if before is not None:
        lines.move(before)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.start_record()
        where = f"{path}, line {line}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            _refuse_cut(where, cut=lines.exhausted)
            yield Refusal("bad-quotes", where)
            continue
        _refuse_cut(where, cut=lines.cut and len(cells) < width)
        if layout.damaged:
            cells = [_SURROGATES.sub("\ufffd", cell) for cell in cells]
        reason = _fault(cells, width)
        if reason is not None:
            yield Refusal(reason, where)
        elif cells:
            fields = {name: cells[index] for name, index in columns.items()}
            yield Row(fields, line, Position(digest, lines.offset, lines.line), where)


def _refuse_cut(where: str, *, cut: bool) -> None:
    if cut:
        raise SourceBroken(
            f"{where}: the file ends in the middle of this row, it was half-written; "
            "export it again (the rows before are kept)."
        )


def _fault(cells: list[str], width: int) -> str | None:
    """Return why a row cannot be kept; an empty line is no row and no fault."""
    if not cells:
        return None
    if len(cells) != width:
        return "bad-columns"
    if any(len(cell) > MAX_FIELD for cell in cells):
        return "too-large"
    if any(_SURROGATES.search(cell) for cell in cells if not cell.isascii()):
        return "bad-encoding"
    return None


def _refuse_binary(path: Path, file: BufferedReader) -> None:
    file.seek(0)
    head = file.read(8192)
    if b"\0" in head:
        raise SourceBroken(f"{path} is not a text file: export it as CSV in UTF-8.")
    if not head.replace(BOM, b"").strip():
        raise SourceBroken(f"{path} is empty: export it again.")
    file.seek(0)


def _opening(path: Path, lines: "_Lines", layout: Layout) -> tuple[str, dict[str, int], int]:
    """Return the delimiter, where each known field stands and the number of columns; leave `lines` at the first row."""
    if layout.names:
        return layout.delimiter, {name: index for index, name in enumerate(layout.names)}, len(layout.names)
    problems: list[tuple[int, SourceBroken]] = []
    for delimiter in layout.delimiter:
        lines.move(Position(""))
        header: list[str] = []
        try:
            header = _header(path, lines, delimiter)
            return delimiter, *_columns(path, header, layout)
        except SourceBroken as error:
            problems.append((len(columns_of(header, layout)[1]), error))
    # what is wrong is said of the separator under which the least is missing
    raise min(problems, key=lambda problem: problem[0])[1]


def _header(path: Path, lines: "_Lines", delimiter: str) -> list[str]:
    lines.start_record()
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SourceBroken(f"{path}, line 1: the header cannot be read ({error}): export it again as CSV.") from error


def _columns(path: Path, header: list[str], layout: Layout) -> tuple[dict[str, int], int]:
    """Return where each known field stands, and the number of columns; raise `SourceBroken` when one is missing."""
    columns, missing = columns_of(header, layout)
    if missing:
        raise SourceBroken(f"{path}, line 1: {_advice(header, missing, layout.delimiter)}")
    return columns, len(header)


def columns_of(header: Sequence[str], layout: Layout) -> tuple[dict[str, int], list[str]]:
    """Return where each known field stands among labels, and the labels of the required fields that do not."""
    places: dict[str, int] = {}
    for index, label in enumerate(header):
        places.setdefault(fold(label), index)
    columns = {
        name: places[key]
        for name, labels in layout.aliases.items()
        if (key := next((fold(label) for label in labels if fold(label) in places), None)) is not None
    }
    return columns, [layout.aliases[name][0] for name in layout.required if name not in columns]


def _advice(header: list[str], missing: list[str], delimiters: str) -> str:
    if len(header) == 1:
        used, wanted = max(",\t|;", key=header[0].count), " or ".join(map(repr, delimiters))
        if used in header[0] and used not in delimiters:
            return f"the fields are separated by {used!r}, not by {wanted}; export it again with {wanted}."
    names = ", ".join(f"« {name} »" for name in missing)
    return f"these columns are missing: {names}; export all columns, in UTF-8, or check that it is the right file."


def resumed(saved: str | None, digest: str) -> Position | None:
    """Return the saved position, None when there is none or the file is another one."""
    known, _, place = (saved or "").partition(":")
    offset, _, line = place.partition(":")
    if known != digest or not offset.isdecimal() or not line.isdecimal():
        return None
    return Position(digest, int(offset), int(line))


class _Lines:
    """Physical lines (ended by LF only: U+0085 is text here) with the position after the last one."""

    def __init__(self, path: Path, file: BufferedReader) -> None:
        self.path, self.file = path, file
        self.offset = self.line = 0
        self.exhausted = self.cut = False
        self._record = (1, 0)

    def start_record(self) -> int:
        """Return the line on which the next row starts."""
        self._record = (self.line + 1, self.offset)
        return self.line + 1

    def move(self, position: Position) -> None:
        self.file.seek(position.offset)
        self.offset, self.line = position.offset, position.line

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self.file.readline(MAX_RECORD)
        if not raw:
            self.exhausted = True
            raise StopIteration
        self.offset += len(raw)
        self.line += 1
        line, start = self._record
        if self.offset - start >= MAX_RECORD:
            raise SourceBroken(
                f"{self.path}, line {line}: this row is larger than {MAX_RECORD // 1_000_000} MB, "
                "a quote in it is never closed; export the file again."
            )
        self.cut = not raw.endswith(b"\n")
        while raw.startswith(BOM):
            raw = raw[len(BOM) :]
        return raw.decode("utf-8", "surrogateescape")
