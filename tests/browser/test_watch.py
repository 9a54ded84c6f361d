"""A watch at the screen: what people click, write and wait for."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import networkx as nx
import pytest
from playwright.sync_api import Browser, expect

from graph.store import Store
from tests.browser.conftest import SECONDS, Watched, watching

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

CHART = "[data-ready=true][data-marks]"

FIRST_NODE = """(canvas) => {
    canvas.scrollIntoView({ block: "center" });
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (let y = top + 60; y < top + height - 60; y += 5) {
        for (let x = left + 60; x < left + width - 120; x += 5) {
            canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y }));
            if (canvas.style.cursor === "pointer") return [x, y];
        }
    }
}"""
"""Where the pointer finds a node of the network."""


def test_alert_is_opened_and_decided(watched: Watched, seeded: Store) -> None:
    page = watched.open("?page=situation")
    page.get_by_role("link", name=re.compile("^Rupture du barrage de Pont-et-Massène :")).click()
    expect(page.locator("h1")).to_contain_text("Rupture du barrage")
    expect(page).to_have_url(re.compile("page=alerte&alerte=barrage"))

    page.locator("textarea[name=comment]").fill("Barrage vu intact par <la> patrouille.")
    page.get_by_role("button", name="Prendre en compte").click()
    expect(page.locator("li", has_text="a pris en compte")).to_contain_text("Barrage vu intact par <la> patrouille.")
    decided = seeded.rows("alerte_detail", alert="barrage")[0]["decisions"]
    assert [(one["act"], one["role"]) for one in decided] == [("acknowledge", "cellule")]
    page.get_by_role("button", name="Écarter").click()
    expect(page.locator("header, .stack").get_by_text("Écartée").first).to_be_visible()
    assert [one["act"] for one in seeded.rows("alerte_detail", alert="barrage")[0]["decisions"]] == [
        "acknowledge",
        "dismiss",
    ]
    assert watched.complaints == []


def test_messages_are_text_and_authors_have_no_name(watched: Watched) -> None:
    page = watched.open("?page=alerte&alerte=barrage")
    expect(page.get_by_role("table", name="Signaux qui l’ont levée")).to_contain_text("Côte-d'Or")
    quote = page.locator("blockquote", has_text="Partagez").first

    expect(quote).to_contain_text("<b>maintenant</b>")
    assert quote.locator("b").count() == 0
    assert re.search(r"auteur [0-9a-f]{6}\b", quote.inner_text())


def test_map_leads_to_communes_and_back(watched: Watched) -> None:
    page = watched.open("?page=carte")
    page.wait_for_selector(CHART, timeout=SECONDS * 1000)
    page.get_by_role("link", name="Côte-d'Or").first.click()
    expect(page.get_by_role("cell", name="Semur-en-Auxois", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("territoire=D21"))
    page.go_back()
    expect(page.get_by_role("heading", name="Territoires où l’on écrit le plus")).to_be_visible()


def test_departements_are_chosen_by_a_rectangle_and_hold_on_other_pages(watched: Watched, pictures: Path) -> None:
    page = watched.open("?page=carte")
    page.wait_for_selector(CHART, timeout=SECONDS * 1000)
    frame = page.locator(CHART).bounding_box()
    assert frame is not None
    middle = frame["x"] + 0.55 * frame["width"], frame["y"] + 0.40 * frame["height"]
    page.mouse.move(middle[0] - 60, middle[1] - 60)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1], steps=3)
    page.mouse.move(middle[0] + 60, middle[1] + 60, steps=3)
    page.screenshot(path=pictures / "carte-rectangle.png")
    page.mouse.up()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ départements choisis$"))).to_be_visible()
    places = parse_qs(urlparse(page.url).query)["territoire"][0].split(",")
    assert 2 <= len(places) <= 24
    page.screenshot(path=pictures / "carte-choisis.png")
    count = len(places)
    page.get_by_role("link", name="Leurs alertes").click()
    expect(page.get_by_role("heading", name="Veille", exact=True)).to_be_visible()
    expect(page.locator("#hidden")).to_contain_text(re.compile("hors du territoire choisi|ne cache rien"))
    for name, told in (
        ("piliers", f"{count} départements vus comme un seul territoire"),
        ("besoins", f"Les {count} départements ensemble"),
        ("actions", "Actions pour ce territoire ou plus large que lui"),
        ("point", "la somme de ceux des départements choisis"),
    ):
        page.locator(f"#go-{name}").click()
        expect(page.get_by_text(told).first).to_be_visible()
        assert parse_qs(urlparse(page.url).query)["territoire"][0].split(",") == places
        assert "ici" not in page.locator(".chosen").inner_text()
    page.locator("#go-veille").click()
    page.locator("#hidden").get_by_role("link", name="Voir toutes les alertes").click()
    expect(page.locator("#hidden")).to_have_count(0)
    assert "territoire" not in page.url
    assert watched.complaints == []


def test_communes_are_chosen_by_a_rectangle(watched: Watched, pictures: Path) -> None:
    page = watched.open("?page=carte&territoire=D21")
    box = page.locator(CHART)
    expect(box).to_have_attribute("data-marks", re.compile("[1-9]"))
    frame = box.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 5, frame["y"] + 5)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, steps=3)
    page.mouse.move(frame["x"] + frame["width"] - 5, frame["y"] + frame["height"] - 5, steps=3)
    page.mouse.up()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ communes choisies$"))).to_be_visible()
    places = parse_qs(urlparse(page.url).query)["territoire"][0].split(",")
    assert len(places) > 1
    assert "21603" in places
    page.screenshot(path=pictures / "carte-communes.png")
    page.get_by_role("link", name="Tout le département").click()
    expect(page).to_have_url(re.compile("territoire=D21$"))
    assert watched.complaints == []


def test_departements_are_ticked_by_keys_and_added_up(watched: Watched, pictures: Path) -> None:
    page = watched.open("?page=carte")
    page.locator("#carte summary").press("Enter")
    for code in ("D21", "D71"):
        page.locator(f"#tick-{code}").press("Space")
    page.locator("#tick-go").press("Enter")
    expect(page).to_have_url(re.compile("territoire=D21%2CD71"))
    chosen = page.get_by_role("heading", name="2 départements choisis")
    expect(chosen).to_be_visible()
    expect(page.locator("#tick-D71")).to_be_checked()
    shown = page.locator("table", has_text="Pour 100").first.locator("tbody tr")
    expect(shown).to_have_count(2)
    counts = [int(cell.inner_text()) for cell in shown.locator("td:nth-child(3)").all()]
    expect(page.locator(".figure b").first).to_have_text(str(sum(counts)))
    page.get_by_role("link", name="Leur situation").click()
    expect(page.locator("h1")).to_have_text("Situation")
    expect(page.locator(".figure b").first).to_have_text(str(sum(counts)))
    expect(page.locator(".chosen")).to_contain_text("Côte-d'Or, Saône-et-Loire")
    expect(page.get_by_text("Volume : somme de 2 départements")).to_be_visible()
    page.screenshot(path=pictures / "situation-deux.png")
    page.get_by_role("link", name="Croisements").click()
    expect(page.locator("#together")).to_contain_text("2 départements vus comme un seul territoire")
    page.get_by_role("link", name="Réseau").click()
    expect(page.locator(".chosen")).to_contain_text("(sans effet ici)")
    assert watched.complaints == []


def test_unknown_is_not_calm(watched: Watched) -> None:
    page = watched.open("?page=situation")
    page.get_by_text("Voir le tableau").click()
    expect(page.locator("table", has_text="Borne haute")).to_contain_text("≥ 3")
    expect(page.locator("table", has_text="Refusés")).to_contain_text("Coupée")


def test_choosing_a_topic_redraws_and_is_in_the_address(watched: Watched) -> None:
    page = watched.open("?page=situation")
    page.get_by_label("Sujet").select_option("crue")
    expect(page).to_have_url(re.compile("sujet=crue"))
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_role("heading", name="Messages per hour")).to_be_visible()
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    expect(page).to_have_url(re.compile("langue=en&theme=dark"))
    assert watched.complaints == []


GROUND = """() => {
    const grounds = () => ["html", "main", ".MuiDrawer-paper"].map((one) => {
        const deep = (root) => root.querySelector(one) ?? [...root.querySelectorAll("*")]
            .filter((part) => part.shadowRoot).map((part) => deep(part.shadowRoot)).find(Boolean);
        return getComputedStyle(deep(document)).backgroundColor;
    });
    const watching = new MutationObserver(() => { window.grounds = grounds(); });
    watching.observe(document.documentElement, { attributes: true, attributeFilter: ["data-look"] });
}"""
"""What the page, its body and its menu stand on the moment the theme turns."""


def test_ground_turns_dark_with_the_ink(watched: Watched) -> None:
    """Nobody reads light ink on light ground, not even for a moment."""
    page = watched.open("?page=situation")
    page.evaluate(GROUND)
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    assert page.evaluate("window.grounds") == ["rgb(16, 22, 31)"] * 3


def test_network_has_a_list_twin(watched: Watched) -> None:
    page = watched.open("?page=reseau")
    page.get_by_role("link", name="Faux SMS de colis").click()
    expect(page.get_by_role("heading", name="Faux SMS de colis")).to_be_visible()
    expect(page.get_by_role("cell", name="Perceval", exact=True)).to_be_visible()


def test_the_network_is_opened_folded_walked_and_saved(watched: Watched) -> None:
    page = watched.open("?page=reseau&noeud=topic:colis")
    drawn = page.locator("[data-ready=true][data-nodes]")
    page.get_by_label("Chemin jusqu’à").select_option("topic:crue")
    expect(page.locator("ol.way li")).to_have_count(3)
    expect(drawn).to_have_attribute("data-way", "3")
    page.get_by_label("Montrer").select_option("groups")
    expect(page.get_by_role("heading", name="Ce qui va ensemble")).to_be_visible()
    assert int(drawn.get_attribute("data-nodes") or 0) < 12
    with page.expect_download() as picture:
        page.get_by_role("button", name="Image PNG").click()
    assert picture.value.path().read_bytes()[:4] == b"\x89PNG"
    with page.expect_download() as file:
        page.get_by_role("button", name="GraphML").click()
    assert {"topic:colis", "topic:crue"} <= set(nx.read_graphml(file.value.path()).nodes)
    assert watched.complaints == []


def test_what_is_moved_by_hand_stays_until_it_is_released(watched: Watched) -> None:
    page = watched.open("?page=reseau")
    x, y = page.locator("[data-ready=true][data-nodes] canvas").evaluate(FIRST_NODE)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y + 30, steps=4)
    page.mouse.up()
    page.wait_for_timeout(500)
    page.mouse.click(x + 50, y + 30)
    page.get_by_role("button", name="Rendre sa place").click()
    expect(page.get_by_role("button", name="Rendre sa place")).to_have_count(0)
    assert watched.complaints == []


def test_the_map_shows_an_hour_and_what_was_under_vigilance(watched: Watched) -> None:
    page = watched.open("?page=carte")
    expect(page.get_by_text("vigilance orange")).to_be_visible()
    slider = page.get_by_label("Moment montré")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("a=2026-11-24T"))
    expect(page.locator("#step-words")).not_to_have_text("Toute la période")
    page.locator(".slider").get_by_role("link", name="Toute la période").click()
    expect(page.locator("#step-words")).to_have_text("Toute la période")
    assert watched.complaints == []


def test_keyboard_skips_the_menu(watched: Watched) -> None:
    page = watched.open("?page=piliers")
    page.wait_for_selector(".indicator")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()


def test_small_screen_starts_on_the_content(browser: Browser, address: str) -> None:
    with watching(browser, address, width=390, height=844) as phone:
        # a slow machine draws long after it connected: what was told before is not heard
        phone.page.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page = phone.open("?page=situation")
        map_ = page.locator("nav a", has_text="Carte")
        expect(map_).to_be_hidden()
        page.wait_for_function("document.documentElement.scrollWidth <= 390", timeout=SECONDS * 1000)
        page.get_by_role("button", name="drawer").click()
        expect(map_).to_be_visible()
        map_.click()
        expect(page.locator("h1")).to_have_text("Carte")
        expect(map_).to_be_visible()  # whoever opened it folds it
        page.set_viewport_size({"width": 1280, "height": 844})
        expect(map_).to_be_visible()
        page.set_viewport_size({"width": 390, "height": 844})
        expect(map_).to_be_hidden()


def test_unknown_alert_and_nonsense_in_the_address(watched: Watched) -> None:
    page = watched.open("?page=alerte&alerte=999&theme=sepia&periode=hier")
    expect(page.get_by_text("Cette alerte n’existe pas")).to_be_visible()
    page = watched.open("?page=../../etc/passwd")
    expect(page.locator("h1")).to_have_text("Situation")
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("Ce qui s’affirme", "Démentie", "58 messages la font circuler", "9 la démentent", "Déjà vue en mars")),
        ("en", ("What is claimed", "Denied", "58 messages spread it", "9 deny it", "Seen before in March")),
    ],
)
def test_an_alert_tells_what_is_claimed(watched: Watched, lang: str, told: tuple[str, ...]) -> None:
    page = watched.open(f"?page=alerte&alerte=barrage&langue={lang}")
    claimed = page.locator(".rumour")
    expect(claimed).to_contain_text("Le barrage a cédé")
    for words in told:
        expect(claimed).to_contain_text(words)
    page = watched.open(f"?page=alerte&alerte=crue&langue={lang}")
    expect(page.locator("h1")).to_contain_text("Crue")
    expect(page.locator(".rumour")).to_have_count(0)
