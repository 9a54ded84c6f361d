"""What a watch lives through: the app is killed, the graph is killed. Nothing is lost, nothing is lost silently."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from graph import server
from graph.server import Server
from graph.store import Store
from graph.users.book import Book
from graph.users.roles import Role
from tests.browser.conftest import SECONDS, watching
from tests.browser.seed import seed
from tests.entering import PASSWORD
from tests.serving import QUICK, served
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

GONE = (
    "WebSocket connection",
    "Failed to connect to Bokeh server",
    "ERR_CONNECTION",
    "ERR_CONTENT_LENGTH",
    "cannot send",
)
"""What a browser says of a server that is not there."""


def acts(store: Store, alert: str) -> list[str]:
    return [one["act"] for one in store.rows("alerte_detail", alert=alert)[0]["decisions"]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def application(port: int, graph: Server, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `cyberimpact-ui` as a process of its own, over the live graph on a server of ours."""
    given = {
        "CYBERIMPACT_HOME": str(home), "CYBERIMPACT_NEO4J_URI": graph.uri, "CYBERIMPACT_NEO4J_PASSWORD": graph.password,
        "CYBERIMPACT_UI_REFRESH_SECONDS": "0.5",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "ui.app", "--port", str(port)], env=os.environ | given)
    try:
        wait_until(lambda: _answers(port))
        yield process
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def log_in(page: Page) -> None:
    page.get_by_label("Identifiant").fill("veille")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".drawer h2")).to_contain_text("Rupture du barrage", timeout=SECONDS * 1000)


def test_the_app_is_killed_in_the_middle_of_a_watch(
    browser: Browser, seeded: Store, neo4j_server: Server, own_home: Path, pictures: Path
) -> None:
    Book(own_home, QUICK).add("veille", Role.veille, PASSWORD, now=datetime.now(UTC))
    port = free_port()
    with watching(browser, f"http://127.0.0.1:{port}", width=1280, height=900) as watched:
        with application(port, neo4j_server, own_home) as first:
            page = watched.open("?page=veille&alerte=barrage")
            log_in(page)
            page.keyboard.press("a")
            expect(page.locator(".history")).to_contain_text("veille a pris en compte")
            comment = page.locator(".drawer textarea")
            comment.fill("Ouvrage vu intact par la patrouille.")
            assert (watched.complaints, watched.strangers) == ([], [])

            # the app hears nothing of this act: it is stopped, then killed
            os.kill(first.pid, signal.SIGSTOP)
            page.get_by_role("button", name="Commenter").click()
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            said = page.locator("[role=alert].away")
            expect(said).to_contain_text("Le serveur ne répond plus")
            page.screenshot(path=pictures / "away-1280-light.png")
            expect(page.locator(".drawer blockquote").first).to_be_visible()
            page.locator("#act-dismiss").click()
            expect(said).to_contain_text("Rien n’a été envoyé")
            page.keyboard.press("Escape")
            page.locator("h1").focus()
            page.keyboard.press("z")
            page.locator("nav a", has_text="Carte").click()
            expect(page.locator("h1")).to_have_text("Veille")

        with application(port, neo4j_server, own_home):
            expect(page.locator("[role=status].away")).to_contain_text("Votre saisie est là")
            expect(said).to_be_empty()
            expect(page.locator(".history")).to_contain_text("veille a pris en compte")
            expect(comment).to_have_value("Ouvrage vu intact par la patrouille.")
            page.screenshot(path=pictures / "back-1280-light.png")
            assert acts(seeded, "barrage") == ["acknowledge"]
            page.get_by_role("button", name="Commenter").click()
            expect(page.locator(".history")).to_contain_text("Ouvrage vu intact par la patrouille.")
            assert acts(seeded, "barrage") == ["acknowledge", "comment"]
        assert [words for words in watched.complaints if not any(known in words for known in GONE)] == []
        assert watched.strangers == []


def test_the_graph_is_killed_in_the_middle_of_a_watch(
    browser: Browser, prepared: Path, tmp_path: Path, pictures: Path
) -> None:
    home = tmp_path / "mortal"
    server.copy(prepared, home)
    with server.use(home) as running, running.driver() as driver:
        store = Store(driver, patience=1.0)
        seed(store)
        with served(store) as address, watching(browser, address, width=1280, height=900) as watched:
            page = watched.open("?page=veille&alerte=barrage")
            row, banner = page.locator("[data-row=barrage]"), page.locator(".banner.down")
            expect(page.locator(".drawer blockquote").first).to_be_visible()
            os.kill(running.pid, signal.SIGKILL)

            expect(banner).to_contain_text("La base de données ne répond pas. Le dernier état connu reste affiché")
            expect(banner).to_be_in_viewport()
            expect(row).to_be_visible()
            page.locator("#lang-en").click()
            expect(banner).to_contain_text("The database does not answer. The last known state stays on screen")
            expect(row).to_be_visible()
            expect(page.locator(".drawer blockquote").first).to_be_visible()
            page.locator("#lang-fr").click()
            expect(page.get_by_role("button", name="Prendre en compte").last).to_be_visible()
            comment = page.locator(".drawer textarea")
            comment.fill("Ouvrage vu intact.")
            page.locator("#act-acknowledge").click()
            expect(page.locator(".notice.bad")).to_contain_text("rien n’a été écrit")
            expect(comment).to_have_value("Ouvrage vu intact.")
            page.screenshot(path=pictures / "graph-away-1280-light.png")
            page.locator("nav a", has_text="Actions").click()
            expect(page.locator("h1")).to_have_text("Actions")
            expect(page.get_by_text("Cette page n’a pas encore été lue")).to_be_visible()
            page.locator("nav a", has_text="Veille").click()
            expect(row).to_be_visible()
            page.locator("nav a", has_text="Actions").click()

            assert server.revive(home), "it had died"
            assert not server.revive(home), "it lives"
            expect(banner).to_have_count(0)
            expect(page.get_by_role("heading", name="Journal")).to_be_visible()
            page.locator("nav a", has_text="Veille").click()
            row.locator("[data-open]").click()
            page.locator("#act-acknowledge").click()
            expect(page.locator(".history")).to_contain_text("cellule a pris en compte")
            assert acts(store, "barrage") == ["acknowledge"]
            assert watched.complaints == []
        running_now = server.status(home)
        assert running_now is not None
        assert running_now.uri == running.uri, "drivers find it where it was"
    assert not server.revive(home), "one that was stopped stays so"
