"""How similar two groups of messages are, by meaning and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from signals.text.near import stem, words
from signals.topics.space import Rows

WIDTH = 1 << 15
"""Columns that the words are hashed into: with some ten thousand stems few share one, and memory stays fixed."""
LEAST = 1e-3
"""Similarity within a group that is assumed at least: below it the estimate of a small group is noise."""


def word_rows(texts: Sequence[str]) -> csr_matrix:
    """Return one unit row of stems a text, shape (n, `WIDTH`), each stem weighted by how rare it is in `texts`.

    A text without a word has a null row. Weights are inverse document frequencies (Spärck Jones 1972).
    """
    stems = [{crc32(stem(word).encode()) % WIDTH for word in words(text)} for text in texts]
    counts = np.array([len(row) for row in stems], np.intp)
    columns = np.array([column for row in stems for column in sorted(row)], np.intp)
    frequency = np.bincount(columns, minlength=WIDTH)
    weights = np.log((len(texts) + 1) / (frequency + 1)).astype(np.float32)[columns]
    starts = np.concatenate([[0], np.cumsum(counts)])
    lengths = np.sqrt(np.bincount(np.repeat(np.arange(len(texts)), counts), weights**2, len(texts)))
    weights /= np.repeat(np.maximum(lengths, np.finfo(np.float32).tiny), counts).astype(np.float32)
    return csr_matrix((weights, columns, starts), shape=(len(texts), WIDTH))


@dataclass(frozen=True, slots=True)
class Group:
    """The sum of what some messages say: enough to compare them with others."""

    total: NDArray[np.float64]
    """Sum of their rows, meaning and words beside each other."""
    count: int
    itself: float
    """Similarity of a message with itself: 1, or 2 with words."""

    def __add__(self, other: "Group") -> "Group":
        return Group(self.total + other.total, self.count + other.count, self.itself)

    @property
    def within(self) -> float:
        """Return the mean similarity of the pairs of different messages."""
        if self.count == 1:
            return self.itself
        pairs = self.count * (self.count - 1)
        return max(LEAST, (float(self.total @ self.total) - self.itself * self.count) / pairs)


def similarity(one: Group, other: Group) -> float:
    """Return the mean similarity between two groups over that within them (geometric mean).

    About 1 for the halves of one subject, whatever their sizes; pairs of a message with itself do not count, so that
    few messages do not look tight. Meaning and words weigh the same: an event and a rumour about it lie in one region
    of the space (.5) but share few words (.1); halves of either share both (.9).
    """
    between = float(one.total @ other.total) / (one.count * other.count)
    return float(between / (one.within * other.within) ** 0.5)


@dataclass(frozen=True, slots=True)
class Contents:
    """What messages say: where they lie in the space of topics, and their words."""

    vectors: Rows
    """Unit rows, shape (n, d)."""
    words: csr_matrix | None = None
    """Rows of `word_rows`, shape (n, `WIDTH`). None if only the vectors are known."""

    def group(self, rows: NDArray[np.intp]) -> Group:
        """Return the messages in some rows as a group; time grows with the rows."""
        total = self.vectors[rows].sum(axis=0, dtype=np.float64)
        if self.words is None:
            return Group(total, len(rows), 1.0)
        words = np.asarray(self.words[rows].sum(axis=0), np.float64).ravel()
        return Group(np.concatenate([total, words]), len(rows), 2.0)
