"""Vectors by text, kept in one SQLite file: each distinct text is encoded once."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Encoder, text_key
from signals.topics.space import by_subject

Vectors = NDArray[np.float32]

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

    Vectors are kept as float16, 2 bytes a number; reading grows with what is asked for, not with what is kept.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._base = sqlite3.connect(folder / f"{encoder.name}-{encoder.dimension}.sqlite", timeout=60)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")

    @property
    def space(self) -> str:
        """Return the name of the vector space: only vectors of one space can be compared."""
        return self._encoder.name

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return the vectors of `texts`, shape (n, dimension); the missing ones are encoded and kept."""
        keys = [text_key(text) for text in texts]
        known = self._find(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for start in range(0, len(missing), CHUNK):
            chunk = dict(list(missing.items())[start : start + CHUNK])
            known |= self._add(chunk)
            if progress:
                progress(min(start + CHUNK, len(missing)), len(missing))
        return self._stack(keys, known)

    def encode_unkept(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of `texts`, of which nothing is read from the file or kept in it."""
        return self._encoder.encode(list(texts))

    def load(self, keys: Sequence[str]) -> tuple[Vectors, NDArray[np.bool_]]:
        """Return the vectors of hexadecimal `keys` (zeros where unknown), and which are known."""
        raw = [bytes.fromhex(key) for key in keys]
        known = self._find(set(raw))
        return self._stack(raw, known), np.array([key in known for key in raw], dtype=bool)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _find(self, keys: set[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(part))
            rows = self._base.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", part)  # noqa: S608
            if read := rows.fetchall():
                names, values = zip(*read, strict=True)
                # all of them turned at once, not one by one
                vectors = np.frombuffer(b"".join(values), np.float16).astype(np.float32)
                found |= zip(names, vectors.reshape(len(names), -1), strict=True)
        return found

    def _add(self, texts: Mapping[bytes, str]) -> dict[bytes, Vectors]:
        vectors = self._encoder.encode(list(texts.values())).astype(np.float16)
        rows = [(key, vector.tobytes()) for key, vector in zip(texts, vectors, strict=True)]
        with self._base:
            self._base.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        return {key: vector.astype(np.float32) for key, vector in zip(texts, vectors, strict=True)}

    def _stack(self, keys: Sequence[bytes], known: Mapping[bytes, Vectors]) -> Vectors:
        stacked = np.zeros((len(keys), self._encoder.dimension), np.float32)
        for row, key in enumerate(keys):
            if key in known:
                stacked[row] = known[key]
        return stacked
