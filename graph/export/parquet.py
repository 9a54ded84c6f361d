"""Parquet: `nodes/LABEL/*.parquet` and `edges/START-TYPE-END/*.parquet`, columns of known types."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from graph.rows import Row
from graph.schema import Edge, Fact, Node

TYPES: Mapping[type, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    datetime: pl.Datetime("us", "UTC"),
    tuple: pl.List(pl.String()),
    list: pl.List(pl.Float64()),
}
MEASURED = frozenset({"probability", "score"})
"""Properties of facts that are numbers; the others are texts."""


@contextmanager
def writing(folder: Path) -> Iterator["Parts"]:
    """Yield a writer of parts: each page is a file, so that nothing is held in memory."""
    yield Parts(folder)


class Parts:
    """Writes each page as the next part of its folder; `pl.read_parquet("nodes/Message/*.parquet")` reads them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: Counter[str] = Counter()

    def nodes(self, node: Node, columns: dict[str, type], page: list[Row]) -> None:
        """Write a page of nodes."""
        schema = pl.Schema({name: TYPES[kind] for name, kind in columns.items()})
        self._write(f"nodes/{node.label}", pl.DataFrame(page, schema=schema, strict=False))

    def edges(self, relation: Edge | Fact, page: list[Row]) -> None:
        """Write a page of relationships."""
        names = relation.properties if isinstance(relation, Fact) else ()
        kinds = {"start": str, "end": str} | {name: float if name in MEASURED else str for name in names}
        schema = pl.Schema({name: TYPES[kind] for name, kind in kinds.items()})
        if page:
            name = f"edges/{relation.start.label}-{relation.label}-{relation.end.label}"
            self._write(name, pl.DataFrame(page, schema=schema, strict=False))

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        part = self._folder / name / f"{self._written[name]:05}.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(part)
        self._written[name] += 1
