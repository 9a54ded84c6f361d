"""Tells who stands before the app: a session, a trusted proxy, a token, or the only person at the machine."""

import hmac
import ipaddress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from starlette.requests import HTTPConnection

from graph.users.book import Book, User, digest_of
from ui.access.settings import Settings
from ui.access.who import EVERYTHING, Who

COOKIE = "cyberimpact"
"""Name of the cookie of a session."""

FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded")
"""Headers that tell of a proxy in between."""


class Door:
    """Knows who asks; `host` is the address that the app listens on, `role` signs while there are no users."""

    def __init__(self, book: Book, settings: Settings, *, host: str, role: str, has_provider: bool = False) -> None:
        self.book, self.settings, self._has_provider = book, settings, has_provider
        self._host, self._role = host, role
        self._proxies = [ipaddress.ip_network(proxy, strict=False) for proxy in settings.proxies]

    def who(self, asked: HTTPConnection, *, way: str = "app") -> Who | None:
        """Return who asks, None when nobody may be let in."""
        if self.is_open(asked):
            return Who(login="", role=self._role, rights=EVERYTHING, way=way)
        if way == "api" and (sent := _bearer(asked)):
            return self._by_token(sent)
        if login := self._vouched(asked):
            user = self.book.user(login)
            return self.known(user, way=way) if user else None
        found = self._by_session(asked)
        return replace(found, way=way) if found else None

    def lives(self, who: Who) -> bool:
        """Tell whether somebody who was let in still is: not logged out, removed, given another role or expired."""
        if not who.login:
            return not self.is_closed
        user = self.book.user(who.login)
        if user is None or user.role.value != who.role:
            return False
        return not who.session or self._session(who.session) is not None

    def is_open(self, asked: HTTPConnection) -> bool:
        """Tell whether whoever sits at the machine may do everything: no users, and nobody comes from elsewhere."""
        return not self.is_closed and not any(name in asked.headers for name in FORWARDED)

    @property
    def is_closed(self) -> bool:
        """Tell whether one has to log in."""
        beyond = bool(self._proxies) or self._has_provider or not is_loopback(self._host)
        return beyond or self.book.has_users()

    def known(self, user: User, *, session: str = "", way: str = "app") -> Who:
        """Return a user as they may act."""
        return Who(
            user.login, user.role.value, user.rights, self._author(user.login), session, way, self._owner(user.login)
        )

    def peer(self, asked: HTTPConnection) -> str:
        """Return the address that asks, as a trusted proxy says it where there is one."""
        if self._is_proxied(asked):
            return asked.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or _peer(asked)
        return _peer(asked)

    def is_secure(self, asked: HTTPConnection) -> bool:
        """Tell whether the browser speaks TLS, to us or to a trusted proxy."""
        said = asked.headers.get("x-forwarded-proto", "") if self._is_proxied(asked) else asked.url.scheme
        return said in ("https", "wss")

    def sealed(self, text: str) -> str:
        """Return a text with our signature."""
        return f"{text}.{self._signature(text)}"

    def unsealed(self, text: str) -> str:
        """Return what was sealed, empty when the signature is not ours."""
        said, _, signature = text.rpartition(".")
        return said if said and hmac.compare_digest(signature.encode(), self._signature(said).encode()) else ""

    def session_of(self, asked: HTTPConnection) -> str:
        """Return the digest of the session that a browser shows, alive or not."""
        secret = self.unsealed(asked.cookies.get(COOKIE, ""))
        return digest_of(secret) if secret else ""

    def proof(self, text: str) -> str:
        """Return what a form must bring back to show that we made it."""
        return self._signature(f"form {text}")

    @cached_property
    def key(self) -> bytes:
        """Return the key that Bokeh signs its sessions with."""
        return self.book.secret("bokeh")

    @cached_property
    def _cookie_key(self) -> bytes:
        return self.book.secret("cookie")

    def _signature(self, text: str) -> str:
        return hmac.digest(self._cookie_key, text.encode(), "sha256").hex()

    def _author(self, login: str) -> str:
        if self.settings.author == "login":
            return login
        return hmac.digest(self.book.secret("author"), login.encode(), "sha256").hex()[:8]

    def _owner(self, login: str) -> str:
        return hmac.digest(self.book.secret("author"), f"owner|{login}".encode(), "sha256").hex()[:16]

    def _is_proxied(self, asked: HTTPConnection) -> bool:
        try:
            peer = ipaddress.ip_address(_peer(asked))
        except ValueError:
            return False
        return any(peer in network for network in self._proxies)

    def _vouched(self, asked: HTTPConnection) -> str:
        """Return the login that a trusted proxy gives; two headers of that name are none."""
        given = asked.headers.getlist(self.settings.header)
        return given[0].strip().lower() if len(given) == 1 and self._is_proxied(asked) else ""

    def _by_session(self, asked: HTTPConnection) -> Who | None:
        digest = self.session_of(asked)
        user = self._session(digest) if digest else None
        return self.known(user, session=digest) if user else None

    def _by_token(self, sent: str) -> Who | None:
        token = self.book.token(sent, now=datetime.now(UTC))
        if token is None:
            return None
        return replace(self.known(token.user, way="api"), rights=token.rights)

    def _session(self, digest: str) -> User | None:
        chosen = self.settings
        found = self.book.session(digest, now=datetime.now(UTC), idle=chosen.idle, longest=chosen.longest)
        return found.user if found else None


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine alone.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "cellule.example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _peer(asked: HTTPConnection) -> str:
    return asked.client.host if asked.client else ""


def _bearer(asked: HTTPConnection) -> str:
    kind, _, sent = asked.headers.get("authorization", "").partition(" ")
    return sent.strip() if kind.lower() == "bearer" else ""
