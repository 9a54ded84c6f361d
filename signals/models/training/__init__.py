"""One recipe of a head a file; discovery does the rest.

Each module exposes `DATA`, the name of the folder that it learns from (a shared data set, or one of `tests/data`), and
`train(data, encoder) -> (Head, card)`.
"""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Protocol

from signals.encoders import Encoder, normalise
from signals.models.head import Head

Card = dict[str, Any]
"""What ships beside a head: data, licence, split, figures, limits."""

STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
"""Values of C that recipes choose from."""


class Recipe(Protocol):
    """Rebuilds one head."""

    DATA: str
    """Name of the folder of its data set."""

    def train(self, data: Path, encoder: Encoder) -> tuple[Head, Card]:
        """Return the head fitted on the data set in `data`, and its card."""
        ...


def names() -> list[str]:
    """Return the names of all recipes, in order."""
    return sorted(found.name for found in iter_modules(__path__) if not found.ispkg)


def load_recipe(name: str) -> Recipe:
    """Return the recipe `name`; a ValueError lists the known ones."""
    if name not in names():
        raise ValueError(f"there is no head {name!r} to train: choose one of {', '.join(names())}")
    module: Recipe = import_module(f"{__name__}.{name}")
    return module


def bare(text: str) -> str:
    """Return `text` without case, links, handles and punctuation: two that agree are the same row twice."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"http\S*|@\w+", " ", normalise(text).lower())))
