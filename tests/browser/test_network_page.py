"""What each user put elsewhere in the network is kept for them; communities that join others are told and marked."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from neo4j import Driver
from playwright.sync_api import Browser, Page, expect

from graph.model import Message
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from tests.browser.conftest import SECONDS, watching
from tests.browser.seed import NOW
from tests.browser.test_watch import FIRST_NODE
from tests.entering import PASSWORD, users
from tests.graphs import invented
from tests.serving import served
from ui.services.network import Networks
from ui.services.placements import Placements
from ui.services.reader import Reader
from ui.services.span import Span

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

DRAWN = "[data-ready=true][data-nodes]"
CHAIN = ("a", "b", "c")
"""Groups of six accounts who all answer one another; one of each answers one of the next."""


@pytest.fixture(scope="module")
def seeded(neo4j_driver: Driver) -> Store:
    """The invented graph, and three groups of accounts of which the second alone joins the others."""
    store = invented(neo4j_driver)
    messages = list(_crowd())
    store.save(messages, now=NOW)
    about = [{"start": one.id, "end": "colis", "score": 0.8} for one in messages]
    store.relate(ABOUT_TOPIC, about, run_id="seed", scope=[one.id for one in messages])
    return store


def _crowd() -> Iterator[Message]:
    pairs = [pair for group in CHAIN for pair in permutations([f"{group}{n}" for n in range(6)], 2)]
    pairs += [("a0", "b0"), ("b1", "c1")] * 4
    for name in sorted({one for pair in pairs for one in pair}):
        yield _message(f"first-{name}", name, None)
    for number, (who, whom) in enumerate(pairs):
        yield _message(f"answer-{number}", who, f"mastodon:first-{whom}")


def _message(name: str, author: str, answers: str | None) -> Message:
    return Message(
        id=f"mastodon:{name}", source_id="mastodon", platform="mastodon", kind="post", text="Reçu le faux SMS",
        published_at=NOW - timedelta(minutes=30), author_id=f"mastodon:crowd-{author}", reply_to=answers,
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(seeded: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(seeded, book=users(tmp_path_factory.mktemp("home"))) as found:
        yield found


def entered(page: Page, address: str, login: str, query: str) -> None:
    page.goto(f"{address}/login?vers={query}")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(DRAWN, timeout=SECONDS * 1000)


def test_a_group_that_alone_joins_others_is_a_bridge(seeded: Store) -> None:
    picture = Networks(Reader(seeded)).picture(Span(NOW - timedelta(days=1), NOW))
    splitting = [bridge for bridge in picture.bridges if bridge.splits and bridge.members == 6]
    assert [bridge.partners for bridge in splitting] == [2]
    assert picture.thing(splitting[0].id) is not None, "drawn, however small it is"
    assert picture.folded().bridges == picture.bridges


def test_places_are_of_one_user(seeded: Store) -> None:
    one, other = (Placements(Reader(seeded), owner) for owner in ("one", "other"))
    assert one.put("topic:colis", 0.5, -0.25)
    assert one.put("topic:colis", 0.75, -0.25)
    assert not one.put("topic:colis", float("inf"), 0)
    assert other.put("topic:crue", 1, 1)
    assert one.mine() == {"topic:colis": (0.75, -0.25)}
    one.release("topic:crue")
    assert other.mine() == {"topic:crue": (1.0, 1.0)}, "nobody moves what is another's"
    one.clear()
    assert (one.mine(), len(other.mine())) == ({}, 1)


def test_what_is_moved_stays_over_sessions_until_all_is_put_back(
    browser: Browser, address: str, seeded: Store, pictures: Path
) -> None:
    moved = "1 élément déplacé par vous"
    with watching(browser, address) as watched:
        page = watched.page
        entered(page, address, "analyste", "page%3Dreseau")
        bridges = page.get_by_role("table", name="Les communautés par lesquelles")
        expect(bridges).to_contain_text("sans elle, certaines ne se rejoignent plus")
        expect(page.locator(".legend")).to_contain_text("pont entre communautés")
        x, y = page.locator(f"{DRAWN} canvas").evaluate(FIRST_NODE)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 50, y + 30, steps=4)
        page.mouse.up()
        expect(page.get_by_text(moved)).to_be_visible()
        page.screenshot(path=pictures / "reseau-deplace.png")
        assert watched.complaints == []
    kept = seeded.ask("MATCH (p:Placement) RETURN p.owner AS owner").rows
    assert kept
    assert "analyste" not in str(kept)
    with watching(browser, address) as watched:  # another day, another browser
        page = watched.page
        entered(page, address, "analyste", "page%3Dreseau")
        page.get_by_role("button", name="Tout remettre en place").click()
        expect(page.get_by_text(moved)).to_have_count(0)
        page.reload()
        page.wait_for_selector(DRAWN, timeout=SECONDS * 1000)
        expect(page.get_by_text(moved)).to_have_count(0)
        bridges = page.get_by_role("table", name="Les communautés par lesquelles")
        bridges.get_by_role("link").first.click()
        expect(page.locator(".notice", has_text="Pont : reliée à")).to_be_visible()
        assert watched.complaints == []
