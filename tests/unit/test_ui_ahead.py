"""The head of a page goes out before its session is made, and nobody is left with half a page."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.entering import waited
from ui.ahead import AGAIN, LOST, UNTIL, Ahead

HEAD, REST = b"<html><script src=a.js></script>", UNTIL + b">session %d</div></html>"


class App:
    """Answers pages, each with a session of its own; says what was on the wire when it began to."""

    def __init__(self) -> None:
        self.head, self.status, self.sessions = HEAD, 200, 0
        self.sent: list[Message] = []
        self.before: list[int] = []
        self.failing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.before.append(len(self.sent))
        if self.failing:
            raise RuntimeError("no graph")
        self.sessions += 1
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": self.head + REST % self.sessions})


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def ahead(app: App) -> Ahead:
    return Ahead(app, paths=("/",))


def ask(ahead: Ahead, app: App, query: str = "", *, path: str = "/", method: str = "GET") -> tuple[int, bytes]:
    """Return status and body of an answer."""
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "query_string": query.encode()}
    app.sent = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        app.sent.append(message)

    waited(ahead(scope, receive, send))
    assert not app.sent[-1].get("more_body")
    return app.sent[0]["status"], b"".join(one.get("body", b"") for one in app.sent)


def test_the_second_head_is_on_the_wire_before_its_session_is_made(ahead: Ahead, app: App) -> None:
    assert ask(ahead, app) == (200, HEAD + REST % 1)
    assert ask(ahead, app) == (200, HEAD + REST % 2)
    assert app.before == [0, 2], "nothing, then status and head"
    assert app.sent[1]["body"] == HEAD


@pytest.mark.parametrize("query", ["page=veille", "langue=en", "theme=dark"])
def test_each_view_has_a_head_of_its_own(ahead: Ahead, app: App, query: str) -> None:
    ask(ahead, app)
    app.head = b"<html lang=other>"
    assert ask(ahead, app, query) == (200, app.head + REST % 2)
    assert app.before == [0, 0]
    ask(ahead, app, query)
    assert app.sent[1]["body"] == app.head


def test_a_page_that_begins_otherwise_is_asked_for_again_once(ahead: Ahead, app: App) -> None:
    ask(ahead, app)
    app.head = b"<html><script src=b.js></script>"
    assert ask(ahead, app) == (200, HEAD + AGAIN)
    for session in (3, 4):
        assert ask(ahead, app) == (200, app.head + REST % session)
    assert app.before[-2:] == [0, 0], "waited for whole from then on"


def test_a_page_that_cannot_be_made_says_so_and_the_next_tells_it_by_its_status(ahead: Ahead, app: App) -> None:
    ask(ahead, app, "langue=en")
    app.failing = True
    with pytest.raises(RuntimeError, match="no graph"):
        ask(ahead, app, "langue=en")
    assert LOST["en"].encode() in app.sent[-1]["body"]
    app.failing, app.status = False, 503
    assert ask(ahead, app, "langue=en")[0] == 503


def test_an_answer_that_is_no_page_is_not_learned(ahead: Ahead, app: App) -> None:
    app.status = 503
    ask(ahead, app)
    app.status = 200
    ask(ahead, app)
    assert app.before == [0, 0]


@pytest.mark.parametrize(("path", "method"), [("/api/alerts", "GET"), ("/", "POST")])
def test_anything_else_passes(ahead: Ahead, app: App, path: str, method: str) -> None:
    for _ in range(2):
        ask(ahead, app, path=path, method=method)
    assert app.before == [0, 0]
