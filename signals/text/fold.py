"""Texts with case, accents and typographic variants taken away, so that spellings of one word meet."""

import unicodedata
from functools import lru_cache

KEPT = 8_192
"""Texts whose folding is remembered: one text is folded by many who read it."""


class _Variants(dict[int, int | str]):
    """A table for `str.translate` in which every character is found; those that are not here stand for themselves."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


class _Marks(dict[int, int | None]):
    """A table for `str.translate` that takes combining marks away."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if unicodedata.combining(chr(code)) else code
        return found


_PLAIN: dict[str | int, int | str] = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
}
_VARIANTS = _Variants(str.maketrans(_PLAIN))
_MARKS = _Marks()


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with plain apostrophes, hyphens, spaces and ligatures.

    >>> fold("L’Haÿ-les-Roses, CŒUR")
    "l'hay-les-roses, coeur"
    """
    return text.replace("`", "'").lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=KEPT)
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_VARIANTS)).lower())
    return decomposed.translate(_MARKS)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    # Exactly one character out for one in: what has none or several keeps its own lower case or a blank.
    folded = fold(char)
    return folded if len(folded) == 1 else (char.lower() if len(char.lower()) == 1 else " ")


def fold_in_place(text: str) -> str:
    """Return `text` folded character by character: the same length, so that positions still hold.

    >>> fold_in_place("Évry")
    'evry'
    """
    return "".join(map(_fold_char, text))
