"""The words of a text with what each may be, and the names that they can make."""

import re
from dataclasses import dataclass

from signals.masking.lexicon import (
    ARTICLE,
    CAPITAL,
    CLOSE_TITLE,
    CLOSING,
    FIRST,
    INITIAL,
    LINK,
    NEVER,
    OFFICE,
    PARTICLE,
    PLACE,
    SAYS,
    TITLE,
    kinds,
)

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*+")
_TRIGGERS = TITLE | CLOSE_TITLE | CLOSING | SAYS
_INITIAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ]\.")
_REMEMBERED = 200_000
"""Pieces of text known to announce no name."""
_plain: set[str] = set()
_SPACES = frozenset({" ", "\u00a0", "\u202f"})
_APOSTROPHES = frozenset({"'", "’"})
_LONGEST = 4
"""Words of a name, particles left out."""
_SHOUT = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}+(?:\W{1,3}+[A-ZÀ-ÖØ-Þ]{2,}+){2}")
_LOUD = 0.6
"""Share of capitals among letters above which capitals say nothing."""


@dataclass(slots=True)
class Words:
    """Row by row: where a word starts and ends in `text`, and what it may be."""

    text: str
    starts: list[int]
    ends: list[int]
    kinds: list[int]
    is_loud: bool
    """The text is written in capitals."""

    def word(self, row: int) -> str:
        """Return a word."""
        return self.text[self.starts[row] : self.ends[row]]

    def gap(self, row: int) -> str:
        """Return what stands between the word before `row` and it."""
        return self.text[self.ends[row - 1] : self.starts[row]]

    def is_a(self, row: int, kind: int) -> bool:
        """Tell whether there is a word at `row` and it is one of the kinds."""
        return 0 <= row < len(self.kinds) and self.kinds[row] & kind != 0

    def is_tag(self, row: int) -> bool:
        """Tell whether a word is a tag or a handle, or part of one."""
        return self.text[max(0, self.starts[row] - 1) : self.starts[row]] in ("#", "@", "_")

    def is_of_place(self, row: int) -> bool:
        """Tell whether what is named at `row` is a street, a school, a storm, or who holds an office."""
        before = row - 1
        while before >= max(0, row - 4):
            if self.gap(before + 1) not in _SPACES | _APOSTROPHES:
                return False
            if not self.kinds[before] & PARTICLE or self.kinds[before] & (PLACE | OFFICE):
                return self.kinds[before] & (PLACE | OFFICE) != 0
            before -= 1
        return False

    def name(self, row: int, *, link: bool = False) -> int:
        """Return the row after the name that starts at `row`: `row` itself when none does.

        A name is made of capitalised words; particles stand before its surname; « de » only where `link` allows it,
        for what follows it is a town more often.
        """
        longest = 2 if self.is_loud else _LONGEST
        end, taken, has_surname = row, 0, False
        while end < len(self.kinds) and taken < longest and (end == row or self._joins(end)):
            kind = self.kinds[end]
            if self._is_particle(end) and not has_surname and (link or not kind & LINK):
                # « monsieur le … » is followed by an office
                if not self._leads_on(end) or (end == row and kind & ARTICLE and not kind & CAPITAL):
                    break
            elif self._is_name(end):
                taken += 1
                has_surname = has_surname or not kind & (FIRST | INITIAL)
            else:
                break
            end += 1
        return end

    def _is_particle(self, row: int) -> bool:
        return self.kinds[row] & PARTICLE != 0 and not (self.kinds[row] & INITIAL and self._is_name(row))

    def _is_name(self, row: int) -> bool:
        kind = self.kinds[row]
        if self.is_tag(row) or (kind & NEVER and not kind & INITIAL):
            return False
        after = self.text[self.ends[row] : self.ends[row] + 1]
        return (kind & CAPITAL != 0 and not after.isdigit()) or (kind & INITIAL != 0 and after == ".")

    def _leads_on(self, row: int) -> bool:
        """Tell whether a name follows the particle at `row`, perhaps after another particle."""
        for after in range(row + 1, min(row + 3, len(self.kinds))):
            if not self._joins(after):
                return False
            if not self._is_particle(after):
                return self._is_name(after)
        return False

    def _joins(self, row: int) -> bool:
        gap = self.gap(row)
        if gap in _SPACES:
            return True
        before = self.kinds[row - 1]
        if gap in _APOSTROPHES:
            return self.ends[row - 1] - self.starts[row - 1] <= 2
        return gap in (". ", ".") and before & INITIAL != 0


def read(text: str) -> Words | None:
    """Return the words of `text`, None when none of them announces or begins the name of a person."""
    if not _announces(text):
        return None
    spans = [found.span() for found in _WORD.finditer(text)]
    return Words(
        text,
        [start for start, _ in spans],
        [end for _, end in spans],
        [kinds(text[start:end]) for start, end in spans],
        _is_loud(text),
    )


def _announces(text: str) -> bool:
    pieces = text.split()
    # most texts are made of what was seen before: one comparison of sets tells
    if _plain.issuperset(pieces):
        return False
    for piece in pieces:
        if piece not in _plain:
            if _INITIAL.search(piece) or any(_is_trigger(kinds(word)) for word in _WORD.findall(piece)):
                return True
            if len(_plain) > _REMEMBERED:
                _plain.clear()
            _plain.add(piece)
    return False


def _is_trigger(kind: int) -> bool:
    return kind & _TRIGGERS != 0 or (kind & FIRST != 0 and kind & CAPITAL != 0)


def _is_loud(text: str) -> bool:
    if not _SHOUT.search(text):
        return False
    return sum(map(str.isupper, text)) > _LOUD * sum(map(str.isalpha, text))
