"""Chips of what a view is narrowed to; and the wall screen: goes on, stops for people, sounds only if asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.store import Store
from tests.browser.conftest import Watched, watching
from tests.browser.seed import late_alert

pytestmark = [pytest.mark.neo4j, pytest.mark.browser]

NOTES = """() => {
  window.notes = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.notes += 1; return start.apply(this, at); };
}"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_UI_WALL_SECONDS", "5")
    monkeypatch.setenv("CYBERIMPACT_UI_WALL_PAGES", '["situation", "carte", "nowhere", "sources"]')


def test_chips_say_what_a_view_is_narrowed_to_and_take_it_off(watched: Watched, pictures: Path) -> None:
    page = watched.open("?periode=7j&territoire=D21&service=perceval&comparaison=mois")
    chips = page.locator("ul.chosen li .chip")
    expect(chips).to_have_count(4)
    for words in ("7 derniers jours", "Mois précédent", "Côte-d'Or", "Perceval"):
        expect(page.locator("ul.chosen")).to_contain_text(words)
    page.screenshot(path=pictures / "filtres-clair.png")
    page.get_by_role("button", name="Retirer le filtre territoire").click()
    expect(chips).to_have_count(3)
    expect(page).not_to_have_url(re.compile("territoire"))
    page.locator("#set-compare").select_option("an")
    expect(page).to_have_url(re.compile("comparaison=an"))
    page.get_by_role("button", name="Tout retirer").click()
    expect(chips).to_have_count(0)
    expect(page).not_to_have_url(re.compile("comparaison|service|periode"))
    assert watched.complaints == []


@pytest.fixture
def wall(browser: Browser, address: str, quick: None) -> Iterator[Watched]:
    with watching(browser, address, width=1920, height=1080) as found:
        found.page.add_init_script(f"({NOTES})()")
        yield found


def bar(page: Page, name: str) -> str:
    return page.locator(f".wall-{name}").inner_text()


def test_a_wall_screen_goes_through_its_pages_and_stops_for_people(wall: Watched, pictures: Path) -> None:
    page = wall.open("?mur=1&territoire=D21")
    expect(page.locator(".wall-bar")).to_be_visible()
    for hidden in (".MuiAppBar-root", ".filters", "nav"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator("a:visible, button:visible").filter(has_text=re.compile("Quitter le mur|Son")).count() == 2
    expect(page.locator("ul.chosen")).to_contain_text("Côte-d'Or")
    assert re.fullmatch(r"\d\d\u202fh\u202f\d\d Paris · \d\d\u202fh\u202f\d\d UTC", bar(page, "clock"))
    expect(page.locator(".wall-fresh")).to_contain_text("Données au 24 nov.")
    page.wait_for_timeout(1500)
    page.screenshot(path=pictures / "mur-clair.png")
    expect(page.locator("h1")).to_have_text("Carte", timeout=12_000)
    expect(page.locator("h1")).to_have_text("Sources et confiance", timeout=12_000)
    expect(page.locator("h1")).to_have_text("Situation", timeout=12_000)
    assert "territoire=D21" in page.url
    page.keyboard.press("ArrowDown")
    expect(page.locator(".wall-turn")).to_contain_text("En pause")
    page.wait_for_timeout(6_500)
    expect(page.locator("h1")).to_have_text("Situation")
    page.get_by_role("link", name="Quitter le mur").click()
    page.wait_for_selector("h1")
    expect(page.locator(".wall-bar")).to_have_count(0)
    expect(page.locator(".filters").first).to_be_visible()
    assert "territoire=D21" in page.url
    assert (wall.complaints, wall.strangers) == ([], [])


def test_a_new_alert_is_told_and_sounds_only_if_asked(
    wall: Watched, seeded: Store, browser: Browser, address: str, pictures: Path
) -> None:
    page = wall.open("?mur=situation&theme=dark")
    expect(page.locator(".wall-turn")).to_have_text("Page fixe")
    sound = page.get_by_role("button", name=re.compile("Son"))
    expect(sound).to_have_attribute("aria-pressed", "false")
    with watching(browser, address, width=1280) as other:
        asking = other.open("?mur=situation&langue=en")
        asking.add_init_script(f"({NOTES})()")
        asking.reload()
        asking.wait_for_selector("h1")
        asking.get_by_role("button", name=re.compile("Sound")).click()
        expect(asking.get_by_role("button", name="Sound: on")).to_have_attribute("aria-pressed", "true")
        assert asking.evaluate("window.notes") == 2, "one hears what it sounds like"
        asking.wait_for_timeout(500)
        late_alert(seeded)
        expect(asking.locator(".wall-alert")).to_contain_text("New high alert: Faux SMS de colis", timeout=25_000)
        expect(page.locator(".wall-alert")).to_contain_text("Nouvelle alerte forte", timeout=25_000)
        assert asking.evaluate("window.notes") == 4
        assert page.evaluate("window.notes") == 0, "nobody asked for sound here"
        page.screenshot(path=pictures / "mur-sombre.png")
        asking.screenshot(path=pictures / "mur-1280-clair.png")
        assert (other.complaints, other.strangers) == ([], [])
    assert (wall.complaints, wall.strangers) == ([], [])


def test_a_wall_screen_says_when_the_server_is_away(wall: Watched) -> None:
    page = wall.open("?mur=situation")
    expect(page.locator(".wall-fresh")).to_contain_text("Données au")
    page.route("**/api/wall", lambda route: route.abort())
    expect(page.locator(".wall-fresh")).to_contain_text("Le serveur ne répond plus depuis", timeout=25_000)
    loaded = page.evaluate("performance.timeOrigin")
    page.unroute("**/api/wall")
    page.wait_for_function("(before) => performance.timeOrigin !== before", arg=loaded, timeout=25_000)


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, address: str, quick: None) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/?mur=1")
    page.wait_for_selector("h1")
    expect(page.locator(".wall-course")).to_be_hidden()
    context.close()
