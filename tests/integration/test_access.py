"""Each service call, page, websocket and route, tried as every role and as nobody, on the real app."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from bokeh.util.token import get_token_payload
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.runner.sessions import page_token
from graph.store import Store
from graph.users.book import Book
from graph.users.roles import RIGHTS, Right, Role
from tests.entering import PASSWORD, browsing, cookie, enter, get, opened, request, waited
from tests.serving import served
from ui.access.guard import guarded
from ui.access.rights import PAGES
from ui.access.who import Forbidden, Who
from ui.api.app import make
from ui.pages import pages
from ui.services import Services, make_services
from ui.services.acts import Act
from ui.services.reader import Reader
from ui.settings import Settings
from ui.state import State

pytestmark = pytest.mark.neo4j

every_role = pytest.mark.parametrize("role", Role)

ALERT = "barrage"
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def services(seeded: Store) -> Services:
    reader = Reader(seeded)
    reader.poll()
    return make_services(reader, Settings().handovers, "cellule")


def who(role: Role) -> Who:
    return Who(role.value, role.value, RIGHTS[role], author="a1b2c3d4", session="s")


def test_a_decision_bears_the_role_of_who_decides(services: Services, seeded: Store) -> None:
    own = guarded(services, who(Role.analyste), lives=lambda _: True)
    own.triage.decide(Act(name="comment", on={"crue": ""}, comment="vu"))
    decided = seeded.rows("alerte_detail", alert="crue")[0]["decisions"][-1]
    assert (decided["role"], decided["author"]) == ("analyste", "a1b2c3d4")


@every_role
@pytest.mark.parametrize("name", pages())
def test_every_page_opens_for_every_role(services: Services, role: Role, name: str) -> None:
    module: Any = pages()[name]
    own = guarded(services, who(role), lives=lambda _: True)
    if PAGES.get(name, Right.see) not in RIGHTS[role]:  # the frame around pages says so: tests/browser/test_login.py
        with pytest.raises(Forbidden):
            module.page(State(page=name), own)
        return
    state = State(page=name, alert=ALERT, action="a1", period="24h")
    shown = str([part.html for part in module.page(state, own).select() if hasattr(part, "html")])
    assert state.trouble is False
    if name == "alerte":
        assert ("Partagez" in shown) is (Right.verbatims in RIGHTS[role])
        assert ('value="dismiss"' in shown) is (Right.decide in RIGHTS[role])
    if name == "veille":
        assert ("&#34;snooze&#34;" in shown) is (Right.decide in RIGHTS[role]), "keys do nothing for who may not decide"
        assert ('id="bulk-take"' in shown) is (Right.decide in RIGHTS[role])
        assert ("Partagez" in shown) is (Right.verbatims in RIGHTS[role])
    if name == "actions":
        assert ('id="log-action"' in shown) is (Right.log in RIGHTS[role])
        assert ("Vrai ou faux" in shown) is (Right.verbatims in RIGHTS[role])
    state.leave()


@every_role
def test_pages_and_websockets_ask_for_a_login(closed: str, role: Role) -> None:
    with browsing(base_url=closed) as nobody:
        answer = nobody.get("/?page=carte")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?vers=page%3Dcarte")
        answer = nobody.get("/exercice?page=carte")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?vers=exercice%3Fpage%3Dcarte")
        assert nobody.get("/exercice/api/alerts").status_code == 401
    with enter(closed, role) as person:
        answer = person.get("/?page=carte")
        assert answer.status_code == 200
        token = page_token(answer.text)
        assert waited(opened(closed, token, cookie(person))) == "ACK"
        assert waited(opened(closed, token, "")) == 403


def test_a_page_is_not_joined_by_somebody_else(closed: str) -> None:
    with enter(closed, Role.administration) as one, enter(closed, Role.lecture) as other:
        token = page_token(one.get("/").text)
        assert waited(opened(closed, token, cookie(other))) == 403
        assert waited(opened(closed, token, cookie(one))) == "ACK"


def test_the_token_of_a_page_holds_no_secret(closed: str) -> None:
    with enter(closed, Role.lecture) as person:
        text = person.get("/").text
        secret = person.cookies["cyberimpact"]
    payload = get_token_payload(page_token(text))
    assert secret not in str(payload)
    assert secret not in text
    assert payload.get("cookies") == {}


def test_a_websocket_ends_with_its_session(closed: str, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.access.gate.CHECKED", 0.2)

    async def until_closed(person: httpx.Client) -> int:
        token = page_token(person.get("/").text)
        url = f"ws{closed.removeprefix('http')}/ws"
        given = {"Cookie": cookie(person), "Origin": closed}
        async with connect(url, subprotocols=["bokeh", token], additional_headers=given) as socket:  # type: ignore[list-item]
            await socket.recv()
            book.set_password("veille", PASSWORD + "!")
            try:
                while True:
                    await asyncio.wait_for(socket.recv(), 20)
            except ConnectionClosed as ended:
                return ended.rcvd.code if ended.rcvd else 0

    with enter(closed, Role.veille) as person:
        try:
            assert waited(until_closed(person)) == 4401
            assert person.get("/session").status_code == 401
        finally:
            book.set_password("veille", PASSWORD)


OPERATIONS = [
    (method, path, operation)
    for path, methods in make(lambda: None, lives=lambda _: True).openapi()["paths"].items()
    for method, operation in methods.items()
]
every_route = pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=lambda value: str(value)[:40])


WISH = {"name": "Préfecture", "channel": "mail", "address": "cellule@example.gouv.fr"}

BODIES = {"/subscriptions": WISH, "/subscriptions/{name}": WISH}
"""What is sent to a route, where it is no decision."""


def asked(method: str, path: str, address: str, token: str) -> httpx.Response:
    url = f"{address}/api{path}".replace("{alert}", ALERT).replace("{name}", "sub-000000000000")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if method == "get":
        return get(url, headers=headers)
    sent = BODIES.get(path, {"act": "comment", "comment": "vu"}) if method in ("post", "put") else None
    return request(method.upper(), url, headers=headers, json=sent)


def test_there_are_routes() -> None:
    assert len(OPERATIONS) >= 10


@every_role
@every_route
def test_every_route_checks_its_right(
    closed: str,
    book: Book,
    role: Role,
    method: str,
    path: str,
    operation: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CYBERIMPACT_DELIVERY_DOMAINS", '["example.gouv.fr"]')
    token = book.issue(role.value, role, until=LATER)
    answer = asked(method, path, closed, token)
    allowed = Right(operation["x-right"]) in RIGHTS[role]
    # the subscription is not there: only who may change it is told so
    done = 404 if "{name}" in path else 201 if method == "post" else 200
    assert answer.status_code == (done if allowed else 403)
    if not allowed:
        assert answer.headers["content-type"] == "application/problem+json"


@every_route
def test_every_route_refuses_nobody(closed: str, method: str, path: str, operation: dict[str, Any]) -> None:
    for token in ("", "ci_000000000000_nonsense", "nonsense"):
        answer = asked(method, path, closed, token)
        assert (answer.status_code, answer.json()["status"]) == (401, 401), operation["summary"]
        assert answer.headers["www-authenticate"] == "Bearer"


def test_subscriptions_are_changed_with_a_token_only(closed: str, seeded: Store) -> None:
    """Another site could make a browser send its cookie."""
    before = seeded.rows("subscriptions")
    with enter(closed, Role.administration) as person:
        for method, path, _ in OPERATIONS:
            if "subscriptions" in path and method != "get":
                url = f"/api{path}".replace("{name}", "sub-000000000000")
                answer = person.request(method, url, json=WISH)
                assert (answer.status_code, answer.json()["status"]) == (403, 403), (method, path)
        assert person.get("/api/subscriptions").status_code == 200
    assert seeded.rows("subscriptions") == before


def test_reads_are_recorded_and_read_by_the_administration(closed: str, book: Book, seeded: Store) -> None:
    token = book.issue("analyste", Role.analyste, until=LATER)
    for _ in range(3):
        assert get(f"{closed}/api/alerts/crue/evidence", headers={"Authorization": f"Bearer {token}"}).is_success
    admin = {"Authorization": f"Bearer {book.issue('administration', Role.administration, until=LATER)}"}
    since = datetime.now(UTC).replace(hour=0, minute=0).isoformat()
    until = datetime.now(UTC).replace(hour=23, minute=59, second=59).isoformat()
    answer = get(f"{closed}/api/reads", params={"since": since, "until": until, "who": "analyste"}, headers=admin)
    found = [row for row in answer.json()["items"] if row["subject"] == "crue"]
    assert [(row["who"], row["role"], row["what"], row["way"]) for row in found] == [
        ("analyste", "analyste", "verbatims", "api")
    ]
    assert "Armançon" not in str(found)


def test_without_users_the_app_is_open_at_the_machine_only(seeded: Store) -> None:
    with served(seeded) as address:
        assert get(address).status_code == 200
        assert get(f"{address}/api/alerts").status_code == 200
        assert get(address, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 303
        assert get(f"{address}/api/alerts", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 401


def test_tokens_end(closed: str, book: Book) -> None:
    def status(token: str) -> int:
        return get(f"{closed}/api/alerts", headers={"Authorization": f"Bearer {token}"}).status_code

    token = book.issue("veille", Role.lecture, until=LATER)
    assert status(token) == 200
    assert status(token[:-1]) == 401
    assert status(book.issue("veille", Role.lecture, until=datetime.now(UTC) - timedelta(seconds=1))) == 401
    assert get(f"{closed}/api/alerts", params={"token": token, "access_token": token}).status_code == 401
    assert get(closed, headers={"Authorization": f"Bearer {token}"}).status_code == 303, "tokens open no page"
    book.revoke(token.split("_")[1])
    assert status(token) == 401
    book.add("passing", Role.veille, PASSWORD, now=datetime.now(UTC))
    token = book.issue("passing", Role.veille, until=LATER)
    url = f"{closed}/api/alerts/barrage/evidence"
    assert get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    book.set_role("passing", Role.lecture)
    assert get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 403
    book.remove("passing")
    assert status(token) == 401
