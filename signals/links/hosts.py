"""Hosts: in the letters of their language, without the entrances of one site, and only public ones."""

import re
from ipaddress import ip_address

import idna

_ENTRANCE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_WORD = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_PRIVATE = frozenset(
    {"local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "invalid", "test"}
)
"""Last names of hosts that no public server has (RFC 6761, and those of routers)."""


def public_host(host: str | None) -> str | None:
    """Return a host as `Link` keeps it; None where it is not one that anybody can visit.

    >>> public_host("WWW.xn--tlrama-bvab.fr."), public_host("192.168.1.1"), public_host("imprimante.local")
    ('télérama.fr', None, None)
    """
    name = (host or "").rstrip(".").lower()
    address = _address(name)
    if address is not None:
        return address
    labels = name.split(".")
    if len(labels) < 2 or labels[-1] in _PRIVATE or labels[-1].isdecimal() or not all(map(_WORD.fullmatch, labels)):
        return None
    try:
        return _ENTRANCE.sub(
            "", name if name.isascii() and "xn--" not in name else idna.decode(idna.encode(name, uts46=True))
        )
    except idna.IDNAError:
        return None


def _address(name: str) -> str | None:
    try:
        return name if ip_address(name).is_global and ":" not in name else None
    except ValueError:
        return None
