"""JSON-LD 1.1: one document, `graph.jsonld`, whose context is in it: nothing is fetched to read it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from graph.export.vocabulary import POINTS_AT, PREFIXES, kind_of, term
from graph.rows import Row
from graph.schema import Edge, Fact, Node


@contextmanager
def writing(folder: Path) -> Iterator["Document"]:
    """Yield the writer of one document, closed at the end."""
    with (folder / "graph.jsonld").open("w", encoding="utf-8") as file:
        file.write(f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": [')
        yield Document(file)
        file.write("\n]}\n")


class Document:
    """Writes nodes as they come; a relationship that no field says is a property of its start."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._apart = "\n"

    def nodes(self, node: Node, columns: dict[str, type], page: list[Row]) -> None:
        """Write a page of nodes: terms of public vocabularies, ids as IRIs, no empty value."""
        for row in page:
            said = {"@id": iri(node.label, row["id"]), "@type": kind_of(node.label, row.get("kind"))}
            for name in columns:
                if name != "id" and row[name] not in (None, "", (), []):
                    said[term(node.label, name)] = _said(name, row[name])
            self._write(said)

    def edges(self, relation: Edge | Fact, page: list[Row]) -> None:
        """Write a page of facts as reified statements with their probability; edges are said by fields already."""
        if isinstance(relation, Edge):
            return
        for row in page:
            start, end = iri(relation.start.label, row["start"]), iri(relation.end.label, row["end"])
            values = {f"ci:{name}": row[name] for name in relation.properties if row.get(name) is not None}
            link = {"@id": start, f"ci:{relation.label.lower()}": {"@id": end}}
            self._write(link)
            if values:
                reified = {"@type": "ci:Fact", "ci:of": {"@id": start}, "ci:to": {"@id": end}}
                self._write(reified | {"ci:kind": relation.label} | values)

    def _write(self, said: dict[str, Any]) -> None:
        self._file.write(f"{self._apart}{json.dumps(said, ensure_ascii=False)}")
        self._apart = ",\n"


def iri(label: str, name: str) -> str:
    """Return the IRI of a node.

    >>> iri("Place", "D21"), iri("Message", "mastodon:a b")
    ('urn:cyberimpact:place:D21', 'urn:cyberimpact:message:mastodon:a%20b')
    """
    return f"urn:cyberimpact:{label.lower()}:{quote(name, safe=':/-._~@')}"


def _said(name: str, value: Any) -> Any:
    if name in POINTS_AT:
        ends = value if isinstance(value, list | tuple) else [value]
        named = [{"@id": iri(POINTS_AT[name], end)} for end in ends]
        return named if isinstance(value, list | tuple) else named[0]
    if isinstance(value, datetime):
        return {"@type": "xsd:dateTime", "@value": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value
