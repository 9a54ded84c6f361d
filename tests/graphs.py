"""A graph for a test: empty, with France alone in it, or invented."""

from functools import cache
from weakref import WeakKeyDictionary

from neo4j import READ_ACCESS, Driver

from flows.prepare import prepare_graph
from graph.rows import node_rows
from graph.schema import PLACE
from graph.store import Store
from graph.territory import groups, places
from tests.browser.seed import seed

FORGET = "MATCH (n) %s CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
STANDING = """
MATCH (p:Place)
RETURN count(p) AS places, count(p.fingerprint) AS told, sum(size(keys(p))) AS properties,
       sum(p.population) AS people, sum(size(p.name)) AS letters, sum(COUNT { (p)-->() }) AS within
"""
STAMPS = ("first_seen", "last_seen")


def emptied(driver: Driver) -> Store:
    """Return the graph of `driver` with nothing in it; its schema stays."""
    _forget(driver)
    return Store(driver)


def furnished(driver: Driver) -> Store:
    """Return the graph of `driver` with what `prepare_graph` writes, and nothing else.

    Places that stand as they were written once stay: to write all of France takes seconds.
    """
    _forget(driver, "WHERE NOT n:Place")
    with driver.session() as session:
        standing = session.run(STANDING).single(strict=True).data()
    if standing != france():
        _forget(driver)
    store = Store(driver)
    prepare_graph(store)
    return store


def invented(driver: Driver) -> Store:
    """Return the graph of `driver` with what `seed` writes, and nothing else; where nobody wrote since, it stays."""
    if driver not in _seeded or _seeded[driver] != committed(driver):
        seed(emptied(driver))
        _seeded[driver] = committed(driver)
    return Store(driver)


_seeded: "WeakKeyDictionary[Driver, frozenset[str]]" = WeakKeyDictionary()
"""The last transaction of graphs once they were seeded."""


def committed(driver: Driver) -> frozenset[str]:
    """Return what names the last transaction that wrote, whoever did."""
    with driver.session(default_access_mode=READ_ACCESS) as session:
        session.run("RETURN 1").consume()
        return frozenset(session.last_bookmarks().raw_values)


@cache
def france() -> dict[str, int]:
    """Return what `STANDING` says of the places as they are written."""
    rows = node_rows(PLACE, [*places(), *groups()])
    return {
        "places": len(rows),
        "told": len(rows),
        "properties": sum(value is not None for row in rows for value in row.values()) + len(STAMPS) * len(rows),
        "people": sum(row["population"] or 0 for row in rows),
        "letters": sum(len(row["name"]) for row in rows),
        "within": sum(row[end] is not None for row in rows for end in ("parent_id", "group_id")),
    }


def _forget(driver: Driver, which: str = "") -> None:
    with driver.session() as session:  # in transactions of its own: only a session's own run may do that
        session.run(FORGET % which).consume()
