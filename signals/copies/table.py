"""Which rows were filed under a hash: a table that only grows, in sorted arrays of 12 bytes an entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from signals.copies.sketch import Hashes

Rows = NDArray[np.uint32]

MOST = 8
"""Rows of one hash that are looked at in one part of the table: the earliest. Spam has more than anybody needs."""


@dataclass
class Table:
    """Rows by hash. Filing n rows takes n log n, asking for a hash log² n; a dict would take ten times the memory.

    As in a log-structured merge tree (O'Neil et al., 1996), parts are merged when the newer is half as long.
    """

    _parts: list[tuple[Hashes, Rows]] = field(default_factory=list)

    def file(self, hashes: Hashes, rows: Rows) -> None:
        """File `rows` under `hashes`, both of shape (n,); rows are given in growing order."""
        self._parts.append(_in_order(hashes.astype(np.uint64), rows.astype(np.uint32)))
        while len(self._parts) > 1 and 2 * len(self._parts[-1][0]) >= len(self._parts[-2][0]):
            newer, older = self._parts.pop(), self._parts.pop()
            hashes, rows = np.concatenate([older[0], newer[0]]), np.concatenate([older[1], newer[1]])
            self._parts.append(_in_order(hashes, rows))

    def find(self, hashes: Hashes) -> Iterator[tuple[NDArray[np.intp], Rows]]:
        """Yield, part by part, places in `hashes` and the rows filed there, both of one length."""
        for known, rows in self._parts:
            first = np.searchsorted(known, hashes, "left")
            counts = np.minimum(np.searchsorted(known, hashes, "right") - first, MOST)
            places = np.repeat(np.arange(len(hashes)), counts)
            offsets = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
            yield places, rows[first[places] + offsets]


def _in_order(hashes: Hashes, rows: Rows) -> tuple[Hashes, Rows]:
    # stable: the earliest row of a hash stays first
    order = np.argsort(hashes, kind="stable")
    return hashes[order], rows[order]
