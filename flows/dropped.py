"""Files that partners drop: which there are, whether they changed, and when what they hold was known."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import SourceBroken
from flows.rows import Layout, Row, read
from flows.sources import Checkpoint, Item, Refusal

PARTIAL = (".", "~")
"""Beginnings of the names of files that are still being written, or belong to an editor."""


Parse = Callable[[Row, set[str]], Iterator[Item]]
"""Yields what one row says; the set holds what this batch has introduced already, and is emptied after each."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A delimited file that is read row by row, and gone on with where reading stopped."""

    path: Path
    layout: Layout
    partition: str
    every: int
    """Rows between two checkpoints."""

    def items(self, cursor: str | None, parse: Parse) -> Iterator[Item]:
        """Yield what the rows after `cursor` say, with checkpoints; what is good before a fault is kept."""
        last: Row | None = None
        rows, introduced = 0, set[str]()
        try:
            for row in read(self.path, self.layout, cursor):
                if isinstance(row, Refusal):
                    yield row
                    continue
                yield from parse(row, introduced)
                last, rows = row, rows + 1
                if rows % self.every == 0:
                    yield Checkpoint(str(row.end), self.partition)
                    last = None
                    introduced.clear()
        except SourceBroken:
            if last is not None:
                yield Checkpoint(str(last.end), self.partition)
            raise
        if last is not None:
            yield Checkpoint(str(last.end), self.partition)


def found(path: Path, suffix: str) -> list[Path]:
    """Return the file, or the files of a folder that end in `suffix`, by name; raise `SourceBroken`."""
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        inside = [file for file in path.iterdir() if file.suffix.lower() == suffix and file.is_file()]
    except FileNotFoundError as error:
        raise SourceBroken(f"{path} does not exist: check the path in the settings.") from error
    except OSError as error:
        raise unreadable(path, error) from error
    return sorted(file for file in inside if not file.name.startswith(PARTIAL))


def unreadable(path: Path, error: OSError) -> SourceBroken:
    """Return the error for a path that the system does not let us read."""
    return SourceBroken(f"{path} cannot be read ({error.strerror}): check the file and its permissions.")


def content(path: Path, most: int) -> bytes:
    """Return the bytes of a file of at most `most` bytes; raise `SourceBroken`."""
    try:
        with path.open("rb") as file:
            body = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(body) > most:
        raise SourceBroken(f"{path} is larger than {most:,} bytes: check that it is the right file.")
    return body


def stamp(files: Iterable[Path]) -> str:
    """Return what changes when one of the files does: a digest of their names, sizes and times."""
    states = [(file.name, state.st_size, state.st_mtime_ns) for file in files for state in [_state(file)]]
    return hashlib.blake2b(repr(states).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def known_at(path: Path, newest: datetime, now: datetime) -> datetime:
    """Return the moment up to which a file can tell: when it was written.

    A count of a period that was not over by then is no total yet. A file that is older than what it holds (`newest`)
    lost its date on the way; then only the clock bounds what it can know.
    """
    written = datetime.fromtimestamp(_state(path).st_mtime, UTC)
    return min(written, now) if written >= newest else now


def _state(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
