"""Queries for analysts: one file each in `graph/queries/library/`, which says what it answers and what it takes.

A file begins with comments: `title | title in English`, `theme: NAME`, a line a parameter (`$name = default | what it
is | what it is, in English`, the default as JSON) and the columns of its answer (`-> a, b`); the query follows.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("queries") / "library"

THEMES = {
    "topics": ("Sujets", "Topics"),
    "services": ("Services et besoins", "Services and needs"),
    "rumours": ("Rumeurs", "Rumours"),
    "actions": ("Actions", "Actions"),
    "alerts": ("Alertes, et pourquoi", "Alerts, and why"),
    "coverage": ("Ce que nous entendons, et ce que nous n’entendons pas", "What we hear, and what we do not"),
}
"""Themes in the order of the page, in French and English."""

_PARAMETER = re.compile(r"\$(\w+) = (.+?) \| (.+?) \| (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query is asked with."""

    name: str
    default: Any
    meaning: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A read query with what an analyst wants to know of it before running it."""

    name: str
    title: str
    title_en: str
    theme: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    """Cypher, without the comments above."""

    def defaults(self) -> dict[str, Any]:
        """Return the parameters as they are unless somebody gives others."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def asked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters, those `given` in place of the defaults; raise `ValueError` for a name it has not."""
        unknown = sorted(given.keys() - self.defaults().keys())
        if unknown:
            known = ", ".join(self.defaults()) or "none"
            raise ValueError(f"{self.name} takes no parameter {unknown[0]!r}: it has {known}")
        return self.defaults() | dict(given)


@cache
def library() -> Mapping[str, Query]:
    """Return the queries by name, theme by theme."""
    found = [read(path.stem, path.read_text()) for path in sorted(FOLDER.glob("*.cypher"))]
    order = list(THEMES)
    return {query.name: query for query in sorted(found, key=lambda query: (order.index(query.theme), query.name))}


def read(name: str, file: str) -> Query:
    r"""Return the query in the text of a file; raise `ValueError`, with what is missing, for one that says too little.

    >>> read("n", "// Combien | How many\n// theme: coverage\n// -> n\nMATCH (m) RETURN count(m) AS n\n").columns
    ('n',)
    """
    lines = file.splitlines()
    said = [line.removeprefix("// ") for line in lines if line.startswith("// ")]
    title, _, title_en = (said[0] if said else "").partition(" | ")
    theme = _after("theme: ", said)
    columns = tuple(column.strip() for column in _after("-> ", said).split(",") if column.strip())
    for what, there in (("title in two languages", title_en), ("theme", theme in THEMES), ("columns", columns)):
        if not there:
            raise ValueError(f"{name}.cypher has no {what} in the comments above its query")
    text = "\n".join(line for line in lines if not line.startswith("// ")).strip()
    return Query(name, title, title_en, theme, _parameters(name, said), columns, text)


def _after(mark: str, said: Sequence[str]) -> str:
    return next((line.removeprefix(mark) for line in said if line.startswith(mark)), "")


def _parameters(name: str, said: Sequence[str]) -> tuple[Parameter, ...]:
    found = []
    for line in said:
        if line.startswith("$"):
            match = _PARAMETER.fullmatch(line)
            if match is None:
                raise ValueError(f"{name}.cypher: {line!r} is not `$name = default | meaning | meaning in English`")
            found.append(Parameter(match[1], json.loads(match[2]), match[3], match[4]))
    return tuple(found)
