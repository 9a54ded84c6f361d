"""Takes the screenshots of the duty officer's guide and of the README again: `make guide`.

They show the invented graph of the browser tests, which is an exercise and says so.
"""

import os
import signal
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from graph import server
from graph.store import Store
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.seed import seed
from tests.serving import served

SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
WIDTH, HEIGHT = 1280, 800
COLOURS = 128
"""Of a picture: screens have few, and the files stay small."""
CHART = "[data-ready=true][data-marks]"


def situation(page: Page) -> None:
    page.wait_for_selector(CHART)


def veille(page: Page) -> None:
    page.wait_for_selector("[data-evidence]")


def raccourcis(page: Page) -> None:
    page.wait_for_selector("[data-row]")
    page.keyboard.press("?")


def fiche(page: Page) -> None:
    page.wait_for_selector(CHART)


def action(page: Page) -> None:
    page.get_by_text("Inscrire une action").click()
    page.locator("#log-text").fill("Le barrage tient. Aucune évacuation n’est en cours. Contact : 06 39 98 12 34.")
    page.locator("#log-channel").fill("FR-Alert")
    page.get_by_role("button", name="Voir ce qui sera gardé").click()
    page.wait_for_selector(".entering blockquote")
    page.wait_for_selector(CHART)


def point(page: Page) -> None:
    page.wait_for_selector(".brief svg")


VIEWS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "situation": ("?page=situation", situation),
    "veille": ("?page=veille&alerte=barrage", veille),
    "raccourcis": ("?page=veille", raccourcis),
    "fiche": ("?page=alerte&alerte=barrage", fiche),
    "action": ("?page=actions&action=a1&territoire=D21", action),
    "point": ("?page=point&territoire=D21", point),
}


def main() -> None:
    """Take them all, then one more with the graph killed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CYBERIMPACT_HOME": folder, "CYBERIMPACT_BRIEF_MARKING": "DIFFUSION RESTREINTE"}
        with server.use(Path(folder) / "graph") as running, running.driver() as driver:
            store = Store(driver, patience=1.0)
            store.prepare()
            seed(store)
            with served(store) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                for name, (query, ready) in VIEWS.items():
                    page.goto(f"{address}/{query}")
                    page.wait_for_selector("h1")
                    ready(page)
                    take(page, name)
                page.goto(f"{address}/?page=veille&alerte=barrage")
                page.wait_for_selector("[data-evidence]")
                os.kill(running.pid, signal.SIGKILL)
                expect(page.locator(".banner.down")).to_be_visible(timeout=30_000)
                page.locator("#act-acknowledge").click()
                expect(page.locator(".notice.bad")).to_be_visible()
                take(page, "panne")
                browser.close()


def take(page: Page, name: str) -> None:
    """Write what the window shows as a small file."""
    page.wait_for_timeout(800)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(SHOTS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
