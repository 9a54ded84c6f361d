"""A gate, a source of invented posts and one of them, for tests of what passes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.gate import Gate, Keys
from flows.sources import Record
from graph.model import Message, Source

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SOCIAL = Source(
    id="invented",
    name="Invented",
    kind="social",
    platform="mastodon",
    licence="x",
    purpose="x",
    legal_basis="x",
    retention_days=90,
)
POST = Message(
    id="mastodon:exemple.org/1",
    source_id="invented",
    platform="mastodon",
    kind="post",
    text="Bonjour à tous",
    published_at=NOW - timedelta(hours=1),
    author_id="mastodon:camille@exemple.org",
)


def gate_of(keys: Keys, kind: str = "social") -> Gate:
    return Gate(replace(SOCIAL, kind=kind), keys, NOW)


def admitted(keys: Keys, record: Record, kind: str = "social") -> Any:
    """The one record (a refusal, perhaps) that comes of `record`."""
    (came,) = gate_of(keys, kind).admit(record)
    return came
