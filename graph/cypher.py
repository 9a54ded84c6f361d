"""Turn the schema into Cypher text. Pure functions, no session; values travel in `$rows`, never in the text."""

from collections.abc import Iterator, Sequence

from graph.schema import FACTS, MESSAGE, Edge, Fact, Node

FINGERPRINT = "fingerprint"
"""Property that tells whether a record changed since it was last saved."""

MARK = "changed_at = timestamp()"
"""Said of nodes that are `counted`, in the transaction that changes what is counted of them."""


def constraints(node: Node) -> Iterator[str]:
    """Yield the statements that make `node` unique and quick to find.

    >>> from graph.schema import ACTION
    >>> for statement in constraints(ACTION):
    ...     print(statement)
    CREATE CONSTRAINT IF NOT EXISTS FOR (n:Action) REQUIRE n.id IS UNIQUE
    CREATE INDEX IF NOT EXISTS FOR (n:Action) ON (n.at)
    """
    yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.id IS UNIQUE"
    for names in node.indexes:
        keys = ", ".join(f"n.{name}" for name in names.split(","))
        yield f"CREATE INDEX IF NOT EXISTS FOR (n:{node.label}) ON ({keys})"


def vector_index(node: Node, name: str, dimension: int) -> str:
    """Return the statement that makes unit vectors of `dimension` in `name` searchable by cosine."""
    options = f"{{`vector.dimensions`: {dimension}, `vector.similarity_function`: 'cosine'}}"
    return (
        f"CREATE VECTOR INDEX {node.label.lower()}_{name} IF NOT EXISTS\n"
        f"FOR (n:{node.label}) ON (n.{name}) OPTIONS {{indexConfig: {options}}}"
    )


def columns(node: Node) -> tuple[str, ...]:
    """Return what a row of `merge_nodes` holds, in this order."""
    return "id", FINGERPRINT, *node.properties


def merge_nodes(node: Node) -> str:
    """Return the statement that writes a batch of `rows`, lists of `columns`, and tells which were new or changed."""
    assignments = "".join(
        f",\n    n.{name} = datetime(row[{place}])" if name in node.moments else f",\n    n.{name} = row[{place}]"
        for place, name in enumerate(node.properties, start=2)
    )
    queued = ",\n    n.pending = true" if node.queued else ""
    queued += f",\n    n.{MARK}" if node.counted else ""
    return (
        f"UNWIND $rows AS row\n"
        f"MERGE (n:{node.label} {{id: row[0]}})\n"
        f"WITH n, row, n.{FINGERPRINT} IS NULL AS created\n"
        f"WHERE created OR n.{FINGERPRINT} <> row[1]\n"
        f"SET n.{FINGERPRINT} = row[1],\n"
        # one that others pointed at is there already, and was never seen
        f"    n.first_seen = coalesce(n.first_seen, $now),\n"
        f"    n.last_seen = $now{assignments}{queued}\n"
        f"RETURN row[0] AS id, created"
    )


def merge_edges(edge: Edge) -> str:
    """Return the statement that links a batch of `rows` (an id, then its ends) already merged as `edge.start`."""
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{edge.start.label} {{id: row[0]}})\n"
        f"UNWIND row[1..] AS end\n"
        f"MERGE (b:{edge.end.label} {{id: end}})\n"
        f"MERGE (a)-[r:{edge.label}]->(b){_observed(edge)}"
    )


def _observed(edge: Edge) -> str:
    """Return the clause by which what a source says takes over what a run had derived."""
    derived = any((fact.label, fact.start, fact.end) == (edge.label, edge.start, edge.end) for fact in FACTS)
    return "\nREMOVE r.run_id" if derived else ""


def unlink(node: Node, edges: Sequence[Edge]) -> str:
    """Return the statement that drops what a changed record used to point at; derived facts stay."""
    labels = "|".join(sorted({edge.label for edge in edges}))
    return f"UNWIND $ids AS id\nMATCH (:{node.label} {{id: id}})-[r:{labels}]->()\nWHERE r.run_id IS NULL\nDELETE r"


