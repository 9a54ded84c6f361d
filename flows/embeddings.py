"""Vectors by text, kept in one SQLite file: each distinct text is encoded once."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.recent import Recent
from signals.encoders import Encoder, text_key
from signals.topics.space import by_subject

Vectors = NDArray[np.float32]
Kept = NDArray[np.float16]

CHUNK = 512
"""Texts encoded between two commits: what a kill can lose."""


def forget(folder: Path, keys: Collection[str]) -> int:
    """Remove the vectors of texts, by hexadecimal key, from the files of all encoders; return how many there were."""
    rows = [(bytes.fromhex(key),) for key in keys]
    removed = 0
    for path in sorted(folder.glob("*.sqlite")) if rows else ():
        with closing(sqlite3.connect(path, timeout=60)) as base:
            # what is deleted is overwritten, in the file and in its log
            base.execute("PRAGMA secure_delete=ON")
            with base:
                removed += base.executemany("DELETE FROM vector WHERE key = ?", rows).rowcount
                # who holds vectors of this file in memory lets go of them
                base.execute(f"PRAGMA user_version={_removals(base) % (2**31 - 1) + 1}")
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def held(folder: Path, keys: Collection[str]) -> set[str]:
    """Return which of the texts, by hexadecimal key, still have a vector in the file of some encoder."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.sqlite")):
        with closing(sqlite3.connect(path, timeout=60)) as base:
            found |= {key for key in keys if base.execute(_HELD, (bytes.fromhex(key),)).fetchone()}
    return found


def mean_of(folder: Path, keys: Collection[str], dimension: int) -> list[float] | None:
    """Return the mean, in the space of topics, of texts by hexadecimal key, as a unit vector; None: none is known.

    Of several encoders with that `dimension`, the one counts that knows most of the texts.
    """
    best: list[Vectors] = []
    for path in sorted(folder.glob(f"*-{dimension}.sqlite")):
        with closing(sqlite3.connect(path, timeout=60)) as base:
            rows = [base.execute(_VALUE, (bytes.fromhex(key),)).fetchone() for key in keys]
        found = [np.frombuffer(row[0], np.float16).astype(np.float32) for row in rows if row]
        if len(found) > len(best):
            best = list(by_subject(np.stack(found), path.stem.removesuffix(f"-{dimension}")))
    if not best:
        return None
    mean = np.mean(best, axis=0)
    return [float(number) for number in mean / (np.linalg.norm(mean) or 1)]


def kept_keys(folder: Path, page: int) -> Iterator[list[str]]:
    """Yield the hexadecimal keys of all texts that have a vector, page by page."""
    for path in sorted(folder.glob("*.sqlite")):
        with closing(sqlite3.connect(path, timeout=60)) as base:
            last = b""
            while rows := base.execute(_PAGE, (last, page)).fetchall():
                last = rows[-1][0]
                yield [key.hex() for (key,) in rows]


_PAGE = "SELECT key FROM vector WHERE key > ? ORDER BY key LIMIT ?"
_VALUE = "SELECT value FROM vector WHERE key = ?"
_HELD = "SELECT 1 FROM vector WHERE key = ?"


class Cache:
    """Unit vectors of one encoder by text key. Rebuildable: deleting the file loses time, nothing else.

    Vectors are kept as float16, 2 bytes a number; reading grows with what is asked for, not with what is kept. Those
    used lately stay in memory, until any are removed from the file.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._recent = Recent(encoder.dimension)
        self._base = sqlite3.connect(folder / f"{encoder.name}-{encoder.dimension}.sqlite", timeout=60)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
        self._removals = _removals(self._base)

    @property
    def space(self) -> str:
        """Return the name of the vector space: only vectors of one space can be compared."""
        return self._encoder.name

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return the vectors of `texts`, shape (n, dimension); the missing ones are encoded and kept."""
        keys = [text_key(text) for text in texts]
        stacked, known = self._read(keys)
        rows: dict[bytes, list[int]] = {}
        for row in np.flatnonzero(~known):
            rows.setdefault(keys[row], []).append(int(row))
        missing = list(rows)
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            vectors = self._add({key: texts[rows[key][0]] for key in chunk})
            for key, vector in zip(chunk, vectors, strict=True):
                stacked[rows[key]] = vector
            if progress:
                progress(min(start + CHUNK, len(missing)), len(missing))
        return stacked

    def encode_unkept(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of `texts`, of which nothing is read from the file or kept in it."""
        return self._encoder.encode(list(texts))

    def load(self, keys: Sequence[str]) -> tuple[Vectors, NDArray[np.bool_]]:
        """Return the vectors of hexadecimal `keys` (zeros where unknown), and which are known."""
        return self._read([bytes.fromhex(key) for key in keys])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _read(self, keys: Sequence[bytes]) -> tuple[Vectors, NDArray[np.bool_]]:
        if (removals := _removals(self._base)) != self._removals:
            self._removals = removals
            self._recent.clear()
        places = self._recent.places(keys)
        known = places >= 0
        stacked = np.zeros((len(keys), self._encoder.dimension), np.float32)
        stacked[known] = self._recent.at(places[known])
        rows = np.flatnonzero(~known).tolist()
        found = self._find({keys[row] for row in rows})
        for row in rows:
            if (vector := found.get(keys[row])) is not None:
                stacked[row], known[row] = vector, True
        self._recent.add(list(found), list(found.values()))
        return stacked, known

    def _find(self, keys: Collection[bytes]) -> dict[bytes, Kept]:
        found: dict[bytes, Kept] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(part))
            rows = self._base.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", part)  # noqa: S608
            found |= {key: np.frombuffer(value, np.float16) for key, value in rows}
        return found

    def _add(self, texts: Mapping[bytes, str]) -> Kept:
        vectors = self._encoder.encode(list(texts.values())).astype(np.float16)
        rows = [(key, vector.tobytes()) for key, vector in zip(texts, vectors, strict=True)]
        with self._base:
            self._base.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        self._recent.add(list(texts), list(vectors))
        return vectors


def _removals(base: sqlite3.Connection) -> int:
    """Return how often vectors were removed from a file: a number in its head, quick to ask for."""
    return int(base.execute("PRAGMA user_version").fetchone()[0])
