"""Where nothing may be sent, whatever is asked; and how addresses are kept."""

import socket
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from graph.secret import KeyExposed
from graph.subscriptions.reach import AddressRefused, addresses, domain, shown, target
from graph.subscriptions.sealed import forget, new_id, seal, unseal
from graph.subscriptions.settings import Settings

ALLOWED = Settings(
    hosts=("hooks.example.org", "10.1.2.3:8443", "127.0.0.1:9000", "[::1]:9000"), domains=("example.gouv.fr",)
)

GOOD = [
    ("https://hooks.example.org/a?key=1", "hooks.example.org"),
    ("https://HOOKS.example.org:443/a", "hooks.example.org"),
    ("https://10.1.2.3:8443", "10.1.2.3:8443"),
    ("http://127.0.0.1:9000/x", "127.0.0.1:9000"),
    ("http://[::1]:9000/x", "[::1]:9000"),
]


@pytest.mark.parametrize(("address", "seen"), GOOD)
def test_named_hosts_are_sent_to_and_their_paths_not_shown(address: str, seen: str) -> None:
    assert shown("webhook", address, ALLOWED) == seen


BAD = [
    "https://evil.example/", "https://hooks.example.org:8443/", "https://hooks.example.org.evil.example/",
    "https://hooks.example.org@evil.example/", "https://evil.example#hooks.example.org", "https://evil.example\\@hooks.example.org/",
    "https://sub.hooks.example.org/", "ftp://hooks.example.org/", "file:///etc/passwd", "gopher://127.0.0.1:9000/",
    "https://user:pass@hooks.example.org/", "https://hooks.example.org/ x", "https://hooks.example.org/\r\nHost: evil",
    "//hooks.example.org/", "https://", "https://[::1", "https://hooks.example.org:99999/", "http://127.1:9000/",
    "http://2130706433:9000/", "http://0x7f.1:9000/", "http://127.0.0.1:9001/", "http://localhost:9000/",
    "https://hооks.example.org/", "https://hooks.example.org/" + "x" * 500, "",
]  # fmt: skip


@pytest.mark.parametrize("address", BAD, ids=ascii)
def test_nothing_else_is(address: str) -> None:
    with pytest.raises(AddressRefused):
        target(address, ALLOWED)


def test_nothing_is_allowed_unless_it_is_set() -> None:
    for channel, address in (("webhook", "https://example.org/"), ("mail", "cellule@example.org")):
        with pytest.raises(AddressRefused, match="CYBERIMPACT_DELIVERY_"):
            shown(channel, address, Settings())


@pytest.mark.parametrize(
    "mailbox",
    ["a@evil.example", "a@sub.example.gouv.fr", "a@example.gouv.fr\nBcc: x@y.zz", "a@example.gouv.fr,b@evil.example",
     "@example.gouv.fr", "a b@example.gouv.fr", "<a@example.gouv.fr>", "a@example.gouv.fr.evil.example", "a@", ""],
)  # fmt: skip
def test_other_mailboxes_are_refused(mailbox: str) -> None:
    with pytest.raises(AddressRefused):
        domain(mailbox, ALLOWED)
    assert domain("cellule@Example.gouv.fr", ALLOWED) == "example.gouv.fr"


INSIDE = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1",  # noqa: S104
          "::ffff:127.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fd00::1", "::"]  # fmt: skip


@pytest.mark.parametrize("leads_to", INSIDE)
def test_a_public_name_that_leads_inside_is_not_followed(leads_to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*hosts: str) -> Any:
        return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in hosts]

    found = target("https://hooks.example.org/", ALLOWED)
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14"))
    assert addresses(found, ALLOWED) == ["93.184.215.14"]
    for there in ((leads_to,), ("93.184.215.14", leads_to)):
        monkeypatch.setattr(socket, "getaddrinfo", answers(*there))
        with pytest.raises(AddressRefused, match="CYBERIMPACT_DELIVERY_INSIDE"):
            addresses(found, ALLOWED)


def test_networks_that_are_named_are_reached_and_no_other() -> None:
    loopback = ALLOWED.model_copy(update={"inside": (ip_network("127.0.0.0/8"),)})
    assert addresses(target("http://127.0.0.1:9000/", loopback), loopback) == ["127.0.0.1"]
    with pytest.raises(AddressRefused):
        addresses(target("https://10.1.2.3:8443/", loopback), loopback)


def test_public_hosts_are_spoken_to_by_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: there)
    with pytest.raises(AddressRefused, match="only https"):
        addresses(target("http://hooks.example.org/", ALLOWED), ALLOWED)


def test_addresses_are_kept_for_nobody_else_to_read(tmp_path: Path) -> None:
    name = new_id()
    made = seal(tmp_path, name, "https://hooks.example.org/key")
    path = tmp_path / "subscriptions" / f"{name}.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert unseal(tmp_path, name) == made
    assert len(made.key) == 32
    path.chmod(0o644)
    with pytest.raises(KeyExposed, match="chmod 600"):
        unseal(tmp_path, name)
    forget(tmp_path, name)
    assert unseal(tmp_path, name) is None
    for evil in ("../../users", "sub-../../../x", ""):
        with pytest.raises(ValueError, match="no id"):
            unseal(tmp_path, evil)
