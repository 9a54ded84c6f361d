"""What clients trust is read once, and again where an administrator names another file."""

import ssl
from pathlib import Path

import pytest
import trustme

from flows.web import Limits, client, trusted


def test_it_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = trusted()
    read: list[bool] = []
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: read.append(True))
    for _ in range(3):
        client(Limits()).close()
    assert trusted() is known
    assert len(known.get_ca_certs()) > 50
    assert read == [], "a client makes one of its own"


def test_an_authority_of_ones_own_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = trusted()
    file = tmp_path / "ca.pem"
    trustme.CA(organization_name="Essai").cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert trusted() is not known
    assert [dict(of[0] for of in one["subject"])["organizationName"] for one in trusted().get_ca_certs()] == ["Essai"]  # type: ignore[misc]
