"""An index of what was said, which tells new messages who said the same before."""

from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.copies.blocks import Blocks
from signals.copies.groups import Found, Known, chained, find_first
from signals.copies.judge import Match
from signals.copies.lexical import resemble
from signals.copies.meaning import FLOOR, Closeness, Words
from signals.copies.sense import Sense, sense
from signals.copies.sketch import sketches
from signals.copies.table import Table
from signals.encoders import Vectors, normalise
from signals.text.near import Shape, hashed, shape

MOST = 10
"""Earlier messages that a new one is held against: those that share most hashes, and the nearest in meaning."""
REMEMBERED = 20_000
"""Readings of earlier messages kept in memory, some 100 MB; the others are read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as the index sees it."""

    id: str
    text: str
    lang: str | None = None
    places: tuple[str, ...] = ()
    """Official codes of the places that it names, where they are known."""


class Index:
    """Messages seen so far; each new one is put behind the first that said the same.

    With `words` and vectors, rewordings and translations are found too; without, copies only. A text of 100 characters
    takes about half a kB, and 0.8 kB more for its vector; time grows with n log n, with vectors with n √n.

    Examples
    --------
    >>> told = ["Le barrage a cédé, fuyez", "RT : LE BARRAGE A CÉDÉ, FUYEZ !!", "Le barrage n'a pas cédé, restez"]
    >>> found = Index().add([Entry(str(number), text, "fr") for number, text in enumerate(told)])
    >>> [one and (one.id, one.match.kind) for one in found]
    [None, ('0', 'copy'), None]
    """

    def __init__(self, words: Words | None = None, dimension: int = 384) -> None:
        self._words = words
        self._entries: list[Entry] = []
        self._behind: dict[int, tuple[int, Match]] = {}
        self._keys: dict[int, int] = {}
        self._bands = Table()
        self._stems, self._ends = array("I"), array("Q", [0])
        self._blocks = Blocks(dimension)
        self._rows: list[int] = []
        self._read: OrderedDict[int, Sense] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entries: Sequence[Entry], vectors: Vectors | None = None) -> list[Found | None]:
        """Add messages, in order; return for each the first that said the same, among those before it.

        `vectors` are the encoder's for these texts, shape (n, dimension); they count where the index has `words`.
        """
        start = len(self._entries)
        self._entries += entries
        shapes = {row: shape(entry.text) for row, entry in enumerate(entries, start)}
        for shaped in shapes.values():
            self._stems.extend({hashed(stem) >> 32 for stem in shaped.stems})
            self._ends.append(len(self._stems))
        new = [row for row, shaped in shapes.items() if not self._is_filed(row, shaped)]
        near = self._near_in_words({row: shapes[row] for row in new})
        close: dict[int, dict[int, float]] = {}
        if vectors is not None and self._words is not None:
            close = self._near_in_meaning(new, vectors[[row - start for row in new]])
        for row in new:
            self._settle(row, near.get(row, []), close.get(row, {}))
        return [self._found(row) for row in range(start, len(self._entries))]

    def _is_filed(self, row: int, shaped: Shape) -> bool:
        """File a message under the key of its words; tell whether an earlier one has the same, or there is no word."""
        if shaped.key is None:
            return True
        first = self._keys.setdefault(shaped.key, row)
        if first == row:
            return False
        same = normalise(self._entries[row].text) == normalise(self._entries[first].text)
        self._behind[row] = first, Match("exact" if same else "copy", 1.0)
        return True

    def _near_in_words(self, shapes: dict[int, Shape]) -> dict[int, list[int]]:
        """Return earlier rows by row, those that share most hashes first, then the earliest."""
        hashes = sketches([shaped.stems for shaped in shapes.values()], [shaped.guard for shaped in shapes.values()])
        asking = np.repeat(np.fromiter(shapes, np.uint32, len(shapes)), hashes.shape[1])
        self._bands.file(hashes.ravel(), asking)
        shared: dict[int, Counter[int]] = defaultdict(Counter)
        for places, found in self._bands.find(hashes.ravel()):
            earlier = found < asking[places]
            for row, other in zip(asking[places][earlier].tolist(), found[earlier].tolist(), strict=True):
                shared[row][other] += 1
        return {row: self._likeliest(row, counts) for row, counts in shared.items()}

    def _likeliest(self, row: int, shared: Counter[int]) -> list[int]:
        ours = self._stems_of(row)
        alike = [other for other in shared if resemble(ours, self._stems_of(other))]
        return sorted(alike, key=lambda other: (-shared[other], other))[:MOST]

    def _stems_of(self, row: int) -> set[int]:
        return set(self._stems[self._ends[row] : self._ends[row + 1]])

    def _near_in_meaning(self, new: Sequence[int], vectors: Vectors) -> dict[int, dict[int, float]]:
        """Return the cosines of the nearest earlier rows by row."""
        own = np.arange(len(self._blocks), len(self._blocks) + len(new))
        self._rows += new
        self._blocks.add(vectors)
        numbers, cosines = self._blocks.nearest(vectors, MOST, before=own)
        return {
            row: {self._rows[number]: cosine for number, cosine in zip(some, close, strict=True) if cosine >= FLOOR}
            for row, some, close in zip(new, numbers.tolist(), cosines.tolist(), strict=True)
        }

    def _settle(self, row: int, near: Sequence[int], close: dict[int, float]) -> None:
        """Put a message behind the first of those near it that said the same."""
        rows = list(dict.fromkeys([*near, *close]))
        if not rows:
            return
        new = self._sense(row)

        def closeness(known: Known) -> Closeness | None:
            cosine = close.get(int(known.id))
            return None if cosine is None or self._words is None else self._words.close(new, known.sense, cosine)

        found = find_first(new, map(self._known, rows), closeness)
        if found:
            self._behind[row] = int(found.id), found.match

    def _known(self, row: int) -> Known:
        if row not in self._behind:
            return Known(str(row), self._sense(row))
        first, link = self._behind[row]
        return Known(str(row), self._sense(row), Known(str(first), self._sense(first)), link)

    def _found(self, row: int) -> Found | None:
        if row not in self._behind:
            return None
        first, match = self._behind[row]
        if first in self._behind:  # it has the words of a message that is itself a copy
            first, link = self._behind[first]
            match = chained(match, link, same_language=link.kind != "translation")
        return Found(self._entries[first].id, match)

    def _sense(self, row: int) -> Sense:
        """Return the reading of a message, one of the last `REMEMBERED` or made again."""
        if row in self._read:
            self._read.move_to_end(row)
            return self._read[row]
        entry = self._entries[row]
        self._read[row] = sense(entry.text, lang=entry.lang, places=entry.places)
        if len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return self._read[row]
