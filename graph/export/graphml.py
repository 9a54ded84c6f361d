"""GraphML (graphml.graphdrawing.org, 2001): one file that Gephi, yEd and networkx read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from graph.rows import Row
from graph.schema import Edge, Fact, Node

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
KINDS = {int: "long", float: "double", bool: "boolean"}
MEASURED = frozenset({"probability", "score"})

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@contextmanager
def writing(folder: Path) -> Iterator["Drawing"]:
    """Yield the writer of one file; its keys stand first, so they are those of all nodes and relationships."""
    body = folder / "graph.body"
    with body.open("w", encoding="utf-8") as file:
        drawing = Drawing(file)
        yield drawing
    with (folder / "graph.graphml").open("w", encoding="utf-8") as whole, body.open(encoding="utf-8") as written:
        whole.write(HEAD + drawing.keys() + '<graph edgedefault="directed">\n')
        whole.writelines(written)
        whole.write("</graph>\n</graphml>\n")
    body.unlink()


class Drawing:
    """Writes nodes and relationships; lists become words separated by blanks."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._kinds: dict[tuple[str, str], str] = {("node", "label"): "string", ("edge", "label"): "string"}

    def keys(self) -> str:
        """Return the declarations of all properties that were written."""
        return "".join(
            f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
            for (of, name), kind in self._kinds.items()
        )

    def nodes(self, node: Node, columns: dict[str, type], page: list[Row]) -> None:
        """Write a page of nodes; ids carry their label, for those of two labels may be the same."""
        for row in page:
            values = {f"{name}_": row[name] for name in columns if name == "label"}
            values |= {name: row[name] for name in columns if name not in {"id", "label"}}
            kinds = {name: KINDS.get(columns.get(name.rstrip("_"), str), "string") for name in values}
            name = f"{node.label}:{row['id']}"
            self._element(f"<node id={quoteattr(_clean(name))}>", "node", kinds, values, node.label)

    def edges(self, relation: Edge | Fact, page: list[Row]) -> None:
        """Write a page of relationships."""
        names = relation.properties if isinstance(relation, Fact) else ()
        kinds = {name: "double" if name in MEASURED else "string" for name in names}
        for row in page:
            start, end = f"{relation.start.label}:{row['start']}", f"{relation.end.label}:{row['end']}"
            opening = f"<edge source={quoteattr(_clean(start))} target={quoteattr(_clean(end))}>"
            self._element(opening, "edge", kinds, {name: row.get(name) for name in names}, relation.label)

    def _element(self, opening: str, of: str, kinds: dict[str, str], values: dict[str, Any], label: str) -> None:
        self._file.write(f'{opening}<data key="{of}_label">{label}</data>')
        for name, value in values.items():
            if value is None or value == [] or value == ():
                continue
            self._kinds[of, name] = kinds[name] if self._kinds.get((of, name), kinds[name]) == kinds[name] else "string"
            self._file.write(f'<data key="{of}_{name}">{escape(_text(value))}</data>')
        self._file.write(f"</{of}>\n")


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return _clean(" ".join(str(each) for each in value))
    if isinstance(value, bool):
        return str(value).lower()
    return _clean(value.isoformat() if isinstance(value, datetime) else str(value))


def _clean(text: str) -> str:
    """Return a text without the characters that XML 1.0 has not."""
    return _NOT_XML.sub("\ufffd", text)
