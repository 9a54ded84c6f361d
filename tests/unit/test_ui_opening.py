"""What a browser gets first: the head before its session, only the scripts and models that pages use."""

import asyncio
import gc
import re
from pathlib import Path

import pytest
from bokeh.document import Document
from starlette.types import Message, Receive, Scope, Send

import ui
from ui import opening
from ui.ahead import AGAIN, Ahead
from ui.host import CACHING, FOREVER
from ui.lean import DRAWN, forget_undrawn, settle

SOURCES = Path(ui.__file__).parent

LOADER = '<div id="loader">'


class Pages:
    """An app whose pages are told ahead; `asked` notes what was on the wire when each was made."""

    def __init__(self, *pages: str | Exception) -> None:
        self.pages, self.sent = list(pages), b""
        self.asked: list[bytes] = []
        self.statuses: list[int] = []
        self.ahead = Ahead(self._answer, paths=("/",))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(self.sent)
        page = self.pages.pop(0)
        if isinstance(page, Exception):
            raise page
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": page.encode()})

    def get(self, query: str = "") -> str:
        """Return what a browser gets."""
        self.sent = b""

        async def send(message: Message) -> None:
            self.sent += message.get("body", b"")
            if "status" in message:
                self.statuses.append(message["status"])

        async def receive() -> Message:
            return {"type": "http.request"}

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": query.encode()}
        asyncio.run(self.ahead(scope, receive, send))
        return self.sent.decode()


def test_the_head_is_sent_before_the_session_is_made() -> None:
    pages = Pages(f"head{LOADER}one", f"head{LOADER}two")

    assert [pages.get(), pages.get()] == [f"head{LOADER}one", f"head{LOADER}two"]
    assert pages.asked == [b"", b"head"]
    assert pages.statuses == [200, 200]


def test_another_page_language_or_look_has_a_head_of_its_own() -> None:
    pages = Pages(*(f"{name}{LOADER}" for name in "abcd"))

    queries = ["", "page=veille", "langue=en", "theme=dark"]
    assert [pages.get(query) for query in queries] == [f"{name}{LOADER}" for name in "abcd"]


def test_a_page_that_begins_otherwise_is_loaded_again_once_then_waited_for_whole() -> None:
    pages = Pages(f"head{LOADER}1", f"other{LOADER}2", f"other{LOADER}3", f"other{LOADER}4")

    pages.get()
    assert pages.get() == "head" + AGAIN.decode()
    assert [pages.get(), pages.get()] == [f"other{LOADER}3", f"other{LOADER}4"]
    assert pages.asked[2:] == [b"", b""]


def test_where_no_session_can_be_made_the_page_says_so_and_the_next_answer_tells_by_its_status() -> None:
    pages = Pages(f"head{LOADER}", OSError("away"), OSError("away"))

    pages.get()
    with pytest.raises(OSError, match="away"):
        pages.get()
    assert 'role="alert">La page n’a pas pu être ouverte' in pages.sent.decode()
    with pytest.raises(OSError, match="away"):
        pages.get()
    assert pages.sent == b""


def test_the_browser_loads_modules_itself() -> None:
    shim = '<script type="esms-options">{"shimMode": true}</script>\n\n'
    names = ("bundled/es-module-shims@1/dist/es-module-shims", "js/bokeh", "js/bokeh-gl", "panel/panel")
    scripts = "".join(f'<script src="static/{name}.min.js?v=1"></script>\n' for name in names)

    left = opening.needed(shim + scripts)

    assert re.findall(r"static/(\S+?)\.min", left) == ["js/bokeh", "panel/panel"]
    assert "esms" not in left


def test_what_is_fetched_ahead_is_kept_for_ever() -> None:
    links = [opening.address(one) for one in opening.EARLY]

    assert all(re.fullmatch(r"(static|components)/\S+\.js\?[0-9a-f]{16,}", link) for link in links), links
    assert all(f"/{link.split('/')[0]}/" in CACHING for link in links)
    assert "immutable" in FOREVER


def test_no_bundle_imports_by_name() -> None:
    for bundle in (SOURCES / "components" / "dist").glob("*.js"):
        assert not re.search(r'(?:^|[;}])import(?:\s*[{*"]|\s+\w)', bundle.read_text("utf-8")), bundle


def test_models_are_kept_of_components_that_pages_draw() -> None:
    forget_undrawn()
    told = {one["name"].rstrip("0123456789") for one in Document().to_json(deferred=False)["defs"]}
    used = {name for path in SOURCES.rglob("*.py") for name in re.findall(r"\bpmui\.([A-Z]\w*)", path.read_text())}

    assert used <= {one.__name__ for one in DRAWN}
    assert {"Page", "Grid", "Block", "Chart", "Network"} <= told
    assert "Button" not in told
    assert len(told) < 40


def test_what_is_loaded_is_not_looked_through_again() -> None:
    before = gc.get_threshold()
    loaded = len(gc.get_objects())
    try:
        settle()
        assert gc.get_freeze_count() > loaded / 2
        assert len(gc.get_objects()) < loaded / 10
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
