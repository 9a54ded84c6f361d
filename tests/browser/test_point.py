"""The brief, as the chief of a cell takes it: seen, its messages chosen, made in one click, and checked."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from neo4j import Driver
from playwright.sync_api import expect

from graph import briefs
from graph.model import Run
from graph.store import Store
from graph.territory import groups, places
from signals.brief.compose import Maps
from signals.brief.forms import made
from signals.brief.freeze import Wanted, freeze
from signals.brief.seal import State, canonical, check, digest, unpacked
from tests.browser.conftest import SECONDS, Watched
from tests.browser.seed import HOUR, NOW
from tests.graphs import invented

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

WANTED = Wanted(
    since=NOW - 24 * HOUR, until=NOW, place="D21", place_name="Côte-d’Or", marking="DIFFUSION RESTREINTE", made_at=NOW
)
AUXOIS, SILENT = "E200071017", "E200070894"
"""Groups of communes around Semur, and one that nobody writes from."""


@pytest.fixture(scope="module")
def seeded(neo4j_driver: Driver) -> Store:
    """The invented graph with the groups of communes of the Côte-d’Or."""
    store = invented(neo4j_driver)
    found = [one for one in groups() if one.parent_id == "D21"]
    ids = {one.id for one in found}
    store.save(found, now=NOW)
    store.save([one for one in places() if one.group_id in ids], now=NOW)
    return store


def test_what_is_shown_is_frozen_once(seeded: Store) -> None:
    state = freeze(seeded.rows, WANTED)

    assert json.loads(canonical(state)) == state, "nothing but JSON"
    assert digest(freeze(seeded.rows, WANTED)) == digest(state), "the same graph gives the same state"
    assert [alert["id"] for alert in state["alerts"]] == ["barrage", "colis", "crue"]
    assert state["alerts"][0]["evidence"][0]["author"] not in ("", None)
    assert len(state["alerts"][0]["evidence"][0]["author"]) <= 6
    assert state["rumours"][0]["state"] == "denied"
    assert {action["id"]: action["verdict"] for action in state["actions"]}["a1"] == "less"
    assert "Telegram" in {outage["source"] for outage in state["unknown"]["outages"]}
    assert {area["id"] for area in state["areas"]} >= {"21603", "21425"}
    assert state["exercise"] is True


def frozen(store: Store, place: str, name: str) -> State:
    return freeze(store.rows, replace(WANTED, place=place, place_name=name))


def test_a_region_adds_up_its_departements(seeded: Store) -> None:
    state = frozen(seeded, "R27", "Bourgogne-Franche-Comté")
    parts = [frozen(seeded, place, "") for place in ("D21", "D71", "D89")]

    assert state["volume"]["n"] == sum(part["volume"]["n"] for part in parts) > 0
    assert [hour["n"] for hour in state["volume"]["hours"]] == [
        sum(column) for column in zip(*([hour["n"] for hour in part["volume"]["hours"]] for part in parts), strict=True)
    ]
    assert {area["id"] for area in state["areas"]} == {"D21", "D25", "D39", "D58", "D70", "D71", "D89", "D90"}
    told = made(state, "html", "fr", maps=Maps(**briefs.maps()), key=b"").decode()
    assert "Point de situation – Bourgogne-Franche-Comté" in told
    assert "un message qui en nomme deux y compte deux fois" in told
    assert "attendus</text>" not in told, "what was to be expected of a région is not known"


def test_a_group_of_communes_has_its_own_numbers(seeded: Store) -> None:
    state = frozen(seeded, AUXOIS, "CC des Terres d’Auxois")
    asked = "MATCH (m:Message)-[:MENTIONS|PUBLISHED_IN]->(:Place)-[:MEMBER_OF]->(:Place {id: $place}) "
    asked += "WHERE m.published_at >= $since RETURN count(DISTINCT m) AS n"
    (row,) = seeded.ask(asked, {"place": AUXOIS, "since": NOW - 24 * HOUR}).rows

    assert state["volume"]["n"] == row["n"] > 100
    assert [area["id"] for area in state["areas"]] == ["21603"]
    assert {one["n"] for one in state["indicators"] if one["name"] == "Solde de tonalité"} == {row["n"]}
    assert [alert["id"] for alert in state["alerts"]] == [
        alert["id"] for alert in freeze(seeded.rows, WANTED)["alerts"]
    ]
    told = made(state, "html", "fr", maps=Maps(**briefs.maps()), key=b"").decode()
    assert "celles du département (Côte-d&#39;Or) sont données" in told
    hidden = frozen(seeded, SILENT, "Rien")
    assert hidden["unknown"]["volume_hidden"] is True
    shown = made(hidden, "html", "en", maps=Maps(**briefs.maps()), key=b"").decode()
    assert "Volume not shown: fewer than three authors, or no message." in shown
    assert "Messages per hour" not in shown


@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_it_is_chosen_made_in_one_click_and_checked(
    watched: Watched, pictures: Path, monkeypatch: pytest.MonkeyPatch, lang: str, theme: str
) -> None:
    monkeypatch.setenv("CYBERIMPACT_BRIEF_MARKING", "DIFFUSION RESTREINTE")
    page = watched.open(f"?page=point&territoire=D21&langue={lang}&theme={theme}")
    page.wait_for_selector(".brief svg", timeout=SECONDS * 1000)
    unknown = "Ce que nous ne savons pas" if lang == "fr" else "What we do not know"
    expect(page.locator(".brief h2", has_text=unknown)).to_have_count(1)
    assert page.locator("h1").count() == 1
    assert page.locator(".brief blockquote").count() > 0
    assert page.locator(".brief p.marking").first.inner_text() == "DIFFUSION RESTREINTE"

    left_out = page.locator("#cite-1-0")
    gone = left_out.get_attribute("value")
    cited = page.locator(".brief blockquote").count()
    left_out.click()
    expect(page.locator(".brief blockquote")).not_to_have_count(cited)

    for form, start in (("PDF", b"%PDF-"), ("ODT", b"PK"), ("HTML", b"<!doctype html>")):
        with page.expect_download() as saved:
            page.locator("button.bk-btn", has_text=form).click()
        data = saved.value.path().read_bytes()
        assert data.startswith(start)
        assert saved.value.suggested_filename.endswith(f"-D21-20261124T0920Z.{form.lower()}")
        state = unpacked(briefs.path_of(check(data, briefs.key()).digest).read_bytes(), briefs.key())
        cited_now = [one["id"] for one in state["alerts"][0]["evidence"]]
        assert len(cited_now) == 1
        assert gone not in cited_now
        assert made(state, form.lower(), lang, maps=Maps(**briefs.maps()), key=briefs.key()) == data
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"point-{lang}-{theme}.png")
    assert watched.complaints == []
    assert watched.strangers == []


def test_a_group_is_chosen_and_taken(watched: Watched, seeded: Store, pictures: Path) -> None:
    page = watched.open("?page=point&territoire=R27")
    page.wait_for_selector(".brief svg", timeout=SECONDS * 1000)
    expect(page.locator(".brief")).to_contain_text("Point de situation – Bourgogne-Franche-Comté")
    page.locator("#set-place").select_option("D21")
    page.locator("#set-place-group").select_option(AUXOIS)
    expect(page.locator(".brief")).to_contain_text("Point de situation – CC des Terres d'Auxois")
    expect(page.locator("#set-place")).to_have_value("D21")
    expect(page.locator(".chosen")).to_contain_text("CC des Terres d'Auxois")
    for form, start in (("PDF", b"%PDF-"), ("ODT", b"PK"), ("HTML", b"<!doctype html>")):
        with page.expect_download() as saved:
            page.locator("button.bk-btn", has_text=form).click()
        assert saved.value.suggested_filename == f"point-de-situation-{AUXOIS}-20261124T0920Z.{form.lower()}"
        assert saved.value.path().read_bytes().startswith(start)
    page.screenshot(path=pictures / "point-epci.png")
    assert watched.complaints == []


def test_it_holds_still_until_new_data_are_taken_in(watched: Watched, seeded: Store) -> None:
    page = watched.open("?page=point")
    page.wait_for_selector(".brief svg", timeout=SECONDS * 1000)
    page.locator("#cite-1-3").click()
    later = NOW + timedelta(minutes=5)
    seeded.save(
        [Run(id="later", flow="detect", version="1", parameters="{}", as_of=later, started_at=later, ended_at=later,
             state="completed")],
        now=later,
    )  # fmt: skip

    expect(page.locator("#again")).to_be_visible()
    subtitle = page.locator(".brief .soft").first
    expect(subtitle).to_contain_text("09\u202fh\u202f20\u202fUTC")
    page.locator("#again").click()
    expect(subtitle).to_contain_text("09\u202fh\u202f25\u202fUTC")
    expect(page.locator("#again")).to_have_count(0)
    assert page.locator("#cite-1-3").is_checked(), "the choice outlives new data"
    assert watched.complaints == []
