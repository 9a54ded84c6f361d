"""Those who are told: a web server that takes posts, a mail server that takes mails; both real, on 127.0.0.1."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.answering import answering


@dataclass
class Post:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hooks:
    """What was posted; `statuses` are answered one by one, then 204."""

    address: str = ""
    posts: list[Post] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    drip: bool = False
    """Sends a byte of its answer now and then, for ever."""


@contextmanager
def hooks() -> Iterator[Hooks]:
    """Take posts on a free port until the block ends."""
    taken = Hooks()
    with answering(_Taking, taken=taken) as taken.address:
        yield taken


class _Taking(BaseHTTPRequestHandler):
    taken: Hooks

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.posts.append(Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        if self.taken.drip:
            self._drip()
            return
        self.send_response(self.taken.statuses.pop(0) if self.taken.statuses else 204)
        for name, value in self.taken.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        self.taken.posts.append(Post(f"GET {self.path}", {}, b""))
        self.send_response(204)
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)


@dataclass
class Mailbox:
    """What was mailed; `refusals` are answered one by one, then every mail is taken."""

    port: int = 0
    ca: Path = Path()
    mails: list[EmailMessage] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or answer the next refusal."""
        if self.refusals:
            return self.refusals.pop(0)
        found: Any = BytesParser(policy=default).parsebytes(envelope.content or b"")  # type: ignore[arg-type]
        self.mails.append(found)
        self.secured.append(session.ssl is not None)
        self.logins.append(str(session.auth_data or ""))
        return "250 taken"


@contextmanager
def mailbox(folder: Path) -> Iterator[Mailbox]:
    """Take mails on a free port, by STARTTLS and login alone, under a certificate of an authority of our own."""
    authority, taken = trustme.CA(), Mailbox(ca=folder / "ca.pem")
    authority.cert_pem.write_to_path(str(taken.ca))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data == LoginPassword(b"alertes", b"secret")
        return AuthResult(success=right, handled=False, auth_data="alertes" if right else None)

    with socket.create_server(("127.0.0.1", 0)) as free:
        taken.port = free.getsockname()[1]
    controller = Controller(
        taken, hostname="127.0.0.1", port=taken.port, tls_context=context, require_starttls=True, auth_required=True,
        authenticator=let_in,
    )  # fmt: skip
    controller.start()
    try:
        yield taken
    finally:
        controller.stop()
