"""A first load: records as tables for Neo4j's offline importer, which fills an empty store many times faster.

What comes out is what `graph.store` would have written: the same nodes, properties and relationships, the ends that
nobody described included. Only an identity that comes a second time is left for the driver (`Tables.again`), since the
later of two versions is the one to keep.
"""

import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, BinaryIO, get_args, get_origin, get_type_hints

from graph import java
from graph.cypher import FINGERPRINT
from graph.rows import Row, edge_rows, node_of, node_rows
from graph.schema import EDGES, Edge, Node
from graph.server import ServerFailed

HEAP = 1024
"""MiB of the importer; its tables lie outside."""
BETWEEN = "\x1f"
"""Separates the values of a list; the gate lets no control character through."""
KINDS: dict[Any, str] = {str: "string", int: "long", float: "double", bool: "boolean", datetime: "datetime"}
STAMPS = {
    FINGERPRINT: "string", "first_seen": "datetime", "last_seen": "datetime", "pending": "boolean",
    "changed_at": "long",
}  # fmt: skip


class NotEmpty(Exception):
    """The graph is not one that can be filled at once; the message says why."""


class Tables:
    """Files of nodes by label and of relationships by kind, written as records come."""

    def __init__(self, folder: Path, now: datetime) -> None:
        folder.mkdir(mode=0o700)
        self.folder, self.now = folder, now.isoformat()
        self.made = str(int(time.time() * 1_000))
        self.again: list[object] = []
        """Records whose id came before: to be saved by the driver, in this order, once the tables are in."""
        self.nodes = 0
        self.edges = 0
        self._files = ExitStack()
        self._open: dict[str, BinaryIO] = {}
        self._known: dict[str, dict[int, int]] = defaultdict(dict)
        """By label: the latest version of each id; ids that share a hash are left for the driver, which tells them."""
        self._wanted: dict[str, set[str]] = defaultdict(set)

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, records: Iterable[object]) -> list[object]:
        """Write a batch of records with the relationships that they name; return those whose id is new."""
        by_node: dict[Node, list[object]] = defaultdict(list)
        for record in records:
            by_node[node_of(record)].append(record)
        new: list[object] = []
        for node, found in by_node.items():
            said = {record.id: record for record in found}  # type: ignore[attr-defined]
            rows = [row for row in node_rows(node, found) if self._is_new(node, row, said)]
            self._write(f"{node.label}.nodes", (_line(node, row, self.now, self.made) for row in rows))
            self.nodes += len(rows)
            for edge in EDGES:
                if edge.start is node:
                    self._link(edge, rows)
            new += [said[row["id"]] for row in rows]
        return new

    def finish(self) -> None:
        """Write the ends that no record described, by their id alone, and close the files."""
        for label, names in self._wanted.items():
            stubs = [name for name in names if hash(name) not in self._known[label]]
            self._write(f"{label}.stubs", (_text(name) for name in stubs))
            self.nodes += len(stubs)
        self._files.close()

    def arguments(self) -> Iterator[str]:
        """Yield what tells the importer of the files."""
        for node in sorted({edge.end for edge in EDGES} | {edge.start for edge in EDGES}, key=lambda node: node.label):
            for part, header in (("nodes", _header(node)), ("stubs", f"id:ID({node.label})")):
                if (path := self._path(f"{node.label}.{part}")).exists():
                    yield f"--nodes={node.label}={self._headed(path, header)}"
        for edge in EDGES:
            if (path := self._path(_name(edge))).exists():
                header = f":START_ID({edge.start.label}),:END_ID({edge.end.label})"
                yield f"--relationships={edge.label}={self._headed(path, header)}"

    def _is_new(self, node: Node, row: Row, said: Mapping[str, object]) -> bool:
        """Tell whether an id comes for the first time; another version of what came before is left for the driver."""
        known, key, version = self._known[node.label], hash(row["id"]), hash(row[FINGERPRINT])
        if key not in known:
            known[key] = version
            return True
        if known[key] != version:
            known[key] = version
            self.again.append(said[row["id"]])
        return False

    def _link(self, edge: Edge, rows: Sequence[Row]) -> None:
        wanted = self._wanted[edge.end.label]
        lines = []
        for name, *ends in edge_rows(edge, rows):
            start = _text(name)
            wanted.update(ends)
            lines += [f"{start},{_text(end)}" for end in ends]
        self._write(_name(edge), lines)
        self.edges += len(lines)

    def _write(self, name: str, lines: Iterable[str]) -> None:
        text = "\n".join(lines)
        if text:
            if name not in self._open:
                self._open[name] = self._files.enter_context(self._path(name).open("wb"))
            self._open[name].write(text.encode() + b"\n")

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.csv"

    def _headed(self, path: Path, header: str) -> str:
        top = path.with_suffix(".header")
        top.write_text(header + "\n")
        return f"{top},{path}"


def run_importer(home: Path, tables: Tables) -> None:
    """Fill the store of a configured `home`, whose server does not run, with `tables`."""
    options = tables.folder / "options"
    lines = ["--multiline-fields=true", "--array-delimiter=U+001F", f"--report-file={tables.folder / 'report'}"]
    options.write_text("\n".join(f'"{line}"' for line in ("neo4j", *lines, *tables.arguments())))
    # the argument file: a command line cannot hold that many names
    entry = ["org.neo4j.server.startup.Neo4jAdminCommand", "database", "import", "full", f"@{options}"]
    done = subprocess.run(
        [*java.command(HEAP), *entry],
        env={"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), **java.environment()},
        capture_output=True,
        text=True,
        cwd=home,
        umask=0o077,
    )
    if done.returncode:
        raise ServerFailed(f"Neo4j's importer failed. Its last words:\n{(done.stdout + done.stderr)[-1500:]}")


def lists(node: Node) -> list[str]:
    """Return the properties that are lists: the importer leaves empty ones out."""
    hints = get_type_hints(node.of)
    return [field.name for field in fields(node.of) if get_origin(hints[field.name]) is tuple]


def _name(edge: Edge) -> str:
    return f"{edge.start.label}.{edge.label}.{edge.by}.{edge.end.label}"


def _header(node: Node) -> str:
    hints = get_type_hints(node.of)
    kinds = {name: _kind(hints[name]) for name in node.properties} | STAMPS
    return ",".join([f"id:ID({node.label})", *(f"{name}:{kind}" for name, kind in kinds.items())])


def _kind(hint: Any) -> str:
    """Return how the importer calls a type.

    >>> _kind(tuple[str, ...]), _kind(datetime | None)
    ('string[]', 'datetime')
    """
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    return f"{_kind(get_args(hint)[0])}[]" if get_origin(hint) is tuple else KINDS[hint]


def _line(node: Node, row: Row, now: str, made: str) -> str:
    values = [_WRITERS[type(row[name])](row[name]) for name in ("id", *node.properties)]
    stamps = (now, now, "true" if node.queued else "", made if node.counted else "")
    return ",".join([*values, _text(row[FINGERPRINT]), *stamps])


def _text(value: str) -> str:
    quoted = value.replace('"', '""')
    return f'"{quoted}"'


_WRITERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda value: "",
    str: _text,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    datetime: datetime.isoformat,
    tuple: lambda values: _text(BETWEEN.join(map(_plain, values))),
}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _WRITERS[type(value)](value)
