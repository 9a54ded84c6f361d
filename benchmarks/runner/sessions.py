"""Sessions of the app without a browser: the websocket that a page opens, and what a click says through it."""

import asyncio
import json
import re
import time
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import count
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

SETTLED = 0.4
"""Seconds without another word of the server after which a click counts as answered."""

NOTHING = 5.0
"""Seconds after which a click counts as one that changes nothing."""

LONGEST = 60.0
"""Seconds that an answer is waited for."""


class Session:
    """One user's page. Enter it to open, leave it to close."""

    def __init__(self, address: str, query: str = "") -> None:
        self._address, self._query = address, query
        self._numbers = count()
        self.block = ""
        """Id of the model of the menu, to whose links the server listens."""
        self.opened = 0.0
        """Seconds that it took to open."""
        self.heard = 0
        """Messages of the server that changed the page."""

    async def __aenter__(self) -> "Session":
        began = time.perf_counter()
        async with httpx.AsyncClient(base_url=self._address, timeout=LONGEST, trust_env=False) as client:
            token = page_token((await client.get(f"/{self._query}")).raise_for_status().text)
        url = f"ws{self._address.removeprefix('http')}/ws"
        offered: Any = ["bokeh", token]
        self._opening = connect(url, subprotocols=offered, origin=self._address, max_size=None)  # type: ignore[arg-type]
        self._socket: ClientConnection = await self._opening
        await self._answer("ACK")
        await self._send("PULL-DOC-REQ", {})
        document = await self._answer("PULL-DOC-REPLY")
        self.block = next(_menus(document))
        self.opened = time.perf_counter() - began
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def go(self, **changes: str) -> float:
        """Follow a link that makes these changes, and return the seconds until the server's last word on it."""
        began = time.perf_counter()
        values = {"model": {"id": self.block}, "data": {"go": changes}}
        event = {"type": "event", "name": "data_event", "values": {"type": "map", "entries": list(values.items())}}
        said = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        await self._send("PATCH-DOC", {"events": [said]})
        last, before = began, self.heard
        while True:
            try:
                kind, _ = await self._read(SETTLED if self.heard > before else NOTHING)
            except TimeoutError:
                return last - began
            if kind == "ERROR":
                raise ValueError(f"the app refused {changes}")
            last = time.perf_counter()
            self.heard += kind == "PATCH-DOC"

    async def _send(self, kind: str, content: Mapping[str, Any]) -> None:
        header = {"msgid": str(next(self._numbers)), "msgtype": kind}
        for part in (header, {}, content):
            await self._socket.send(json.dumps(part))

    async def _answer(self, kind: str) -> Any:
        while True:
            found, content = await self._read(LONGEST)
            if found == kind:
                return content

    async def _read(self, seconds: float) -> tuple[str, Any]:
        """Read one message: a header, metadata, content, and the buffers that the header counts."""
        header = json.loads(await asyncio.wait_for(self._socket.recv(), seconds))
        await self._socket.recv()
        content = json.loads(await self._socket.recv())
        for _ in range(2 * header.get("num_buffers", 0)):
            await self._socket.recv()
        return header["msgtype"], content


def _menus(part: Any) -> Iterator[str]:
    """Yield the ids of the models in a document that hold the menu, which stays on every page."""
    if isinstance(part, dict):
        attributes = part.get("attributes")
        block = isinstance(attributes, dict) and attributes.get("class_name") == "Block"
        if block and attributes and "<nav" in attributes["data"]["attributes"].get("html", ""):
            yield part["id"]
        for inner in part.values():
            yield from _menus(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _menus(inner)


def page_token(html: str) -> str:
    """Return the token with which a page of the app opens its websocket."""
    found = re.search(r'"token":\s*"([^"]+)"', unescape(html))
    if found is None:
        raise ValueError(f"this is no page of the app: {html[:2000]}")
    return found[1]
