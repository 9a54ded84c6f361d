"""Cues that a text shows on its surface: named lists of patterns, met in its folded words."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from signals.text.fold import fold

_TOKEN = re.compile(r"\w+|[?!]")


def spaced(text: str) -> str:
    """Return the folded words of `text` and its marks ? and !, one blank between them.

    >>> spaced("Qu’est-ce que c’est ?!")
    'qu est ce que c est ? !'
    """
    return " ".join(_TOKEN.findall(fold(text)))


@dataclass(frozen=True)
class Cues:
    """Named patterns, in their order; they meet what `spaced` returns."""

    patterns: Mapping[str, re.Pattern[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cues, in order."""
        return tuple(self.patterns)

    def shown(self, words: str) -> list[bool]:
        """Return for each cue whether `words` show it."""
        return [pattern.search(words) is not None for pattern in self.patterns.values()]

    def counts(self, words: str) -> list[int]:
        """Return for each cue how often `words` show it."""
        return [sum(1 for _ in pattern.finditer(words)) for pattern in self.patterns.values()]

    def found(self, words: str, name: str) -> tuple[str, ...]:
        """Return what in `words` shows the cue `name`, in order, each once."""
        return tuple(dict.fromkeys(match[0].strip() for match in self.patterns[name].finditer(words)))


@cache
def load_cues(package: str, file: str) -> Cues:
    """Return the cues of a TOML file that ships with `package`: a table a cue, `patterns` its regular expressions."""
    tables = tomllib.loads(files(package).joinpath(file).read_text("utf-8"))
    return Cues({name: re.compile("|".join(table["patterns"])) for name, table in tables.items()})
