"""A whole graph, to be compared with another."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any, get_args, get_type_hints

from neo4j import Driver

from graph.bulk import STAMPS
from graph.schema import NODES


def _moments() -> list[str]:
    """Return every property that is a moment: as text they need not be made moments."""
    of_records = {
        field.name
        for node in NODES
        for field in fields(node.of)
        if datetime in (hint := get_type_hints(node.of)[field.name], *get_args(hint))
    }
    return sorted(of_records | {name for name, kind in STAMPS.items() if kind == "datetime"})


AS_TEXT = ", ".join(f"{name}: toString(n.{name})" for name in _moments())


def contents(
    driver: Driver, *, without: Collection[str] = (), stamps: Collection[str] = ()
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return nodes by label and id, relationships by ends and kind, each with its properties but `stamps`.

    Labels in `without` are left out, with their relationships.
    """
    nodes, *_ = driver.execute_query(
        "MATCH (n) WHERE none(label IN labels(n) WHERE label IN $without) "
        f"RETURN labels(n)[0] + ' ' + n.id AS name, n {{.*, {AS_TEXT}}} AS held",
        without=list(without),
    )
    edges, *_ = driver.execute_query(
        "MATCH (a)-[r]->(b) WHERE none(label IN labels(a) + labels(b) WHERE label IN $without) "
        "RETURN labels(a)[0] + ' ' + a.id + ' ' + type(r) + ' ' + labels(b)[0] + ' ' + b.id AS name, "
        "properties(r) AS held",
        without=list(without),
    )
    found = [
        {
            row["name"]: {key: value for key, value in row["held"].items() if value is not None and key not in stamps}
            for row in rows
        }
        for rows in (nodes, edges)
    ]
    assert [len(found[0]), len(found[1])] == [len(nodes), len(edges)], "two of one name"
    return found[0], found[1]


def differences(
    one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]
) -> dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Return what is not the same, with both sides."""
    return {
        name: (one.get(name), other.get(name))
        for name in one.keys() | other.keys()
        if one.get(name) != other.get(name)
    }  # fmt: skip
