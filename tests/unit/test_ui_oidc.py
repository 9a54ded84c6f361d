"""What of a provider is believed, and whom it lets in: no network."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from graph.users.book import Book, digest_of
from graph.users.roles import Role
from tests.entering import PASSWORD
from tests.serving import QUICK
from ui.access.farewell import EVENT, Farewell, farewell
from ui.access.oidc import FRESH, NotLetIn, Person, Provider, Trip
from ui.access.oidc_settings import Settings
from ui.access.sso import admit

ISSUER = "https://sso.example.org/realms/cellule"
DAY = timedelta(days=1)
KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _ in range(2))
SETTINGS = Settings(
    issuer=ISSUER, client_id="app", address="https://cellule.example.org",
    roles={"g-veille": Role.veille, "g-admin": Role.administration, "g-lecture": Role.lecture},
)  # fmt: skip


class Told(Provider):
    """A provider whose answers are known."""

    token = ""

    def _asked(self, name: str, address: str) -> Any:
        if name == "keys":
            return KeySet([KEY]).as_dict()
        base = f"{ISSUER}/protocol"
        return {"issuer": ISSUER, "authorization_endpoint": f"{base}/auth", "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/certs", "end_session_endpoint": f"{base}/logout"}  # fmt: skip

    def _exchanged(self, code: str, trip: Trip) -> str:
        return self.token


def trip(**changes: Any) -> Trip:
    return replace(Trip("state", "nonce", "verifier", "", int(time.time())), **changes)


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    given = {"iss": ISSUER, "aud": "app", "sub": "1", "exp": now + 300, "iat": now, "nonce": "nonce",
             "preferred_username": "Marie", "groups": ["g-lecture", "g-veille", "other"]}  # fmt: skip
    return {name: value for name, value in (given | changes).items() if value is not None}


def came(token: str, given: dict[str, str] | None = None, on: Trip | None = None) -> Person:
    provider = Told(SETTINGS)
    provider.token = token
    return provider.arrive(on or trip(), {"state": "state", "code": "code"} | (given or {}))


def signed(given: dict[str, Any], key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode({"alg": algorithm, "kid": "one"}, given, key, algorithms=[algorithm])


def test_who_is_vouched_for_gets_in_with_the_role_that_may_do_most() -> None:
    assert came(signed(claims())) == Person("marie", Role.veille)
    assert came(signed(claims(groups="g-admin"))) == Person("marie", Role.administration)
    assert came(signed(claims(aud=["app"])), {"iss": ISSUER}) == Person("marie", Role.veille)
    assert came(signed(claims(aud=["app", "other"], azp="app"))).login == "marie"


FORGED: list[tuple[dict[str, Any], str]] = [
    ({"iss": "https://evil.example"}, "forged"),
    ({"iss": None}, "forged"),
    ({"aud": "other"}, "forged"),
    ({"aud": ["app", "other"]}, "forged"),
    ({"azp": "other"}, "forged"),
    ({"exp": int(time.time()) - 120}, "forged"),
    ({"exp": None}, "forged"),
    ({"iat": int(time.time()) + 3600}, "forged"),
    ({"nonce": "other"}, "forged"),
    ({"nonce": None}, "forged"),
    ({"sub": None}, "forged"),
    ({"groups": ["other"]}, "role"),
    ({"groups": None}, "role"),
    ({"groups": {"g-admin": True}}, "role"),
    ({"preferred_username": None}, "login"),
    ({"preferred_username": "../../x"}, "login"),
]


@pytest.mark.parametrize(
    ("changes", "why"), FORGED, ids=[f"{'-'.join(changes)}-{n}" for n, (changes, _) in enumerate(FORGED)]
)
def test_what_does_not_hold_lets_nobody_in(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(NotLetIn, match=why):
        came(signed(claims(**changes)))


def test_other_signatures_are_not_believed() -> None:
    secret = OctKey.import_key(json.dumps(KeySet([KEY]).as_dict()))
    plain = jwt.encode({"alg": "none"}, claims(), KEY, algorithms=["none"])
    for token in (
        signed(claims(), OTHER),
        signed(claims(), secret, "HS256"),
        plain,
        "",
        "a.b.c",
        signed(claims())[:-4] + "AAAA",
    ):
        with pytest.raises(NotLetIn, match="forged"):
            came(token)


@pytest.mark.parametrize(
    ("given", "age", "why"),
    [
        ({"state": "other"}, 0, "forged"),
        ({"state": ""}, 0, "forged"),
        ({"iss": "https://evil.example"}, 0, "forged"),
        ({"error": "access_denied"}, 0, "refused"),
        ({"code": ""}, 0, "refused"),
        ({}, FRESH + 5, "stale"),
    ],
    ids=["other state", "no state", "other issuer", "error", "no code", "too late"],
)
def test_an_answer_must_be_that_of_the_question(given: dict[str, str], age: int, why: str) -> None:
    with pytest.raises(NotLetIn, match=why):
        came(signed(claims()), given, trip(at=int(time.time()) - age))


def test_without_a_question_there_is_no_answer() -> None:
    with pytest.raises(NotLetIn, match="stale"):
        Told(SETTINGS).arrive(None, {"state": "state", "code": "code"})


def test_the_question_carries_a_challenge_and_nothing_secret() -> None:
    to, taken = Told(SETTINGS).leave("")
    assert "code_challenge_method=S256" in to
    assert f"state={taken.state}" in to
    assert f"nonce={taken.nonce}" in to
    assert taken.verifier not in to
    assert Told(SETTINGS).leave("")[1].state != taken.state


def test_who_has_a_password_here_is_somebody_else(tmp_path: Path) -> None:
    book, now = Book(tmp_path, QUICK), datetime.now(UTC)
    book.add("marie", Role.administration, PASSWORD, now=now)
    with pytest.raises(NotLetIn, match="login"):
        admit(book, Person("marie", Role.lecture), now=now)
    found = book.user("marie")
    assert found is not None
    assert found.role is Role.administration
    admit(book, Person("paul", Role.veille), now=now)
    secret = book.begin("paul", now=now)
    assert secret
    admit(book, Person("paul", Role.analyste), now=now)
    changed = book.user("paul")
    assert changed is not None
    assert (changed.role, changed.has_password) == (Role.analyste, False)


def goodbye(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    given = {"iss": ISSUER, "aud": "app", "sub": "1", "sid": "s", "iat": now, "exp": now + 120, "jti": "j",
             "events": {EVENT: {}}}  # fmt: skip
    return {name: value for name, value in (given | changes).items() if value is not None}


def left(given: dict[str, Any], key: Any = KEY, **header: str) -> Farewell:
    token = jwt.encode({"alg": "RS256", "kid": "one"} | header, given, key, algorithms=["RS256"])
    return farewell(Told(SETTINGS), token, now=datetime.now(UTC))


def test_a_farewell_of_the_provider_is_believed() -> None:
    told = left(goodbye(), typ="logout+jwt")
    assert (told.id, told.sub, told.sid) == ("j", "1", "s")
    assert told.until > datetime.now(UTC)
    assert left(goodbye(sub=None)).sub == ""
    assert left(goodbye(sid=None)).sid == ""


UNBELIEVED: list[tuple[dict[str, Any], str]] = [
    ({"iss": "https://evil.example"}, "forged"),
    ({"aud": "other"}, "forged"),
    ({"iat": None}, "forged"),
    ({"exp": None}, "forged"),
    ({"jti": None}, "forged"),
    ({"jti": ""}, "forged"),
    ({"jti": "x" * 256}, "forged"),
    ({"events": None}, "forged"),
    ({"events": {EVENT: "yes"}}, "forged"),
    ({"events": {"http://schemas.openid.net/event/other": {}}}, "forged"),
    ({"events": [EVENT]}, "forged"),
    ({"sub": None, "sid": None}, "forged"),
    ({"sub": 1, "sid": None}, "forged"),
    ({"nonce": "nonce"}, "forged"),
]


@pytest.mark.parametrize(("changes", "why"), UNBELIEVED, ids=str)
def test_any_other_is_not(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(NotLetIn) as refused:
        left(goodbye(**changes))
    assert refused.value.why == why


def test_nor_one_that_is_old_unsigned_or_something_else() -> None:
    now = int(time.time())
    with pytest.raises(NotLetIn, match="stale"):
        left(goodbye(iat=now - 3_600))
    for given in (goodbye(exp=now - 120), goodbye(iat=now + 600)):
        with pytest.raises(NotLetIn, match="forged"):
            left(given)
    with pytest.raises(NotLetIn, match="forged"):
        left(goodbye(), OTHER)
    with pytest.raises(NotLetIn, match="forged"):
        left(goodbye(), typ="at+jwt")
    with pytest.raises(NotLetIn, match="forged"):
        left(claims())  # who comes in does not go
    for junk in ("", "a.b.c", signed(goodbye(), OctKey.import_key("x" * 32), "HS256")):
        with pytest.raises(NotLetIn, match="forged"):
            farewell(Told(SETTINGS), junk, now=datetime.now(UTC))


def test_sessions_end_by_what_the_provider_calls_them(tmp_path: Path) -> None:
    book, now = Book(tmp_path, QUICK), datetime.now(UTC)
    book.add("marie", Role.veille, None, now=now)
    secrets = {
        name: digest_of(book.begin("marie", now=now, sub=sub, sid=sid))
        for name, sub, sid in (
            ("here", "1", "s"),
            ("there", "1", "t"),
            ("unsaid", "1", ""),
            ("other", "2", "s2"),
            ("own", "", ""),
        )
    }

    def open_now() -> set[str]:
        return {name for name, one in secrets.items() if book.session(one, now=now, idle=DAY, longest=DAY)}

    assert book.say_farewell("a", sub="", sid="", until=now) == 0
    assert book.say_farewell("b", sub="2", sid="s", until=now) == 0, "a session of somebody else"
    assert book.say_farewell("c", sub="1", sid="s", until=now) == 2
    assert open_now() == {"there", "other", "own"}
    assert book.say_farewell("c", sub="1", sid="", until=now) is None, "once"
    assert book.say_farewell("d", sub="1", sid="", until=now) == 1
    assert book.say_farewell("e", sub="", sid="s2", until=now) == 1
    assert open_now() == {"own"}
