"""Analysts' queries: asked read-only within limits, ended on demand, their answers masked and made plain."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import cos, pi, sin
from time import monotonic
from typing import Any

import polars as pl

from graph.console import Answer
from graph.found import NAMES, Found
from graph.library import Query, library
from signals.masking import mask
from signals.networks.edges import EDGES
from signals.networks.structure import network
from ui.services.pictures import Picture, Thing, Tie
from ui.services.reader import Reader
from ui.spreadsheet import csv_file

ROWS = 2_000
"""Most rows of an answer."""
SECONDS = 20.0
"""Longest time of a query."""
SHOWN = 8
"""Items of a list that a table shows."""
DRAWN = 250
"""Most nodes that are drawn."""


class Nested(str):
    """A node, list or map as JSON; `short` is what a table shows of it."""

    short: str

    @classmethod
    def of(cls, value: Any) -> "Nested":
        """Return a nested value as JSON."""
        made = cls(json.dumps(value, ensure_ascii=False, default=str))
        made.short = _short(value)
        return made


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer as people may see it."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    """Numbers, truth values and words; moments as `2026-11-24 09:20 UTC`, whatever is nested as JSON."""
    complete: bool
    seconds: float
    picture: Picture
    hidden: int = 0
    """Nodes that are not drawn: there are too many."""

    def csv(self) -> bytes:
        """Return the answer as CSV."""
        return csv_file(self.columns, self.rows)

    def parquet(self) -> bytes:
        """Return the answer as Parquet; a column of mixed kinds holds words."""
        columns = {}
        for place, name in enumerate(self.columns):
            values = [row[place] for row in self.rows]
            kinds = {type(value) for value in values if value is not None}
            mixed = len(kinds) > 1 and kinds != {int, float}
            columns[name] = [None if value is None else str(value) for value in values] if mixed else values
        file = BytesIO()
        pl.DataFrame(columns, strict=False).write_parquet(file)
        return file.getvalue()


class Analyses:
    """Answers of the page for analysts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def library(self) -> Mapping[str, Query]:
        """Return the queries that one may choose from, by name."""
        return library()

    def run(self, text: str, parameters: Mapping[str, Any], ticket: str) -> Outcome:
        """Ask one read query; raise `QueryRefused` for any other text, and when it takes too long or is cancelled."""
        start = monotonic()
        answer = self._reader.ask(text, parameters, limit=ROWS, seconds=SECONDS, ticket=ticket)
        return outcome(answer, monotonic() - start)

    def cancel(self, ticket: str) -> bool:
        """End a query that runs."""
        return self._reader.cancel(ticket)


def outcome(answer: Answer, seconds: float) -> Outcome:
    """Return an answer with its words masked and its nodes laid out."""
    rows = [tuple(_cell(row[name]) for name in answer.columns) for row in answer.rows]
    picture, hidden = _picture(answer.found)
    return Outcome(answer.columns, rows, answer.complete, seconds, picture, hidden)


def value_of(typed: str, default: Any) -> Any:
    """Return what somebody typed into the field of a parameter, of the kind of its default.

    >>> value_of("7", 3), value_of("D21", ""), value_of("", None), value_of("[1]", [])
    (7, 'D21', None, [1])
    """
    typed = typed.strip()
    if default is None or isinstance(default, str):
        return typed or default
    if isinstance(default, bool):
        return typed.lower() in ("true", "1", "oui", "yes")
    value = json.loads(typed) if typed else default
    if isinstance(default, int | float) != isinstance(value, int | float):
        raise ValueError(typed)
    return value


def _cell(value: Any) -> Any:
    value = _plain(value)
    return Nested.of(value) if isinstance(value, dict | list) else value


def _plain(value: Any) -> Any:
    """Return a value of the graph as JSON can say it; texts are masked, ids (which hold no space) are left."""
    if isinstance(value, str):
        return mask(value) if " " in value else value
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    native = value.to_native() if hasattr(value, "to_native") else value
    if isinstance(native, datetime):
        return f"{native.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if native.tzinfo else native.isoformat(" ")
    if isinstance(native, date):
        return native.isoformat()
    return native if isinstance(native, bool | int | float) or native is None else str(native)


def _short(value: Any) -> str:
    """Return a nested value for reading: a node by its name, a relationship by its ends, a list by its items."""
    if isinstance(value, dict):
        named = next((str(value[name]) for name in NAMES if value.get(name)), "")
        return named or ", ".join(f"{name} : {_short(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        if len(value) == 3 and isinstance(value[0], dict) and isinstance(value[1], str) and isinstance(value[2], dict):
            return f"{_short(value[0])} –{value[1]}→ {_short(value[2])}"
        more = f" … ({len(value)})" if len(value) > SHOWN else ""
        return ", ".join(_short(one) for one in value[:SHOWN]) + more
    return str(value)


def _picture(found: Found) -> tuple[Picture, int]:
    """Return the nodes of an answer laid out, those that are tied first, and how many are left out."""
    tied = {key for start, _, end in found.ties for key in (start, end)}
    order = sorted(found.things, key=lambda key: key not in tied)
    kept = set(order[:DRAWN])
    ties = _counted((start, end) for start, _, end in found.ties if start in kept and end in kept and start != end)
    edges = pl.DataFrame([(*pair, float(n)) for pair, n in ties.items()], schema=EDGES, orient="row")
    places = (
        {row[0]: (row[1], row[2]) for row in network(edges).nodes.select("id", "x", "y").iter_rows()} if ties else {}
    )
    alone = [key for key in order[:DRAWN] if key not in places]
    reach = 1.25 * max([1.0, *(abs(one) for place in places.values() for one in place)])
    for step, key in enumerate(alone):
        turn = 2 * pi * step / len(alone)
        places[key] = (reach * cos(turn), reach * sin(turn))
    degree = _counted((key,) for pair in ties for key in pair)
    things = tuple(
        Thing(key, thing.kind, mask(thing.name), 1 + degree.get((key,), 0), *places[key])
        for key, thing in found.things.items()
        if key in kept
    )
    return Picture(things, tuple(Tie(start, end, n) for (start, end), n in ties.items())), len(order) - len(kept)


def _counted(keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for key in keys:
        key = tuple(sorted(key))
        counts[key] = counts.get(key, 0) + 1
    return counts
