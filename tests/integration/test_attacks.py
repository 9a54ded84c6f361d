"""Classic attacks, each tried on the real app over a real graph; `tests/browser/test_login.py` has the others."""

import asyncio
import base64
import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import pytest
from bokeh.core.types import ID
from bokeh.util.token import generate_jwt_token
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.runner.sessions import page_token
from graph.store import Store
from graph.users.book import Book
from graph.users.roles import Role
from tests.entering import PASSWORD, browsing, cookie, enter, get, login, opened, post, proof, waited
from tests.serving import served
from ui.access.settings import Settings as Access

pytestmark = pytest.mark.neo4j

LATER = datetime(2100, 1, 1, tzinfo=UTC)
EVIL = "https://evil.example"


@pytest.fixture
def own(seeded: Store, book: Book) -> Iterator[str]:
    """An app of its own, for what slows later logins down."""
    with served(seeded, book=book) as found:
        yield found


@pytest.fixture
def bearer(book: Book) -> dict[str, str]:
    return {"Authorization": f"Bearer {book.issue('administration', Role.administration, until=LATER)}"}


INJECTED = ("x'}) DETACH DELETE n //", '"} ) RETURN 1 UNION MATCH (n) DETACH DELETE n //', "$since", "`", "*")


@pytest.mark.parametrize("hostile", INJECTED)
def test_cypher_is_not_injected(closed: str, bearer: dict[str, str], seeded: Store, hostile: str) -> None:
    before = seeded.rows("census")
    asked = {
        "alerts": {"territory": hostile, "severity": hostile},
        "indicators": {"service": hostile},
        "needs": {"need": hostile},
        "reads": {"who": hostile},
    }
    for path, params in asked.items():
        answer = get(f"{closed}/api/{path}", params=params, headers=bearer)
        assert answer.status_code in (200, 422), (path, answer.text)
    assert get(f"{closed}/api/alerts/{quote(hostile)}", headers=bearer).status_code == 404
    assert [row for row in seeded.rows("census") if row["label"] != "Read"] == [
        row for row in before if row["label"] != "Read"
    ]


def test_sql_is_not_injected(closed: str) -> None:
    with browsing(base_url=closed) as client:
        assert login(client, "' OR 1=1 --", "' OR 1=1 --").status_code == 401
        assert login(client, "veille'; DROP TABLE user; --").status_code == 401
        assert login(client, "veille").status_code == 303


@pytest.mark.parametrize("name", ["\x00", "é" * 40, "\U0001f600", "a" * 5000])
def test_nonsense_is_refused_without_a_crash(closed: str, name: str) -> None:
    with browsing(base_url=closed) as client:
        assert login(client, name, name).status_code in (401, 403)


def test_a_login_form_of_another_site_is_refused(closed: str) -> None:
    with browsing(base_url=closed) as victim, browsing(base_url=closed) as other:
        given = {"login": "veille", "password": PASSWORD}
        assert victim.post("/login", data=given).status_code == 403
        foreign = proof(other.get("/login").text)
        assert victim.post("/login", data=given | {"proof": foreign}).status_code == 403
        victim.get("/login")
        assert victim.post("/login", data=given | {"proof": foreign}).status_code == 403
        assert "cyberimpact" not in victim.cookies


def test_a_logout_form_of_another_site_is_refused(closed: str) -> None:
    with enter(closed, Role.veille) as person, enter(closed, Role.lecture) as other:
        assert person.post("/logout").status_code == 403
        assert person.post("/logout", data={"proof": proof(other.get("/compte").text)}).status_code == 403
        assert person.get("/logout").status_code == 405
        assert person.get("/session").status_code == 200


