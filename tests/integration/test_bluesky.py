"""Bluesky over real connections: both versions, one instance after the other, what was lost is said, nothing twice."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.atproto import now
from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable
from flows.sources import Checkpoint, Erasure, Item
from flows.sources.bluesky import STREAM, Bluesky, Settings, make
from graph.model import Message, Outage
from tests.servers.jetstream import FIRST, SECOND
from tests.stages.bluesky import OURS, Network
from tests.stages.site import Fault, Site
from tests.stages.sockets import serving_sockets

HOUR = 3_600_000_000
STRANGER = "did:plc:camille"

both = pytest.mark.parametrize("path", [FIRST, SECOND], ids=["version 1", "version 2"])


@contextmanager
def instance(network: Network) -> Iterator[Site]:
    with serving_sockets(network.answer, network.jetstream.talk) as site:
        try:
            yield site
        finally:
            network.jetstream.stopping.set()


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def site(network: Network) -> Iterator[Site]:
    with instance(network) as opened:
        yield opened


def source(*sites: Site, path: str = SECOND, **more: Any) -> Bluesky:
    quick: dict[str, Any] = {"silence": 0.5, "timeout": 1.0, "tries": 1, "pause": 0.01, "api": sites[0].address}
    addresses = [f"{site.address.replace('http', 'ws')}{path}" for site in sites]
    return make(Settings(**({"words": ["crue"], "addresses": addresses} | quick | more)))


def drain(stream: Iterator[Item]) -> tuple[list[Item], SourceError | None]:
    came: list[Item] = []
    try:
        for item in stream:
            came.append(item)
    except SourceError as error:
        return came, error
    return came, None


def texts(came: list[Item]) -> list[str]:
    return [item.text for item in came if isinstance(item, Message)]


def cursors(came: list[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in came if isinstance(item, Checkpoint)}


def cursor(at: int, site: Site | None = None, path: str = SECOND) -> dict[str, str]:
    address = f"{site.address.replace('http', 'ws')}{path}" if site else ""
    return {STREAM: json.dumps({"at": at, "address": address})}


def until(stream: Iterator[Item], done: Callable[[list[Item]], bool]) -> list[Item]:
    """What a stream without end yields until it is enough."""
    came: list[Item] = []
    deadline = time.monotonic() + 20
    for item in stream:
        came.append(item)
        if done(came):
            return came
        assert time.monotonic() < deadline, f"still waiting, after {came[-5:]}"
    raise AssertionError("a stream has no end")


@both
def test_it_reads_up_to_now_and_goes_on_there(network: Network, site: Site, path: str) -> None:
    network.write(STRANGER, "La crue")
    network.write(STRANGER, "Il fait beau")
    came, error = drain(source(site, path=path).collect({}))
    assert error is None
    assert texts(came) == ["La crue"]
    network.write(STRANGER, "La crue monte")
    network.tell(STRANGER, "3kgone", "delete")
    again, _ = drain(source(site, path=path).collect(cursors(came)))
    assert texts(again)[-1] == "La crue monte"
    assert Erasure("message", f"bluesky:{STRANGER}/3kgone") in again


@both
def test_an_account_that_goes_is_erased_whatever_is_followed(network: Network, site: Site, path: str) -> None:
    for did, account in (("did:plc:gone", {"active": False, "status": "deleted"}), ("did:plc:here", {"active": True})):
        network.jetstream.tell({"did": did, "kind": "account", "account": account})
    came, _ = drain(source(site, path=path).collect({}))
    assert [item for item in came if isinstance(item, Erasure)] == [Erasure("account", "bluesky:did:plc:gone")]


@both
def test_it_listens_and_says_where_it_is_even_in_silence(network: Network, site: Site, path: str) -> None:
    network.jetstream.lively = False
    stream = source(site, path=path).listen({})
    first = until(stream, lambda came: len(came) >= 2)
    assert all(isinstance(item, Checkpoint) for item in first)
    network.write(STRANGER, "La crue")
    came = until(stream, lambda came: bool(texts(came)) and isinstance(came[-1], Checkpoint))
    stream.close()
    again, _ = drain(source(site, path=path).collect(cursors(came)))
    # what stands at the cursor comes again, and nothing before it
    assert texts(again) == ["La crue"]


def test_only_the_chosen_accounts_are_asked_for_when_no_word_is_followed(network: Network, site: Site) -> None:
    network.write(OURS["prefet21.gouv.fr"], "Bonjour")
    network.write(STRANGER, "La crue")
    came, error = drain(source(site, words=[], authors=["@Prefet21.gouv.fr"]).collect({}))
    assert error is None
    assert set(texts(came)) == {"Bonjour"}
    asked = next(asked for asked in site.requests if asked.path == SECOND)
    assert asked.query["dids"] == OURS["prefet21.gouv.fr"]
    # the graph keeps cursors in clear
    assert not any("did:" in name for name in cursors(came))


def test_the_past_of_an_account_is_read_page_by_page_and_no_further_than_known(network: Network, site: Site) -> None:
    prefet = OURS["prefet21.gouv.fr"]
    chosen = source(site, words=[], authors=["prefet21.gouv.fr"])
    began = datetime.now(UTC) - timedelta(minutes=5)
    network.write(prefet, "premier", written=began, told=False)
    came, _ = drain(chosen.collect({}))
    for number in range(230):
        network.write(prefet, str(number), written=began + timedelta(seconds=1 + number), told=False)
    again, _ = drain(chosen.collect(cursors(came)))
    assert texts(again) == ["premier", *map(str, range(230))]
    pages = [asked for asked in site.requests if asked.path.endswith("getAuthorFeed")]
    assert len(pages) == 1 + 3
    last, _ = drain(chosen.collect(cursors(again)))
    assert texts(last) == ["229"]
    assert sum(asked.path.endswith("getAuthorFeed") for asked in site.requests) == 1 + 3 + 1


def test_an_unknown_account_is_named_and_stops_nobody(network: Network, site: Site) -> None:
    network.write(OURS["journal.exemple"], "Vérification", told=False)
    network.write(STRANGER, "La crue")
    came, error = drain(source(site, authors=["personne.exemple"], press=["journal.exemple"]).collect({}))
    assert isinstance(error, SourceBroken)
    assert "does not know the account personne.exemple" in str(error)
    assert texts(came) == ["Vérification", "La crue"]


def test_without_its_accounts_it_never_reads_the_whole_network(network: Network, site: Site) -> None:
    chosen = source(site, words=[], authors=["personne.exemple"])
    for stream in (chosen.collect({}), chosen.listen({})):
        came, error = drain(stream)
        assert isinstance(error, SourceBroken)
        assert came == []
    site.always = Fault(status=503)
    _, error = drain(source(site, words=[], authors=["prefet21.gouv.fr"]).collect({}))
    assert isinstance(error, SourceUnavailable)
    assert not any(asked.path == SECOND for asked in site.requests)


def test_the_next_instance_takes_over_and_goes_back_a_little(network: Network) -> None:
    other = Network()
    with instance(network) as first, instance(other) as second:
        began = now()
        network.write(STRANGER, "La crue monte")
        for each, witnessed in (("La crue monte", began - 2_000_000), ("La crue descend", now())):
            record = {"text": each, "createdAt": "2026-01-01T00:00:00Z"}
            commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": each[-3:], "record": record}
            other.jetstream.tell({"did": STRANGER, "kind": "commit", "commit": commit}, at=witnessed)
        came, _ = drain(source(first).collect({}))
        first.always = Fault(status=503)
        again, error = drain(source(first, second).collect(cursors(came)))
        assert error is None
        assert texts(again) == ["La crue monte", "La crue descend"]
        first.always = second.always = Fault(status=503)
        _, error = drain(source(first, second).collect(cursors(again)))
        assert isinstance(error, SourceUnavailable)
        assert first.address.partition("//")[2] in str(error)
        assert second.address.partition("//")[2] in str(error)


def test_a_stream_that_breaks_goes_on_elsewhere_without_being_opened_again(network: Network) -> None:
    other = Network()
    with instance(network) as first, instance(other) as second:
        stream = source(first, second).listen({})
        network.write(STRANGER, "Crue une")
        until(stream, lambda came: bool(texts(came)))
        network.jetstream.stopping.set()
        other.write(STRANGER, "Crue deux")
        assert texts(until(stream, lambda came: bool(texts(came)))) == ["Crue deux"]


def test_one_that_reads_too_slowly_goes_on_where_it_was(network: Network, site: Site) -> None:
    network.write(STRANGER, "Crue une")
    site.faults.append(Fault(body=b'{"$type":"error","error":"ConsumerTooSlow","message":"reconnect with cursor=4"}'))
    came, error = drain(source(site).collect({}))
    assert isinstance(error, SourceUnavailable)
    assert "too slowly" in str(error)
    again, error = drain(source(site).collect(cursors(came)))
    assert error is None
    assert texts(again) == ["Crue une"]


LOST = [
    ("version 2, by time", SECOND, True),
    ("version 1 does not say it", FIRST, True),
    ("version 1, of this morning", FIRST, False),
]


@pytest.mark.parametrize(("path", "old"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_what_is_no_longer_kept_is_reported_as_an_outage(network: Network, site: Site, path: str, old: bool) -> None:
    network.write(STRANGER, "Crue perdue")
    kept = network.jetstream.tell({"did": STRANGER, "kind": "identity", "identity": {}})
    network.write(STRANGER, "Crue gardée")
    network.jetstream.forgotten = 1
    since = kept - (30 if old else 3) * HOUR
    came, error = drain(source(site, path=path).collect(cursor(since, site, path)))
    assert error is None
    assert texts(came) == ["Crue gardée"]
    outages = [item for item in came if isinstance(item, Outage)]
    assert len(outages) == old
    for outage in outages:
        assert (outage.platform, outage.id.partition("|")[0]) == ("bluesky", "bluesky")
        assert outage.end is not None
        assert (outage.end - outage.start).total_seconds() == pytest.approx(30 * 3600, abs=1)


def test_a_place_that_is_refused_is_left_and_the_gap_is_reported(network: Network, site: Site) -> None:
    network.jetstream.refuses_the_past = True
    stream = source(site).listen(cursor(now() - 30 * HOUR, site))
    came = until(stream, lambda came: any(isinstance(item, Outage) for item in came))
    network.write(STRANGER, "La crue")
    assert texts(until(stream, lambda came: bool(texts(came)))) == ["La crue"]
    assert len([item for item in came if isinstance(item, Outage)]) == 1


def test_the_accounts_of_a_stream_with_a_gap_are_read_again_from_their_feeds(network: Network, site: Site) -> None:
    network.write(OURS["prefet21.gouv.fr"], "pendant la panne", told=False)
    network.jetstream.forgotten = 1
    network.write(OURS["prefet21.gouv.fr"], "après")
    chosen = source(site, words=[], authors=["prefet21.gouv.fr"])
    came, _ = drain(chosen.collect(cursor(now() - 30 * HOUR, site)))
    assert "pendant la panne" in texts(came)
    assert not any(isinstance(item, Outage) for item in came)


def test_a_clock_that_runs_ahead_does_not_take_the_cursor_with_it(network: Network, site: Site) -> None:
    network.jetstream.lively = False
    network.write(STRANGER, "La crue")
    ahead = network.jetstream.tell({"did": STRANGER, "kind": "identity", "identity": {}}, at=now() + 240 * HOUR)
    came, _ = drain(source(site, silence=0.5).collect({}))
    assert json.loads(cursors(came)[STREAM])["at"] < ahead - 200 * HOUR


FAULTS: list[tuple[str, str, type[SourceError], str]] = [
    ("no address of a stream", "https://exemple.fr/subscribe", SourceBroken, "is not the address of a stream"),
    ("nobody there", "ws://127.0.0.1:9/subscribe", SourceUnavailable, "cannot be reached"),
    ("another kind of server", "{site}/xrpc/app.bsky.feed.getAuthorFeed?actor=x&limit=1", SourceBroken, "HTTP"),
]


@pytest.mark.parametrize(("address", "kind", "sentence"), [case[1:] for case in FAULTS], ids=[c[0] for c in FAULTS])
def test_a_wrong_address_is_named(
    network: Network, site: Site, address: str, kind: type[SourceError], sentence: str
) -> None:
    network.feeds["x"] = []
    address = address.format(site=site.address.replace("http", "ws"))
    came, error = drain(source(site, addresses=[address]).collect({}))
    assert type(error) is kind
    assert sentence in str(error)
    assert came == []


@pytest.mark.parametrize(("status", "kind"), [(401, SourceRefused), (403, SourceRefused), (404, SourceBroken)])
def test_an_instance_that_says_no_is_believed(site: Site, status: int, kind: type[SourceError]) -> None:
    site.always = Fault(status=status)
    _, error = drain(source(site).collect({}))
    assert type(error) is kind


def test_an_instance_that_asks_for_patience_is_left_alone_by_everybody(site: Site) -> None:
    site.always = Fault(status=429, headers={"Retry-After": "3600"})
    drain(source(site).collect({}))
    asked = len(site.requests)
    site.always = None
    _, error = drain(source(site).collect({}))
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after is not None
    assert 3_500 < error.retry_after <= 3_600
    assert len(site.requests) == asked
