"""Topics clustered, rumours followed, needs compared in a process while looks go on: the same, some looks later."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from neo4j import Driver

from flows.background import Background, BackgroundError
from flows.clustering import cluster, decided
from flows.detect import detect_at
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.joining import hold, joining
from flows.material import material
from flows.reader import Reader
from flows.topics import Settings, update_topics
from flows.watch import watch_once
from graph import home
from graph.pins import Board
from graph.server import Server
from graph.store import Store
from graph.territory import places
from signals.encoders import load_encoder
from signals.places.gazetteer import Gazetteer
from tests.graphs import furnished
from tests.integration.test_topics import HOUR, NOW, labels_of, said, topics_of

pytestmark = pytest.mark.neo4j

SOON = timedelta(seconds=5)
EARLY = NOW + HOUR / 10
"""Before topics that were begun meanwhile are clustered with the others."""
LATER = NOW + 2 * HOUR


@contextmanager
def opening(server: Server, vectors: Path) -> Iterator[tuple[Store, Reader]]:
    """Open the graph and the vectors of a test in the other process."""
    with server.driver() as driver:
        yield Store(driver), reading(vectors)


def reading(vectors: Path) -> Reader:
    encoder = load_encoder("light", home.cache() / "encoder")
    return Reader(Cache(vectors, encoder), Gazetteer(places()), None)


def failing(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    raise ValueError("no such thing")


def waiting(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    time.sleep(1)
    return Counter()


def dying(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    os._exit(1)


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return reading(tmp_path / "vectors")


@pytest.fixture
def background(neo4j_server: Server, store: Store, tmp_path: Path) -> Iterator[Background]:
    with Background(partial(opening, neo4j_server, tmp_path / "vectors")) as opened:
        yield opened


def begun(store: Store, reader: Reader, strangers: int = 40, at: datetime = LATER) -> None:
    """Make a graph of two topics, clustered once, to which some strangers came: by default, when it is time again."""
    store.save([*said("jazz", 40, until=NOW), *said("sms", 40, until=NOW)], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    update_topics(store, reader, as_of=NOW)
    came(store, reader, "crue", strangers, at)


def came(store: Store, reader: Reader, what: str, count: int, at: datetime, first: int = 0) -> None:
    store.save(said(what, count, until=at, first=first), now=at)
    enrich_pending(store, reader, as_of=at)


def test_a_look_does_not_wait_and_what_comes_meanwhile_joins(
    store: Store, reader: Reader, background: Background
) -> None:
    begun(store, reader)
    found, rewritten = update_topics(store, reader, as_of=LATER, background=background)
    assert "topics" not in found
    assert rewritten is None
    early = topics_of(store)["crue-3"]

    came(store, reader, "jazz", 5, LATER + SOON, first=200)
    found, _ = update_topics(store, reader, as_of=LATER + SOON, background=background)
    assert found == {"joined": 5}
    ended = background.ended(wait=60)
    assert ended is not None
    assert ended["topics"] == 3

    came(store, reader, "crue", 5, LATER + 2 * SOON, first=300)
    update_topics(store, reader, as_of=LATER + 2 * SOON, background=background)
    after = topics_of(store)
    assert len({after["jazz-3"], after["sms-3"], after["crue-3"]}) == 3
    assert after["jazz-203"] == after["jazz-3"]
    assert after["crue-303"] == after["crue-3"] == early, "what looks began, the clustering carries on"
    (run,) = store.rows("last_run", flow="cluster")
    assert run["as_of"].to_native() == LATER


def test_between_two_clusterings_only_what_is_new_is_read(
    store: Store, reader: Reader, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(store, reader)
    update_topics(store, reader, as_of=LATER, background=background)
    monkeypatch.setattr("flows.topics.material", lambda *given, **more: pytest.fail("read all of it again"))
    came(store, reader, "jazz", 5, LATER + SOON, first=200)
    update_topics(store, reader, as_of=LATER + SOON, background=background)
    after = topics_of(store)
    assert after["jazz-203"] == after["jazz-3"]


def test_a_short_answer_joins_what_it_answers(store: Store, reader: Reader, background: Background) -> None:
    begun(store, reader)
    update_topics(store, reader, as_of=LATER, background=background)
    (answer,) = said("sms", 1, until=LATER + SOON, first=900)
    answer = replace(answer, text="Pareil ici", reply_to="mastodon:jazz-3", kind="reply")
    store.save([answer], now=LATER + SOON)
    enrich_pending(store, reader, as_of=LATER + SOON)
    update_topics(store, reader, as_of=LATER + SOON, background=background)
    after = topics_of(store)
    assert after["sms-900"] == after["jazz-3"]


MIXED = (
    "Quelqu'un a perdu un chat gris aux Lices", "La boulangerie rouvre samedi", "Vends vélo pliant, peu servi",
    "Belle expo de photos à la médiathèque", "Le tram 3 a du retard ce matin", "On cherche un trombone pour la fanfare",
    "Mon train est supprimé", "Qui connaît un bon plombier ?", "Réunion des parents jeudi soir", "Il neige au col",
    "La piscine ferme pour travaux", "Bravo aux pompiers de Dole", "Trop de moustiques cette année",
    "Le marché change de place dimanche", "Je cours le semi-marathon en mai",
)  # fmt: skip
"""What strangers say who speak of different things."""


def test_strangers_bring_the_next_clustering_forward(store: Store, reader: Reader, background: Background) -> None:
    came(store, reader, "jazz", 40, NOW)
    update_topics(store, reader, as_of=NOW)
    update_topics(store, reader, as_of=NOW + SOON, background=background)
    strangers = [
        replace(one, text=text) for one, text in zip(said("crue", 15, until=NOW + HOUR / 3), MIXED, strict=True)
    ]
    for some, at in ((strangers[:5], NOW + HOUR / 3), (strangers[5:], NOW + HOUR / 2)):
        assert background.ended(wait=1) is None, "five are too few"
        store.save(some, now=at)
        enrich_pending(store, reader, as_of=at)
        update_topics(store, reader, as_of=at, background=background)
    ended = background.ended(wait=60)
    assert ended is not None
    assert ended["topics"] >= 1


def test_three_voices_are_a_topic_for_who_looks_once_too(store: Store, reader: Reader) -> None:
    begun(store, reader, 3, EARLY)
    found, rewritten = update_topics(store, reader, as_of=EARLY)
    assert found == {"begun": 1, "joined": 3}
    assert rewritten is None
    crue = topics_of(store)["crue-1"]
    found, rewritten = update_topics(store, reader, as_of=NOW + HOUR / 6)
    assert rewritten is not None, "a few messages were all that it was told from"
    assert topics_of(store)["crue-1"] == crue


def test_three_voices_about_something_new_are_a_topic_at_once(
    store: Store, reader: Reader, background: Background
) -> None:
    begun(store, reader, 0)
    came(store, reader, "crue", 2, EARLY)
    found, _ = update_topics(store, reader, as_of=EARLY, background=background)
    assert not found, "two are no topic"
    came(store, reader, "crue", 1, EARLY + SOON, first=50)
    found, _ = update_topics(store, reader, as_of=EARLY + SOON, background=background)
    assert found == {"begun": 1, "joined": 3}
    crue = topics_of(store)["crue-0"]
    assert labels_of(store)[crue] == "Caves inondées rue des Tanneurs"

    came(store, reader, "crue", 4, EARLY + 2 * SOON, first=80)
    found, _ = update_topics(store, reader, as_of=EARLY + 2 * SOON, background=background)
    assert found == {"joined": 4}
    assert {topics_of(store)[f"crue-{number}"] for number in (0, 1, 50, 80, 83)} == {crue}
    assert background.ended(wait=1) is None, "nothing has to be clustered for it"


def test_one_voice_that_repeats_itself_is_no_topic(store: Store, reader: Reader, background: Background) -> None:
    begun(store, reader, 0)
    store.save((replace(one, author_id="mastodon:a1") for one in said("crue", 8, until=EARLY)), now=EARLY)
    enrich_pending(store, reader, as_of=EARLY)
    found, _ = update_topics(store, reader, as_of=EARLY, background=background)
    assert not found
    came(store, reader, "crue", 2, EARLY + SOON, first=50)
    found, _ = update_topics(store, reader, as_of=EARLY + SOON, background=background)
    assert found["begun"] == 1
    assert found["joined"] > 2


def test_what_was_erased_is_no_stranger_any_more(
    store: Store, reader: Reader, background: Background, neo4j_driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(store, reader, 2, EARLY)
    update_topics(store, reader, as_of=EARLY, background=background)
    held = joining(store, (store.rows("last_run", flow="cluster")[0]["id"], None))
    assert held is not None
    assert sorted(held.strangers.ids) == ["mastodon:crue-0", "mastodon:crue-1"]
    neo4j_driver.execute_query("MATCH (m:Message {id: 'mastodon:crue-0'}) DETACH DELETE m")
    monkeypatch.setattr("flows.marks.DEEP", 0.0)
    update_topics(store, reader, as_of=EARLY + SOON, background=background)
    assert held.strangers.ids == ["mastodon:crue-1"]
    assert len(held.strangers.vectors) == len(held.strangers.at) == 1


def test_who_has_a_topic_is_no_stranger_however_far_from_it(
    store: Store, reader: Reader, background: Background
) -> None:
    begun(store, reader, 2, EARLY)
    update_topics(store, reader, as_of=EARLY, background=background)
    held = joining(store, (store.rows("last_run", flow="cluster")[0]["id"], None))
    assert held is not None
    window = material(store, reader, NOW, EARLY, at_most=10)
    far = np.full(len(window.ids), -1)
    held.strangers.keep(np.zeros(2, np.bool_))
    held.meet(replace(window, topics=["topic:theirs"] * len(far)), far)
    assert held.strangers.ids == []
    held.meet(window, far)
    assert held.strangers.ids == window.ids


def test_answers_of_a_few_words_begin_no_topic(store: Store, reader: Reader, background: Background) -> None:
    begun(store, reader, 0)
    answers = [replace(one, text="Pareil ici", reply_to="mastodon:elsewhere") for one in said("crue", 5, until=EARLY)]
    store.save(answers, now=EARLY)
    enrich_pending(store, reader, as_of=EARLY)
    assert not update_topics(store, reader, as_of=EARLY, background=background)[0]


def test_what_looks_began_is_clustered_soon(store: Store, reader: Reader, background: Background) -> None:
    begun(store, reader, 5, EARLY)
    update_topics(store, reader, as_of=EARLY, background=background)
    assert background.ended(wait=1) is None
    hold(store, None, NOW, material(store, reader, NOW - HOUR, NOW, at_most=1_000), at=0, begun=False)  # forgotten
    update_topics(store, reader, as_of=NOW + HOUR / 6, background=background)
    assert background.ended(wait=60) is not None, "a few messages were all that it was told from"


def test_a_clustering_that_began_before_carries_on_what_was_begun(
    store: Store, reader: Reader, background: Background
) -> None:
    begun(store, reader, 8, EARLY)
    window = material(store, reader, NOW - HOUR, EARLY, at_most=1_000)
    one = np.array(["sms" in name for name in window.ids], np.intp)  # a cut that sees no more than two things
    update_topics(store, reader, as_of=EARLY, background=background)
    early = topics_of(store)
    parameters = Settings().model_dump()
    cluster(store, window, decided(store).rules, as_of=EARLY, since=NOW, parameters=parameters, labels=one)
    assert topics_of(store)["crue-3"] == early["crue-3"] != early["jazz-3"]


def test_the_first_clustering_is_waited_for(store: Store, reader: Reader, background: Background) -> None:
    came(store, reader, "jazz", 40, NOW)
    update_topics(store, reader, as_of=NOW, background=background)
    assert background.ended() is None
    assert topics_of(store)


def test_what_a_person_decided_meanwhile_wins(store: Store, reader: Reader, background: Background) -> None:
    begun(store, reader)
    update_topics(store, reader, as_of=LATER, background=background)
    jazz = topics_of(store)["jazz-3"]
    Board(store, "analyste", at=LATER).label(jazz, "Le concert")
    update_topics(store, reader, as_of=LATER + SOON, background=background)
    assert background.ended() is None, "what was found without the pin is forgotten"
    assert labels_of(store)[jazz] == "Le concert"
    assert len(set(topics_of(store).values())) == 3
    assert joining(store, None) is None


def test_an_error_over_there_is_told_by_the_look_after(store: Store, reader: Reader, background: Background) -> None:
    assert background.begin(failing, NOW)
    with pytest.raises(BackgroundError, match=r"failing: [^$]*ValueError: no such thing"):
        background.ended(wait=60)
    assert background.ended() is None
    assert not background.begin(failing, NOW), "it rests nine times as long as it took"


def test_a_look_goes_on_when_a_job_failed(store: Store, reader: Reader, background: Background) -> None:
    background.begin(failing, NOW)
    while not (failed := watch_once(store, reader, [], now=NOW, background=background)[2]):
        pass
    assert "no such thing" in str(failed[0])


def test_a_process_that_dies_is_started_again(store: Store, reader: Reader, background: Background) -> None:
    assert background.begin(dying, NOW)
    with pytest.raises(BackgroundError, match="dying: its process ended"):
        background.ended(wait=60)
    assert background.begin(failing, NOW)
    with pytest.raises(BackgroundError, match="no such thing"):
        background.ended(wait=60)


def test_rumours_are_followed_and_needs_compared_over_there(
    store: Store, reader: Reader, background: Background
) -> None:
    begun(store, reader)
    busy = background.begin(waiting, NOW)
    found = detect_at(store, reader, as_of=NOW, background=background)
    assert busy
    assert not found.keys() & {"rumours", "needs"}
    assert background.ended(wait=60) is not None
    assert not store.rows("last_run", flow="follow")

    detect_at(store, reader, as_of=NOW + SOON, background=background)
    ended = background.ended(wait=60)
    assert ended is not None
    assert "rumours" in ended, "what could not begin is due at the next look"
    (run,) = store.rows("last_run", flow="follow")
    assert run["as_of"].to_native() == NOW + SOON

    detect_at(store, reader, as_of=NOW + 2 * SOON, background=background)
    ended = background.ended(wait=60)
    assert ended is not None
    assert "needs" in ended
    assert store.rows("last_run", flow="needs")