def test_logging_out_ends_the_session_for_good(closed: str) -> None:
    with enter(closed, Role.veille) as person:
        kept = cookie(person)
        answer = person.post("/logout", data={"proof": proof(person.get("/compte").text)})
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    for path in ("/", "/session", "/compte"):
        assert get(f"{closed}{path}", headers={"Cookie": kept}).status_code in (303, 401)


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_sites_ask_in_vain(closed: str, bearer: dict[str, str], method: str) -> None:
    with enter(closed, Role.veille) as person:
        for origin in (EVIL, "null", f"{closed}.evil.example", "http://127.0.0.1.evil.example"):
            for path in ("/", "/login", "/api/alerts"):
                answer = person.request(method, path, headers=bearer | {"Origin": origin})
                assert answer.status_code == 403, (origin, path)


def test_websockets_of_other_sites_are_refused(closed: str) -> None:
    with enter(closed, Role.veille) as person:
        token = page_token(person.get("/").text)
        for origin in (EVIL, "null", "", f"{closed}.evil.example"):
            assert waited(opened(closed, token, cookie(person), origin=origin)) == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5006", "127.0.0.1.evil.example", "cellule", ""])
def test_a_rebound_name_is_refused(closed: str, seeded: Store, host: str) -> None:
    with served(seeded) as open_to_all:
        for path in ("/", "/api/alerts", "/login", "/healthz"):
            assert get(f"{open_to_all}{path}", headers={"Host": host}).status_code in (400, 421)


def test_a_session_is_not_fixed_by_others(closed: str) -> None:
    with enter(closed, Role.lecture) as attacker:
        planted = attacker.cookies["cyberimpact"]
    with browsing(base_url=closed) as victim:
        victim.cookies.set("cyberimpact", "planted.0000")
        login(victim, "administration")
        assert victim.get("/session").status_code == 200
    with browsing(base_url=closed) as victim:
        form = victim.get("/login").text
        victim.cookies.set("cyberimpact", planted, domain="127.0.0.1")
        given = {"login": "administration", "password": PASSWORD, "proof": proof(form)}
        answer = victim.post("/login", data=given)
        assert answer.cookies["cyberimpact"] != planted
    assert get(f"{closed}/session", headers={"Cookie": f"cyberimpact={planted}"}).status_code == 401


@pytest.mark.parametrize("name", ["bokeh-session-id", "bokeh_session_id", "bokeh%5Fsession%5Fid"])
def test_the_session_of_a_page_is_not_chosen_by_its_address(closed: str, name: str) -> None:
    with enter(closed, Role.lecture) as person:
        assert person.get(f"/?{name}=abc").status_code == 400


def test_forged_cookies_open_nothing(closed: str) -> None:
    with enter(closed, Role.lecture) as person:
        secret, _, signature = person.cookies["cyberimpact"].rpartition(".")
    zeros = "0" * 64
    forged = (
        secret,
        f"{secret}.",
        f"{secret}.{zeros}",
        f"{secret}x.{signature}",
        f".{signature}",
        "é.é",
        "." * 4000,
    )
    for value in forged:
        answer = get(f"{closed}/session", headers=[(b"Cookie", f"cyberimpact={value}".encode())])
        assert answer.status_code == 401, value


def test_forged_page_tokens_open_nothing(closed: str) -> None:
    with enter(closed, Role.lecture) as person:
        unsigned = generate_jwt_token(ID("a" * 44), signed=False, expiration=300)
        badly = generate_jwt_token(ID("a" * 44), signed=True, secret_key=b"guessed", expiration=300)
        nonsense = base64.urlsafe_b64encode(json.dumps({"session_id": 1}).encode()).decode().rstrip("=")
        for token in (unsigned, badly, nonsense, "x"):
            try:
                answer = waited(opened(closed, token, cookie(person)))
            except ConnectionClosed:
                continue
            assert answer != "ACK", token


def test_guessing_gets_slow_and_no_header_helps(own: str) -> None:
    with browsing(base_url=own) as client:
        codes = [
            client.post(
                "/login",
                data={"login": "veille", "password": f"guess {n}", "proof": proof(client.get("/login").text)},
                headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"},
            ).status_code
            for n in range(7)
        ]
        assert codes == [401] * 5 + [429] * 2
        right = login(client, "veille")
        assert right.status_code == 429
        assert int(right.headers["retry-after"]) >= 1
        with browsing(base_url=own) as colleague:
            assert login(colleague, "lecture").status_code == 303, "others still get in"
        time.sleep(int(right.headers["retry-after"]) + 0.1)
        assert login(client, "veille").status_code == 303


