"""The pages of Prefect, old and new: they work, and the browser speaks to nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlparse

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from tests.prefect_server import prefect_server

pytestmark = [pytest.mark.prefect, pytest.mark.browser]

RUN = "watch essai 2026-03-01 12:00"
CALLED = "sr-client-cfg.amplitude.com"
"""Whom the new page asks for its configuration, at every load, whatever the settings say."""

PAGES = {"first": "/runs", "second": "/v2/runs"}


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server that knows one run."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as address:
        with httpx.Client(base_url=f"{address}/api/", timeout=30) as api:
            flow = api.post("flows/", json={"name": "watch"}).raise_for_status().json()
            run = {"flow_id": flow["id"], "name": RUN, "state": {"type": "COMPLETED"}, "tags": ["essai"]}
            api.post("flow_runs/", json=run).raise_for_status()
        yield address


@dataclass
class Talk:
    """What a page says to other hosts: what left, and what the browser refused to send."""

    address: str
    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("requestfailed", self._failed)

    def _asked(self, url: str) -> None:
        parts = urlparse(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlparse(self.address).netloc:
            self.left.append(url)

    def _failed(self, request: Request) -> None:
        if request.url in self.left and request.failure == "csp":
            self.left.remove(request.url)
            self.refused.append(request.url)


def look(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    page.get_by_text(RUN).first.wait_for(timeout=60_000)
    page.wait_for_timeout(2_000)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_it_shows_the_runs_and_asks_nobody_else(browser: Browser, prefect: str, path: str) -> None:
    page = browser.new_page()
    talk = Talk(prefect)
    talk.follow(page)
    look(page, prefect, path)
    page.close()
    assert talk.left == []
    assert {urlparse(url).netloc for url in talk.refused} <= {CALLED}


def test_every_answer_carries_the_policy(prefect: str) -> None:
    for path in ("/", "/v2", "/api/health", "/nowhere"):
        policy = httpx.get(f"{prefect}{path}", follow_redirects=True).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "connect-src 'self'" in policy


def test_without_the_policy_it_would_call_home(browser: Browser, prefect: str) -> None:
    asked: list[str] = []
    context: BrowserContext = browser.new_context(bypass_csp=True)

    def answer(route: Route) -> None:
        if urlparse(route.request.url).netloc == urlparse(prefect).netloc:
            route.continue_()
        else:
            asked.append(urlparse(route.request.url).netloc)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    look(page, prefect, PAGES["second"])
    context.close()
    assert CALLED in asked
