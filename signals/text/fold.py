"""Texts with case, accents and typographic variants taken away, so that spellings of one word meet."""

import unicodedata
from functools import lru_cache

_VARIANTS = str.maketrans(
    {
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
)


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with plain apostrophes, hyphens, spaces and ligatures.

    >>> fold("L’Haÿ-les-Roses, CŒUR")
    "l'hay-les-roses, coeur"
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_VARIANTS)).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


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
