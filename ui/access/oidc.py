"""Logging in through an OpenID Connect provider: authorization code with PKCE, state and nonce; roles from a claim."""

import hmac
import json
import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from ipaddress import ip_address
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from graph.users.book import LOGIN
from graph.users.roles import RIGHTS, Role
from ui.access.oidc_settings import Settings

BACK = "/login/oidc/back"

SECONDS = 10.0
"""Longest time that the provider may take for one answer."""
FRESH = 600
"""Seconds that a login may take."""
LEEWAY = 60
"""Seconds that two clocks may differ."""
KEPT = 3_600
"""Seconds for which what the provider says of itself, and its keys, are kept."""
AGAIN = 30
"""Seconds for which keys are not asked for again, whatever they do not open."""
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures that are believed: none of them can be made with what the app knows."""


class NotLetIn(Exception):
    """Somebody does not get in; `why` is a code: away, refused, stale, forged, role, login."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Trip:
    """What a browser takes along to the provider and back, sealed: ties the answer to who asked."""

    state: str
    nonce: str
    verifier: str
    back: str
    at: int

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def load(text: str) -> "Trip | None":
        """Return what was dumped, None for anything else."""
        try:
            return Trip(**json.loads(text))
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says is there."""

    login: str
    role: Role
    sub: str = field(default="", compare=False)
    """Who that is at the provider."""
    sid: str = field(default="", compare=False)
    """Their session there, where the provider says so."""


class Provider:
    """The provider that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kept: dict[str, tuple[float, Any]] = {}
        self._lock = Lock()

    @property
    def label(self) -> str:
        """Return its name on the login page."""
        return self.settings.label or (urlsplit(self.settings.issuer).hostname or "")

    @property
    def origin(self) -> str:
        """Return where it lies, as a browser says it."""
        parts = urlsplit(self.settings.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def redirect(self) -> str:
        """Return where it sends browsers back to."""
        return self.settings.address.rstrip("/") + BACK

    def leave(self, back: str) -> tuple[str, Trip]:
        """Return the address at the provider that asks who is there, and what the browser takes along."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        trip = Trip(state, nonce, verifier, back, int(time.time()))
        about = self._about()
        with self._client() as client:
            to, _ = client.create_authorization_url(
                str(about["authorization_endpoint"]), state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier
            )
        return str(to), trip

    def arrive(self, trip: Trip | None, given: Mapping[str, str]) -> Person:
        """Return who comes back from the provider; raise `NotLetIn`."""
        if trip is None or abs(time.time() - trip.at) > FRESH:
            raise NotLetIn("stale")
        if not hmac.compare_digest(trip.state.encode(), given.get("state", "").encode()):
            raise NotLetIn("forged")
        # RFC 9207: an answer of another provider is none of ours
        if given.get("iss", self.settings.issuer) != self.settings.issuer:
            raise NotLetIn("forged")
        if "error" in given or not given.get("code"):
            raise NotLetIn("refused")
        return self._person(self._claims(self._exchanged(given["code"], trip), trip))

    def logout(self) -> str:
        """Return the address at which one logs out of the provider, empty where it has none."""
        try:
            ends = str(self._about().get("end_session_endpoint") or "")
        except NotLetIn:
            return ""
        if not ends or not self.settings.end_session:
            return ""
        asked = {
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": self.settings.address.rstrip("/") + "/login",
        }
        return f"{ends}{'&' if '?' in ends else '?'}{urlencode(asked)}"

    def _exchanged(self, code: str, trip: Trip) -> str:
        try:
            with self._client() as client:
                answer = client.fetch_token(
                    str(self._about()["token_endpoint"]),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=trip.verifier,
                )
        except OAuthError:
            raise NotLetIn("refused") from None
        except (httpx.HTTPError, ValueError):
            raise NotLetIn("away") from None
        return str(answer.get("id_token") or "")

    def _claims(self, token: str, trip: Trip) -> Mapping[str, Any]:
        """Return what a token says, once its signature, issuer, audience, time and nonce hold."""
        try:
            claims = self.read(token)
            now = int(time.time())
            wanted = jwt.JWTClaimsRegistry(
                now=now, leeway=LEEWAY, iss={"essential": True, "value": self.settings.issuer},
                aud={"essential": True, "value": self.settings.client_id}, exp={"essential": True},
                iat={"essential": True}, sub={"essential": True}, nonce={"essential": True, "value": trip.nonce},
            )  # fmt: skip
            wanted.validate(claims)
        except (JoseError, ValueError):
            raise NotLetIn("forged") from None
        audience = claims["aud"]
        if ((isinstance(audience, list) and len(audience) > 1) or "azp" in claims) and claims.get(
            "azp"
        ) != self.settings.client_id:
            raise NotLetIn("forged")
        return claims

    def read(self, token: str) -> dict[str, Any]:
        """Return the claims of a signed token; keys that are not known are asked for once more, now and then."""
        try:
            return jwt.decode(token, self._keys(), algorithms=SIGNED).claims
        except (JoseError, ValueError):
            with self._lock:
                at, _ = self._kept.get("keys", (0.0, None))
                if at and time.monotonic() - at < AGAIN:  # or anybody could have us ask the provider without end
                    raise
                self._kept.pop("keys", None)
            return jwt.decode(token, self._keys(), algorithms=SIGNED).claims

    def _person(self, claims: Mapping[str, Any]) -> Person:
        roles = [
            self.settings.roles[one] for one in _values(claims, self.settings.roles_claim) if one in self.settings.roles
        ]
        if not roles:
            raise NotLetIn("role")
        login = str(claims.get(self.settings.login_claim) or "").strip().lower()
        if not LOGIN.fullmatch(login):
            raise NotLetIn("login")
        role = max(roles, key=lambda role: (len(RIGHTS[role]), role.value))
        return Person(login, role, str(claims["sub"]), str(claims.get("sid") or ""))

    def _about(self) -> Mapping[str, Any]:
        """Return what the provider says of itself (OpenID Connect Discovery 1.0)."""
        found: dict[str, Any] = self._asked(
            "about", f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if found.get("issuer") != self.settings.issuer:
            raise NotLetIn("forged")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe(str(found.get(name) or "")):
                raise NotLetIn("forged")
        return found

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._asked("keys", str(self._about()["jwks_uri"])))

    def _asked(self, name: str, address: str) -> Any:
        with self._lock:
            at, found = self._kept.get(name, (0.0, None))
        if found is not None and time.monotonic() - at < KEPT:
            return found
        try:
            with httpx.Client(timeout=SECONDS, verify=self._context(), trust_env=False) as client:
                answer = client.get(address)
            found = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            raise NotLetIn("away") from None
        if not isinstance(found, dict):
            raise NotLetIn("away")
        with self._lock:
            self._kept[name] = time.monotonic(), found
        return found

    def _client(self) -> OAuth2Client:
        secret = self.settings.client_secret.get_secret_value()
        return OAuth2Client(
            client_id=self.settings.client_id,
            client_secret=secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=self.settings.scopes,
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=self._context(),
            trust_env=False,
        )

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings.ca and str(self.settings.ca))


class Misconfigured(ValueError):
    """The settings of a provider cannot be; the message names the one that is wrong."""


def provider_of(settings: Settings) -> Provider | None:
    """Return the provider that the settings name, None for none; raise `Misconfigured`."""
    if not settings.issuer:
        return None
    for name, address in (("ISSUER", settings.issuer), ("ADDRESS", settings.address)):
        if not is_safe(address):
            raise Misconfigured(f"CYBERIMPACT_OIDC_{name} must be an address under https, got {address!r}")
    if not settings.roles:
        raise Misconfigured("CYBERIMPACT_OIDC_ROLES names no role: nobody would get in")
    return Provider(settings)


def is_safe(address: str) -> bool:
    """Tell whether secrets may travel to an address: under TLS, or within this machine.

    >>> [is_safe(one) for one in ("https://sso.example.org", "http://127.0.0.1:9", "http://sso.example.org", "")]
    [True, True, False, False]
    """
    parts = urlsplit(address)
    if parts.scheme == "http":
        try:
            return ip_address(parts.hostname or "").is_loopback
        except ValueError:
            return parts.hostname == "localhost"
    return parts.scheme == "https" and bool(parts.hostname)


def _values(claims: Mapping[str, Any], path: str) -> list[str]:
    """Return the words of a claim, which may lie inside others.

    >>> _values({"realm_access": {"roles": ["a", "b"]}}, "realm_access.roles"), _values({"role": "a"}, "role")
    (['a', 'b'], ['a'])
    """
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
