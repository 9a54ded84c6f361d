"""One whole watch without a mouse: the real flows raise an alert while the page is open; it is taken, qualified and
answered; what the answer changed is read; the brief is exported and opened again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from neo4j import Driver
from playwright.sync_api import Browser, Page, expect

from flows.embeddings import Cache
from flows.reader import Reader
from flows.watch import watch_once
from graph import briefs
from graph.model import Message
from graph.store import Store
from graph.territory import places
from signals.brief.seal import check, unpacked
from signals.encoders import Encoder
from signals.places.gazetteer import Gazetteer
from signals.tone import tone
from tests.browser.by_keys import go_to, press, write
from tests.browser.conftest import SECONDS, watching
from tests.graphs import furnished
from tests.integration.test_detect import TALK, TOWNS
from tests.serving import served
from tests.told import post, told

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
RUMOUR = "Le barrage de l'Ouche va céder à Dijon, {} familles évacuées, quittez la vallée"
DENIAL = "Le barrage de l'Ouche est intact : aucune évacuation à Dijon, dit Mme Dupont (06 39 98 12 34)."
KEPT = "Le barrage de l'Ouche est intact : aucune évacuation à Dijon, dit Mme [nom] ([téléphone])."


class Watch:
    """The flows of a watch, over what people write in an exercise."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self.store, self.reader = store, reader
        self._random, self._written = Random(3), 0

    def hear(self, now: datetime, *spans: tuple[str, int, float, float]) -> None:
        """Look once: `(text, how many, from so many minutes before, to)` were written since."""
        messages = [one for span in spans for one in self._said(now, *span)]
        source = told(*sorted(messages, key=lambda one: one.published_at))
        source.about = replace(source.about, kind="exercise", name="Exercice")
        _, _, failures = watch_once(self.store, self.reader, [source], now=now)
        assert failures == []

    def _said(self, now: datetime, text: str, count: int, since: float, until: float) -> Iterator[Message]:
        for _ in range(count):
            self._written += 1
            said = (text or self._random.choice(TALK)).format(*self._words(text))
            at = now - timedelta(minutes=self._random.uniform(until, since))
            yield post(str(self._written), at, platform="mastodon", text=said)

    def _words(self, text: str) -> tuple[object, ...]:
        number = self._random.randrange(2, 90)
        return (number,) if text else (self._random.choice(TOWNS), number)

    def acts(self, alert: str) -> list[tuple[str, str]]:
        return [(one["act"], one["verdict"]) for one in self.store.rows("alerte_detail", alert=alert)[0]["decisions"]]


@pytest.fixture
def watch(neo4j_driver: Driver, encoder: Encoder, tmp_path: Path) -> Watch:
    store = furnished(neo4j_driver)
    made = Watch(store, Reader(Cache(tmp_path / "vectors", encoder), Gazetteer(places()), tone))
    made.hear(NOW - timedelta(hours=2), ("", 300, 238 * 60, 0))
    return made


