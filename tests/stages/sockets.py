"""A `Site` that also speaks WebSocket, and misbehaves there as told."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from socket import SHUT_RDWR, socket
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from tests.stages.site import Asked, Fault, Reply, Site

Talk = Callable[[ServerConnection], None]

SILENT = logging.Logger("tests.sockets", logging.CRITICAL + 1)


@contextmanager
def serving_sockets(handler: Callable[[Asked], Reply | None], talk: Talk) -> Iterator[Site]:
    """Serve a `Site`: what `handler` does not answer (None) becomes a conversation, held by `talk`."""
    site = Site(lambda asked: handler(asked) or Reply(status=404))
    door = _Door(site, handler, talk)
    server = serve(
        door.converse,
        "127.0.0.1",
        0,
        process_request=door.enter,
        subprotocols=[Subprotocol("xrpc.v1.json")],
        # an offer that we do not know is no reason to refuse
        select_subprotocol=lambda _, offered: next((name for name in offered if name == "xrpc.v1.json"), None),
        max_size=None,
        close_timeout=1,
        logger=SILENT,
    )
    site.address = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        thread.join()


class _Door:
    def __init__(self, site: Site, handler: Callable[[Asked], Reply | None], talk: Talk) -> None:
        self.site, self.handler, self.talk = site, handler, talk
        self.inside: dict[ServerConnection, Fault | None] = {}

    def enter(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request, or let it in."""
        address = urlsplit(request.path)
        asked = Asked(
            "GET",
            address.path,
            {name: values[-1] for name, values in parse_qs(address.query, keep_blank_values=True).items()},
            {name.lower(): value for name, value in request.headers.raw_items()},
        )
        self.site.requests.append(asked)
        fault = self.site.fault()
        if fault is not None and (fault.silent or fault.cut or fault.slow):
            self._break(connection.socket, fault)
        if fault is not None and fault.status:
            return _response(Reply(b"{}", fault.status, fault.headers))
        reply = self.handler(asked)
        if reply is None:
            self.inside[connection] = fault
            return None
        if fault is not None and fault.body is not None:
            reply = Reply(fault.body, 200, fault.headers)
        return _response(reply)

    def _break(self, line: socket, fault: Fault) -> None:
        """Say nothing, or little, or slowly, and hang up."""
        with suppress(OSError):
            if fault.silent:
                self.site.stopping.wait(30)
            else:
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n{")
            while fault.slow and not self.site.stopping.wait(0.1):
                line.sendall(b" ")
            line.shutdown(SHUT_RDWR)

    def converse(self, connection: ServerConnection) -> None:
        fault = self.inside.pop(connection)
        with suppress(ConnectionClosed):
            if fault is not None and fault.body is not None:
                connection.send(fault.body.decode())
            self.talk(connection)


def _response(reply: Reply) -> Response:
    headers = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), "Connection": "close"}
    return Response(reply.status, HTTPStatus(reply.status).phrase, Headers(headers | dict(reply.headers)), reply.body)
