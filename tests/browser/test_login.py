"""Logging in, at the screen; and what people write cannot act in the browser of who reads it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graph.model import Alert, Message, Signal
from graph.store import Store
from graph.users.book import Book
from tests.browser.conftest import SECONDS, watching
from tests.browser.seed import NOW
from tests.entering import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

HOSTILE = (
    "<img src=x onerror=\"window.hacked='{0}'\"><script>window.hacked='{0}'</script><svg onload=window.hacked='{0}'>"
)


def test_a_watch_begins_with_a_login_by_keyboard(browser: Browser, closed: str, pictures: Path, book: Book) -> None:
    with watching(browser, closed, width=1280) as watched:
        page = watched.open("?page=alerte&alerte=barrage&theme=dark")
        expect(page.locator("h1")).to_have_text("Connexion")
        assert page.locator("html").get_attribute("data-look") == "dark"
        expect(page.get_by_label("Identifiant")).to_be_focused()
        page.keyboard.type("veille")
        page.keyboard.press("Tab")
        page.keyboard.type("not the password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Identifiant ou mot de passe incorrect.")
        expect(page.get_by_label("Mot de passe")).to_be_focused()
        page.screenshot(path=pictures / "login-fr-dark.png")
        assert [words for words in watched.complaints if "401 (Unauthorized)" not in words] == []
        watched.complaints.clear()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Rupture du barrage", timeout=SECONDS * 1000)
        expect(page).to_have_url(re.compile("page=alerte&alerte=barrage&theme=dark"))
        page.get_by_role("button", name="Prendre en compte").click()
        expect(page.locator("li", has_text="a pris en compte")).to_contain_text("veille")
        expect(page.locator("a[download$='.csv']").first).to_be_attached()
        page.screenshot(path=pictures / "account-link-dark.png")
        page.locator("a.account").click()
        expect(page.locator("h1")).to_have_text("Mon compte")
        page.screenshot(path=pictures / "account-fr-dark.png")
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page.locator("h1")).to_have_text("Connexion")
        assert (watched.complaints, watched.strangers) == ([], [])


def test_a_page_whose_session_is_over_leads_to_the_login(browser: Browser, closed: str, book: Book) -> None:
    with watching(browser, closed) as watched:
        page = watched.open("?page=carte&langue=en")
        page.get_by_label("Login").fill("lecture")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.locator("h1")).to_have_text("Map", timeout=SECONDS * 1000)
        expect(page.locator("table").first).to_be_attached()
        assert page.locator("a[download]").count() == 0, "who may not export gets no file of a table"
        book.set_password("lecture", PASSWORD + "!")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("h1")).to_have_text("Log in")
        book.set_password("lecture", PASSWORD)
        page.get_by_label("Login").fill("lecture")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Map", timeout=SECONDS * 1000)


def test_what_people_write_does_nothing_in_the_browser(browser: Browser, address: str, seeded: Store) -> None:
    _plant(seeded)
    with watching(browser, address) as watched:
        for query in ("?page=alerte&alerte=hostile", "?page=situation", "?page=reseau", "?page=actions&action=a1"):
            page = watched.open(query)
            page.wait_for_timeout(700)
            assert page.evaluate("window.hacked") is None, query
        page = watched.open("?page=alerte&alerte=hostile")
        expect(page.locator("blockquote").first).to_contain_text("<script>window.hacked='text'</script>")
        expect(page.locator("h1")).to_contain_text("<script>window.hacked='title'</script>")
        page.locator("textarea[name=comment]").fill(HOSTILE.format("comment"))
        page.get_by_role("button", name="Commenter").click()
        expect(page.locator("li", has_text="a commenté")).to_contain_text("<script>window.hacked='comment'</script>")
        assert page.evaluate("window.hacked") is None
        assert watched.complaints == []


def _plant(store: Store) -> None:
    """Write an alert and a message whose words would act if they were not shown as text."""
    message = Message(
        id="mastodon:hostile", source_id="mastodon", platform="mastodon", kind="post", lang="fr", published_at=NOW,
        text=HOSTILE.format("text"),
    )  # fmt: skip
    signal = Signal(
        id="s-hostile", kind="burst", at=NOW, score=0.9, reason=HOSTILE.format("signal"), reason_en="",
        evidence=(message.id,), observed=9, expected=1, upper=3, p_value=0.001, authors=9,
    )  # fmt: skip
    alert = Alert(
        id="hostile", kind="burst", severity="forte", title=HOSTILE.format("title"), title_en=HOSTILE.format("title"),
        reason=HOSTILE.format("reason"), reason_en="", score=0.99, first_at=NOW, last_at=NOW, signal_ids=(signal.id,),
    )  # fmt: skip
    store.save([message], now=NOW)
    store.save([signal, alert], now=NOW)
