"""The gate before everything that the app serves: pages, websockets, the interface for programs."""

import asyncio
import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

from bokeh.server.util import check_allowlist
from bokeh.util.token import get_session_id
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.door import Door, is_loopback
from ui.access.owners import Owners
from ui.access.who import Who, asking

log = logging.getLogger(__name__)

PUBLIC = ("/assets/", "/static/", "/components/", "/healthz", "/login", "/login/", "/session")
"""Paths that hold nothing of the graph."""

ORIGIN = re.compile(r"https?://([a-z0-9._-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)")
"""What a browser sends as the site that asks; `null` is none."""

LARGEST = 1_000_000
"""Bytes of a request or of a message of a websocket."""

CHECKED = 5.0
"""Seconds after which an open websocket is looked at again."""

TOUCHED = timedelta(seconds=30)
"""How often the use of a session is written down."""

EXERCISE = "/exercice"
"""Path under which the app shows the graph of the exercise."""

GONE, TOO_LONG = 4401, 1009
"""Codes of websockets that are closed: the session is over, a message is too long."""


class Gate:
    """Lets in who may enter, and tells all that runs below who it is."""

    def __init__(self, app: ASGIApp, *, door: Door, owners: Owners, host: str, origins: Sequence[str]) -> None:
        self._app, self._door, self._owners = app, door, owners
        self._hosts = {host.lower(), "localhost", *(_name(origin) for origin in origins)}
        self._origins = list(origins)
        self._touched: dict[str, datetime] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        refusal = self._misaddressed(asked)
        who = None
        if refusal is None:
            who = self._door.who(asked, way="api" if _is_api(scope["path"]) else "app")
            refusal = self._refusal(asked, who)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        if scope["type"] == "http" and self._door.is_secure(asked):
            scope = {**scope, "scheme": "https"}  # links lead to where the browser is
        token = asking.set(who) if who else None
        try:
            if scope["type"] == "websocket" and who:
                await self._app(scope, Watched(self, receive, send, who).receive, send)
            else:
                self.touch(who, asked)
                await self._app(scope, _measured(receive), send)
        finally:
            if token:
                asking.reset(token)

    def _misaddressed(self, asked: HTTPConnection) -> Response | None:
        """Refuse names that are not ours (a rebound DNS name), pages of others, and sessions chosen by the address."""
        host = asked.headers.get("host", "")
        if not (_name(host) in self._hosts or is_loopback(_name(host).strip("[]"))):
            return PlainTextResponse("This name is not one of this server: see CYBERIMPACT_UI_ORIGINS.", 421)
        origin = asked.headers.get("origin")
        is_socket = asked.scope["type"] == "websocket"
        if (is_socket or origin is not None) and not self._is_ours(origin or "", host):
            return PlainTextResponse("Asked from another site.", 403)
        if any("session" in name and "id" in name for name in parse_qs(asked.url.query, keep_blank_values=True)):
            return PlainTextResponse("A session cannot be chosen.", 400)
        if int(asked.headers.get("content-length") or 0) > LARGEST:
            return PlainTextResponse("Too large.", 413)
        return None

    def _is_ours(self, origin: str, host: str) -> bool:
        found = ORIGIN.fullmatch(origin.lower())
        return found is not None and (found[1] == host.lower() or check_allowlist(found[1], self._origins))

    def _refusal(self, asked: HTTPConnection, who: Who | None) -> Response | None:
        path = asked.scope["path"]
        if asked.scope["type"] == "websocket":
            mine = who is not None and self._owners.may(_session_of(asked), who)
            return None if mine else PlainTextResponse("Log in first.", 403)
        if who is not None or any(path == one or (path.startswith(one) and one.endswith("/")) for one in PUBLIC):
            return None
        if _is_api(path):
            body = {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "Send a token."}
            headers = {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
            return Response(json.dumps(body), 401, headers, "application/problem+json")
        back = (EXERCISE[1:] + "?" if path == EXERCISE else "") + asked.url.query
        return RedirectResponse(f"/login?{urlencode({'vers': back})}" if back else "/login", 303)

    def lives(self, who: Who) -> bool:
        """Tell whether somebody who was let in still is."""
        return self._door.lives(who)

    def touch(self, who: Who | None, asked: HTTPConnection | None = None) -> None:
        """Note that a session is in use; what a page asks by itself does not count."""
        if who is None or not who.session or (asked and asked.scope["path"].startswith(PUBLIC)):
            return
        now = datetime.now(UTC)
        if now - self._touched.get(who.session, now - TOUCHED) >= TOUCHED:
            if len(self._touched) > 1_000:
                self._touched.clear()
            self._touched[who.session] = now
            self._door.book.touch(who.session, now=now)


class Watched:
    """What comes over a websocket, until who opened it is no longer let in."""

    def __init__(self, gate: Gate, receive: Receive, send: Send, who: Who) -> None:
        self._gate, self._receive, self._send, self._who = gate, receive, send, who
        self._pending: asyncio.Future[Message] | None = None

    async def receive(self) -> Message:
        """Return the next message; the end once the session is over, or on a message that is too long."""
        while True:
            pending = self._pending = self._pending or asyncio.ensure_future(self._receive())
            await asyncio.wait({pending}, timeout=CHECKED)
            if not self._gate.lives(self._who):
                return await self._over(GONE)
            if pending.done():
                self._pending = None
                return await self._taken(pending.result())

    async def _taken(self, message: Message) -> Message:
        if message["type"] != "websocket.receive":
            return message
        if len(message.get("text") or message.get("bytes") or "") > LARGEST:
            return await self._over(TOO_LONG)
        self._gate.touch(self._who)
        return message

    async def _over(self, code: int) -> Message:
        if self._pending is not None:
            self._pending.cancel()
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _measured(receive: Receive) -> Receive:
    """Return a `receive` that ends a request longer than it may be."""
    read = 0

    async def measured() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST:
            raise HTTPException(413)
        return message

    return measured


async def _refuse(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        log.warning("a websocket was refused: %s", bytes(refusal.body).decode())
        await receive()
        await send({"type": "websocket.close", "code": GONE})
    else:
        await refusal(scope, receive, send)


def _is_api(path: str) -> bool:
    """Tell whether a path is one for programs.

    >>> [_is_api(path) for path in ("/api", "/api/alerts", "/exercice/api/alerts", "/apis", "/exercice")]
    [True, True, True, False, False]
    """
    return f"{path.removeprefix(EXERCISE)}/".startswith("/api/")


def _session_of(asked: HTTPConnection) -> str:
    """Return the Bokeh session that a websocket asks for; its signature is Bokeh's to check."""
    try:
        return str(get_session_id(asked.scope["subprotocols"][1]))
    except (IndexError, KeyError, ValueError):
        return ""


def _name(host: str) -> str:
    """Return a host without scheme and port.

    >>> [_name(host) for host in ("127.0.0.1:5006", "[::1]:5006", "Cellule.example.org", "127.0.0.1:*")]
    ['127.0.0.1', '[::1]', 'cellule.example.org', '127.0.0.1']
    """
    host = host.rpartition("://")[2].lower()
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
