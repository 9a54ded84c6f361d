"""Nodes and relationships of the graph in pages of bounded size, in the order of their ids."""

import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from graph import cypher
from graph.rows import Row
from graph.schema import ACCOUNT, EDGES, ENRICHED, FACTS, MESSAGE, NODES, Edge, Fact, Node
from graph.store import BATCH, Store

KEPT_HERE = frozenset({"Cursor", "Erased", "Arrivals", "Host", "Read", "Subscription", "Delivery", "Placement"})
"""Labels of our own bookkeeping: no use to anybody else."""
INNER = frozenset({"fingerprint", "pending", "changed_at", "vector_key", "near_key"})
"""Properties of the same kind."""
ENRICHED_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("tone", "intent_probability", "alarm", "moves", "harm", "stance_probability", "related"), float),
    **dict.fromkeys(("intents", "leaves", "heads_for", "circulation"), tuple),
}
"""Types of what enrichment adds, where it is no text."""
PSEUDONYM = 12
"""Hex digits of an author's pseudonym in one export."""


class NothingToExport(ValueError):
    """The choice leaves nothing, or names a label that does not exist; the message lists those that do."""


@dataclass(frozen=True)
class Chosen:
    """What leaves: labels, a period of messages, and whether authors come along."""

    labels: frozenset[str] = frozenset()
    """Labels of nodes; empty: all that are of use outside."""
    since: datetime | None = None
    """First moment of publication of messages."""
    until: datetime | None = None
    """Moment from which on messages are left out."""
    authors: bool = False
    """Whether accounts come, under pseudonyms of this export alone."""
    texts: bool = True
    """Whether messages come with their (masked) text."""
    key: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    """Key of the authors' pseudonyms, forgotten with the export: two exports cannot be laid over each other."""

    def nodes(self) -> list[Node]:
        """Return the nodes that leave; raise `NothingToExport` for a label that does not exist."""
        known = {node.label: node for node in NODES if node.label not in KEPT_HERE}
        unknown = self.labels - known.keys()
        if unknown:
            raise NothingToExport(f"there is no label {', '.join(sorted(unknown))}: choose among {', '.join(known)}")
        chosen = [node for node in known.values() if not self.labels or node.label in self.labels]
        chosen = [node for node in chosen if node is not ACCOUNT or self.authors]
        if not chosen:
            raise NothingToExport("accounts leave only when authors are asked for: add --authors, and say why")
        return chosen

    def relations(self) -> list[Edge | Fact]:
        """Return the relationships between nodes that leave."""
        leaving = self.nodes()
        # what a source says and what a run found may be one relationship: the fact knows its properties
        every = {(each.label, each.start.label, each.end.label): each for each in (*EDGES, *FACTS)}
        return [each for each in every.values() if each.start in leaving and each.end in leaving]

    def author(self, account_id: str) -> str:
        """Return the pseudonym of an account in this export."""
        platform, _, name = account_id.partition(":")
        return f"{platform}:{hmac.digest(self.key, name.encode(), 'sha256').hex()[:PSEUDONYM]}"


def columns(node: Node, chosen: Chosen) -> dict[str, type]:
    """Return the properties of a node that leave, and the type of their values (`tuple`: a list of texts)."""
    found: dict[str, type] = {"id": str}
    found |= {each.name: _kind(each.type) for each in fields(node.of) if each.name != "id"}
    found |= {name: kind for name, kind in ADDED.get(node, {}).items() if name not in found}
    found |= {"first_seen": datetime, "last_seen": datetime}
    hidden = INNER | (set() if chosen.authors else {"author_id", "mentions"})
    hidden |= set() if chosen.texts or node is not MESSAGE else {"text"}
    return {name: kind for name, kind in found.items() if name not in hidden}


def node_pages(store: Store, node: Node, chosen: Chosen) -> Iterator[list[Row]]:
    """Yield the nodes of a label in pages, each a row with the properties of `columns`."""
    wanted = columns(node, chosen)
    for page in _pages(store, cypher.page_nodes(node), chosen):
        yield [_plain(row["n"], wanted, node, chosen) for row in page]


def edge_pages(store: Store, relation: Edge | Fact, chosen: Chosen) -> Iterator[list[Row]]:
    """Yield the relationships in pages: `start`, `end`, and the properties of a fact."""
    for page in _pages(store, cypher.page_edges(relation), chosen):
        rows = [{"start": row["id"], "end": end["id"], **end["r"]} for row in page for end in row["ends"]]
        if relation.end is ACCOUNT:
            rows = [row | {"end": chosen.author(row["end"])} for row in rows]
        yield [{name: _value(value) for name, value in row.items() if name != "run_id"} for row in rows]


def _pages(store: Store, statement: str, chosen: Chosen) -> Iterator[list[Row]]:
    after = ""
    while page := store.read(statement, after=after, limit=BATCH, since=chosen.since, until=chosen.until):
        yield page
        after = page[-1]["id"]


def _plain(values: Mapping[str, Any], wanted: Mapping[str, type], node: Node, chosen: Chosen) -> Row:
    row = {name: _value(values.get(name)) for name in wanted}
    if chosen.authors:
        if node is ACCOUNT:
            row["id"] = chosen.author(row["id"])
        elif node is MESSAGE:
            row["author_id"] = row["author_id"] and chosen.author(row["author_id"])
            row["mentions"] = [chosen.author(each) for each in row["mentions"] or ()]
    return row


def _value(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


def _kind(annotation: object) -> type:
    """Return the type of the values of a field: str, int, float, bool, datetime, or tuple for a list of texts."""
    text = str(annotation)
    if "tuple[float" in text:
        return list
    if "tuple[" in text:
        return tuple
    kinds = {"datetime": datetime, "float": float, "bool": bool, "int": int}
    return next((kind for name, kind in kinds.items() if name in text), str)


ADDED: Mapping[Node, Mapping[str, type]] = {MESSAGE: {name: ENRICHED_KINDS.get(name, str) for name in ENRICHED}}
"""Properties that later steps add to a node, and their types."""
