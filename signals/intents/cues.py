"""What a text shows of its intent on its surface: question marks, words of thanks, of blame, of asking for advice."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.text.fold import fold

WEIGHT = 0.15
"""Weight of a cue beside a unit vector; chosen by five folds on the training sentences, flat from 0.1 to 0.4."""

LONG = 300
"""Characters from which a text counts as long."""


def features(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return what the head of intents reads: the vectors, then the cues of the texts, shape (n, d + cues)."""
    shown = np.array([cues(text) for text in texts], np.float32).reshape(len(texts), len(names()))
    return np.hstack([vectors, WEIGHT * shown])


def names() -> list[str]:
    """Return the names of the cues, in order."""
    return [*_patterns(), "length"]


def cues(text: str) -> list[float]:
    """Return 1 for each cue that `text` shows, 0 for the others; the last one is its length, 1 from `LONG` characters.

    >>> dict(zip(names(), cues("Merci ! Que faire ensuite ?"), strict=True))["thanks"]
    1.0
    """
    words = " ".join(re.findall(r"\w+|[?!]", fold(text)))
    return [float(pattern.search(words) is not None) for pattern in _patterns().values()] + [min(len(text) / LONG, 1)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    tables = tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))
    return {name: re.compile("|".join(table["patterns"])) for name, table in tables.items()}
