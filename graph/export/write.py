"""Writing an export: one pass over the chosen nodes and relationships, a page at a time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from graph.export import graphml, json_ld, parquet
from graph.export.manifest import Manifest
from graph.export.pages import Chosen, columns, edge_pages, node_pages
from graph.rows import Row
from graph.schema import Edge, Fact, Node
from graph.store import Store


class Writer(Protocol):
    """Writes pages in one form."""

    def nodes(self, node: Node, columns: dict[str, type], page: list[Row]) -> None: ...

    def edges(self, relation: Edge | Fact, page: list[Row]) -> None: ...


FORMS: dict[str, Callable[[Path], AbstractContextManager[Writer]]] = {
    "graphml": graphml.writing,
    "json-ld": json_ld.writing,
    "parquet": parquet.writing,
}
"""How to open a writer on a folder, by the name of its form."""


def export(
    store: Store, folder: Path, form: str, chosen: Chosen, *, graph: str, now: datetime, why_authors: str = ""
) -> Iterator[Manifest]:
    """Write the chosen part of the graph into the empty `folder`; yield the manifest as it grows, at last whole.

    Memory does not grow with the graph: pages of a few thousand rows are read and written.
    """
    labels = [node.label for node in chosen.nodes()]
    sources = [dict(row) for row in store.rows("export_sources")]
    manifest = Manifest(
        form,
        now,
        version("cyberimpact"),
        graph,
        store.clock(),
        labels,
        chosen.since,
        chosen.until,
        why_authors,
        sources,
    )
    folder.mkdir(parents=True, exist_ok=True)
    with FORMS[form](folder) as writer:
        for node in chosen.nodes():
            wanted = columns(node, chosen)
            for page in node_pages(store, node, chosen):
                writer.nodes(node, wanted, page)
                manifest.counts[node.label] += len(page)
                yield manifest
        for relation in chosen.relations():
            drawn = f"(:{relation.start.label})-[:{relation.label}]->(:{relation.end.label})"
            for page in edge_pages(store, relation, chosen):
                writer.edges(relation, page)
                manifest.counts[drawn] += len(page)
                yield manifest
    manifest.write(folder)
    yield manifest
