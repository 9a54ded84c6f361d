"""Bluesky against its own software: real repositories, a real firehose, what people write and take back."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.listening import Listening
from flows.sources import Erasure, Item, load
from flows.sources.bluesky import Bluesky
from graph.model import Account, Message
from graph.store import Store
from tests.servers.jetstream import FIRST, SECOND
from tests.servers.network import AtNetwork, Author, at_network
from tests.streams import cursors, texts, until_saved
from tests.waiting import wait_for, wait_until

pytestmark = [pytest.mark.real_servers, pytest.mark.at_network]

both = pytest.mark.parametrize("path", [FIRST, SECOND], ids=["version 1", "version 2"])


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtNetwork]:
    with at_network(tmp_path_factory.mktemp("at-network")) as running:
        yield running


@pytest.fixture
def join(network: AtNetwork, request: pytest.FixtureRequest) -> Callable[[str], Author]:
    """Make accounts that no other test knows."""
    number = abs(hash(request.node.nodeid)) % 10**6
    return lambda name: network.join(f"{name}-{number}")


def source(network: AtNetwork, path: str = SECOND, **more: Any) -> Bluesky:
    assert network.site is not None
    address = f"{network.site.address.replace('http', 'ws')}{path}"
    quiet = {"addresses": [address], "api": network.site.address, "silence": 1.0, "timeout": 60.0}
    collector = load("bluesky", **{"words": ["crue"], **quiet, **more})
    assert isinstance(collector, Bluesky)
    return collector


def wrote(network: AtNetwork, author: Author, times: int) -> None:
    """Wait until the firehose has told of what somebody wrote and took back."""

    def commits() -> int:
        events = network.jetstream.events
        return sum(event["kind"] == "commit" and event["did"] == author.did for event in events)

    wait_until(lambda: commits() >= times)


def messages(came: list[Item]) -> list[Message]:
    return [item for item in came if isinstance(item, Message)]


@both
def test_what_people_write_is_read(network: AtNetwork, join: Callable[[str], Author], path: str) -> None:
    camille, leo = join("camille"), join("leo")
    uri = camille.post("La crue monte 🌊 à Dijon", facets=[tag("dijon", 24)], langs=["fr", "en"])
    leo.post("Il fait beau")
    answer = leo.post("Quelle crue ?", reply={"root": reference(uri), "parent": reference(uri)})
    wrote(network, camille, 1)
    wrote(network, leo, 2)
    came = [item for item in source(network, path).collect({}) if camille.did in repr(item) or leo.did in repr(item)]
    first, second = messages(came)
    assert (first.id, first.text) == (id_of(uri), "La crue monte 🌊 à Dijon")
    assert (first.lang, first.hashtags, first.author_id) == ("fr", ("dijon",), f"bluesky:{camille.did}")
    assert (second.id, second.reply_to) == (id_of(answer), first.id)


def test_both_versions_tell_the_same(network: AtNetwork, join: Callable[[str], Author]) -> None:
    camille = join("camille")
    gone = camille.post("La crue, trop vite dit")
    camille.post("La crue monte")
    camille.delete(gone)
    wrote(network, camille, 3)
    told = [
        [item for item in source(network, path).collect({}) if camille.did in repr(item)] for path in (FIRST, SECOND)
    ]
    assert told[0] == told[1]
    assert Erasure("message", id_of(gone)) in told[0]


def test_what_they_take_back_is_erased(network: AtNetwork, join: Callable[[str], Author]) -> None:
    camille, leo, chloe = join("camille"), join("leo"), join("chloe")
    stream = source(network).listen({})
    post, other = camille.post("La crue monte"), camille.post("La crue gronde")
    until_saved(stream, lambda came: len(texts(came)) >= 2)
    camille.edit(post, "La crue descend")
    came = until_saved(stream, lambda came: "La crue descend" in texts(came))
    assert {message.id for message in messages(came)} == {id_of(post)}
    camille.edit(other, "Autre chose")
    camille.delete(post)
    leo.call("com.atproto.server.deactivateAccount")
    network.take_down(chloe)
    erased = {Erasure("message", id_of(other)), Erasure("message", id_of(post))}
    erased |= {Erasure("account", f"bluesky:{author.did}") for author in (leo, chloe)}
    until_saved(stream, lambda came: erased <= {item for item in came if isinstance(item, Erasure)})
    stream.close()


def test_it_goes_on_where_it_stopped(network: AtNetwork, join: Callable[[str], Author]) -> None:
    camille = join("camille")
    camille.post("La crue, un")
    wrote(network, camille, 1)
    came = list(source(network).collect({}))
    camille.post("La crue, deux")
    camille.post("La crue, trois")
    wrote(network, camille, 3)
    again = [message.text for message in messages(list(source(network).collect(cursors(came))))]
    assert again[-2:] == ["La crue, deux", "La crue, trois"]


def test_accounts_are_found_by_their_handle(network: AtNetwork, join: Callable[[str], Author]) -> None:
    camille, leo = join("camille"), join("leo")
    chosen = source(network, words=[], press=[camille.handle])
    stream = chosen.listen({})
    camille.post("Bonjour")
    leo.post("La crue")
    came = until_saved(stream, lambda came: bool(texts(came)))
    stream.close()
    assert texts(came) == ["Bonjour"]
    assert [item.kind for item in came if isinstance(item, Account)] == ["press"]


@pytest.mark.neo4j
def test_from_a_repository_into_the_graph_and_out_again(
    network: AtNetwork, join: Callable[[str], Author], store: Store, tmp_path: Path
) -> None:
    camille = join("camille")
    word = camille.handle.removesuffix(".test")
    listening = Listening(store, 5.0)
    thread = threading.Thread(target=listening.run, args=([source(network, words=[f"{word}*"])],))
    thread.start()

    def known() -> list[str]:
        return sorted(row["text"] for row in store.ask("MATCH (m:Message) RETURN m.text AS text").rows)

    try:
        uri = camille.post(f"{word} : la crue monte")
        camille.post(f"{word} : tout va bien")
        wait_for(known, sorted([f"{word} : la crue monte", f"{word} : tout va bien"]))
        ids = store.ask("MATCH (n) WHERE n:Message OR n:Account RETURN n.id AS id").rows
        assert not any("did:" in row["id"] for row in ids)
        camille.delete(uri)
        wait_for(known, [f"{word} : tout va bien"])
        camille.call("com.atproto.server.deactivateAccount")
        wait_for(known, [])
    finally:
        listening.stop.set()
        thread.join(60)
    assert not thread.is_alive()


def id_of(uri: str) -> str:
    did, _, rkey = uri.removeprefix("at://").split("/")
    return f"bluesky:{did}/{rkey}"


def reference(uri: str) -> dict[str, str]:
    return {"uri": uri, "cid": "bafyreib2rxk3rh6kzwq2zvt2yyx3x3q5vmx6s3b3ydzyfjpt7yyr7zq2ze"}


def tag(name: str, start: int) -> dict[str, Any]:
    index = {"byteStart": start, "byteEnd": start + len(name)}
    return {"index": index, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": name}]}
