"""Events come out the same however the network cuts them."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import SourceBroken, SourceUnavailable
from flows.server_sent import Channels, Decoder, Ended, Opened, Told
from flows.web import Limits
from tests.stages.site import Asked, Reply, serving

CASES: list[tuple[bytes, list[Told]]] = [
    (b"event: update\ndata: {}\n\n", [Told("update", "{}")]),
    (b"event: update\r\ndata: {}\r\n\r\n", [Told("update", "{}")]),
    (b"event: update\rdata: {}\r\r\n", [Told("update", "{}")]),
    (b"data:a\ndata: b\n\n", [Told("message", "a\nb")]),
    (b":thump\n\n:thump\n\ndata: 1\n\n", [Told("message", "1")]),
    (b"event: filters_changed\n\nevent: delete\ndata: 7\n\n", [Told("delete", "7")]),
    (b"id: 3\nretry: 10\nnonsense\ndata\n\n", [Told("message", "")]),
    ("data: crue\u2028\u0085 🌊\n\n".encode(), [Told("message", "crue\u2028\u0085 🌊")]),
    (b"data: \xff\n\n", [Told("message", "\ufffd")]),
    (b"event: update\ndata: cut", []),
    (b"", []),
]


@pytest.mark.parametrize(("stream", "events"), CASES)
def test_a_stream_is_read(stream: bytes, events: list[Told]) -> None:
    assert list(Decoder(1_000).feed(stream)) == events


@given(
    stream=st.lists(st.sampled_from([case[0] for case in CASES[:-2]]), max_size=6).map(b"".join),
    cuts=st.lists(st.integers(0, 400), max_size=20),
)
def test_where_it_is_cut_does_not_matter(stream: bytes, cuts: list[int]) -> None:
    decoder = Decoder(1_000)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert [told for piece in pieces for told in decoder.feed(piece)] == list(Decoder(1_000).feed(stream))


@pytest.mark.parametrize("piece", [b"data: x\n", b"x"])
def test_an_event_without_end_is_given_up(piece: bytes) -> None:
    decoder = Decoder(1_000)
    with pytest.raises(SourceBroken, match="more than 1,000 bytes"):
        all(list(decoder.feed(piece)) == [] for _ in range(2_000))


def test_long_streams_of_short_events_are_no_long_events() -> None:
    decoder = Decoder(1_000)
    assert sum(len(list(decoder.feed(b"data: x\n\n"))) for _ in range(2_000)) == 2_000


def test_a_stream_that_falls_silent_is_over() -> None:
    over = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield b"data: 1\n\n"
        over.wait(20)

    def answer(asked: Asked) -> Reply:
        return Reply(content_type="text/event-stream", pieces=pieces())

    with serving(answer) as site, Channels(Limits(), silence=0.3) as channels:
        channels.open("a", f"{site.address}/stream?token=confidential", {})
        heard = [channels.take(20) for _ in range(3)]
        over.set()
    assert heard[:2] == [("a", Opened()), ("a", Told("message", "1"))]
    assert heard[2] is not None
    ended = heard[2][1]
    assert isinstance(ended, Ended)
    assert ended.opened
    assert type(ended.error) is SourceUnavailable
    assert str(ended.error) == f"{site.address}/stream fell silent: we open it again."


def test_what_a_closed_stream_had_said_is_forgotten() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(content_type="text/event-stream", pieces=iter([f"data: {asked.path}\n\n".encode()]))

    with serving(answer) as site, Channels(Limits()) as channels:
        channels.open("a", f"{site.address}/1", {})
        assert channels.take(20) == ("a", Opened())
        # long enough for the rest to be there, waiting to be taken
        time.sleep(0.3)
        channels.close("a")
        channels.open("a", f"{site.address}/2", {})
        heard = [found[1] for found in (channels.take(20) for _ in range(4)) if found]
    assert heard == [Opened(), Told("message", "/2")]
