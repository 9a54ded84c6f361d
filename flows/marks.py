"""Marks of what changed, read again and again: what a transaction marks is seen once it has ended."""

import time
from dataclasses import dataclass, field

from graph.store import SHORT, Store

MARGIN = 1_000
"""Milliseconds by which what changed is read twice: clocks are read one after the other."""
OVERLAP = (SHORT + 15) * 1_000
"""The same once in `DEEP` seconds, longer than a transaction may last: of those of other users we may not be told."""
DEEP = 60.0


@dataclass
class Marks:
    """Up to when all marks have been read, by the clock of the graph in milliseconds."""

    at: int
    _deep: float = field(default_factory=time.monotonic)

    def since(self) -> int:
        """Return since when marks may be new."""
        return self.at - (OVERLAP if self.is_deep() else MARGIN)

    def reach(self, at: int) -> None:
        """Note that those before a moment, `settled` before they were read, are read."""
        self._deep = time.monotonic() if self.is_deep() else self._deep
        self.at = at

    def is_deep(self) -> bool:
        """Tell whether it is time to read further back."""
        return time.monotonic() - self._deep >= DEEP


def settled(store: Store) -> int:
    """Return up to when all marks are to be seen: no transaction that still runs began before."""
    return int(store.rows("graph_settled")[0]["at"])
