"""The listening service on a real graph: streams and polls together; failures stop nobody, kills lose nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.listening import Listening
from flows.sources import load
from graph import server
from graph.store import Store, connect, folder
from tests.stages import Stage, stage_of
from tests.stages.bluesky import Network
from tests.stages.mastodon import Instance, instance
from tests.stages.site import Fault
from tests.waiting import wait_for, wait_until

pytestmark = [
    pytest.mark.neo4j,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


@dataclass
class Service:
    """A service that listens in a thread."""

    store: Store
    stages: dict[str, Stage]
    complaints: list[str] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[Listening]:
        """Listen for the length of a `with` block."""
        listening = Listening(self.store, 1.0, complain=self.complaints.append)
        # patient: a busy machine is no broken server
        collectors = [load(name, **stage.patient) for name, stage in self.stages.items()]
        thread = threading.Thread(target=lambda: self.ended.append(listening.run(collectors)))
        thread.start()
        try:
            yield listening
        finally:
            listening.stop.set()
            thread.join(30)
            assert not thread.is_alive()
            wait_until(lambda: not any(each.name.startswith("listen ") for each in threading.enumerate()))

    def all_known(self) -> dict[str, int]:
        return {name: self.known(name) for name in self.stages}

    def known(self, source: str) -> int:
        return int(self.ask("MATCH (m:Message {source_id: $id}) RETURN count(m) AS n", id=source)[0]["n"])

    def ask(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        return self.store.ask(text, parameters).rows


def sizes(ids: dict[str, set[str]]) -> dict[str, int]:
    return {name: len(some) for name, some in ids.items()}


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    with ExitStack() as stack:
        names = ("bluesky", "mastodon", "feeds")
        yield Service(store, {name: stack.enter_context(stage_of(name, tmp_path)) for name in names})


def test_streams_and_polls_are_heard_together_until_stopped(service: Service) -> None:
    ids = {name: set(stage.first) for name, stage in service.stages.items()}
    with service.running():
        for _ in range(3):
            wait_for(service.all_known, sizes(ids))
            for name, stage in service.stages.items():
                ids[name] |= stage.publish("more")
        wait_for(service.all_known, sizes(ids))
    assert service.ended == [True]
    runs = service.ask("MATCH (r:Run) RETURN r.state AS state, count(r) AS n")
    assert {row["state"] for row in runs} == {"completed"}
    # streams were listened to, not asked again and again
    health = service.ask("MATCH (s:Source) RETURN s.id AS id, s.saved AS saved, s.last_error AS error")
    assert {row["id"]: row["saved"] for row in health} == sizes(ids)
    assert {row["error"] for row in health} == {None}


def test_it_goes_on_where_it_stopped(service: Service) -> None:
    ids = {name: set(stage.first) for name, stage in service.stages.items()}
    with service.running():
        wait_for(service.all_known, sizes(ids))
    for name, stage in service.stages.items():
        ids[name] |= stage.publish("more")
    with service.running():
        wait_for(service.all_known, sizes(ids))
    assert service.ended == [True, True]


def test_a_source_that_fails_stops_nobody_and_is_heard_again_without_a_gap(service: Service) -> None:
    site = service.stages["mastodon"].site
    assert site is not None
    site.always = Fault(status=503)
    with service.running():
        wait_until(lambda: service.known("bluesky") == len(service.stages["bluesky"].first))
        wait_until(lambda: any("HTTP 503" in complaint for complaint in service.complaints))
        wait_until(lambda: bool(service.ask("MATCH (s:Source {id: 'mastodon'}) RETURN s.last_error AS e")[0]["e"]))
        service.stages["mastodon"].publish("more")
        site.always = None
        wait_until(lambda: service.known("mastodon") == len(service.stages["mastodon"].first) + 2)
    assert service.ended == [True]


def test_a_source_that_fails_in_part_is_listened_to_all_the_same(service: Service) -> None:
    stage = service.stages["bluesky"]
    # its collect fails for as long as this account is among the chosen ones
    stage.settings = {**stage.settings, "authors": ["personne.exemple"]}
    service.stages = {"bluesky": stage}
    with service.running() as listening:
        wait_until(lambda: bool(service.complaints))
        before = service.known("bluesky")
        stage.publish("more")
        wait_until(lambda: service.known("bluesky") > before)
        # it would have been collected again by now
        assert not listening.stop.wait(4)
    assert len(service.complaints) == 1
    assert "personne.exemple" in service.complaints[0]


def test_a_fault_of_ours_ends_it_and_is_not_hidden(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("flows.listening.Look.keep", broken)
    with service.running() as listening:
        wait_until(listening.stop.is_set)
    assert service.ended == [False]


LISTEN = "from flows.cli import main; main()"


@dataclass
class Program:
    """`cyberimpact listen` as an operator runs it."""

    environment: dict[str, str]

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", LISTEN, "listen", "bluesky", "mastodon", "--graph", "heard"],
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def heard(own_home: Path, prepared: Path) -> Iterator[Store]:
    """A graph of its own, which stays while those who write it are killed."""
    server.copy(prepared, folder("heard"))
    with connect("heard") as store:
        yield store


def streams(home: Instance) -> int:
    """How often a stream of a server was opened."""
    assert home.site is not None
    return sum(asked.path.startswith("/api/v1/streaming") for asked in home.site.requests)


def texts(store: Store) -> list[str]:
    # what is deleted while it is asked for is found, and has no text any more
    asked = "MATCH (m:Message) WHERE m.text IS NOT NULL RETURN m.text AS text"
    return sorted(row["text"] for row in store.ask(asked, limit=10_000).rows)


def test_killed_again_and_again_it_loses_and_doubles_nothing(heard: Store, own_home: Path) -> None:
    network = Network()
    with instance() as home, ExitStack() as stack:
        environment = stack.enter_context(settings_for(network, home))
        written: list[str] = []

        def write(number: int) -> None:
            text = f"La crue, message {number}"
            home.post(text)
            network.write("did:plc:camille", f"{text} sur Bluesky")
            written.extend([text, f"{text} sur Bluesky"])

        program = Program(environment)
        number = 0
        for _ in range(3):
            process = program.start()
            before = len(texts(heard))
            while len(texts(heard)) < before + 6:
                assert process.poll() is None, process.communicate()[0]
                write(number := number + 1)
                time.sleep(0.3)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            write(number := number + 1)
        opened = streams(home)
        process = program.start()
        wait_for(lambda: texts(heard), sorted(written), 120)
        wait_until(lambda: streams(home) > opened)
        gone = home.post("Trop vite écrit")
        written.append("Trop vite écrit")
        wait_for(lambda: texts(heard), sorted(written))
        home.delete(gone)
        written.remove("Trop vite écrit")
        wait_for(lambda: texts(heard), sorted(written))
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM, said
    assert "Traceback" not in said
    saved = heard.ask("MATCH (s:Source) RETURN sum(s.saved) AS n").rows[0]["n"]
    assert saved == len(written) + 1


@contextmanager
def settings_for(network: Network, home: Instance) -> Iterator[dict[str, str]]:
    """Serve the network; yield the environment that listens to it and to `home`, and to nothing else."""
    from tests.servers.jetstream import SECOND
    from tests.stages.sockets import serving_sockets

    with serving_sockets(network.answer, network.jetstream.talk) as site:
        try:
            yield {
                "CYBERIMPACT_MASTODON_BASE_URLS": f"http://{home.host}",
                # on a busy machine much is written before the first look
                "CYBERIMPACT_MASTODON_FIRST_PAGES": "1000",
                "CYBERIMPACT_BLUESKY_WORDS": "crue",
                "CYBERIMPACT_BLUESKY_ADDRESSES": f"{site.address.replace('http', 'ws')}{SECOND}",
                "CYBERIMPACT_BLUESKY_API": site.address,
            }
        finally:
            network.jetstream.stopping.set()
