"""What a provider says when somebody logged out there: OpenID Connect Back-Channel Logout 1.0."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError

from ui.access.oidc import LEEWAY, NotLetIn, Provider

FAREWELL = "/login/oidc/farewell"
"""Where the provider tells it."""
EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = ("", "jwt", "logout+jwt", "application/logout+jwt")
"""What the header of such a token may call it, in small letters."""
OLDEST = 600
"""Seconds after which a farewell is no longer believed."""
LONGEST = 255
"""Characters of an id."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """Somebody who is no longer there, according to the provider."""

    id: str
    """By which it is known again: each is believed once."""
    sub: str
    sid: str
    until: datetime
    """When it would no longer be believed anyway."""


def farewell(provider: Provider, token: str, *, now: datetime) -> Farewell:
    """Return what a logout token says, once all that the standard asks for holds; raise `NotLetIn`."""
    try:
        header = jws.extract_compact(token.encode()).headers()
        claims = provider.read(token)
        seconds = int(time.time())
        wanted = jwt.JWTClaimsRegistry(
            now=seconds, leeway=LEEWAY, iss={"essential": True, "value": provider.settings.issuer},
            aud={"essential": True, "value": provider.settings.client_id}, iat={"essential": True},
            exp={"essential": True}, jti={"essential": True},
        )  # fmt: skip
        wanted.validate(claims)
    except (JoseError, ValueError):
        raise NotLetIn("forged") from None
    sub, sid, name = (_word(claims.get(part)) for part in ("sub", "sid", "jti"))
    if not name or not (sub or sid) or "nonce" in claims or not _is_logout(claims.get("events")):
        raise NotLetIn("forged")
    if str(header.get("typ") or "").lower() not in TYPES:
        raise NotLetIn("forged")
    if int(claims["iat"]) < seconds - OLDEST:
        raise NotLetIn("stale")
    until = max(now + timedelta(seconds=OLDEST + LEEWAY), datetime.fromtimestamp(int(claims["iat"]), UTC))
    return Farewell(name, sub, sid, until + timedelta(seconds=OLDEST))


def _is_logout(events: Any) -> bool:
    return isinstance(events, dict) and isinstance(events.get(EVENT), dict)


def _word(found: Any) -> str:
    """Return an id, empty for anything that cannot be one."""
    return found if isinstance(found, str) and len(found) <= LONGEST else ""
