"""Which addresses may be sent to: named by the deployer, and where they lead looked at before a word is said."""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from graph.subscriptions.settings import Settings

MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")

PORTS = {"https": 443, "http": 80}

LONGEST = 500
"""Characters of an address."""


class AddressRefused(ValueError):
    """Nothing may be sent there; the message says why and which setting would allow it.

    `why` says it to the app in a word: web, mailbox, host, domain, inside or public; `what` was asked for.
    """

    def __init__(self, why: str, message: str, what: str = "") -> None:
        super().__init__(message)
        self.why, self.what = why, what


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook goes."""

    scheme: str
    host: str
    port: int
    path: str
    """With its query."""

    @property
    def shown(self) -> str:
        """Return what may be shown of it: addresses of webhooks may hold keys."""
        return self.name if PORTS[self.scheme] == self.port else f"{self.name}:{self.port}"

    @property
    def name(self) -> str:
        """Return the host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host


def shown(channel: str, address: str, settings: Settings) -> str:
    """Return what may be shown of an address; raise `AddressRefused` for one that is not allowed."""
    if channel == "webhook":
        return target(address, settings).shown
    return f"…@{domain(address, settings)}"


def target(address: str, settings: Settings) -> Target:
    """Return where a webhook goes, its host one of those that the settings name."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise AddressRefused(
            "web", "this is no address of the web: give one as https://hooks.example.org/alerts"
        ) from None
    plain = len(address) <= LONGEST and address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in PORTS or not host or not plain or "@" in parts.netloc or parts.fragment:
        raise AddressRefused("web", "this is no address for a webhook: give one as https://hooks.example.org/alerts")
    found = Target(
        parts.scheme, host, port or PORTS[parts.scheme],
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )  # fmt: skip
    if {found.shown, f"{found.name}:{found.port}"}.isdisjoint(one.lower() for one in settings.hosts):
        said = f"{found.shown} is not one of CYBERIMPACT_DELIVERY_HOSTS: ask who runs the platform"
        raise AddressRefused("host", said, found.shown)
    return found


def domain(address: str, settings: Settings) -> str:
    """Return the domain of a mailbox, one of those that the settings name."""
    found = MAILBOX.fullmatch(address) if len(address) <= LONGEST else None
    if found is None:
        raise AddressRefused("mailbox", "this is no mailbox: give one as cellule@example.gouv.fr")
    name = found[1].lower()
    if name not in {one.lower() for one in settings.domains}:
        said = f"{name} is not one of CYBERIMPACT_DELIVERY_DOMAINS: ask who runs the platform"
        raise AddressRefused("domain", said, name)
    return name


def addresses(found: Target, settings: Settings) -> list[str]:
    """Return the addresses that a host leads to now; raise `AddressRefused` when one of them may not be spoken to.

    Asked just before each sending, which then goes to these very addresses: a name that leads elsewhere the next moment
    leads nowhere.
    """
    try:
        answers = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    there = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    reachable = [ip_address(one.partition("%")[0]) for one in there]
    if any(not _may(one, settings) for one in reachable):
        said = f"{found.host} leads into a network that is not one of CYBERIMPACT_DELIVERY_INSIDE"
        raise AddressRefused("inside", said, found.host)
    if found.scheme == "http" and any(one.is_global for one in _plain(reachable)):
        raise AddressRefused("public", f"{found.host} is public: only https goes there", found.host)
    return there


def _may(one: IPv4Address | IPv6Address, settings: Settings) -> bool:
    (plain,) = _plain([one])
    if any(plain in network for network in settings.inside if network.version == plain.version):
        return True
    return plain.is_global and not plain.is_multicast


def _plain(found: Iterable[IPv4Address | IPv6Address]) -> list[IPv4Address | IPv6Address]:
    """Return addresses, an IPv4 one that is dressed as IPv6 as what it is."""
    return [(one.ipv4_mapped or one) if isinstance(one, IPv6Address) else one for one in found]
