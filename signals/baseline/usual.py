"""What the past leads to expect of a window; looks within one minute ask the same of it, and are told the same again.

Whoever knows when something of the past changed gives its looks a `Memory`, and says so to it. Others make all anew.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import polars as pl

from signals.base import Watch
from signals.baseline.history import Expectation, expect
from signals.baseline.series import Placed, placed
from signals.baseline.tally import KEY, Bools, Grid, Tally, visibility

MEMORY = "memory"
"""Where a watch has its `Memory`, among what was `made`."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is expected of series, with nothing observed yet, and the past that says so."""

    grid: Grid
    """Ends at a whole minute; bin 0 is left empty."""
    past: Placed
    """What was said before, by all the series and platforms that were asked about."""
    seen: Bools
    """When each platform was seen, shape (platforms, bins)."""
    expectation: Expectation


@dataclass(slots=True)
class Memory:
    """The newest answers, one for each kind of question, as long as nothing changes that they were made of."""

    _said: dict[Hashable, tuple[Grid, Placed]] = field(default_factory=dict)
    _usual: dict[Hashable, Usual] = field(default_factory=dict)

    def forget(self, since: datetime | None = None) -> None:
        """Drop what was made of messages published from `since` on; None: everything."""
        for kind, (grid, _) in list(self._said.items()):
            if since is None or since < grid.as_of:
                self._said.pop(kind)
                self._usual.pop(kind, None)

    def said(self, kind: Hashable, watch: Watch, before: Grid) -> Placed:
        """Return what was said on a grid that ends before the window does."""
        grid, found = self._said.get(kind, (None, None))
        if found is None or grid != before:
            found = placed(watch, before)
            self._said[kind] = before, found
            self._usual.pop(kind, None)
        return found

    def usual(self, kind: Hashable, past: Placed, seen: Bools) -> Expectation | None:
        """Return what was expected of the same series and platforms, seen at the same times, after the same past."""
        known = self._usual.get(kind)
        if known is None or known.past.platforms != past.platforms or not known.past.keys.equals(past.keys):
            return None
        return known.expectation if np.array_equal(known.seen, seen) else None

    def keep(self, kind: Hashable, usual: Usual) -> None:
        """Remember an answer instead of the one before."""
        self._usual[kind] = usual


def usual_of(
    watch: Watch, grid: Grid, keys: pl.DataFrame, platforms: Sequence[str], *, half_life: float, warm_up: float
) -> Usual:
    """Return what is expected in the window of `grid` of the series in `keys`, and of those that spoke before.

    `half_life` and `warm_up` in bins, as in `expect`. The history ends a window before the last whole minute: of what
    came since nothing is expected, it is what is judged.
    """
    memory: Memory = watch.made.get(MEMORY) or Memory()
    kind = (grid.window, grid.past, half_life, warm_up)
    now = replace(grid, as_of=grid.as_of.replace(second=0, microsecond=0))
    before = replace(now, as_of=now.as_of - grid.window, past=grid.past - 1)
    past = _among(memory.said(kind, watch, before), keys, platforms)
    seen = visibility(watch, past.platforms, now)
    seen[:, 0] = visibility(watch, past.platforms, replace(grid, past=0))[:, 0]
    found = memory.usual(kind, past, seen) or expect(past.counts, seen, now, half_life=half_life, warm_up=warm_up)
    usual = Usual(now, past, seen, found)
    memory.keep(kind, usual)
    return usual


def _among(past: Placed, keys: pl.DataFrame, platforms: Sequence[str]) -> Placed:
    """Return the past on the grid that has the window as bin 0, with more series and platforms, all in order."""
    counts = past.counts
    every = pl.concat([past.keys, keys.select(KEY)]).unique().sort(KEY)
    row = past.keys.join(every.with_row_index("row"), on=list(KEY), how="left", maintain_order="left")["row"].to_numpy()
    heard = sorted({*past.platforms, *platforms})
    column = np.array([heard.index(name) for name in past.platforms], dtype=np.int64)
    tally = Tally(
        row.astype(np.int64)[counts.series], column[counts.platform], counts.bin + 1, counts.count, size=every.height
    )
    return Placed(every, heard, tally)
