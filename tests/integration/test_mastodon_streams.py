"""Timelines as they grow: new, edited and deleted posts, gaps filled after each break, servers without streams."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceRefused, SourceUnavailable
from flows.sources import Checkpoint, Erasure, Refusal
from flows.sources.mastodon import Mastodon, Settings, make
from graph.model import Message
from tests.stages.mastodon import Instance, instance, quick
from tests.stages.site import Asked, Fault, Reply, Site, serving
from tests.streams import cursors, texts, until, until_it_breaks, until_saved

pytestmark = pytest.mark.real_servers


@pytest.fixture
def home() -> Iterator[Instance]:
    with instance() as opened:
        yield opened


def site_of(opened: Instance) -> Site:
    assert opened.site is not None
    return opened.site


def source(*instances: Instance, **more: Any) -> Mastodon:
    # patient: a busy machine is no broken server
    return make(Settings(**{**quick(*instances), "timeout": 10.0, **more}))


def streams(opened: Instance) -> list[Asked]:
    return [asked for asked in site_of(opened).requests if asked.path.startswith("/api/v1/streaming")]


def test_posts_edits_and_deletes_are_heard(home: Instance) -> None:
    stream = source(home).listen({})
    until_saved(stream, lambda _: bool(streams(home)))
    home.post("avant")
    until_saved(stream, lambda came: bool(texts(came)))
    post = home.post("La crue monte")
    came = until_saved(stream, lambda came: "La crue monte" in texts(came))
    assert cursors(came)[f"{home.host}/public"] == home.native(post)
    home.edit(post, "La crue descend")
    came = until(stream, lambda came: "La crue descend" in texts(came))
    assert {item.id for item in came if isinstance(item, Message)} == {post}
    home.delete(post)
    assert until(stream, lambda came: isinstance(came[-1], Erasure))[-1] == Erasure("message", post)


def test_what_was_written_before_the_stream_opened_is_read_from_the_timeline(home: Instance) -> None:
    home.post("avant")
    came = until_saved(source(home).listen({}), lambda came: bool(texts(came)))
    for number in range(100):
        home.post(str(number))
    again = until_saved(source(home, pages=1).listen(cursors(came)), lambda came: len(texts(came)) >= 100)
    assert texts(again)[:100] == [str(number) for number in range(100)]


def test_a_break_loses_nothing(home: Instance) -> None:
    collector = source(home)
    stream = collector.listen({})
    home.post("avant")
    came = until_saved(stream, lambda came: bool(texts(came)))
    home.cut()
    broken, error = until_it_breaks(stream)
    assert isinstance(error, SourceUnavailable)
    assert "ended the stream" in str(error)
    home.post("pendant")
    again = until_saved(collector.listen(cursors(came) | cursors(broken)), lambda came: bool(texts(came)))
    assert texts(again) == ["pendant"]


def test_a_break_of_one_server_is_mended_while_the_others_are_heard(home: Instance) -> None:
    with instance() as other:
        stream = source(home, other).listen({})
        until_saved(stream, lambda _: bool(streams(home) and streams(other)))
        other.post("avant")
        until_saved(stream, lambda came: "avant" in texts(came))
        other.cut()
        home.post("ici")
        other.post("là, pendant la coupure")
        until_saved(stream, lambda came: {"ici", "là, pendant la coupure"} <= set(texts(came)))
        assert len(streams(home)) == 1
        assert len(streams(other)) >= 2


def test_silence_still_says_where_it_is(home: Instance) -> None:
    stream = source(home).listen({})
    first = until_saved(stream, lambda came: len(came) >= 2)
    assert all(isinstance(item, Checkpoint) for item in first)
    # nothing was read: a later run begins at the beginning
    home.post("enfin")
    assert texts(list(source(home).collect(cursors(first)))) == ["enfin"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_server_without_a_stream_is_asked_again_and_again(home: Instance, status: int) -> None:
    home.streams = False
    stream = source(home).listen({})
    home.post("un")
    came = until_saved(stream, lambda came: bool(texts(came)))
    home.post("deux")
    assert texts(until_saved(stream, lambda came: bool(texts(came)))) == ["deux"]
    assert texts(came) == ["un"]
    assert len(streams(home)) == 1


def test_hashtags_have_streams_of_their_own(home: Instance) -> None:
    stream = source(home, tags=["crue", "dijon"], local=True).listen({})
    until_saved(stream, lambda _: len(streams(home)) == 2)
    home.post("rien")
    home.post("#dijon au sec")
    came = until_saved(stream, lambda came: bool(texts(came)))
    assert texts(came) == ["#dijon au sec"]
    assert f"{home.host}/tag/dijon" in cursors(came)
    assert {asked.path for asked in streams(home)} == {"/api/v1/streaming/hashtag/local"}


def test_one_deaf_server_does_not_stop_the_others(home: Instance) -> None:
    with instance() as other:
        site_of(other).always = Fault(status=503)
        stream = source(home, other).listen({})
        home.post("ici")
        came = until_saved(stream, lambda came: bool(texts(came)))
        assert texts(came) == ["ici"]
        other.post("là")
        site_of(other).always = None
        assert texts(until(stream, lambda came: bool(texts(came)))) == ["là"]


def test_no_server_that_answers_is_a_failure_after_which_nothing_is_lost(home: Instance) -> None:
    with ExitStack() as stack:
        both = [home, stack.enter_context(instance())]
        for each in both:
            site_of(each).always = Fault(status=503, headers={"Retry-After": "40"})
        came, error = until_it_breaks(source(*both).listen({}))
        assert isinstance(error, SourceUnavailable)
        assert all(each.host in str(error) for each in both)
        assert not texts(came)


def event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()


STATUS = {
    "id": "9",
    "created_at": "2026-11-24T08:00:00.000Z",
    "account": {"acct": "camille"},
    "content": "<p>Entier</p>",
    "visibility": "public",
}


def played(pieces: list[bytes], content_type: str = "text/event-stream") -> Any:
    """A server whose timeline is empty and whose stream says `pieces`, then ends."""

    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/api/v1/streaming"):
            return Reply(content_type=content_type, pieces=iter(pieces))
        return Reply(b"{}" if asked.path == "/api/v2/instance" else b"[]")

    return serving(answer)


def test_damaged_events_are_refused_and_the_rest_is_heard() -> None:
    damaged = [b"{nonsense", b"7", b"[]", b'{"id": null}', json.dumps({**STATUS, "account": None}).encode()]
    pieces = [event("update", each.decode()) for each in damaged] + [event("update", json.dumps(STATUS))]
    pieces += [event("announcement", "{}"), b":thump\n\n"]
    with played(pieces) as site:
        settings = Settings(base_urls=[site.address], timeout=10.0, tries=1, pause=0.01)
        came, error = until_it_breaks(make(settings).listen({}))
    assert isinstance(error, SourceUnavailable)
    assert "ended the stream" in str(error)
    assert texts(came) == ["Entier"]
    assert [item.reason for item in came if isinstance(item, Refusal)] == ["bad-record"] * len(damaged)
    host = site.address.removeprefix("http://")
    assert cursors(came).get(f"{host}/public") in {None, "", "9"}


@pytest.mark.parametrize(
    ("pieces", "content_type", "kind", "sentence"),
    [
        ([b"data: " + b"x" * 6_000_000], "text/event-stream", SourceBroken, "more than 5,000,000 bytes"),
        ([], "text/event-stream", SourceUnavailable, "ended the stream"),
    ],
)
def test_a_stream_that_talks_nonsense_is_named(
    pieces: list[bytes], content_type: str, kind: type[Exception], sentence: str
) -> None:
    with played(pieces, content_type) as site:
        settings = Settings(base_urls=[site.address], timeout=10.0, tries=1, pause=0.01)
        _, error = until_it_breaks(make(settings).listen({}))
    assert type(error) is kind
    assert sentence in str(error)


def test_a_page_instead_of_a_stream_is_no_stream() -> None:
    with played([b"<html>"], "text/html") as site:
        stream = make(Settings(base_urls=[site.address], every=0.1, timeout=10.0)).listen({})
        until_saved(stream, lambda _: sum(asked.path == "/api/v1/timelines/public" for asked in site.requests) > 2)
        assert sum(asked.path.startswith("/api/v1/streaming") for asked in site.requests) == 1


def test_a_gap_that_cannot_be_filled_is_not_jumped_over(home: Instance) -> None:
    """What an open stream says must not move the cursor past what its timeline could not give."""
    with instance() as other:
        other.post("avant")
        came = until_saved(source(other).listen({}), lambda came: bool(texts(came)))
        other.post("pendant")
        site = site_of(other)
        # the server's description and its stream answer, the timeline does not, twice
        site.requests.clear()
        site.faults.extend([None, None, Fault(status=503), Fault(status=503)])
        stream = source(home, other).listen(cursors(came))
        until(stream, lambda _: len(site.requests) >= 4)
        other.post("après")
        heard = until_saved(stream, lambda came: {"pendant", "après"} <= set(texts(came)))
        assert cursors(heard)[f"{other.host}/public"] > cursors(came)[f"{other.host}/public"]


def test_nobody_is_let_in(home: Instance) -> None:
    site_of(home).always = Fault(status=401)
    _, error = until_it_breaks(source(home).listen({}))
    assert isinstance(error, SourceRefused)
    assert "A token for" in str(error)
