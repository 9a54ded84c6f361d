"""A service is subscribed, tried, paused, changed and deleted at the screen; a real web server is told."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from flows.deliver import deliver
from graph import home
from graph.store import Store
from graph.subscriptions.sealed import unseal
from signals.announce.seal import shown_secret
from tests.browser.conftest import Watched
from tests.browser.seed import NOW
from tests.browser.test_accessibility import AXE, READ
from tests.servers.receivers import Hooks, hooks
from tests.telling import raised, subscribed
from ui.formats import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

TRIES = 4
NAME = "Préfecture de la Côte-d’Or"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    """A web server that takes posts, the only host that may be sent to; mails may go to one domain."""
    with hooks() as found:
        given = {
            "HOSTS": json.dumps([found.address.removeprefix("http://")]),
            "INSIDE": '["127.0.0.0/8"]',
            "DOMAINS": '["example.gouv.fr"]',
        }
        for name, value in given.items():
            monkeypatch.setenv(f"CYBERIMPACT_DELIVERY_{name}", value)
        yield found


def typed(page: Page, **given: str) -> None:
    for name, value in given.items():
        field = page.locator(f"#subscribing-{name}")
        if field.evaluate("one => one.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)


def refused(page: Page, store: Store, pictures: object) -> None:
    expect(page.get_by_text("Personne n’est prévenu hors de l’application")).to_be_visible()
    page.get_by_role("button", name="Nouvel abonnement").click()
    typed(page, channel="webhook", address="https://evil.example/x", places="Atlantis", quiet_from="22")
    page.get_by_role("button", name="Abonner", exact=True).click()
    for field, words in (
        ("name", "quel service est prévenu"),
        ("address", "serveur non autorisé : evil.example"),
        ("places", "aucun territoire ne s’appelle Atlantis"),
        ("quiet_from", "ne se lisent pas"),
    ):
        expect(page.locator(".quiet .problem" if field == "quiet_from" else f".field.{field} .problem")).to_have_text(
            re.compile(words, re.IGNORECASE)
        )
        assert page.locator(f"#subscribing-{field}").get_attribute("aria-invalid") == "true"
    assert store.rows("subscriptions") == []
    page.screenshot(path=f"{pictures}/abonnements-refused.png", full_page=True)


def begun(page: Page, card: Locator, store: Store, taken: Hooks, pictures: object) -> tuple[str, str]:
    """Begin a subscription; return its id and the secret that was shown."""
    typed(page, name=NAME, address=f"{taken.address}/alertes?key=k", places="Côte-d'Or, R27", topics="barrage")
    start, end = (f"{datetime.now(ZONE) + timedelta(hours=hours):%H:00}" for hours in (6, 9))  # not now
    typed(page, quiet_from=start, quiet_until=end)
    page.get_by_role("button", name="Abonner", exact=True).click()
    secret = page.locator(".secret code").inner_text()
    page.screenshot(path=f"{pictures}/abonnements-secret.png", full_page=True)
    (row,) = store.rows("subscriptions")
    name = row["subscription"]["id"]
    assert row["subscription"]["place_ids"] == ["D21", "R27"]
    sealed = unseal(home.home(), name)
    assert sealed is not None
    assert (sealed.address, shown_secret(sealed.key)) == (f"{taken.address}/alertes?key=k", secret)
    page.get_by_role("button", name="C’est noté").click()
    expect(page.locator(".secret")).to_have_count(0)
    expect(card).to_contain_text("Bourgogne-Franche-Comté · « barrage »")
    expect(card).to_contain_text(f"silence de {start} à {end}, sauf dès la gravité critique")
    page.reload()
    expect(card).to_contain_text(NAME)
    shown = page.content() + "".join(page.locator(".ci").evaluate_all("all => all.map(one => one.innerHTML)"))
    assert secret not in shown
    assert "key=k" not in shown
    return name, secret


def tried(page: Page, card: Locator, store: Store, taken: Hooks) -> None:
    card.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_text("Essai demandé")).to_be_visible()
    card.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_text("Un essai est déjà en route")).to_be_visible()
    card.locator("summary").click()
    deliver(store, now=datetime.now(UTC))
    expect(card.locator("td .good")).to_have_text("Arrivé")  # without a click: the page hears of it
    told = json.loads(taken.posts[0].body)
    assert (told["exercise"], told["items"][0]["alert"]["title"]) == (True, "Essai de l’abonnement")
    taken.statuses = [500]
    card.get_by_role("button", name="Envoyer un essai").click()
    expect(card.locator("tbody tr")).to_have_count(2)
    deliver(store, now=datetime.now(UTC))
    expect(card.locator("td .problem")).to_have_text("Sans succès : le serveur a répondu par une erreur")
    assert len(taken.posts) == 2, "a trial is tried once"


def paused(page: Page, card: Locator, store: Store) -> None:
    card.get_by_role("button", name="Mettre en pause").click()
    expect(card.locator(".chip").first).to_have_text("En pause")
    raised(store, "annonce-barrage", at=NOW + timedelta(minutes=1))
    assert deliver(store, now=datetime.now(UTC)) == {}
    card.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_text("L’abonnement reprend")).to_be_visible()
    raised(store, "autre-barrage", at=NOW + timedelta(minutes=30))
    assert deliver(store, now=datetime.now(UTC))["deliveries sent"]
    expect(card.get_by_role("link", name="Alerte autre-barrage")).to_be_visible()


def changed(page: Page, card: Locator, name: str, secret: str, pictures: object) -> None:
    sealed = unseal(home.home(), name)
    card.get_by_role("link", name="Modifier").click()
    expect(page.locator("#subscribing-address")).to_have_value("")
    page.evaluate(AXE)
    assert [one for one in page.evaluate(READ, []) if one["ours"]] == []
    typed(page, severity="critique", digest="daily", digest_hour="7")
    page.get_by_role("button", name="Enregistrer").click()
    expect(card).to_contain_text("relevé quotidien, à 7")
    assert unseal(home.home(), name) == sealed, "the address and its key stayed"
    card.get_by_role("link", name="Modifier").click()
    page.get_by_role("button", name="Nouveau secret").click()
    expect(page.locator(".secret code")).not_to_have_text(secret)
    page.get_by_role("button", name="C’est noté").click()
    page.screenshot(path=f"{pictures}/abonnements.png", full_page=True)


def deleted(page: Page, card: Locator, name: str) -> None:
    card.get_by_role("button", name="Supprimer").click()
    card.get_by_role("button", name="Garder").click()
    expect(card.locator(".notice")).to_have_count(0)
    card.get_by_role("button", name="Supprimer").click()
    card.locator(".notice").get_by_role("button", name="Supprimer").click()
    expect(page.get_by_text("Abonnement supprimé")).to_be_visible()
    assert unseal(home.home(), name) is None


def test_a_service_is_subscribed_tried_paused_changed_and_deleted(
    watched: Watched, seeded: Store, taken: Hooks, pictures: object
) -> None:
    page = watched.open("?page=abonnements")
    card = page.locator(".subscriptions > li")
    refused(page, seeded, pictures)
    name, secret = begun(page, card, seeded, taken, pictures)
    tried(page, card, seeded, taken)
    paused(page, card, seeded)
    changed(page, card, name, secret, pictures)
    deleted(page, card, name)
    assert watched.complaints == []
    assert watched.strangers == []


def test_what_somebody_else_deleted_is_said(watched: Watched, seeded: Store, taken: Hooks) -> None:
    page = watched.open("?page=abonnements&langue=en&theme=dark")
    for number in range(TRIES):
        name = subscribed(
            seeded, channel="mail", address="cellule@example.gouv.fr", name=f"CORG {number}", digest="hourly"
        )
        expect(page.locator(".subscriptions > li")).to_contain_text(f"CORG {number}")
        pause = page.get_by_role("button", name="Pause").element_handle()
        seeded.execute("subscription_end", id=name, at=NOW)
        pause.evaluate("button => button.click()")
        # the page may have heard of it between the two, and taken the button away
        with suppress(PlaywrightTimeout):
            page.locator(".notice.bad").filter(has_text="somebody deleted it").wait_for(timeout=4_000)
            break
    else:
        pytest.fail("the refusal was never shown")
    assert watched.complaints == []