def test_many_logins_from_one_peer_get_slow(own: str) -> None:
    with browsing(base_url=own) as client:
        codes = [login(client, f"user{n}", "some guessed password").status_code for n in range(22)]
    assert codes == [401] * 20 + [429] * 2


def test_tries_at_once_are_not_free(own: str) -> None:
    async def tries() -> list[int]:
        async with httpx.AsyncClient(base_url=own) as client:
            made = proof((await client.get("/login")).text)
            given = {"login": "veille", "password": "some guessed password", "proof": made}
            answers = await asyncio.gather(*(client.post("/login", data=given) for _ in range(20)))
            return [answer.status_code for answer in answers]

    assert sorted(waited(tries())) == [401] * 5 + [429] * 15


def test_nobody_learns_who_exists(closed: str) -> None:
    with browsing(base_url=closed) as client:
        known, unknown = (login(client, name, "some guessed password") for name in ("veille", "nobody"))
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("veille", "") == unknown.text.replace("nobody", "")


LEADS = [
    "//evil.example", "https://evil.example/", "/\\evil.example", "@evil.example", "javascript:alert(1)",
    "page=carte\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("lead", LEADS)
def test_a_login_leads_nowhere_else(closed: str, lead: str) -> None:
    with browsing(base_url=closed) as client:
        answer = login(client, "lecture", vers=lead)
        assert answer.headers["location"] in ("/", "/?page=carte")
        assert "a" not in answer.cookies
        assert client.get("/login", params={"vers": lead}).headers["location"] in ("/", "/?page=carte")


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "' autofocus onfocus=alert(1) x='"])
def test_login_reflects_no_script(closed: str, hostile: str) -> None:
    with browsing(base_url=closed) as client:
        for text in (
            login(client, hostile, "some guessed password").text,
            client.get("/login", params={"vers": f"alerte={hostile}", "langue": hostile}).text,
        ):
            assert "<script" not in text
            assert "onfocus=alert(1) x='" not in text


