"""An OpenID Connect provider that others wrote (oidc-provider-mock); PKCE, which it lacks, is held here."""

import base64
import hashlib
import io
import secrets
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it still takes its keys from authlib.jose
    import oidc_provider_mock

Start = Callable[..., Any]


@dataclass
class Pkce:
    """Gives a code only to who sent a challenge, and tokens only to who knows what it was made of (RFC 7636)."""

    inner: Any
    challenges: dict[str, str] = field(default_factory=dict)
    refused: int = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/oauth2/authorize":
            asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
            if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) < 43:
                return self._refuse(start)
            return list(self.inner(environ, self._noting(start, asked["code_challenge"])))
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            made = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            if self.challenges.pop(given.get("code", ""), "") != base64.urlsafe_b64encode(made).rstrip(b"=").decode():
                return self._refuse(start)
        answer: Iterable[bytes] = self.inner(environ, start)
        return answer

    def _noting(self, start: Start, challenge: str) -> Start:
        def noted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            to = dict(headers).get("Location", "")
            for code in parse_qs(urlsplit(to).query).get("code", []):
                self.challenges[code] = challenge
            return start(status, headers, *more)

        return noted

    def _refuse(self, start: Start) -> list[bytes]:
        self.refused += 1
        start("400 Bad Request", [("Content-Type", "application/json")])
        return [b'{"error": "invalid_grant"}']


@dataclass
class Served:
    """A provider that runs, and the app as it is registered there."""

    issuer: str
    client_id: str
    client_secret: str
    pkce: Pkce

    key: Any = None
    """What it signs with."""

    def farewell(self, **claims: Any) -> str:
        """Return a logout token of it, whose claims may be others; None leaves one out."""
        now = int(time.time())
        given = {
            "iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 120, "jti": secrets.token_hex(8),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        } | claims  # fmt: skip
        told = {name: value for name, value in given.items() if value is not None}
        return jwt.encode({"alg": "RS256", "typ": "logout+jwt"}, told, self.key, algorithms=["RS256"])

    def knows(self, sub: str, **claims: Any) -> None:
        """Let somebody exist, with what the provider says of them."""
        httpx.put(f"{self.issuer}/users/{sub}", json=claims).raise_for_status()


@contextmanager
def provider(redirect: str) -> Iterator[Served]:
    """Run a provider that sends browsers back to `redirect` alone."""
    app: Any = oidc_provider_mock.app(require_client_registration=True, require_nonce=True)
    with app.test_request_context("/"):
        app.preprocess_request()
        key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
    pkce = Pkce(app)
    server = make_server("localhost", 0, pkce, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    issuer = f"http://localhost:{server.server_port}"
    try:
        asked = {"redirect_uris": [redirect], "token_endpoint_auth_method": "client_secret_basic"}
        made = httpx.post(f"{issuer}/oauth2/clients", json=asked).raise_for_status().json()
        yield Served(issuer, made["client_id"], made["client_secret"], pkce, key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
