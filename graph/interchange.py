"""Harmonised records in files: what other systems bring into the graph, one record of the vocabulary a line or row.

A folder holds files named after what they hold: `Message.jsonl`, `Account.jsonl.gz`, `Measure.parquet`. Each line is a
JSON object, each row a record; names are those of the fields of `graph.model`, a field left out has its default, one
that the vocabulary does not know is not read. Times are ISO 8601 with a zone. A single `.jsonl` file is read too, when
each of its lines says in `label` what it is.
"""

import gzip
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import polars as pl

from graph import model

RECORDS = (
    model.Source, model.Service, model.Account, model.Link, model.Hashtag, model.Message, model.Measure, model.Action,
    model.Hazard, model.Event, model.FactCheck, model.Outage,
)  # fmt: skip
"""What can be brought, in the order in which it is read."""
LABELS = {record.__name__: record for record in RECORDS}
ENDINGS = (".jsonl", ".jsonl.gz", ".parquet")
ROWS = 50_000
"""Rows of a Parquet file held in memory."""

Row = Mapping[str, Any]


class NothingToRead(ValueError):
    """A path holds no harmonised records; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A line or row that is no record of the vocabulary."""

    reason: str
    """bad-json or bad-record."""
    where: str
    """File, line, and what is wrong with it."""


def read(path: Path) -> Iterator[object]:
    """Yield the records of a folder or a file, and a `BadRecord` for each that cannot be read."""
    for file, label in files(path):
        for number, row in _rows(file):
            where = f"{file.name}, line {number}"
            if isinstance(row, str):
                yield BadRecord("bad-json", f"{where}: {row}")
            else:
                yield _record(row, label, where)


def files(path: Path) -> list[tuple[Path, str]]:
    """Return the files of a path with the label that they hold, empty when each line says its own; in reading order."""
    if path.is_file() and path.name.endswith(ENDINGS):
        name = path.name.partition(".")[0]
        return [(path, name if name in LABELS else "")]
    found = [
        (path / f"{label}{ending}", label)
        for label in LABELS
        for ending in ENDINGS
        if (path / f"{label}{ending}").is_file()
    ]
    if not found:
        raise NothingToRead(f"{path} holds no harmonised records: a file such as Message.jsonl or Message.parquet")
    return found


def _rows(file: Path) -> Iterator[tuple[int, Row | str]]:
    """Yield number and content of each line or row; a text instead says why a line cannot be read."""
    if file.name.endswith(".parquet"):
        yield from _parquet_rows(file)
        return
    with gzip.open(file, "rb") if file.name.endswith(".gz") else file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _object(line)


def _object(line: bytes) -> Row | str:
    try:
        # told that it is UTF-8, the reader need not guess
        value = json.loads(line.removeprefix(BOM_UTF8).decode())
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})"[:200]
    return value if isinstance(value, dict) else "not a JSON object"


def _parquet_rows(file: Path) -> Iterator[tuple[int, Row]]:
    table = pl.scan_parquet(file)
    start = 0
    while not (part := table.slice(start, ROWS).collect()).is_empty():
        yield from enumerate(part.iter_rows(named=True), start=start + 1)
        start += ROWS


def _record(row: Row, label: str, where: str) -> object:
    label = label or str(row.get("label", ""))
    if label not in LABELS:
        return BadRecord("bad-record", f"{where}: label {label!r} is none of {', '.join(LABELS)}")
    record = LABELS[label]
    try:
        return record(**{name: reader(row[name]) for name, reader in _readers(record) if row.get(name) is not None})
    except (TypeError, ValueError, OverflowError) as error:
        return BadRecord("bad-record", f"{where}: {error}"[:300])


@cache
def _readers(record: type) -> Sequence[tuple[str, Callable[[Any], Any]]]:
    hints = get_type_hints(record)
    return [(field.name, _reader(field.name, hints[field.name])) for field in fields(record)]


def _reader(name: str, hint: Any) -> Callable[[Any], Any]:
    """Return what turns a value of a file into a value of the field `name`."""
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        inner = _reader(name, get_args(hint)[0])
        return lambda value: tuple(map(inner, _checked(name, value, list, tuple)))
    if hint is datetime:
        return lambda value: _moment(name, value)
    if hint is float:
        return lambda value: float(_checked(name, value, int, float))
    return lambda value: _checked(name, value, hint)


def _checked(name: str, value: Any, *kinds: type) -> Any:
    if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
        return value
    raise ValueError(f"{name} must be {' or '.join(kind.__name__ for kind in kinds)}, got {str(value)[:60]!r}")


def _moment(name: str, value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(_checked(name, value, str))
    if moment.tzinfo is None:
        raise ValueError(f"{name} must have a zone, got {str(value)[:60]!r}")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
