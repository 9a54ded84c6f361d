"""Topics clustered in another process while looks go on: the same topics, a look or two later."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from flows.background import Background
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.prepare import prepare_graph
from flows.reader import Reader
from flows.topics import update_topics
from graph.pins import Board
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from tests.integration.test_topics import HOUR, NOW, labels_of, said, topics_of

pytestmark = pytest.mark.neo4j

LATER = NOW + 2 * HOUR


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Reader:
    return Reader(Cache(tmp_path / "vectors", encoder), Gazetteer(places()), None)


def begun(store: Store, reader: Reader) -> None:
    """Make a graph of two topics, clustered once, to which enough strangers came for another clustering."""
    prepare_graph(store)
    store.save([*said("jazz", 40, until=NOW), *said("sms", 40, until=NOW)], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    update_topics(store, reader, as_of=NOW)
    store.save(said("crue", 40, until=LATER), now=LATER)
    enrich_pending(store, reader, as_of=LATER)


def ended(background: Background) -> None:
    """Wait until the other process has answered, without taking the answer."""
    deadline = time.monotonic() + 60
    while background._running and not background._running[0].done() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_look_does_not_wait_and_the_next_one_has_the_same_topics(store: Store, reader: Reader) -> None:
    begun(store, reader)
    with Background() as background:
        found, rewritten = update_topics(store, reader, as_of=LATER, background=background)
        assert "topics" not in found
        assert rewritten is None
        assert "crue-3" not in topics_of(store)
        assert not background.rests

        ended(background)
        store.save(said("jazz", 5, until=LATER, first=200), now=LATER)
        enrich_pending(store, reader, as_of=LATER + timedelta(seconds=5))
        found, _ = update_topics(store, reader, as_of=LATER + timedelta(seconds=5), background=background)
        assert found["topics"] == 3

    after = topics_of(store)
    assert len({after["jazz-3"], after["sms-3"], after["crue-3"]}) == 3
    # what came meanwhile joins what was found
    assert after["jazz-203"] == after["jazz-3"]
    (run,) = store.rows("last_run", flow="cluster")
    assert run["as_of"].to_native() == LATER


def test_the_first_clustering_is_waited_for(store: Store, reader: Reader) -> None:
    prepare_graph(store)
    store.save(said("jazz", 40, until=NOW), now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    with Background() as background:
        update_topics(store, reader, as_of=NOW, background=background)
        assert background.rests
    assert topics_of(store)


def test_what_a_person_decided_meanwhile_wins(store: Store, reader: Reader) -> None:
    begun(store, reader)
    with Background() as background:
        update_topics(store, reader, as_of=LATER, background=background)
        ended(background)
        jazz = topics_of(store)["jazz-3"]
        Board(store, "analyste", at=LATER).label(jazz, "Le concert")
        update_topics(store, reader, as_of=LATER + timedelta(seconds=5), background=background)
    assert labels_of(store)[jazz] == "Le concert"
    assert len(set(topics_of(store).values())) == 3


def test_an_error_over_there_is_raised_here(store: Store, reader: Reader) -> None:
    begun(store, reader)
    with Background() as background:
        update_topics(store, reader, as_of=LATER, background=background)
        ended(background)
        taken = background.taken()
        assert taken is not None
        background.begin(taken.window, "kmeans", as_of=LATER, since=None)
        ended(background)
        with pytest.raises(ValueError, match="there is no clusterer 'kmeans'"):
            background.taken()
        # the next look begins again
        assert background.taken() is None
