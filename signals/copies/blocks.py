"""The nearest of many vectors, looked for in a few blocks of them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.topics.neighbours import sums_by, unit

EXACT = 16_384
"""Up to so many vectors, all are compared."""
PROBED = 8
"""Blocks looked into for one vector."""
GROWTH = 4
"""The blocks are cut anew when there are so many times the vectors."""
STEP = 8_192
"""Vectors that choose their blocks at a time."""
CELLS = 1 << 21
"""Cosines computed at a time, 8 MB."""

Rows = NDArray[np.int64]


class Blocks:
    """Unit vectors that can be asked for the nearest to others; kept as float16, 2 bytes a number.

    Up to `EXACT` vectors the answer is exact. Beyond, vectors lie in about 3 √n blocks around means found by k-means,
    and only the `PROBED` nearest blocks are looked into (an inverted file; Jégou et al., 2011): time grows with n √n.
    """

    def __init__(self, dimension: int) -> None:
        self._means: Vectors = np.zeros((1, dimension), np.float32)
        self._blocks: list[NDArray[np.float16]] = [np.empty((0, dimension), np.float16)]
        self._rows: list[Rows] = [np.empty(0, np.int64)]
        self._count, self._cut_at = 0, EXACT

    def __len__(self) -> int:
        return self._count

    def add(self, vectors: Vectors) -> None:
        """Add unit rows; their numbers go on from those before."""
        self._file(vectors, np.arange(self._count, self._count + len(vectors)))
        self._count += len(vectors)
        if self._count > self._cut_at:
            self._cut()

    def nearest(self, vectors: Vectors, k: int, before: Rows) -> tuple[Rows, Vectors]:
        """Return the `k` nearest rows below `before`, one bound a vector, and their cosines, both of shape (n, k).

        The nearest come first, of equals the earliest; -1 and a cosine of -1 fill up.
        """
        rows = np.full((len(vectors), k), -1, np.int64)
        cosines = np.full((len(vectors), k), -1, np.float32)
        for asking, block in self._probes(vectors):
            numbers = self._rows[block]
            close = vectors[asking] @ self._blocks[block].astype(np.float32).T
            if numbers.max(initial=-1) >= before[asking].min():
                close[numbers >= before[asking, None]] = -1
            if len(numbers) > k:
                best = np.argpartition(close, -k, axis=1)[:, -k:]
                close, numbers = np.take_along_axis(close, best, axis=1), numbers[best]
            pool = np.concatenate([cosines[asking], close], axis=1)
            names = np.concatenate([rows[asking], np.broadcast_to(numbers, close.shape)], axis=1)
            best = np.argpartition(pool, -k, axis=1)[:, -k:]
            cosines[asking] = np.take_along_axis(pool, best, axis=1)
            rows[asking] = np.take_along_axis(names, best, axis=1)
        rows[cosines <= -1] = -1
        order = np.lexsort((rows, -cosines), axis=1)
        return np.take_along_axis(rows, order, axis=1), np.take_along_axis(cosines, order, axis=1)

    def _probes(self, vectors: Vectors) -> Iterator[tuple[NDArray[np.intp], int]]:
        """Yield which vectors look into which block, few enough at a time to keep to `CELLS`."""
        probed = min(PROBED, len(self._means))
        for start in range(0, len(vectors), STEP):
            near = vectors[start : start + STEP] @ self._means.T
            blocks = np.argpartition(-near, probed - 1, axis=1)[:, :probed].ravel()
            order = np.argsort(blocks, kind="stable")
            asking = start + np.repeat(np.arange(len(near)), probed)[order]
            bounds = np.searchsorted(blocks[order], np.arange(len(self._means) + 1))
            for block in np.flatnonzero(np.diff(bounds)):
                most = max(1, CELLS // max(1, len(self._rows[block])))
                for at in range(bounds[block], bounds[block + 1], most):
                    yield asking[at : min(at + most, bounds[block + 1])], int(block)

    def _file(self, vectors: Vectors, rows: Rows) -> None:
        blocks = _closest(vectors, self._means)
        for block in np.unique(blocks):
            here = blocks == block
            self._blocks[block] = np.concatenate([self._blocks[block], vectors[here].astype(np.float16)])
            self._rows[block] = np.concatenate([self._rows[block], rows[here]])

    def _cut(self) -> None:
        """Cut the blocks anew around the means of a sample, the same for the same vectors."""
        vectors, rows = np.concatenate(self._blocks), np.concatenate(self._rows)
        wanted = int(3 * np.sqrt(self._count))
        sample = np.sort(np.random.default_rng(1).choice(self._count, min(self._count, 30 * wanted), replace=False))
        self._means, self._cut_at = _means(vectors[sample].astype(np.float32), wanted), GROWTH * self._count
        blocks = _closest(vectors, self._means)
        order = np.argsort(blocks, kind="stable")
        bounds = np.searchsorted(blocks[order], np.arange(1, len(self._means)))
        self._blocks = np.split(vectors[order], bounds)
        self._rows = np.split(rows[order], bounds)


def _closest(vectors: NDArray[np.floating], means: Vectors) -> NDArray[np.intp]:
    parts = range(0, len(vectors), STEP)
    found = [(vectors[at : at + STEP].astype(np.float32) @ means.T).argmax(axis=1) for at in parts]
    return np.concatenate(found) if found else np.empty(0, np.intp)


def _means(sample: Vectors, wanted: int, rounds: int = 4) -> Vectors:
    means = sample[:: max(1, len(sample) // wanted)][:wanted]
    for _ in range(rounds):
        blocks = _closest(sample, means)
        empty = np.bincount(blocks, minlength=len(means)) == 0
        means = np.where(empty[:, None], means, unit(sums_by(blocks, sample, len(means))))
    return means