def relate(fact: Fact) -> str:
    """Return the statement that writes a batch of derived `rows` (`start`, `end`, properties); the observed stay."""
    assignments = "".join(f",\n    r.{name} = row.{name}" for name in fact.properties)
    start, mark = ("a, ", f",\n    a.{MARK}") if fact.counted else ("", "")
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH (a:{fact.start.label} {{id: row.start}})\n"
        f"MERGE (b:{fact.end.label} {{id: row.end}})\n"
        f"MERGE (a)-[r:{fact.label}]->(b)\n"
        f"ON CREATE SET r.run_id = $run_id\n"
        f"WITH {start}r, row WHERE r.run_id IS NOT NULL\n"
        f"SET r.run_id = $run_id{assignments}{mark}"
    )


def sweep(fact: Fact) -> str:
    """Return the statement that removes what `run_id` did not renew on the starts `ids`."""
    start, mark = ("a", f"SET a.{MARK}\n") if fact.counted else ("", "")
    return (
        f"UNWIND $ids AS id\n"
        f"MATCH ({start}:{fact.start.label} {{id: id}})-[r:{fact.label}]->(:{fact.end.label})\n"
        f"WHERE r.run_id <> $run_id\n"
        f"{mark}DELETE r"
    )


def complete(node: Node, names: Sequence[str]) -> str:
    """Return the statement that sets the properties `names` on existing nodes and takes them off the queue."""
    assignments = ",\n    ".join(f"n.{name} = row.{name}" for name in names)
    done = "\nREMOVE n.pending" if node.queued else ""
    assignments += f",\n    n.{MARK}" if node.counted else ""
    return f"UNWIND $rows AS row\nMATCH (n:{node.label} {{id: row.id}})\nSET {assignments}{done}"


def page_nodes(node: Node) -> str:
    """Return the statement that reads `$limit` nodes after the id `$after`, of messages those of a period."""
    return (
        f"MATCH (n:{node.label})\n"
        f"WHERE n.id > $after{_published(node, 'n')}\n"
        f"WITH n ORDER BY n.id LIMIT $limit\n"
        f"RETURN n.id AS id, properties(n) AS n ORDER BY id"
    )


def page_edges(relation: Edge | Fact) -> str:
    """Return the statement that reads what `$limit` starts after the id `$after` point at."""
    start, end = relation.start, relation.end
    inside = _published(end, "b").removeprefix("\n  AND ")
    where = f" WHERE {inside}" if inside else ""
    return (
        f"MATCH (a:{start.label})\n"
        f"WHERE a.id > $after{_published(start, 'a')}\n"
        f"WITH a ORDER BY a.id LIMIT $limit\n"
        f"RETURN a.id AS id, "
        f"[(a)-[r:{relation.label}]->(b:{end.label}){where} | {{id: b.id, r: properties(r)}}] AS ends ORDER BY id"
    )


def _published(node: Node, name: str) -> str:
    """Return the condition that a message was collected, and was published in the period where one is given."""
    if node is not MESSAGE:
        return ""
    return (
        f"\n  AND {name}.published_at IS NOT NULL"
        f"\n  AND ($since IS NULL OR {name}.published_at >= $since)"
        f"\n  AND ($until IS NULL OR {name}.published_at < $until)"
    )


def fill_lists(node: Node, names: Sequence[str]) -> str:
    """Return the statement that gives records of `node` the empty lists that the offline importer left out.

    To be run by itself: it commits as it goes.
    """
    assignments = ", ".join(f"n.{name} = coalesce(n.{name}, [])" for name in names)
    return (
        f"MATCH (n:{node.label}) WHERE n.{FINGERPRINT} IS NOT NULL\n"
        f"CALL (n) {{ SET {assignments} }} IN 2 CONCURRENT TRANSACTIONS OF 5000 ROWS"
    )
