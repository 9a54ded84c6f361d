"""The vectors that a process used lately, in memory: a ring, in which the newest take the place of the oldest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SIZE = 65_536
"""Vectors kept: 50 MB for 384 numbers each, taken as they come."""

Places = NDArray[np.intp]


class Recent:
    """Up to `size` vectors of one dimension by key, as float16; asking for n of them takes one look at a dict each."""

    def __init__(self, dimension: int, size: int = SIZE) -> None:
        self._rows = np.zeros((size, dimension), np.float16)
        self._place: dict[bytes, int] = {}
        self._keys: list[bytes | None] = [None] * size
        self._next = 0

    def places(self, keys: Sequence[bytes]) -> Places:
        """Return where the vector of each key is; -1: it is not here."""
        return np.array([self._place.get(key, -1) for key in keys], np.intp)

    def at(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors at some places, until others are added."""
        return self._rows[places].astype(np.float32)

    def add(self, keys: Sequence[bytes], vectors: Sequence[NDArray[np.float16]]) -> None:
        """Keep vectors; of more than there is room for, the last."""
        for key, vector in zip(keys[-len(self._keys) :], vectors[-len(self._keys) :], strict=True):
            if key in self._place:
                continue
            if (old := self._keys[self._next]) is not None:
                del self._place[old]
            self._keys[self._next], self._place[key] = key, self._next
            self._rows[self._next] = vector
            self._next = (self._next + 1) % len(self._keys)

    def clear(self) -> None:
        """Let go of all of them, and write over what they were."""
        self._rows[list(self._place.values())] = 0
        self._place.clear()
        self._keys = [None] * len(self._keys)
        self._next = 0
