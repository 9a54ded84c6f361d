"""The nodes and relationships that an answer holds, wherever they stand in it: alone, in lists, maps or paths."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from neo4j.graph import Node, Path, Relationship

NAMES = ("label", "name", "title", "text", "id")
"""Properties that name a node, the first that it has."""
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: its key in the answer, its label in the graph, and what it is called."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """Things by their key, and how they are tied: start, type, end."""

    things: Mapping[str, Thing] = field(default_factory=dict)
    ties: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Found":
        """Return what stands in values."""
        things: dict[str, Thing] = {}
        ties: dict[tuple[str, str, str], None] = {}
        for value in _entities(values):
            if isinstance(value, Node):
                _add(things, value)
            else:
                start, end = value.nodes
                if start is None or end is None:
                    continue
                _add(things, start)
                _add(things, end)
                ties[start.element_id, value.type, end.element_id] = None
        return cls(things, tuple(ties))


def _entities(value: Any) -> Iterator[Node | Relationship]:
    if isinstance(value, Node | Relationship):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.relationships
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _entities(inner)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for inner in value:
            yield from _entities(inner)


def _add(things: dict[str, Thing], node: Node) -> None:
    """Add a node; one that came with a relationship alone has no properties, and gives way to itself with them."""
    kind = next(iter(sorted(node.labels)), "")
    if kind or node.element_id not in things:
        name = next((str(node[key]) for key in NAMES if node.get(key)), node.element_id.rpartition(":")[2])
        things[node.element_id] = Thing(node.element_id, kind, name[:LONGEST])
