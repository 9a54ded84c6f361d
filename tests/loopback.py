"""A web server on 127.0.0.1 that answers as told: validators, redirections, gzip, faults, silence."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.answering import answering


@dataclass
class Page:
    """What one address answers. With `statuses`, they are given one by one, then 200."""

    body: bytes = b""
    content_type: str = "application/rss+xml; charset=utf-8"
    etag: str = ""
    modified: str = ""
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    zipped: bool = False
    silent: bool = False
    """Accepts the request and says nothing until the server stops."""
    cut: bool = False
    """Promises more bytes than it sends."""


class Loopback:
    """Pages by path, and the requests that came (method, path, headers)."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.address = ""
        self.stopping = threading.Event()

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def asked(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.requests if asked == path]


@contextmanager
def loopback() -> Iterator[Loopback]:
    """Serve an empty `Loopback` on a free port until the block ends."""
    served = Loopback()
    with answering(_Answering, served=served, stop=served.stopping.set) as served.address:
        yield served


class _Answering(BaseHTTPRequestHandler):
    served: Loopback

    def do_GET(self) -> None:
        self.served.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = self.served.pages.get(self.path, Page(statuses=[404] * 99))
        if page.silent:
            self.served.stopping.wait(30)
            return
        self._send(page.statuses.pop(0) if page.statuses else self._validated(page), page)

    def _validated(self, page: Page) -> int:
        fresh = (page.etag, self.headers.get("If-None-Match")), (page.modified, self.headers.get("If-Modified-Since"))
        return 304 if any(mine and mine == theirs for mine, theirs in fresh) else 200

    def _send(self, status: int, page: Page) -> None:
        body = gzip.compress(page.body) if page.zipped else page.body
        body = b"" if status == 304 else body
        coding = "gzip" if page.zipped else ""
        named = {
            "Content-Type": page.content_type,
            "Content-Encoding": coding,
            "ETag": page.etag,
            "Last-Modified": page.modified,
            "Content-Length": str(len(body) + 100 * page.cut),
        }
        self.send_response(status)
        for name, value in (named | page.headers).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
