"""The graph, or a part of it, written to files that other tools read, with where each thing comes from.

`FORMS`: `json-ld` (ActivityStreams 2.0 and schema.org words, PROV origin), `parquet` (a folder a label), `graphml`
(Gephi, networkx). Authors never leave unless asked for, and then under pseudonyms of that export alone.
"""

from graph.export.manifest import Manifest
from graph.export.pages import Chosen, NothingToExport
from graph.export.write import FORMS, export

__all__ = ["FORMS", "Chosen", "Manifest", "NothingToExport", "export"]
