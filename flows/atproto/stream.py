"""Following Jetstream: where reading stopped, the next instance when one fails, what was lost meanwhile."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode, urlsplit

from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus, InvalidURI, WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from flows import pace
from flows.atproto.frames import Event, now, read
from flows.errors import SourceBroken, SourceError, SourceUnavailable, together
from flows.web import USER_AGENT, Limits, refusal

SECOND = 1_000_000
"""Microseconds, the unit of all times here."""
REWIND = 5 * SECOND
"""How far to go back when another instance takes over: each witnesses an event at a time of its own."""
KEPT = 24 * 3_600 * SECOND
"""What every instance still has; version 1 does not say when it has less than what it was asked for."""
NOTICED = 60 * SECOND
"""The network is never silent for that long: a first event that comes later than that after a lost place is a gap."""
AT_ONCE = 100
"""Repositories that fit into the address of a request; with more of them, all are asked for."""

_LOST = frozenset({"CursorTooOld", "OutdatedCursor"})
_TOO_BIG = 1009
_QUIET = logging.getLogger(f"{__name__}.websocket")
_QUIET.setLevel(logging.CRITICAL)  # what it would log is raised, too


@dataclass(frozen=True, slots=True)
class Lost:
    """Between these times there were events that nobody has kept for us."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading stopped, and at which instance."""

    at: int
    address: str = ""

    @staticmethod
    def load(value: str | None, otherwise: int) -> "Position":
        """Return the position that a cursor holds; a cursor that is not ours means: start at `otherwise`."""
        try:
            known = json.loads(value or "{}")
            return Position(int(known["at"]), str(known["address"]))
        except (ValueError, KeyError, TypeError):
            return Position(otherwise)

    def dump(self) -> str:
        return json.dumps({"at": self.at, "address": self.address})

    def since(self, address: str) -> int:
        """Return the time from which to ask the instance at `address`."""
        return self.at if address == self.address else self.at - REWIND


@dataclass
class Stream:
    """Follows one instance, and the next when it fails, from `position` on."""

    addresses: Sequence[str]
    collections: Sequence[str]
    dids: Sequence[str]
    """Repositories to hear of; empty: all."""
    position: Position
    limits: Limits
    tick: float = 1.0
    """Seconds of silence after which to say so."""

    def events(self) -> Iterator[Event | Lost | None]:
        """Yield what comes, None at each silence; `position` holds what was yielded.

        Raise a `SourceError` when every instance has failed since something new came.
        """
        failures: list[SourceError] = []
        for address in cycle(self.addresses):
            since = self.position.since(address)
            try:
                for came in self._noticing_gaps(address, since):
                    # a clock that runs ahead must not take us with it
                    if isinstance(came, Event) and self.position.at < came.at <= now() + NOTICED:
                        self.position, failures = Position(came.at, address), []
                    yield came
            except SourceError as error:
                failures.append(error)
                if len(failures) >= len(self.addresses):
                    raise together(failures) from error

    def _noticing_gaps(self, address: str, since: int) -> Iterator[Event | Lost | None]:
        lost = not _second(address) and now() - since > KEPT
        for came in self._connection(address, since):
            if came is not None and came.kind == "info":
                lost = lost or came.status in _LOST
                continue
            if came is not None and came.at and lost:
                lost = False
                if came.at - since > NOTICED:
                    yield Lost(since, came.at)
            yield came

    def _connection(self, address: str, since: int | None) -> Iterator[Event | None]:
        shown, host = address.partition("?")[0], urlsplit(address).netloc
        pace.turn(host, every=self.limits.every, patience=self.limits.patience)
        try:
            with connect(
                self._url(address, since),
                subprotocols=[Subprotocol("xrpc.v1.json")] if _second(address) else None,
                open_timeout=self.limits.seconds,
                ping_interval=self.limits.seconds,
                ping_timeout=self.limits.seconds,
                close_timeout=1,
                max_size=self.limits.bytes,
                user_agent_header=USER_AGENT,
                logger=_QUIET,
            ) as socket:
                while True:
                    try:
                        frame = socket.recv(timeout=self.tick)
                    except TimeoutError:
                        yield None
                        continue
                    yield read(frame, shown)
        except InvalidStatus as error:
            pace.heard(host, error.response.status_code, dict(error.response.headers.raw_items()))
            if since is None or _named(error) not in _LOST:
                raise refusal(shown, error.response.status_code, error.response.headers) from error
        except (WebSocketException, OSError) as error:
            raise _explained(error, shown, self.limits) from error
        yield Event(kind="info", status="CursorTooOld")
        yield from self._connection(address, None)

    def _url(self, address: str, since: int | None) -> str:
        names = ("collections", "dids") if _second(address) else ("wantedCollections", "wantedDids")
        asked = [(names[0], name) for name in self.collections]
        if len(self.dids) <= AT_ONCE:
            asked += [(names[1], did) for did in self.dids]
        if since is not None:
            asked.append(("cursor", str(since)))
        asked.append(("maxMessageSizeBytes", str(self.limits.bytes)))
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _second(address: str) -> bool:
    return "/xrpc/" in address


def _named(error: InvalidStatus) -> str:
    """Return the name of an XRPC error, empty when the answer holds none."""
    try:
        return str(json.loads(error.response.body or b"{}").get("error", ""))
    except (ValueError, AttributeError):
        return ""


def _explained(error: Exception, address: str, limits: Limits) -> SourceError:
    """Return what a failure of the connection means for us."""
    if isinstance(error, InvalidURI):
        return SourceBroken(f"{address} is not the address of a stream (wss://…): check its spelling in the settings.")
    if isinstance(error, ConnectionClosed):
        if error.sent is not None and error.sent.code == _TOO_BIG and not error.rcvd_then_sent:
            return SourceBroken(f"{address} sent more than {limits.bytes:,} bytes at once: check the address.")
        return SourceUnavailable(f"{address} ended the stream: we go on from where we were.")
    if isinstance(error, TimeoutError):
        return SourceUnavailable(f"{address} did not answer within {limits.seconds:g} s: try again later.")
    if isinstance(error, OSError | InvalidMessage):
        return SourceUnavailable(f"{address} cannot be reached ({type(error).__name__}): try again later.")
    return SourceBroken(f"{address} does not speak WebSocket ({type(error).__name__}): check the address.")
