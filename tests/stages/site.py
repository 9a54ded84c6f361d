"""A web server on 127.0.0.1 that answers as a function says, and misbehaves as told."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.answering import answering


@dataclass(frozen=True)
class Asked:
    """One request; header names in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    queries: Mapping[str, list[str]] = field(default_factory=dict)
    """Every value of each name, where a name may stand more than once."""


@dataclass(frozen=True)
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    pieces: Iterable[bytes] | None = None
    """Sent as they come instead of a body, until there are no more."""


def json_reply(content: Any, status: int = 200, **headers: str) -> Reply:
    """Return `content` as a JSON answer; `_` stands for `-` in the names of headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), status, named)


@dataclass(frozen=True)
class Fault:
    """What happens to one request instead of its answer."""

    status: int = 0
    """Answer with this status and no useful body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    """Accept the request and say nothing until the server stops."""
    cut: bool = False
    """Send half of the body and close."""
    slow: bool = False
    """Drip: a byte every tenth of a second."""
    body: bytes | None = None
    """Send this instead, as a success: an error page, megabytes."""


class Site:
    """Answers with `handler`; the next requests meet the faults that stand in the queue, `None` meaning none."""

    def __init__(self, handler: Callable[[Asked], Reply]) -> None:
        self.handler = handler
        self.faults: deque[Fault | None] = deque()
        self.always: Fault | None = None
        """Meets every request for as long as it stands."""
        self.requests: list[Asked] = []
        self.address = ""
        self.stopping = threading.Event()

    def fault(self) -> Fault | None:
        """Take the fault of the next request."""
        try:
            return self.faults.popleft()
        except IndexError:
            return self.always


@contextmanager
def serving(handler: Callable[[Asked], Reply]) -> Iterator[Site]:
    """Serve a `Site` on a free port until the block ends."""
    site = Site(handler)
    with answering(_Answering, site=site, stop=site.stopping.set) as site.address:
        yield site


class _Answering(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        queries = parse_qs(address.query, keep_blank_values=True)
        asked = Asked(
            self.command,
            address.path,
            {name: values[-1] for name, values in queries.items()},
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            queries,
        )
        self.site.requests.append(asked)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._answer(asked, self.site.fault())

    def do_POST(self) -> None:
        self.do_GET()

    def _answer(self, asked: Asked, fault: Fault | None) -> None:
        if fault is None:
            self._send(self.site.handler(asked))
        elif fault.silent:
            self.site.stopping.wait(30)
        elif fault.status:
            self._send(Reply(b"{}", fault.status, fault.headers))
        elif fault.body is not None:
            self._send(Reply(fault.body, 200, fault.headers))
        else:
            self._send(self.site.handler(asked), cut=fault.cut, slow=fault.slow)

    def _send(self, reply: Reply, *, cut: bool = False, slow: bool = False) -> None:
        self.send_response(reply.status)
        length = {} if reply.pieces is not None else {"Content-Length": str(len(reply.body))}
        for name, value in ({"Content-Type": reply.content_type} | length | dict(reply.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        if reply.pieces is not None:
            for piece in reply.pieces:
                self.wfile.write(piece)
        elif slow:
            for index in range(len(reply.body)):
                if self.site.stopping.wait(0.1):
                    return
                self.wfile.write(reply.body[index : index + 1])
        else:
            self.wfile.write(reply.body[: len(reply.body) // 2] if cut else reply.body)
