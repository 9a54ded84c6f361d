"""Logging in through a real provider, as browsers do: in, wrong, forged, out."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from neo4j import Driver
from playwright.sync_api import Browser, expect
from pydantic import SecretStr
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.runner.sessions import page_token
from graph.store import Store
from graph.users.book import Book
from graph.users.roles import Role
from tests.browser.conftest import watching
from tests.entering import PASSWORD, PATIENCE, cookie, login, proof, waited
from tests.graphs import invented
from tests.servers.provider import Served, provider
from tests.serving import QUICK, served
from ui.access.farewell import FAREWELL
from ui.access.gate import GONE
from ui.access.oidc import BACK
from ui.access.oidc_settings import Settings as Oidc

pytestmark = pytest.mark.neo4j

ROLES = {"g-veille": Role.veille, "g-admin": Role.administration}


@dataclass
class House:
    """The app, its users and the provider that it believes."""

    address: str
    book: Book
    provider: Served

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=PATIENCE)

    def asked(self, client: httpx.Client, query: str = "") -> str:
        """Set out for the provider, and return the address there."""
        answer = client.get(f"/login/oidc{query}")
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def vouched(self, to: str, sub: str) -> str:
        """Say who one is at the provider, and return the address that it sends back to."""
        answer = httpx.post(to, data={"sub": sub}, timeout=PATIENCE)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def enter(self, client: httpx.Client, sub: str, query: str = "") -> httpx.Response:
        return client.get(self.vouched(self.asked(client, query), sub))


@pytest.fixture(scope="module")
def house(neo4j_driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    store = invented(neo4j_driver)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, book = f"http://127.0.0.1:{port}", Book(tmp_path_factory.mktemp("home"), QUICK)
    with provider(address + BACK) as found:
        settings = Oidc(
            issuer=found.issuer, client_id=found.client_id, client_secret=SecretStr(found.client_secret),
            address=address, roles=ROLES, label="Passage",
        )  # fmt: skip
        with served(store, book=book, oidc=settings, port=port):
            found.knows("1", preferred_username="Marie", groups=["g-veille"])
            found.knows("2", preferred_username="paul", groups=["elsewhere"])
            found.knows("3", preferred_username="chef", groups=["g-admin"])
            found.knows("4", preferred_username="../../etc", groups=["g-admin"])
            yield House(address, book, found)


def test_without_users_nobody_gets_in_unasked(house: House) -> None:
    with house.browser() as nobody:
        assert nobody.get("/").headers["location"] == "/login"
        assert nobody.get("/api/alerts").status_code == 401
        page = nobody.get("/login?vers=page%3Dcarte").text
        assert 'href="/login/oidc?vers=page%3Dcarte"' in page
        assert "Se connecter avec Passage" in page


def test_who_is_vouched_for_gets_in_where_they_wanted_to_go(house: House) -> None:
    with house.browser() as client:
        entered = house.enter(client, "1", "?vers=page%3Dcarte%26territoire%3DD21")
        assert (entered.status_code, entered.headers["location"]) == (303, "/?page=carte&territoire=D21")
        kept = [text for name, text in entered.headers.multi_items() if name == "set-cookie" and "cyberimpact=" in text]
        assert len(kept) == 1
        assert "HttpOnly" in kept[0]
        assert "SameSite=lax" in kept[0]
        assert client.get("/").status_code == 200
        account = client.get("/compte").text
        assert "<dd>marie</dd>" in account
        assert "<dd>Veille</dd>" in account
        assert "cyberimpact-oidc" not in client.cookies
    user = house.book.user("marie")
    assert user is not None
    assert (user.role, user.has_password) == (Role.veille, False)


def test_a_session_that_others_know_is_not_taken_over(house: House) -> None:
    with house.browser() as client:
        house.enter(client, "1")
        known = client.cookies["cyberimpact"]
        house.enter(client, "1")
        assert client.cookies["cyberimpact"] != known
        with house.browser() as other:
            other.cookies.set("cyberimpact", known)
            assert other.get("/").status_code == 303, "it ended"


def test_an_answer_is_good_for_who_asked_and_once(house: House) -> None:
    with house.browser() as client, house.browser() as other:
        back = house.vouched(house.asked(client), "3")
        for stolen in (other.get(back), client.get(back.replace("state=", "state=x"))):
            assert stolen.status_code == 403
            assert "cyberimpact" not in other.cookies
        assert client.get(back).status_code == 403, "one try"
        assert client.get("/").status_code == 303


def test_a_code_of_another_is_worth_nothing(house: House) -> None:
    with house.browser() as victim, house.browser() as attacker:
        mine = httpx.URL(house.vouched(house.asked(attacker), "3")).params["code"]
        state = httpx.URL(house.asked(victim)).params["state"]
        before = house.provider.pkce.refused
        answer = victim.get(BACK, params={"code": mine, "state": state})
        assert answer.status_code == 403
        assert "n’a pas confirmé votre identité" in answer.text
        assert house.provider.pkce.refused == before + 1
        assert victim.get("/").status_code == 303


@pytest.mark.parametrize(("sub", "words"), [("2", "n’a aucun rôle ici"), ("4", "ne peut pas être utilisé ici")])
def test_who_has_no_role_or_no_login_stays_out(house: House, sub: str, words: str) -> None:
    with house.browser() as client:
        answer = house.enter(client, sub)
        assert answer.status_code == 403
        assert words in answer.text
        assert client.get("/").status_code == 303


def test_who_is_refused_at_the_provider_is_told(house: House) -> None:
    with house.browser() as client:
        state = httpx.URL(house.asked(client)).params["state"]
        answer = client.get(BACK, params={"error": "access_denied", "state": state})
        assert answer.status_code == 403
        assert "n’a pas confirmé votre identité" in answer.text


def test_a_login_with_a_password_here_is_somebody_elses(house: House) -> None:
    house.book.add("locale", Role.administration, PASSWORD, now=datetime.now(UTC))
    house.provider.knows("5", preferred_username="locale", groups=["g-veille"])
    with house.browser() as client:
        assert house.enter(client, "5").status_code == 403
        assert client.get("/").status_code == 303
        assert login(client, "locale").status_code == 303, "the password still opens"
        assert client.get("/").status_code == 200
        leaving = {"proof": proof(client.get("/compte").text)}
        assert client.post("/logout", data=leaving).headers["location"] == "/login", "nobody vouched for them"


def test_another_role_at_the_provider_holds_at_the_next_login(house: House) -> None:
    house.provider.knows("6", preferred_username="zoe", groups=["g-admin"])
    with house.browser() as first, house.browser() as second:
        house.enter(first, "6")
        assert "Administration" in first.get("/compte").text
        house.provider.knows("6", preferred_username="zoe", groups=["g-veille", "g-unknown"])
        house.enter(second, "6")
        assert "<dd>Veille</dd>" in second.get("/compte").text
        assert first.get("/").status_code == 303, "the other session ended"


def test_logging_out_leads_through_the_provider(house: House) -> None:
    with house.browser() as client:
        house.enter(client, "1")
        page = client.get("/compte")
        assert f"form-action 'self' {house.provider.issuer}" in page.headers["content-security-policy"]
        answer = client.post("/logout", data={"proof": proof(page.text)})
        to = httpx.URL(answer.headers["location"])
        assert str(to).startswith(f"{house.provider.issuer}/oauth2/end_session")
        assert to.params["post_logout_redirect_uri"] == f"{house.address}/login"
        assert client.get("/").status_code == 303


def test_who_logs_out_there_is_out_here(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.access.gate.CHECKED", 0.2)
    house.provider.knows("5", preferred_username="lucie", groups=["g-veille"], sid="there-1")

    async def closed(person: httpx.Client, token: str) -> int:
        socket, given = f"ws{house.address.removeprefix('http')}/ws", {"Origin": house.address}
        opened = connect(
            socket,
            subprotocols=["bokeh", page_token(person.get("/").text)],  # type: ignore[list-item]
            additional_headers=given | {"Cookie": cookie(person)},
        )
        async with opened as page:
            await page.recv()
            assert said(token) == 200
            try:
                while True:
                    await asyncio.wait_for(page.recv(), 20)
            except ConnectionClosed as over:
                return over.rcvd.code if over.rcvd else 0

    def said(token: str) -> int:
        answer = httpx.post(f"{house.address}{FAREWELL}", data={"logout_token": token}, timeout=PATIENCE)
        assert answer.headers["cache-control"] == "no-store"
        return answer.status_code

    with house.browser() as one, house.browser() as other:
        house.enter(one, "5")
        house.provider.knows("5", preferred_username="lucie", groups=["g-veille"], sid="there-2")
        house.enter(other, "5")
        assert said(house.provider.farewell(sub="5", sid="there-1", aud="other")) == 400
        assert said(house.provider.farewell(sub="4", sid="there-1")) == 200, "nobody here"
        assert one.get("/session").status_code != 401
        token = house.provider.farewell(sub="5", sid="there-1")
        assert waited(closed(one, token)) == GONE
        assert one.get("/").headers["location"] == "/login"
        assert said(token) == 400, "once"
        assert other.get("/").status_code == 200, "another session of theirs"
        assert said(house.provider.farewell(sub="5")) == 200
        assert other.get("/").headers["location"] == "/login"


def test_a_provider_that_is_away_is_told(neo4j_driver: Driver, tmp_path: Path) -> None:
    settings = Oidc(issuer="http://127.0.0.1:9", address="http://127.0.0.1:5006", roles=ROLES)
    with (
        served(Store(neo4j_driver), book=Book(tmp_path, QUICK), oidc=settings) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        answer = client.get("/login/oidc")
        assert answer.status_code == 502
        assert "ne répond pas" in answer.text


@pytest.mark.browser
def test_a_real_browser_goes_there_and_back_and_out(house: House, browser: Browser, pictures: Path) -> None:
    with watching(browser, house.address, width=1280) as watched:
        page = watched.page
        page.goto(f"{house.address}/?page=sources")
        page.screenshot(path=pictures / "connexion-fournisseur.png")
        page.get_by_role("link", name="Se connecter avec Passage").click()
        page.locator("input[name=sub]").fill("3")
        page.get_by_role("button", name="Authorize").click()
        expect(page.locator("h1")).to_have_text("Sources et confiance")
        page.goto(f"{house.address}/compte")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url(f"{house.provider.issuer}/**")
        page.goto(house.address)
        expect(page.locator("h1")).to_have_text("Connexion")
        # the provider's own pages ask for what is not there
        assert [one for one in watched.complaints if not one.startswith("Failed to load")] == []
