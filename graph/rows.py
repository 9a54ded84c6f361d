"""Records of the vocabulary as rows for the driver."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from graph.cypher import FINGERPRINT, columns
from graph.schema import NODES, Edge, Node

Row = dict[str, Any]

_BY_TYPE = {node.of: node for node in NODES}


def node_of(record: object) -> Node:
    """Return the schema of `record`."""
    try:
        return _BY_TYPE[type(record)]
    except KeyError:
        raise TypeError(f"{type(record).__name__} is not a node of graph.schema") from None


def node_rows(node: Node, records: Iterable[object]) -> list[Row]:
    """Return one row a record, the last one of each id, with a fingerprint of its values."""
    names, values = _reader(node)
    rows = {}
    for record in records:
        taken = values(record)
        row = dict(zip(names, taken, strict=True))
        row[FINGERPRINT] = blake2b(repr(taken).encode(errors="surrogatepass"), digest_size=8).hexdigest()
        rows[row["id"]] = row
    return list(rows.values())


def edge_rows(edge: Edge, rows: Iterable[Row]) -> Iterator[list[str]]:
    """Yield the id, then those of the ends, of the rows that point at something."""
    for row in rows:
        ends = row[edge.by]
        if ends:
            yield [row["id"], ends] if isinstance(ends, str) else [row["id"], *dict.fromkeys(ends)]


def as_lists(node: Node, rows: Iterable[Row]) -> list[list[Any]]:
    """Return rows as `graph.cypher.merge_nodes` reads them: values alone, moments as ISO 8601.

    The driver packs every name and value by itself in Python, a moment twenty times slower than its text: of 2,000
    messages in 227 ms as they are, 161 ms without the names, 75 ms with moments as texts.
    """
    names = columns(node)
    moments = [place for place, name in enumerate(names) if name in node.moments]
    lists = []
    for row in rows:
        values = [row[name] for name in names]
        for place in moments:
            if values[place] is not None:
                values[place] = values[place].isoformat()
        lists.append(values)
    return lists


@cache
def _reader(node: Node) -> tuple[tuple[str, ...], Any]:
    names = ("id", *node.properties)
    if len(names) == 1:
        return names, lambda record: (record.id,)
    return names, attrgetter(*names)


def native(moment: Any) -> datetime | None:
    """Return a moment of the driver as Python's own, in UTC; None stays None.

    The zone matters when it goes back into a query: Cypher puts `12:00[UTC]` after `12:00Z`, which are one moment.
    """
    found: datetime | None = moment.to_native().astimezone(UTC) if hasattr(moment, "to_native") else moment
    return found


def moment(of: Any) -> datetime:
    """Return a moment that there is, as `native` does."""
    found = native(of)
    if found is None:
        raise TypeError("no moment")
    return found


def in_utc(value: Any) -> Any:
    """Return a parameter of a query with all its moments in UTC.

    The driver asks the zone of a moment for its offset with a moment of its own kind. `ZoneInfo` of Python 3.11 then
    reads memory that is not its own: the hour is wrong, or the process dies.

    >>> from zoneinfo import ZoneInfo
    >>> str(in_utc({"since": [datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))]})["since"][0])
    '2026-11-24 09:00:00+00:00'
    """
    if isinstance(value, datetime):
        return value if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, Mapping):
        return {name: in_utc(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], (datetime, Mapping, list, tuple)):
        return [in_utc(one) for one in value]
    return value
