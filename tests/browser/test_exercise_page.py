"""An exercise at the screen: chosen, started, paused, fed, looked at under its watermark, accounted for."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flows.exercise.scenarios import names
from graph import server
from graph.exercise import GRAPH, Room
from graph.store import Store, folder
from tests.browser.conftest import SECONDS, Watched, watching
from tests.entering import get
from tests.serving import served
from tests.tiny import tiny
from ui.services.exercise import Exercise, NotPossible

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

HEARD = 120_000
"""Milliseconds until the rumour is heard, at the highest speed."""
PREPARED = 240_000
"""Milliseconds that preparing may take on two shared cores."""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> Iterator[str]:
    tiny(tmp_path / "scenarios" / "essai")
    monkeypatch.setenv("CYBERIMPACT_EXERCISE_FOLDER", str(tmp_path / "scenarios"))
    room = Room()
    with served(store, room=room) as address:
        try:
            yield address
        finally:
            with suppress(NotPossible):
                Exercise(room, lambda: None).end()
    server.stop(folder(GRAPH))


WIDTHS = (1920, 1360)


def shot(page: Page, pictures: Path, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1500})
        page.wait_for_timeout(300)
        page.screenshot(path=pictures / f"exercice-{name}-{width}.png")


def on_a_phone(browser: Browser, app: str, pictures: Path, name: str) -> None:
    with watching(browser, app, width=390, height=1800) as phone:
        page = phone.open("?page=exercice")
        page.wait_for_function("document.documentElement.scrollWidth <= 390", timeout=SECONDS * 1000)
        page.wait_for_timeout(1_500)
        page.screenshot(path=pictures / f"exercice-{name}-390.png")


def test_an_exercise_from_start_to_account(app: str, browser: Browser, pictures: Path) -> None:
    with watching(browser, app) as director:
        page = director.open("?page=exercice")
        expect(page.locator(".scenario")).to_have_count(len(names()) + 1)
        expect(page.locator(".banner.exercise")).to_have_count(0)
        shot(page, pictures, "choisir")
        assert get(f"{app}/exercice").status_code == 303, "there is nothing to look at yet"
        assert get(f"{app}/exercice/api/alerts").status_code == 404

        page.locator(".scenario", has_text="essai").click()
        page.locator("#exercise-speed").select_option("60")
        page.locator("#exercise-start").click()
        expect(page.locator(".chip", has_text=re.compile("Démarrage|En préparation"))).to_be_visible()
        expect(page.locator("#exercise-pause")).to_be_visible(timeout=PREPARED)
        page.locator("#exercise-pause").click()
        expect(page.locator(".chip", has_text="En pause")).to_be_visible()

        page.locator("#ready-0").click()
        expect(page.locator("#injected")).to_contain_text("attend le prochain passage")
        expect(page.locator("#injected")).not_to_contain_text("06 12 34")
        page.locator("#inject-text").fill("Un arbre <b>couché</b> sur la route")
        page.locator("#inject-own").click()
        expect(page.locator("#injected li")).to_have_count(2)
        expect(page.locator("#inject-text")).to_have_value("")
        page.locator("#pace-360").click()
        page.locator("#exercise-resume").click()
        expect(page.locator("#injected")).not_to_contain_text("attend le prochain", timeout=60_000)
        expect(page.locator("#injected")).to_contain_text("<b>couché</b>")
        expect(page.locator("#exercise-open")).to_be_visible()
        looked_at(browser, app, pictures)
        page.locator("#pace-1").click()
        shot(page, pictures, "en-cours")
        on_a_phone(browser, app, pictures, "en-cours")
        told_to_programs(app)
        page.locator("#exercise-ending").click()
        page.locator("#exercise-end").click()
        expect(page.locator(".chip", has_text="Terminé")).to_be_visible(timeout=60_000)
        account(director, page, pictures)
        on_a_phone(browser, app, pictures, "retex")


def looked_at(browser: Browser, app: str, pictures: Path) -> None:
    with watching(browser, app) as cell:
        for query, words in (
            ("?page=situation", "EXERCICE — EXERCICE — EXERCICE\u202f: données fictives"),
            ("?page=veille&langue=en", "EXERCICE — EXERCICE — EXERCICE: a drill"),
        ):
            page = cell.open(f"exercice{query}")
            expect(page.locator(".banner.exercise")).to_contain_text(words)
            expect(page.locator(".watermark")).to_be_attached()
        expect(page.locator("ol.inbox > li").first).to_be_visible(timeout=HEARD)
        shot(page, pictures, "veille")
        page.get_by_role("link", name="Map").click()
        expect(page.locator("h1")).to_contain_text("Map")
        expect(page).to_have_url(re.compile("/exercice\\?page=carte"))
        expect(page.locator(".banner.exercise")).to_be_visible()
        plain = cell.open("?page=situation")
        expect(plain.locator(".banner.exercise")).to_have_count(0)  # the graph of real data has no watermark
        assert (cell.complaints, cell.strangers) == ([], [])
    with watching(browser, app, width=1920, height=1080) as wall, wall.page.expect_request("**/api/wall") as asked:
        wall.open("exercice?mur=situation")
    assert asked.value.url == f"{app}/exercice/api/wall", "a wall screen of an exercise tells of its alerts alone"


def told_to_programs(app: str) -> None:
    answer = get(f"{app}/exercice/api/alerts")
    alerts = answer.json()["items"]
    assert alerts
    assert answer.headers["x-exercise"] == "EXERCICE"
    cap = get(f"{app}/exercice/api/alerts/{alerts[0]['id']}.cap").text
    assert "<status>Exercise</status>" in cap
    assert get(f"{app}/api/alerts").status_code == 404, "nothing of it is in the graph of real data"


def account(director: Watched, page: Page, pictures: Path) -> None:
    expect(page.locator(".retex h2")).to_contain_text("RETEX")
    expect(page.locator(".retex .lane").first).to_be_visible()
    expect(page.locator(".retex table").first).to_contain_text("Rumeur")
    shot(page, pictures, "retex")
    with page.expect_download() as saved:
        page.locator("button.bk-btn", has_text="CSV").click()
    assert saved.value.suggested_filename == "EXERCICE-retex-essai.csv"
    text = saved.value.path().read_text("utf-8-sig")
    assert text.count("EXERCICE — EXERCICE — EXERCICE") >= 2
    with page.expect_download() as saved:
        page.locator("button.bk-btn", has_text="HTML").click()
    whole = saved.value.path().read_text("utf-8")
    assert "<b>couché</b>" not in whole
    assert "EXERCICE — EXERCICE — EXERCICE" in whole
    page.get_by_role("button", name="EN", exact=True).click()
    page.locator("#theme").click()
    expect(page.locator(".retex h2")).to_contain_text("What the cell did")
    shot(page, pictures, "retex-en-dark")
    assert (director.complaints, director.strangers) == ([], [])
