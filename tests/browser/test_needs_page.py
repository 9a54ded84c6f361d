"""What a person does on the page of needs: choose, read, propose means, compare a text, save the figures."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SECONDS, Watched

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

PAGE = "?page=besoins&periode=30j"


def test_choices_change_what_is_shown_and_the_address(watched: Watched) -> None:
    page = watched.open(PAGE)
    page.wait_for_selector("[data-ready=true][data-marks]", timeout=SECONDS * 1000)
    first = page.locator(".nd li h3").first.inner_text()

    page.locator("#set-direction").select_option("idle")
    expect(page.locator("h2", has_text="Offre forte, peu d’usage")).to_be_visible()
    assert page.locator(".nd li h3").first.inner_text() != first
    page.locator("#set-need").select_option("report-online-scam")
    expect(page.locator("table.mx tbody tr")).to_have_count(1)
    page.wait_for_url("**besoin=report-online-scam**")
    page.locator(".nd li h3 a").first.click()
    page.wait_for_url("**territoire=D**")
    assert watched.complaints == []


def test_matrix_has_a_cell_for_every_departement(watched: Watched) -> None:
    page = watched.open(PAGE)
    page.wait_for_selector("table.mx", timeout=SECONDS * 1000)

    rows = page.locator("table.mx tbody tr").count()
    assert page.locator("table.mx tbody td").count() == rows * 101
    assert page.locator("table.mx td.unknown").count() > 0
    assert page.locator("table.mx td.few").count() > 0


def test_means_are_proposed_for_a_budget(watched: Watched) -> None:
    page = watched.open(PAGE)
    page.wait_for_selector("#means-go", timeout=SECONDS * 1000)
    page.locator("#means-hours").fill("7")
    page.locator("#means-euros").fill("0")
    page.locator("#means-go").click()

    expect(page.get_by_text("0 euros", exact=False).first).to_be_visible()
    page.locator("#means-hours").fill("beaucoup")
    page.locator("#means-go").click()
    expect(page.get_by_role("alert").filter(has_text="Un nombre")).to_be_visible()
    assert watched.complaints == []


def test_figures_can_be_saved(watched: Watched) -> None:
    page = watched.open(PAGE)
    page.wait_for_selector("a[download^=besoins]", timeout=SECONDS * 1000)
    with page.expect_download() as saved:
        page.locator("a[download^=besoins]").click()

    lines = saved.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("need;place_id;place;status;messages")
    assert len(lines) > 100


def test_a_text_is_held_against_the_questions(watched: Watched) -> None:
    page = watched.open(PAGE)
    page.wait_for_selector("#review-go", timeout=SECONDS * 1000)
    page.locator("#review-go").click()
    expect(page.get_by_text("Collez un texte")).to_be_visible()
    page.locator("#review-text").fill("La procuration est gratuite.")
    page.locator("#review-go").click()
    expect(page.get_by_text("Personne n’a posé de question")).to_be_visible()
    assert watched.strangers == []
