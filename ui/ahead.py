"""The head of a page goes out before its session is made: the browser runs the scripts while the graph is read."""

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.pages import pages
from ui.state import State

log = logging.getLogger(__name__)

UNTIL = b'<div id="loader"'
"""Where the part of the HTML ends that is the same for every session of a view."""

BREATH = 0.001
"""Seconds left to the server to put the head on the wire, before making the session fills its loop."""

AGAIN = b"<script>window.location.reload()</script>"

LOST = {
    "fr": "La page n’a pas pu être ouverte. Rechargez-la dans un instant.",
    "en": "The page could not be opened. Reload it in a moment.",
}

Key = tuple[str, str, str, str]


class Ahead:
    """Sends what the last answer for a view began with, then whatever follows it in this one.

    A page that turns out to begin otherwise is asked for again by the browser, and from then on waited for whole.
    """

    def __init__(self, app: ASGIApp, *, paths: tuple[str, ...]) -> None:
        self._app, self._paths = app, paths
        self._heads: dict[Key, bytes] = {}
        self._unlike: set[Key] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in two parts where the first is known."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        key = _view(scope)
        if key in self._heads:
            await self._in_two(key, scope, receive, send)
        else:
            await self._learning(key, scope, receive, send)

    async def _learning(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        status, answer = 0, b""

        async def learn(message: Message) -> None:
            nonlocal status, answer
            status = message.get("status", status)
            answer += message.get("body", b"")
            await send(message)

        await self._app(scope, receive, learn)
        head, found, _ = answer.partition(UNTIL)
        if status == 200 and found and key not in self._unlike:
            self._heads[key] = head

    async def _in_two(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        head, answer, status = self._heads[key], b"", 0

        async def hear(message: Message) -> None:
            nonlocal answer, status
            status = message.get("status", status)
            answer += message.get("body", b"")

        headers = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": head, "more_body": True})
        await asyncio.sleep(BREATH)
        rest = f'<p role="alert">{LOST[key[2]]}</p>'.encode()
        try:
            await self._app(scope, receive, hear)
            rest = self._rest(key, head, answer if status == 200 else b"")
        finally:
            if not answer:  # so that the next one can tell of the failure by its status
                self._heads.pop(key, None)
            await send({"type": "http.response.body", "body": rest})

    def _rest(self, key: Key, head: bytes, answer: bytes) -> bytes:
        if answer.startswith(head):
            return answer[len(head) :]
        log.warning("a page did not begin as the one before it: %s", " ".join(key))
        self._heads.pop(key, None)
        self._unlike.add(key)
        return AGAIN


def _view(scope: Scope) -> Key:
    """Return what the head of a page depends on.

    >>> _view({"path": "/", "query_string": b"page=veille&langue=en"})
    ('/', 'veille', 'en', 'light')
    """
    state = State()
    state.read("?" + scope["query_string"].decode("latin-1"))
    return scope["path"], state.page if state.page in pages() else "", state.lang, state.theme
