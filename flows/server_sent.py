"""Server-sent events: the streams of several servers, read at once by a plain generator."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, SimpleQueue

import httpx

from flows import pace
from flows.errors import SourceBroken, SourceError, SourceUnavailable
from flows.web import USER_AGENT, Limits, refusal, trusted

WAITING = 1_000
"""Events of all streams that may wait to be taken; beyond it the servers wait."""

SILENCE = 40.0
"""Seconds without a byte after which a stream is taken for dead: Mastodon gives a sign of life every fifteen."""

_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream is open: what happens from now on will be told."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream is over: why, and whether it had been open at all."""

    error: SourceError
    opened: bool


Heard = Opened | Told | Ended


@dataclass
class Decoder:
    r"""Turns the bytes of one stream into events (WHATWG HTML, 9.2.6), however they are cut into pieces.

    >>> list(Decoder(100).feed(b"event: delete\ndata: 7\n\n:thump\n"))
    [Told(name='delete', data='7')]
    """

    most: int
    """Bytes of one event."""
    _rest: bytes = b""
    _name: str = ""
    _data: list[str] = field(default_factory=list)
    _size: int = 0

    def feed(self, piece: bytes) -> Iterator[Told]:
        """Yield the events that end in `piece`; raise `SourceBroken` for one that is too long."""
        text = self._rest + piece
        # a line end may be cut in two
        kept = text[-1:] if text.endswith(b"\r") else b""
        *lines, rest = _LINE_END.split(text[: len(text) - len(kept)])
        self._rest = rest + kept
        for line in lines:
            self._size += len(line)
            if line:
                self._field(line.decode("utf-8", "replace"))
                continue
            if self._data:
                yield Told(self._name or "message", "\n".join(self._data))
            self._name, self._data, self._size = "", [], 0
        if self._size + len(self._rest) > self.most:
            raise SourceBroken(f"sent an event of more than {self.most:,} bytes")

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "data":
            self._data.append(value)


class Channels:
    """Streams by name, read in a thread of their own. `open` one, and `take` what they tell in the order it came."""

    def __init__(self, limits: Limits, silence: float = SILENCE) -> None:
        self.limits = limits
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="channels", daemon=True)
        self._heard_of: SimpleQueue[tuple[str, int, Heard]] = SimpleQueue()
        self._room = asyncio.Semaphore(WAITING)
        self._numbers = count(1)
        self._open: dict[str, tuple[int, Future[None]]] = {}
        patience = httpx.Timeout(limits.seconds, read=silence)
        self._web = httpx.AsyncClient(
            headers={"user-agent": USER_AGENT}, timeout=patience, follow_redirects=True, verify=trusted()
        )

    def __enter__(self) -> "Channels":
        self._thread.start()
        return self

    def __exit__(self, *of_what: object) -> None:
        for name in list(self._open):
            self.close(name)
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        # a generator that nobody closed is closed by whatever thread happens to tidy up
        if threading.current_thread() is not self._thread:
            self._thread.join()
        if not self._loop.is_running():
            self._loop.close()

    def open(self, name: str, url: str, headers: dict[str, str]) -> None:
        """Open the stream at `url`; `take` tells when it is open, or why it is not."""
        number = next(self._numbers)
        following = self._follow(name, number, url, headers)
        self._open[name] = number, asyncio.run_coroutine_threadsafe(following, self._loop)

    def close(self, name: str) -> None:
        """Close a stream; what it told and nobody took is forgotten."""
        _, task = self._open.pop(name)
        task.cancel()

    def take(self, seconds: float) -> tuple[str, Heard] | None:
        """Return the next thing that is heard and the name of its stream; None when all are silent for `seconds`."""
        try:
            name, number, heard = self._heard_of.get(timeout=seconds)
        except Empty:
            return None
        self._loop.call_soon_threadsafe(self._room.release)
        current = self._open.get(name)
        return (name, heard) if current is not None and current[0] == number else None

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        await self._web.aclose()
        self._loop.stop()

    async def _follow(self, name: str, number: int, url: str, headers: dict[str, str]) -> None:
        opened = False
        try:
            async for heard in self._heard(url, headers):
                opened = True
                await self._room.acquire()
                self._heard_of.put((name, number, heard))
        except (SourceError, httpx.HTTPError, httpx.InvalidURL) as error:
            self._heard_of.put((name, number, Ended(_explained(error, url), opened)))

    async def _heard(self, url: str, headers: dict[str, str]) -> AsyncIterator[Heard]:
        accepting = headers | {"accept": "text/event-stream"}
        async with self._web.stream("GET", url, headers=accepting) as response:
            if not response.is_success:
                pace.heard(response.url.netloc.decode(), response.status_code, response.headers)
                raise refusal(_shown(url), response.status_code, response.headers)
            if not response.headers.get("content-type", "").startswith("text/event-stream"):
                raise SourceBroken(f"{_shown(url)} is no stream of events: check the address.")
            yield Opened()
            decoder = Decoder(self.limits.bytes)
            async for piece in response.aiter_bytes():
                try:
                    for told in decoder.feed(piece):
                        yield told
                except SourceBroken as error:
                    raise SourceBroken(f"{_shown(url)} {error}: check the address.") from error
        raise SourceUnavailable(f"{_shown(url)} ended the stream: we open it again.")


def _explained(error: Exception, url: str) -> SourceError:
    if isinstance(error, SourceError):
        return error
    if isinstance(error, httpx.TimeoutException):
        return SourceUnavailable(f"{_shown(url)} fell silent: we open it again.")
    if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol):
        return SourceUnavailable(f"{_shown(url)} cannot be reached ({type(error).__name__}): try again later.")
    return SourceBroken(f"{_shown(url)} cannot be read as a stream ({type(error).__name__}): check the address.")


def _shown(url: str) -> str:
    return url.partition("?")[0]
