"""The pages of Prefect, old and new: they work, and the browser speaks to nobody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

import httpx
import pytest
import tenacity
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from tests.prefect_server import prefect_server

pytestmark = [pytest.mark.prefect, pytest.mark.browser]

RUN = "watch essai 2026-03-01 12:00"
CALLED = "sr-client-cfg.amplitude.com"
"""Whom the new page asks for its configuration, at every load, whatever the settings say."""

PAGES: dict[str, tuple[str, set[str]]] = {"first": ("/runs", set()), "second": ("/v2/runs", {CALLED})}
"""Address of each page, and whom its browser refuses to ask: the policy is what keeps it silent."""


@tenacity.retry(stop=tenacity.stop_after_attempt(10), wait=tenacity.wait_fixed(2), reraise=True)
def post(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the answer; a server that has just started may say 503 while its database is busy."""
    answer: dict[str, Any] = api.post(path, json=body).raise_for_status().json()
    return answer


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server that knows one run."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as address:
        with httpx.Client(base_url=f"{address}/api/", timeout=30) as api:
            flow = post(api, "flows/", {"name": "watch"})
            run = {"flow_id": flow["id"], "name": RUN, "state": {"type": "COMPLETED"}, "tags": ["essai"]}
            post(api, "flow_runs/", run)
        yield address


@dataclass
class Talk:
    """What a page says to other hosts: what left, and whom the browser refused to ask."""

    address: str
    left: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("console", self._told)

    def _asked(self, url: str) -> None:
        parts = urlparse(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlparse(self.address).netloc:
            self.left.append(url)

    def _told(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.refused |= set(re.findall(r"(?:https?|wss?)://([^/']+)", said.text))


def look(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    page.get_by_text(RUN).first.wait_for(timeout=60_000)
    page.wait_for_timeout(2_000)


@pytest.mark.parametrize(("path", "refused"), PAGES.values(), ids=PAGES)
def test_it_shows_the_runs_and_asks_nobody_else(browser: Browser, prefect: str, path: str, refused: set[str]) -> None:
    page = browser.new_page()
    talk = Talk(prefect)
    talk.follow(page)
    look(page, prefect, path)
    page.close()
    assert talk.left == []
    assert talk.refused == refused


def test_every_answer_carries_the_policy(prefect: str) -> None:
    for path in ("/", "/v2", "/api/health", "/nowhere"):
        policy = httpx.get(f"{prefect}{path}", follow_redirects=True).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "connect-src 'self';" in policy, "neither hosts nor websockets of others"


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
    look(page, prefect, PAGES["second"][0])
    context.close()
    assert CALLED in asked
