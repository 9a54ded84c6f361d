"""The app on an invented graph, and a real browser that may only speak to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from graph.store import Store
from tests.serving import served

CHROMIUM = os.environ.get("CYBERIMPACT_CHROMIUM", "/usr/bin/chromium")

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

SECONDS = 90
"""Longest wait for a picture on two shared cores."""

expect.set_options(timeout=SECONDS * 1000)


@dataclass
class Watched:
    """A browser page, what it complained of and whom it spoke to."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, query: str) -> Page:
        """Open a view of the app and wait for its title."""
        self.page.goto(f"{self.address}/{query}")
        self.page.wait_for_selector("h1", timeout=SECONDS * 1000)
        return self.page


@pytest.fixture(scope="module")
def address(seeded: Store) -> Iterator[str]:
    """The address of the app on the invented graph."""
    with served(seeded) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def reader(browser: Browser) -> BrowserContext:
    """Somebody who comes again and again: what does not change is fetched and compiled once."""
    return browser.new_context()


@contextmanager
def watching(
    browser: Browser | BrowserContext, address: str, *, width: int = 1360, height: int = 1000
) -> Iterator[Watched]:
    """Yield a page; complaints of the console and words with other hosts are noted, websockets included."""
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": height})
    watched = Watched(page, address)
    page.on("console", lambda said: _complain(watched, said))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda request: _note(watched, request.url))
    page.on("websocket", lambda socket: _note(watched, socket.url))
    yield watched
    page.close()


def _complain(watched: Watched, said: ConsoleMessage) -> None:
    if said.type in ("error", "warning"):
        watched.complaints.append(said.text)


def _note(watched: Watched, url: str) -> None:
    parts = urlparse(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlparse(watched.address).netloc:
        watched.strangers.append(url)


@pytest.fixture
def watched(reader: BrowserContext, address: str) -> Iterator[Watched]:
    """A page of one who was here before, and of whom nothing is remembered."""
    with watching(reader, address) as found:
        yield found
        if found.page.url.startswith(address):
            found.page.evaluate("localStorage.clear()")
    reader.clear_cookies()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages land: `CYBERIMPACT_SCREENSHOTS`, else a temporary folder."""
    folder = os.environ.get("CYBERIMPACT_SCREENSHOTS")
    return Path(folder) if folder else tmp_path_factory.mktemp("screenshots")
