"""A Jetstream of our own, both versions on one port: what is told to it, it tells, from any cursor on.

Written from the lexicon `network.bsky.jetstream.subscribeEvents` and from what version 1 sends; fed with invented
events by a stage, with those of a real server by `tests.servers.network`.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.sync.server import ServerConnection

from tests.stages.site import Asked, Reply, json_reply

FIRST = "/subscribe"
SECOND = "/xrpc/network.bsky.jetstream.subscribeEvents"
LEXICON = "network.bsky.jetstream.subscribeEvents"
SPLIT = 10**15
"""Cursors from here on are times in microseconds, those below are numbers of events (version 2 only)."""


class Jetstream:
    """Events in the order in which they were witnessed."""

    def __init__(self, *, lively: bool = False) -> None:
        self.lively = lively
        """Somebody always does something, as on the real network."""
        self.events: list[dict[str, Any]] = []
        self.forgotten = 0
        """Events from the beginning that are no longer kept."""
        self.refuses_the_past = False
        """Answers any cursor with `CursorTooOld`."""
        self.stopping = threading.Event()
        self._more = threading.Condition()

    def tell(self, event: Mapping[str, Any], *, at: int | None = None) -> int:
        """Add an event in the form of version 1; return when it was witnessed (µs): later than any before."""
        with self._more:
            last = self.events[-1]["time_us"] if self.events else 0
            witnessed = max(at if at is not None else time.time_ns() // 1_000, last + 1)
            self.events.append({**event, "time_us": witnessed})
            self._more.notify_all()
        return witnessed

    def answer(self, asked: Asked) -> Reply | None:
        """Return the refusal of a subscription, None to begin it."""
        cursor = asked.query.get("cursor", "")
        too_old = cursor.isdecimal() and int(cursor) < SPLIT and int(cursor) <= self.forgotten
        if asked.path == SECOND and cursor and (too_old or self.refuses_the_past):
            return json_reply({"error": "CursorTooOld", "message": f"the oldest is {self.forgotten + 1}"}, 400)
        return None

    def talk(self, connection: ServerConnection) -> None:
        """Send what the subscription asks for until the connection ends."""
        assert connection.request is not None
        address = urlsplit(connection.request.path)
        asked = parse_qs(address.query)
        second = address.path == SECOND
        most = int(asked.get("maxMessageSizeBytes", ["0"])[0])
        place = self._place(asked.get("cursor", [""])[0], second)
        if second and place < self.forgotten:
            payload = {"$type": f"{LEXICON}#info", "name": "OutdatedCursor", "message": "clamped"}
            connection.send(json.dumps({"$type": "event", "payload": payload}))
        place = max(place, self.forgotten)
        for number, event in self._from(place, connection):
            frame = json.dumps(in_second(event, number) if second else event, separators=(",", ":"))
            if (not most or len(frame) <= most) and wanted(event, asked, second=second):
                connection.send(frame)

    def _place(self, cursor: str, second: bool) -> int:
        if not cursor:
            return len(self.events)
        if second and int(cursor) < SPLIT:
            return int(cursor) - 1
        return next((n for n, event in enumerate(self.events) if event["time_us"] >= int(cursor)), len(self.events))

    def _from(self, place: int, connection: ServerConnection) -> Iterator[tuple[int, dict[str, Any]]]:
        while not self.stopping.is_set():
            for event in self.events[place:]:
                place += 1
                yield place, event
            self._wait(place)
            with suppress(TimeoutError):
                connection.recv(timeout=0)

    def _wait(self, place: int) -> None:
        with self._more:
            came = self._more.wait_for(lambda: place < len(self.events) or self.stopping.is_set(), 0.05)
        if self.lively and not came:
            self.tell({"did": "did:plc:somebody", "kind": "identity", "identity": {"did": "did:plc:somebody"}})


def wanted(event: Mapping[str, Any], asked: Mapping[str, list[str]], *, second: bool) -> bool:
    """Tell whether a subscription asks for an event; accounts pass whatever the collections."""
    dids = asked.get("dids" if second else "wantedDids")
    collections = asked.get("collections" if second else "wantedCollections")
    if dids and event.get("did") not in dids:
        return False
    return event.get("kind") != "commit" or not collections or event["commit"].get("collection") in collections


def in_second(event: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return an event as version 2 frames it."""
    kind = event.get("kind", "")
    at = datetime.fromtimestamp(event["time_us"] // 10**6, UTC).replace(microsecond=event["time_us"] % 10**6)
    said = event.get(kind, {})
    payload = {
        "$type": f"{LEXICON}#{kind}",
        "seq": number,
        "time": at.isoformat().replace("+00:00", "Z"),
        "witnessedAt": at.isoformat().replace("+00:00", "Z"),
        **({"did": event["did"]} if "did" in event else {}),
        **(said if kind == "commit" else {kind: said}),
    }
    return {"$type": "event", "payload": payload}
