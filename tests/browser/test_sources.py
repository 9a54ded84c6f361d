"""Whether we can hear, on what terms, and what became of it: as the page of sources says it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graph.model import Arrivals, Erased, Outage, Run
from graph.store import Store
from tests.browser.conftest import SECONDS, Watched
from tests.browser.seed import HOUR, NOW
from tests.graphs import invented
from ui.services.reader import Reader
from ui.services.sources import Sources
from ui.services.span import Span

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

DAY = Span(NOW - timedelta(days=1), NOW)


@pytest.fixture(scope="module")
def seeded(neo4j_driver) -> Store:  # type: ignore[no-untyped-def]
    """The invented graph, with counts, erasures, a retention and an outage of a source of its own."""
    store = invented(neo4j_driver)
    day = NOW.replace(hour=0, minute=0)
    store.save(
        [
            Arrivals(
                id="mastodon|mastodon|d", source_id="mastodon", platform="mastodon", day=day, hours=(40,) + (10,) * 8 +
                (0,) * 15, first_at=day, last_at=NOW,
            ),
            Arrivals(
                id="mastodon|mastodon|e", source_id="mastodon", platform="mastodon", day=day - timedelta(days=1),
                hours=(5,) * 24, first_at=day - timedelta(days=1), last_at=day,
            ),
            Erased(id="mastodon:1", kind="message", at=NOW - HOUR, reason="source"),
            Erased(id="mastodon:2", kind="account", at=NOW - 2 * HOUR, reason="request"),
            Erased(id="mastodon:3", kind="message", at=NOW - 50 * HOUR, reason="source"),
            Outage(id="o3", platform="rss", source_id="rss", start=NOW - 6 * HOUR, end=NOW - 4 * HOUR, cause="failure"),
            Run(
                id="retain", flow="retain", version="1", parameters="{}", as_of=NOW - 3 * HOUR, started_at=NOW,
                ended_at=NOW, state="completed", counts=json.dumps({"Message": 1200, "Account": 30, "left": 0}),
            ),
        ],
        now=NOW,
    )  # fmt: skip
    store.execute("health_refusals", id="services-publics-plus", refusals=json.dumps({"no-text": 9, "bad-date": 3}))
    store.execute("outages_noted", rows=[{"id": "mastodon", "blind": [], "expected": 150.0}], at=NOW)
    return store


def test_figures_are_those_of_the_period(seeded: Store) -> None:
    sources = Sources(Reader(seeded))
    rows = {row["id"]: row for row in sources.health(DAY)}

    assert {name: row["health"] for name, row in rows.items()} == {
        "telegram": "blind", "rss": "failed", "mastodon": "well", "scenario": "well", "services-publics-plus": "well",
    }  # fmt: skip
    assert rows["mastodon"]["per_day"] == 9 * 10 + 30 + 14 * 5, "the hours of the period, not more"
    assert rows["rss"]["per_day"] is None, "nothing was counted, which is not zero"
    long = Span(NOW - timedelta(days=30), NOW)
    counted = {row["id"]: row["per_day"] for row in sources.health(long)}
    assert 165 < counted["mastodon"] < 180, "240 in the day and a third since counting began, not in thirty days"
    assert rows["mastodon"]["expected_per_day"] == 150.0
    assert rows["services-publics-plus"]["reasons"].most_common(1) == [("no-text", 9)]
    assert [lane.name for lane in sources.lanes(DAY)] == ["Telegram", "Mastodon", "Presse régionale"]
    assert {row["kind"]: row["n"] for row in sources.erased(DAY)} == {"message": 1, "account": 1}
    retained = sources.retained(DAY)
    assert retained is not None
    assert retained["removed"]["Message"] == 1200
    assert sources.retained(Span(NOW - timedelta(days=3), NOW - timedelta(days=2))) is None
    assert sources.reads(DAY) == []


@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_the_page_says_it(
    watched: Watched, pictures: Path, monkeypatch: pytest.MonkeyPatch, lang: str, theme: str
) -> None:
    monkeypatch.setenv("CYBERIMPACT_UI_PREFECT", "https://exploitation.exemple.fr/")
    page = watched.open(f"?page=sources&langue={lang}&theme={theme}")
    page.wait_for_selector(".lane i.open", timeout=SECONDS * 1000)
    french = lang == "fr"

    assert page.locator("h1").count() == 1
    expect(page.locator("a", has_text="Prefect")).to_have_attribute("href", "https://exploitation.exemple.fr/")
    first = page.locator("table").first.locator("tbody tr").first
    expect(first).to_contain_text("Coupée" if french else "Down")
    expect(page.get_by_text("sans texte : 9" if french else "without text: 9")).to_be_visible()
    expect(
        page.get_by_text("1\u202f200 messages, 30 comptes" if french else "1,200 messages, 30 accounts")
    ).to_be_visible()
    expect(page.get_by_text("Aucune lecture enregistrée" if french else "No read was recorded")).to_be_visible()
    expect(page.get_by_text("mission de service public").first).to_be_visible()
    page.locator("summary", has_text="Voir le tableau" if french else "Show the table").click()
    expect(page.locator("#coupures tbody tr")).to_have_count(3)
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"sources-{lang}-{theme}.png", full_page=True)
    assert watched.complaints == []
    assert watched.strangers == []


def test_a_link_that_is_no_page_is_not_made(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_UI_PREFECT", "javascript:alert(1)")
    page = watched.open("?page=sources&periode=7j")
    page.wait_for_selector(".lane", timeout=SECONDS * 1000)
    assert page.locator("a", has_text="Prefect").count() == 0
    assert page.locator("[href^='javascript']").count() == 0
