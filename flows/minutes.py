"""The minutes in which sources were heard: a process reads them once, then what came since.

What came since is told by the marks of messages (`flows.marks`). All is read again once in `DEEP` seconds, for what was
removed or dated ahead, and whenever other spans are asked for.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from flows.marks import DEEP, MARGIN, settled
from graph.rows import Row
from graph.store import Store
from signals.baseline.tally import Ints

Pair = tuple[str, str]
"""A source and a platform that it hears: most hear one, an exercise plays several."""
Span = tuple[datetime, datetime | None]
"""From when until when, which is no part of it; None: now."""


@dataclass
class Minutes:
    """What a process knows of when the sources of one graph were heard."""

    _lock: Lock = field(default_factory=Lock)
    _read: float = 0.0
    """When all was read, by the clock of the process."""
    _spans: tuple[Span, ...] = ()
    _since: datetime | None = None
    _mark: int = 0
    _minutes: dict[Pair, set[int]] = field(default_factory=dict)

    def read(self, store: Store, spans: Sequence[Span], since: datetime, now: datetime) -> Mapping[Pair, Ints]:
        """Return the minutes, in seconds since 1970, of `spans` and since a moment, of what is published before `now`.

        Some minutes before `since` may be among them, as far as nothing in between is missing.
        """
        with self._lock:
            mark, kept = settled(store), tuple(spans)
            asked = [{"since": start, "until": end or now} for start, end in [*kept, (since, None)]]
            again = self._since is None or since < self._since or self._spans != kept
            if again or time.monotonic() - self._read >= DEEP:
                self._minutes = defaultdict(set)
                self._spans, self._since, self._read = kept, since, time.monotonic()
                self._add(store.rows("arrivals_minutes", spans=asked))
            else:
                self._add(store.rows("arrivals_changed", spans=asked, changed=self._mark - MARGIN))
            self._mark = mark
            return {pair: np.array(sorted(found), dtype=np.int64) * 60 for pair, found in self._minutes.items()}

    def _add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._minutes[row["source_id"], row["platform"]].update(row["minutes"])


_MINUTES: WeakKeyDictionary[Store, Minutes] = WeakKeyDictionary()
_LOCK = Lock()


def minutes(store: Store) -> Minutes:
    """Return what this process knows of when the sources of a graph were heard; it goes with the `store`."""
    with _LOCK:
        return _MINUTES.setdefault(store, Minutes())
