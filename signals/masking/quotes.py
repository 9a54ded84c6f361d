"""Take out of a text what it quotes of another."""

import re
from collections.abc import Iterable, Sequence

from signals.text.fold import fold

RUN = 5
"""Words in a row that make a quotation; a shorter text is quoted when all of it is there."""
LEAST = 3
"""Words under which a text is too common to be anybody's."""
OMITTED = "[…]"

_WORD = re.compile(r"\w+")


def unquote(text: str, said: Iterable[str]) -> str:
    """Return `text` with an ellipsis for each passage that it shares with one of the texts in `said`.

    Case, accents and punctuation do not matter. Linear in the length of all texts.

    >>> unquote("Motif : « l’eau monte rue des Tanneurs depuis midi », 12 auteurs", ["L'eau monte rue des Tanneurs !"])
    'Motif : « […] depuis midi », 12 auteurs'
    """
    spans = [found.span() for found in _WORD.finditer(text)]
    words = [fold(text[start:end]) for start, end in spans]
    quoted = [False] * len(words)
    for other in said:
        theirs = [fold(word) for word in _WORD.findall(other)]
        if len(theirs) >= LEAST:
            _mark(quoted, words, theirs)
    return _without(text, spans, quoted)


def _mark(quoted: list[bool], words: Sequence[str], theirs: Sequence[str]) -> None:
    length = min(RUN, len(theirs))
    runs = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    for start in range(len(words) - length + 1):
        if tuple(words[start : start + length]) in runs:
            quoted[start : start + length] = [True] * length


def _without(text: str, spans: Sequence[tuple[int, int]], quoted: Sequence[bool]) -> str:
    parts: list[str] = []
    kept, open_ = 0, False
    for (start, end), is_quoted in zip(spans, quoted, strict=True):
        if is_quoted and not open_:
            parts += [text[kept:start], OMITTED]
        if is_quoted:
            kept = end
        open_ = is_quoted
    return "".join([*parts, text[kept:]])