def test_from_the_first_message_to_the_brief(
    browser: Browser, watch: Watch, tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYBERIMPACT_BRIEF_MARKING", "DIFFUSION RESTREINTE")
    with served(watch.store) as address, watching(browser, address, width=1280, height=900) as watched:
        page = watched.open("?page=veille&territoire=D21")
        alert = _seen(page, watch)
        _taken_and_qualified(page, watch, alert)
        _answered(page, watch)
        watch.hear(NOW + timedelta(hours=1), ("", 10, 50, 0), (RUMOUR, 4, 58, 40))
        _effect_read(page, alert, pictures)
        saved = _exported(page, tmp_path)
        assert watched.complaints == []
        assert watched.strangers == []
    _opened_again(browser, saved, pictures)


def _seen(page: Page, watch: Watch) -> str:
    """An alert comes while the page is open, is said aloud, and is opened by a key."""
    expect(page.locator("#box-open")).to_be_visible()
    watch.hear(NOW, (RUMOUR, 60, 55, 0))
    row = page.locator("[data-row]", has_text=re.compile("barrage", re.IGNORECASE))
    expect(row).to_have_count(1)
    expect(page.locator("[aria-live=polite]", has_text="Nouvelle alerte")).to_have_count(1)
    name = row.get_attribute("data-row") or ""
    for _ in range(20):
        if row.get_attribute("aria-current"):
            break
        page.keyboard.press("j")
    expect(page.locator(".drawer .lead")).to_contain_text("60 auteurs")
    expect(page.locator(".drawer blockquote").first).to_contain_text("barrage")
    return name


def _taken_and_qualified(page: Page, watch: Watch, alert: str) -> None:
    page.keyboard.press("a")
    expect(page.locator(".history")).to_contain_text("cellule a pris en compte")
    write(page, page.locator(".drawer textarea"), "L’exploitant a vu l’ouvrage : intact.")
    write(page, page.locator("#verdict"), "Rum")
    press(page, page.get_by_role("button", name="Clore", exact=True))
    expect(page.locator(".history li").first).to_contain_text("a clos : rumeur fausse")
    expect(page.locator(".history li").first).to_contain_text("L’exploitant a vu l’ouvrage : intact.")
    assert watch.acts(alert) == [("acknowledge", ""), ("close", "false")]
    assert page.evaluate("document.activeElement !== document.body"), "the focus stays beside what was done"


def _answered(page: Page, watch: Watch) -> None:
    """The denial is shown as it will be kept, masked; nothing is written before."""
    press(page, page.get_by_role("link", name="Actions", exact=True))
    press(page, page.locator("summary", has_text="Inscrire une action"))
    write(page, page.locator("#log-kind"), "D")
    write(page, page.locator("#log-text"), DENIAL)
    press(page, page.get_by_role("button", name="Voir ce qui sera gardé"))
    expect(page.locator(".problem")).to_have_text("Le canal manque.")
    write(page, page.locator("#log-channel"), "FR-Alert")
    press(page, page.get_by_role("button", name="Voir ce qui sera gardé"))
    expect(page.locator(".entering blockquote")).to_have_text(KEPT)
    assert watch.store.ask("MATCH (a:Action) RETURN count(a) AS n").rows == [{"n": 0}]
    press(page, page.get_by_role("button", name="Inscrire", exact=True))
    expect(page.locator(".entering .notice")).to_contain_text("Inscrite")
    kept = watch.store.ask("MATCH (a:Action)-[:COVERS]->(p:Place) RETURN a.text AS t, p.id AS p").rows
    assert kept == [{"t": KEPT, "p": "D21"}]


def _effect_read(page: Page, alert: str, pictures: Path) -> None:
    """What the denial changed stands on the page of actions and on that of the alert."""
    said = page.locator("section.card[aria-live=polite]")
    expect(said).to_contain_text("Démenti")
    expect(said).to_contain_text("Effet mesuré : moins")
    effect = said.locator("p").first.inner_text()
    expect(page.locator("ol.alerts > li").first).to_contain_text(re.compile("Sujet : .*barrage", re.IGNORECASE))
    page.screenshot(path=pictures / "whole-watch-effect.png")
    press(page, page.get_by_role("link", name="Veille", exact=True))
    press(page, page.locator("#box-treated"))
    press(page, page.locator(f"[id='open-{alert}']"))
    press(page, page.get_by_role("link", name="Ouvrir la fiche complète"))
    expect(page.locator("h1")).to_contain_text(re.compile("barrage", re.IGNORECASE))
    done = page.locator(".stack", has=page.get_by_role("heading", name="Ce qui a été fait, et son effet")).last
    expect(done).to_contain_text(KEPT[:60])
    expect(done).to_contain_text(effect)


def _exported(page: Page, folder: Path) -> Path:
    press(page, page.get_by_role("link", name="Point de situation", exact=True))
    page.wait_for_selector(".brief svg", timeout=SECONDS * 1000)
    go_to(page, page.locator("button.bk-btn", has_text="HTML"))
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    path = folder / saved.value.suggested_filename
    saved.value.save_as(path)
    return path


def _opened_again(browser: Browser, saved: Path, pictures: Path) -> None:
    """The file stands alone: no network, no script; its seal is ours, and what it says is what was decided."""
    context = browser.new_context(offline=True, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(saved.as_uri())
    expect(page.get_by_text("DIFFUSION RESTREINTE").first).to_be_visible()
    expect(page.get_by_role("heading", name="Ce que nous ne savons pas")).to_be_visible()
    expect(page.locator("body")).to_contain_text("barrage de l'Ouche va céder")
    expect(page.locator("body")).to_contain_text(KEPT[:60])
    page.screenshot(path=pictures / "whole-watch-brief.png")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
    frozen = unpacked(briefs.path_of(check(saved.read_bytes(), briefs.key()).digest).read_bytes(), briefs.key())
    assert frozen["exercise"] is True
    assert [action["text"] for action in frozen["actions"]] == [KEPT]
