"""Those who are told, and the settings that allow it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.receivers import Hooks, Mailbox, hooks, mailbox


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    """A web server that takes posts, the only host that may be sent to."""
    with hooks() as found:
        allow(monkeypatch, HOSTS=json.dumps([found.address.removeprefix("http://")]), INSIDE='["127.0.0.0/8"]')
        yield found


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mailbox]:
    """A mail server that takes mails, and one domain that they may go to."""
    with mailbox(tmp_path) as found:
        allow(
            monkeypatch, SMTP_HOST="127.0.0.1", SMTP_PORT=found.port, CA=found.ca, SENDER="alertes@example.gouv.fr",
            DOMAINS='["example.gouv.fr"]', SMTP_USER="alertes", SMTP_PASSWORD="secret",  # noqa: S106
        )  # fmt: skip
        yield found


def allow(monkeypatch: pytest.MonkeyPatch, **given: object) -> None:
    """Set what delivery may do."""
    for name, value in {"ADDRESS": "https://cellule.example.org", "SECONDS": 2, **given}.items():
        monkeypatch.setenv(f"CYBERIMPACT_DELIVERY_{name}", str(value))