PATHS = [
    "/assets/../settings.py", "/assets/%2e%2e/settings.py", "/assets/..%2fsettings.py", "/assets/....//settings.py",
    "/static/..%2f..%2f..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/assets//etc/passwd",
    "/components/ui.components/Block/_bundle/..%2f..%2fsettings.py", "/components/os/path/x/..%2f..%2fetc/passwd",
    "/static/extensions/panel/..%2f..%2f..%2fetc/passwd", "/assets/%00", "/assets/..%5c..%5csettings.py",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_files_beside_are_out_of_reach(closed: str, path: str) -> None:
    async def raw() -> bytes:
        host, port = closed.removeprefix("http://").split(":")
        reading, writing = await asyncio.open_connection(host, int(port))
        writing.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        await writing.drain()
        answer = await reading.read()
        writing.close()
        return answer

    answer = waited(raw())
    assert b"root:" not in answer
    assert b"BaseSettings" not in answer
    assert not answer.startswith(b"HTTP/1.1 200"), answer[:300]


def test_too_much_is_refused(closed: str, bearer: dict[str, str]) -> None:
    large = "x" * 1_500_000
    url = f"{closed}/api/alerts/crue/decisions"
    assert post(url, json={"act": "comment", "comment": large}, headers=bearer).status_code == 413
    pieces = (b"x" * 10_000 for _ in range(150))
    assert post(url, content=pieces, headers=bearer | {"Content-Type": "application/json"}).status_code == 413
    assert post(url, json={"act": "comment", "comment": "x" * 2_001}, headers=bearer).status_code == 422
    assert get(f"{closed}/api/needs", params={"need": "x" * 200}, headers=bearer).status_code == 422
    assert get(f"{closed}/api/alerts", params={"size": 10**9}, headers=bearer).status_code == 422
    with browsing(base_url=closed) as client:
        assert client.post("/login", data={"login": "x" * 20_000}).status_code == 403
        assert client.post("/login", content="&".join(f"a{n}=1" for n in range(900))).status_code == 403


def test_too_long_a_message_ends_the_websocket(closed: str) -> None:
    async def sent(cookies: str, token: str) -> int:
        url, given = f"ws{closed.removeprefix('http')}/ws", {"Cookie": cookies, "Origin": closed}
        async with connect(url, subprotocols=["bokeh", token], additional_headers=given) as socket:  # type: ignore[list-item]
            await socket.recv()
            await socket.send("x" * 1_200_000)
            try:
                while True:
                    await asyncio.wait_for(socket.recv(), 20)
            except ConnectionClosed as ended:
                return ended.rcvd.code if ended.rcvd else 0

    with enter(closed, Role.lecture) as person:
        assert waited(sent(cookie(person), page_token(person.get("/").text))) == 1009


def test_a_header_of_a_stranger_lets_nobody_in(closed: str) -> None:
    for header in ("X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Forwarded-For", "Forwarded"):
        answer = get(f"{closed}/session", headers={header: "administration"})
        assert answer.status_code == 401, header


def test_only_the_proxy_that_is_named_is_believed(seeded: Store, book: Book) -> None:
    with served(seeded, book=book, access=Access(proxies=("127.0.0.1",))) as address:
        for given, status in (
            ([("X-Remote-User", "veille")], 200),
            ([("X-Remote-User", "nobody")], 401),
            ([("X-Remote-User", "veille"), ("X-Remote-User", "administration")], 401),
            ([], 401),
        ):
            assert get(f"{address}/session", headers=given).status_code == status, given
        form = get(f"{address}/login", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in form.headers["set-cookie"]
    with served(seeded, book=book, access=Access(proxies=("10.9.9.9",))) as address:
        for extra in ({}, {"X-Forwarded-For": "10.9.9.9"}, {"Forwarded": "for=10.9.9.9"}):
            answer = get(f"{address}/session", headers={"X-Remote-User": "veille"} | extra)
            assert answer.status_code == 401, extra
        form = get(f"{address}/login", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" not in form.headers["set-cookie"]


def test_cookies_are_out_of_reach_of_scripts_and_sites(closed: str) -> None:
    with browsing(base_url=closed) as client:
        for answer in (client.get("/login"), login(client, "lecture")):
            for set_cookie in answer.headers.get_list("set-cookie"):
                assert "HttpOnly" in set_cookie or "Max-Age=0" in set_cookie
                assert "samesite=lax" in set_cookie.lower()


def test_no_page_is_framed_or_sniffed(closed: str) -> None:
    with enter(closed, Role.lecture) as person:
        for path in ("/", "/compte", "/api/alerts"):
            headers = person.get(path).headers
            assert "frame-ancestors" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"
    policy = get(f"{closed}/login").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_browser_does_not_decide_for_a_program(closed: str) -> None:
    with enter(closed, Role.veille) as person:
        answer = person.post("/api/alerts/crue/decisions", json={"act": "comment", "comment": "x"})
        assert answer.status_code == 403


def test_no_secret_is_logged(closed: str, book: Book, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = book.issue("veille", Role.veille, until=LATER)
    get(f"{closed}/api/alerts", headers={"Authorization": f"Bearer {token}x"})
    with browsing(base_url=closed) as client:
        login(client, "veille", "a wrong password of mine")
        login(client, "veille")
        secret = client.cookies["cyberimpact"]
        waited(opened(closed, page_token(client.get("/").text), "cyberimpact=x"))
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("http", "websockets"))
    )
    assert "a login failed from 127.0.0.1" in ours
    for hidden in (token, secret, secret.partition(".")[0], PASSWORD, "a wrong password of mine"):
        assert hidden not in ours
