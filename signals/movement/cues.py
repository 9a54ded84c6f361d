"""Which cues of movement, and of what only sounds like it, a text holds."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from signals.encoders import Vectors
from signals.text.fold import fold
from signals.text.negation import of_folded

WEIGHT = 0.2
"""Length of a cue beside a vector of length 1."""
_MOVES = ("quitt", "fui", "fuy", "part", "evac", "sort", "enfu", "abandonn", "depart", "mont")


@cache
def families() -> Mapping[str, re.Pattern[str]]:
    """Return the families of words by name, as `cues.toml` lists them."""
    table = tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))
    return {name: re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?!\w)") for name, words in table.items()}


def held(text: str) -> list[bool]:
    """Return which families `text` holds, then whether it negates a movement, denies and asks."""
    folded = fold(text)
    stand = of_folded(folded)
    turned = any(word.startswith(_MOVES) for word in stand.negated | stand.forbidden)
    return [bool(words.search(folded)) for words in families().values()] + [turned, stand.denies, stand.asks]


def features(texts: Sequence[str], vectors: Vectors) -> Vectors:
    """Return the rows that the head reads: a vector and the cues of its text side by side."""
    cues = np.array([held(text) for text in texts], np.float32).reshape(len(texts), len(families()) + 3)
    return np.hstack([vectors, WEIGHT * cues]).astype(np.float32)
