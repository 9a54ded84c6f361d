"""Timelines as they grow: each by its stream, those without one by asking again, a gap filled after each break."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import httpx

from flows import pace
from flows.errors import SourceError, SourceUnavailable, together
from flows.fediverse.statuses import message_id, order, parse
from flows.fediverse.timelines import Depth, Server, Timeline
from flows.server_sent import Channels, Heard, Opened, Told
from flows.sources import Checkpoint, Erasure, Item, Refusal
from flows.web import Limits

LONGEST = 300.0
"""Seconds after which a timeline that failed is tried again at the latest, unless its server asks for more."""
PATIENCE = 900.0
"""Seconds for which one timeline may fail while others are heard, before that counts as a failure of the source."""
ALL = 1_000_000
"""Pages: as many as there are."""
TICK = 0.5
"""Seconds of silence after which to look at what is due."""
PACE = 1.0
"""Seconds between two checkpoints."""

log = logging.getLogger(__name__)


@dataclass
class Ear:
    """One timeline that is listened to."""

    timeline: Timeline
    cursor: str | None
    told: str | None = None
    """The cursor that was checkpointed last."""
    due: float = 0.0
    """When to open it, or to ask again; never, while it is open."""
    streams: bool = True
    """False once the server has no stream for us."""
    failures: int = 0
    error: SourceError | None = None
    """Why it is not heard now."""
    deaf_since: float = 0.0

    def heard(self) -> None:
        self.failures, self.error = 0, None

    def failed(self, error: SourceError) -> None:
        """Note why it is not heard, and when to try again."""
        log.warning("%s", error)
        asked = error.retry_after or 0.0 if isinstance(error, SourceUnavailable) else 0.0
        self.deaf_since = self.deaf_since if self.error else time.monotonic()
        self.error = error
        self.due = time.monotonic() + max(asked, min(2.0**self.failures, LONGEST))
        self.failures += 1

    def checkpoint(self) -> Checkpoint:
        self.told = self.cursor
        return Checkpoint(self.cursor or "", self.timeline.name)


def listen(
    web: httpx.Client,
    ears: Sequence[Ear],
    depth: Depth,
    limits: Limits,
    *,
    every: float,
) -> Iterator[Item]:
    """Yield what the timelines tell, without end; those without a stream are asked `every` so many seconds.

    Raise a `SourceError` when none of them is heard, or when one has not been for a quarter of an hour.
    """
    by_name = {ear.timeline.name: ear for ear in ears}
    checked = time.monotonic()
    with Channels(limits) as channels:
        listener = _Listener(web, channels, depth, every, limits)
        while True:
            for ear in ears:
                if ear.due <= time.monotonic():
                    yield from listener.attend(ear)
            if heard := channels.take(TICK):
                yield from listener.hear(by_name[heard[0]], heard[1])
            if time.monotonic() - checked >= PACE:
                moved = [ear for ear in ears if ear.cursor != ear.told]
                # also in silence: whoever listens must be able to stop
                yield from (ear.checkpoint() for ear in moved or ears[:1])
                checked = time.monotonic()
            _give_up(ears)


@dataclass
class _Listener:
    web: httpx.Client
    channels: Channels
    depth: Depth
    every: float
    limits: Limits
    addresses: dict[str, str] = field(default_factory=dict)
    """Where each server streams, by host."""

    def attend(self, ear: Ear) -> Iterator[Item]:
        """Open the stream of a timeline, or read what is new where it has none."""
        server = ear.timeline.server
        ear.due = float("inf")
        try:
            if ear.streams:
                address = self._streaming(server)
                pace.turn(server.host, every=self.limits.every, patience=self.limits.patience)
                self.channels.open(ear.timeline.name, f"{address}/{ear.timeline.stream}", server.headers)
            else:
                yield from self._read(ear)
                ear.due = time.monotonic() + self.every
        except SourceError as error:
            ear.failed(error)

    def hear(self, ear: Ear, heard: Heard) -> Iterator[Item]:
        """Yield what something heard on the stream of a timeline means."""
        if isinstance(heard, Told):
            yield from _told(ear, heard)
        elif isinstance(heard, Opened):
            # what was said before the stream opened is read from the timeline
            try:
                yield from self._read(ear)
            except SourceError as error:
                self.channels.close(ear.timeline.name)
                ear.failed(error)
        elif heard.opened or isinstance(heard.error, SourceUnavailable):
            ear.failed(heard.error)
        else:
            log.warning("%s We ask every %g s instead.", heard.error, self.every)
            ear.streams, ear.due = False, 0.0

    def _read(self, ear: Ear) -> Iterator[Item]:
        """Yield all that is new: a gap that is half filled would be forgotten at the next thing heard."""
        for item in ear.timeline.collect(self.web, ear.cursor, replace(self.depth, next=ALL), self.limits):
            if isinstance(item, Checkpoint):
                ear.cursor = ear.told = item.value
            yield item
        ear.heard()

    def _streaming(self, server: Server) -> str:
        """Return where a server streams: it may be another host, which it names."""
        if server.host not in self.addresses:
            urls = server.configuration(self.web, self.limits).get("urls")
            named = urls.get("streaming") if isinstance(urls, dict) else None
            address = named.replace("ws", "http", 1) if isinstance(named, str) and named.startswith("ws") else ""
            self.addresses[server.host] = f"{(address or server.address).rstrip('/')}/api/v1/streaming"
        return self.addresses[server.host]


def _told(ear: Ear, told: Told) -> Iterator[Item]:
    host = ear.timeline.server.host
    if told.name == "delete":
        yield Erasure("message", message_id(told.data.strip(), host))
    elif told.name in {"update", "status.update", "status_update"}:
        try:
            status = json.loads(told.data)
            rank = order(status)
        except (ValueError, TypeError, KeyError, RecursionError):
            yield Refusal("bad-record", f"the stream of {ear.timeline.name}")
            return
        yield from parse(status, host)
        if ear.cursor is None or rank > order({"id": ear.cursor}):
            ear.cursor = str(status["id"])


def _give_up(ears: Sequence[Ear]) -> None:
    deaf = [(ear.error, ear.deaf_since) for ear in ears if ear.error is not None]
    if deaf and (len(deaf) == len(ears) or time.monotonic() - min(since for _, since in deaf) > PATIENCE):
        raise together([error for error, _ in deaf])
