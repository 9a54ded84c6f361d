"""A watch by keys: an alert comes, is taken, put aside, comes back, is closed, undone; two people; several at once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from neo4j import Driver
from playwright.sync_api import Browser, Locator, Page, expect

from graph.evidence import keeping
from graph.model import Decision
from graph.schema import COPY_OF
from graph.store import Store
from tests.browser.conftest import Watched, watching
from tests.browser.seed import NOW, _alert, _run, late_alert
from tests.graphs import invented
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

STANCES_DRAWN = """() => {
    const inner = (part) => part.shadowRoot ? find(part.shadowRoot) : [];
    const find = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        part.matches("[role=img][aria-label^=Positions] canvas") ? [part] : inner(part));
    const [canvas] = find(document);
    if (!canvas?.width) return false;
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let spread = 0, query = 0;
    for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at] === 168 && pixels[at + 1] === 67 && pixels[at + 2] === 0) spread += 1;
        if (pixels[at] === 29 && pixels[at + 1] === 79 && pixels[at + 2] === 145) query += 1;
    }
    return spread > 500 && query > 500;
}"""
"""Whether the colours of both stances fill some of the picture."""

SMALL = [f"petite{index}" for index in range(14)]
"""Alerts that fill the list, of the lowest rank."""


@pytest.fixture(scope="module")
def watched_store(neo4j_driver: Driver) -> Store:
    store = invented(neo4j_driver)
    store.save([_alert(name, "match", "faible", 0.2, ["s-colis"], NOW - timedelta(hours=3)) for name in SMALL], now=NOW)
    return store


@pytest.fixture(scope="module")
def room(watched_store: Store) -> Iterator[str]:
    with served(watched_store) as found:
        yield found


@pytest.fixture
def vigie(browser: Browser, room: str) -> Iterator[Watched]:
    with watching(browser, room, width=1280, height=900) as page:
        yield page
        assert page.complaints == []
        assert page.strangers == []


def row(page: Page, alert: str) -> Locator:
    return page.locator(f"[data-row={alert}]")


def acts(store: Store, alert: str) -> list[str]:
    return [one["act"] for one in store.rows("alerte_detail", alert=alert)[0]["decisions"]]


def test_an_alert_is_seen_through_by_keys(vigie: Watched, watched_store: Store, pictures: Path) -> None:
    page = vigie.open("?page=veille")
    expect(page.locator("#box-open")).to_contain_text("16")
    late_alert(watched_store)
    expect(row(page, "tardive")).to_be_visible()
    expect(page.locator("[data-row]").nth(1)).to_have_attribute("data-row", "tardive")

    page.keyboard.press("j")
    expect(row(page, "barrage")).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator(".drawer h2")).to_contain_text("Faux SMS de colis")
    expect(page).to_have_url(re.compile("page=veille&alerte=tardive"))
    page.screenshot(path=pictures / "veille-1280-light.png")
    page.keyboard.press("a")
    expect(page.locator(".notice")).to_contain_text("Prise en compte")
    expect(row(page, "tardive")).to_have_count(0)
    expect(page.locator(".drawer")).to_contain_text("cellule a pris en compte")

    page.locator(".drawer textarea").click()
    page.keyboard.type("Appel à 17Cyber : ajksz?")
    expect(page.locator(".drawer textarea")).to_have_value("Appel à 17Cyber : ajksz?")
    assert acts(watched_store, "tardive") == ["acknowledge"], "letters typed into a field are only letters"
    page.get_by_role("button", name="Commenter").click()
    expect(page.locator(".history")).to_contain_text("Appel à 17Cyber")
    page.keyboard.press("s")
    expect(page.locator("#box-snoozed")).to_contain_text("1")
    expect(page.locator(".drawer")).to_contain_text("revient au-dessus de « forte », ou à 34 au plus fort")

    worse = replace(_alert("tardive", "colis", "critique", 0.8, ["s-colis"], NOW), last_at=NOW + timedelta(minutes=20))
    watched_store.save([worse, _run("worse", NOW + timedelta(minutes=20))], now=NOW)
    expect(row(page, "tardive")).to_contain_text("revenue : plus grave")
    page.locator("#verdict").select_option("false")
    page.get_by_role("button", name="Clore").click()
    expect(page.locator("#box-treated")).to_contain_text("1")
    page.keyboard.press("z")
    expect(page.locator(".notice")).to_contain_text("Dernier acte annulé")
    expect(row(page, "tardive")).to_contain_text("revenue : plus grave")
    assert acts(watched_store, "tardive") == ["acknowledge", "comment", "snooze", "close", "undo"]
    expect(page.locator(".history li.gone")).to_contain_text("a clos : rumeur fausse")


def test_keys_lead_everywhere_and_leave_in_order(vigie: Watched, pictures: Path) -> None:
    page = vigie.open("?page=veille")
    expect(row(page, SMALL[0])).to_be_attached()
    page.keyboard.press("?")
    expect(page.get_by_text("mettre en veille jusqu’à aggravation")).to_be_visible()
    expect(page.locator("#keys summary")).to_be_focused()
    page.screenshot(path=pictures / "veille-aide.png")
    page.keyboard.press("Escape")
    expect(page.get_by_text("mettre en veille jusqu’à aggravation")).to_be_hidden()

    for _ in range(12):
        page.keyboard.press("j")
    current = page.locator("[data-row][aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_be_in_viewport()
    scrolled = page.locator("#rows").evaluate("list => list.scrollTop")
    assert scrolled > 0
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    expect(page.locator(".bulk")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("[data-evidence]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-pick]:checked")).to_have_count(0)
    assert page.locator("#rows").evaluate("list => list.scrollTop") > 0, "the list keeps its place"
    opened = current.get_attribute("data-row")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Aucune alerte ouverte")).to_be_visible()
    expect(page.locator(f"#open-{opened}")).to_be_focused()

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("barrage")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile("recherche=barrage"))
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()


def test_messages_are_gone_to_as_soon_as_the_alert_is_drawn(vigie: Watched) -> None:
    page = vigie.open("?page=veille")
    expect(row(page, SMALL[0])).to_be_attached()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("[data-evidence]")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("/")
    expect(page.locator("[data-evidence]")).to_be_attached()
    expect(page.locator("#search")).to_be_focused()


def test_two_people_see_each_other_and_do_not_overwrite(
    vigie: Watched, browser: Browser, room: str, watched_store: Store, pictures: Path
) -> None:
    page = vigie.open("?page=veille&etat=acknowledged&alerte=crue")
    expect(page.locator(".drawer h2")).to_contain_text("Crue")
    seen = page.locator(".drawer form.decide [name=seen]").get_attribute("value")
    with watching(browser, room, width=1280) as other:
        second = other.open("?page=alerte&alerte=crue&langue=en&theme=dark")
        second.locator("[name=given_to]").fill("analyste")
        second.get_by_role("button", name="Give to").click()
        expect(second.locator(".history")).to_contain_text("gave it to analyste")
    expect(page.locator(".drawer .history")).to_contain_text("a confié à analyste")

    # what the first had on screen before, as a slow network would bring it
    page.locator(".drawer form.decide [name=seen]").evaluate("(field, old) => { field.value = old; }", seen)
    page.locator(".drawer textarea").fill("Fausse, vu sur place.")
    page.get_by_role("button", name="Écarter").last.click()
    expect(page.locator(".notice.bad")).to_contain_text("Entre-temps, cellule a confié")
    expect(page.locator(".notice.bad")).to_contain_text("rien n’a été écrit")
    expect(page.locator(".drawer textarea")).to_have_value("Fausse, vu sur place.")
    page.screenshot(path=pictures / "veille-conflit.png")
    assert acts(watched_store, "crue") == ["acknowledge", "assign"]


def test_several_at_once_and_merged_after_it_was_said(
    browser: Browser, room: str, watched_store: Store, pictures: Path
) -> None:
    with watching(browser, room, width=1920, height=1080) as watched:
        page = watched.open("?page=veille&langue=en&theme=dark")
        for name in ("barrage", "colis"):
            row(page, name).locator("[data-pick]").check()
        expect(page.locator(".bulk")).to_contain_text("2 chosen")
        page.get_by_role("button", name="Merge…").click()
        expect(page.locator(".notice")).to_contain_text("Merge 2 alerts into one?")
        expect(page.locator(".notice li")).to_contain_text("Faux SMS de colis")
        page.screenshot(path=pictures / "veille-1920-dark-merge.png")
        page.get_by_role("button", name="Merge", exact=True).click()
        expect(row(page, "colis")).to_have_count(0)
        expect(row(page, "barrage")).to_contain_text("2 alerts merged")
        page.goto(f"{room}/?page=alerte&alerte=colis&langue=en&theme=dark")
        expect(page.get_by_text("Merged into:")).to_be_visible()
        page.wait_for_timeout(800)
        page.screenshot(path=pictures / "fiche-1920-dark.png")
        page.get_by_role("link", name=re.compile("^Rupture du barrage")).click()
        expect(page.get_by_role("heading", name="Alerts merged into this one")).to_be_visible()
        page.get_by_role("button", name="Split").click()
        expect(page.get_by_role("heading", name="Alerts merged into this one")).to_have_count(0)
        page.goto(f"{room}/?page=veille&langue=en&theme=dark")
        expect(row(page, "colis")).to_be_visible()

        for name in SMALL[:3]:
            row(page, name).locator("[data-pick]").check()
        page.locator("#bulk-dismiss").click()
        expect(page.locator("#box-treated")).to_contain_text("3")
        assert [acts(watched_store, name) for name in SMALL[:3]] == [["dismiss"]] * 3
        page.locator("#undo-last").click()
        expect(page.locator("#box-treated")).to_contain_text("0")
        assert watched.complaints == []


def test_several_are_closed_by_keys_with_one_verdict(
    vigie: Watched, browser: Browser, room: str, watched_store: Store, pictures: Path
) -> None:
    chosen = SMALL[4:8]
    page = vigie.open("?page=veille&recherche=rugby")
    for name in chosen:
        page.locator(f"#open-{name}").click()
        expect(row(page, name)).to_have_attribute("aria-current", "true")
        page.keyboard.press("x")
    expect(page.locator(".bulk")).to_contain_text("4 choisies")
    page.keyboard.press("c")
    expect(page.locator(".notice")).to_contain_text("Clore 4 alertes avec un même verdict ?")
    expect(page.locator("#close-verdict")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".notice")).to_have_count(0)
    assert [acts(watched_store, name) for name in chosen] == [[]] * 4, "nothing is written before it was said"

    page.keyboard.press("c")
    expect(page.locator("#close-verdict")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Vu avec la mairie : cj")
    page.screenshot(path=pictures / "veille-clore-1280.png")
    with watching(browser, room, width=1280) as other:
        second = other.open(f"?page=veille&alerte={chosen[1]}")
        second.get_by_role("button", name="Prendre en compte").last.click()
        expect(second.locator(".drawer .history")).to_contain_text("a pris en compte")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("3 alertes closes.")
    expect(page.locator(".notice li")).to_contain_text("(cellule a pris en compte")
    assert acts(watched_store, chosen[1]) == ["acknowledge"]
    left = [name for name in chosen if name != chosen[1]]
    assert [acts(watched_store, name) for name in left] == [["close"]] * 3
    page.screenshot(path=pictures / "veille-close-1280.png")
    last = watched_store.rows("alerte_detail", alert=chosen[0])[0]["decisions"][-1]
    assert (last["verdict"], last["comment"]) == ("false", "Vu avec la mairie : cj")
    page.keyboard.press("z")
    expect(page.locator(".notice")).to_contain_text("Dernier acte annulé")
    assert [acts(watched_store, name) for name in left] == [["close", "undo"]] * 3


def test_what_somebody_changed_is_left_chosen(vigie: Watched, watched_store: Store, pictures: Path) -> None:
    page = vigie.open("?page=veille&recherche=rugby")
    for name in SMALL[9:12]:
        row(page, name).locator("[data-pick]").check()
    page.get_by_role("button", name="Clore…").click()
    expect(page.locator(".notice")).to_contain_text("Clore 3 alertes")
    page.get_by_role("button", name="Clore 3 alertes").click()
    expect(page.locator("#close-verdict")).to_have_js_property("validity.valueMissing", True)
    at = NOW + timedelta(hours=2)
    watched_store.save([Decision(id="reopened", alert_id=SMALL[10], at=at, role="analyste", act="reopen")], now=at)
    page.locator("#close-verdict").select_option("expected")
    page.get_by_role("button", name="Clore 3 alertes").click()
    expect(page.locator(".notice.bad")).to_contain_text("analyste a rouvert")
    expect(row(page, SMALL[9])).to_have_count(0)
    expect(row(page, SMALL[10]).locator("[data-pick]")).to_be_checked()
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    page.get_by_role("button", name="Clore…").click()
    expect(page.locator(".notice")).to_contain_text("Clore 1 alerte avec")


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "dark")])
def test_it_fits_the_screen(browser: Browser, room: str, width: int, theme: str, pictures: Path) -> None:
    with watching(browser, room, width=width, height=900) as watched:
        page = watched.open(f"?page=veille&alerte=barrage&theme={theme}")
        page.wait_for_selector("[data-evidence]")
        assert page.locator("h1").count() == 1
        page.wait_for_timeout(1500)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=pictures / f"veille-{width}-{theme}.png", full_page=True)
        assert watched.complaints == []


def test_the_page_of_an_alert_tells_how_it_spreads_and_replays_its_evidence(
    vigie: Watched, watched_store: Store, neo4j_driver: Driver, pictures: Path
) -> None:
    first, *others = [row["id"] for row in watched_store.rows("alerte_evidence", alert="barrage", limit=7)]
    kinds = ("exact", "copy", "copy", "rewording", "rewording", "translation")
    copies = [
        {"start": name, "end": first, "kind": kind, "score": 0.9} for name, kind in zip(others, kinds, strict=True)
    ]
    watched_store.relate(COPY_OF, copies, run_id="seed", scope=[])
    alert = _alert("barrage", "barrage", "critique", 0.97, ["s-barrage"], NOW)
    evidence = keeping([alert], as_of=NOW, now=NOW, run_id="seed")
    watched_store.save_together([_run("kept", NOW + timedelta(minutes=40))], now=NOW, also=evidence)

    page = vigie.open("?page=alerte&alerte=barrage")
    expect(page.get_by_role("heading", name="Positions des messages, par heure")).to_be_visible()
    expect(page.get_by_text("demandent si c’est vrai").first).to_be_visible()
    page.wait_for_function(STANCES_DRAWN)
    repeated = page.locator("table", has_text="Reformulations").locator("tbody tr")
    assert [cell.inner_text() for cell in repeated.first.locator("td.num").all()] == ["3", "2", "1"]
    expect(page.get_by_role("link", name="Le barrage de Pont-et-Massène est intact.")).to_be_visible()
    page.get_by_role("button", name="Rejouer les preuves").click()
    expect(page.locator(".chip.good", has_text="Identique")).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "fiche-1280.png", full_page=True)

    with neo4j_driver.session() as session:
        session.run("MATCH (m:Message {id: $id}) DETACH DELETE m", id=others[-1]).consume()
    page.get_by_role("button", name="Rejouer les preuves").click()
    expect(page.locator(".chip.bad", has_text="Différent")).to_be_visible()
    expect(page.get_by_text("1 effacé depuis le")).to_be_visible()
