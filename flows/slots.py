"""The ledgers of slots: in the graph, where all machines meet, or in a file that the processes of one machine share."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.store import Store

BUSY = 30.0
"""Seconds to wait for another process that writes the file."""


class SlotsFailed(Exception):
    """The ledger cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is asked for: the next slot of a host."""

    host: str
    every: float
    """Seconds between two slots."""
    burst: int = 1
    """Slots that may follow at once after a rest."""
    patience: float = 10.0
    """Seconds; a slot further away is not taken."""

    def milliseconds(self) -> tuple[int, int, int]:
        """Return the distance of slots, how far a burst may run ahead, and the patience."""
        every = round(1_000 * self.every)
        return every, every * (max(1, self.burst) - 1), round(1_000 * self.patience)


class Slots(Protocol):
    """A ledger. Every call is atomic, whoever else uses it, and counts by the ledger's own clock."""

    def reserve(self, slot: Slot) -> float:
        """Take the next slot and return the seconds until then; longer than its patience: nothing was taken."""
        ...

    def close(self, host: str, seconds: float) -> None:
        """Give no slot of `host` before so many seconds from now; a host that is closed for longer stays so."""
        ...

    def closed(self, host: str) -> bool:
        """Tell whether `host` is closed now."""
        ...


@dataclass(frozen=True, slots=True)
class GraphSlots:
    """Nodes `Host`, each written under its lock, by the clock of the server."""

    store: Store

    def reserve(self, slot: Slot) -> float:
        every, ahead, patience = slot.milliseconds()
        rows = self.store.execute("host_slot", host=slot.host, every=every, ahead=ahead, patience=patience)
        return float(rows[0]["wait"]) / 1_000

    def close(self, host: str, seconds: float) -> None:
        self.store.execute("host_close", host=host, milliseconds=round(1_000 * seconds))

    def closed(self, host: str) -> bool:
        rows = self.store.rows("host_closed", host=host)
        return bool(rows and rows[0]["closed"])


@dataclass(frozen=True, slots=True)
class SqliteSlots:
    """One row a host in a SQLite file."""

    path: Path

    def reserve(self, slot: Slot) -> float:
        every, ahead, patience = slot.milliseconds()
        with self._writing(slot.host) as (ledger, free_at, closed_until):
            now = _now()
            base = max(now, closed_until)
            wait = max(base, free_at - ahead) - now
            if wait <= patience:
                ledger.execute("UPDATE host SET free_at = ? WHERE name = ?", (max(base, free_at) + every, slot.host))
        return wait / 1_000

    def close(self, host: str, seconds: float) -> None:
        with self._writing(host) as (ledger, _, closed_until):
            until = max(closed_until, _now() + round(1_000 * seconds))
            ledger.execute("UPDATE host SET closed_until = ? WHERE name = ?", (until, host))

    def closed(self, host: str) -> bool:
        with self._writing(host) as (_, _, closed_until):
            return closed_until > _now()

    @contextmanager
    def _writing(self, host: str) -> Iterator[tuple[sqlite3.Connection, int, int]]:
        """Yield the ledger, locked, with what it says of a host."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)) as ledger:
                ledger.execute(
                    "CREATE TABLE IF NOT EXISTS host "
                    "(name TEXT PRIMARY KEY, free_at INTEGER NOT NULL, closed_until INTEGER NOT NULL)"
                )
                ledger.execute("BEGIN IMMEDIATE")
                ledger.execute("INSERT OR IGNORE INTO host VALUES (?, 0, 0)", (host,))
                row = ledger.execute("SELECT free_at, closed_until FROM host WHERE name = ?", (host,)).fetchone()
                yield ledger, *row
                ledger.execute("COMMIT")
        except sqlite3.Error as error:
            raise SlotsFailed(f"{self.path}: {error}") from error


def _now() -> int:
    return time.time_ns() // 1_000_000
