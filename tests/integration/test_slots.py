"""The ledger of slots in the graph: atomic whoever else writes, and what a look at a source uses."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from neo4j import Driver

from flows import pace
from flows.collect import collect_source
from flows.errors import SourceUnavailable
from flows.slots import GraphSlots, Slot
from flows.sources import Item
from flows.web import Limits, client, get
from graph.model import Source
from graph.store import Store
from tests.graphs import emptied
from tests.stages.site import Asked, Fault, Reply, serving

pytestmark = pytest.mark.neo4j

ABOUT = Source(
    id="essai", name="Essai", kind="social", platform="essai", licence="", purpose="", legal_basis="", retention_days=9
)


def test_no_slot_is_given_twice(neo4j_driver: Driver) -> None:
    emptied(neo4j_driver)
    ledgers = [GraphSlots(Store(neo4j_driver)) for _ in range(8)]

    def take(number: int) -> float:
        return ledgers[number % 8].reserve(Slot("a", every=1_000, patience=1e9))

    with ThreadPoolExecutor(8) as pool:
        waits = sorted(pool.map(take, range(80)))
    # a second passes while they ask: a slot given twice would be less than one distance from its neighbour
    gaps = [later - earlier for earlier, later in pairwise(waits)]
    assert min(gaps) > 900
    assert max(gaps) < 1_100


def test_patience_bursts_and_closing(store: Store) -> None:
    ledger = GraphSlots(store)
    assert [ledger.reserve(Slot("a", every=100, burst=2)) for _ in range(2)] == [0, 0]
    far = [ledger.reserve(Slot("a", every=100, burst=2)) for _ in range(2)]
    assert all(99 < wait <= 100 for wait in far), "a slot too far away is not taken"
    assert not ledger.closed("b")
    ledger.close("b", 500)
    ledger.close("b", 100)
    assert ledger.closed("b")
    assert 499 < ledger.reserve(Slot("b", every=1)) <= 500


@dataclass
class Asking:
    """A source that asks one address and says nothing."""

    address: str
    about: Source = ABOUT
    missing: str | None = None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        limits = Limits(tries=1)
        with client(limits) as web:
            get(web, self.address, {}, limits=limits)
        yield from ()


def look(store: Store, address: str) -> int:
    """Look once, and return how many looks in a row were deaf."""
    with suppress(SourceUnavailable):
        collect_source(store, Asking(address), now=datetime.now(UTC))
    found: int = store.ask("MATCH (s:Source {id: 'essai'}) RETURN s.failures AS n").rows[0]["n"]
    return found


def test_looks_of_all_workers_share_the_slots_of_their_graph(store: Store) -> None:
    def handler(asked: Asked) -> Reply:
        return Reply(b"ok")

    with serving(handler) as site:
        assert look(store, site.address) == 0
        site.always = Fault(status=429, headers={"Retry-After": "600"})
        assert look(store, site.address) == 1
        site.always = None
        asked = len(site.requests)
        assert look(store, site.address) == 2, "the host is closed to everybody"
        assert len(site.requests) == asked
        with pace.shared(store), pytest.raises(SourceUnavailable, match="left alone"):
            pace.turn(site.address.removeprefix("http://"))
        # a worker without the graph knows nothing of it
        pace.turn(site.address.removeprefix("http://"))
