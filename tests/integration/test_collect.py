"""What collecting says of itself."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.collect import collect_source
from flows.sources import load
from graph.store import Store

pytestmark = pytest.mark.neo4j

HEADER = """
name = "inventé"
description = "deux messages"
zone = ["D21"]
starts_at = "2026-01-01T00:00:00Z"
crisis_at = "2026-01-02T00:00:00Z"
ends_at = "2026-01-03T00:00:00Z"
"""
POST = {"id": "1", "platform": "mastodon", "kind": "post", "published_at": "2026-01-01T10:00:00Z", "author": "a"}


def test_what_was_refused_and_what_nobody_knows_is_said(store: Store, tmp_path: Path) -> None:
    rows = [POST | {"text": "Bonjour", "service": "inconnu"}, POST | {"id": "2", "text": "Merci", "service": "17cyber"}]
    lines = [json.dumps(row) for row in rows] + ["{cassé"]
    (tmp_path / "scenario.toml").write_text(HEADER)
    (tmp_path / "messages.jsonl").write_text("\n".join(lines))

    tally = collect_source(store, load("scenario", folder=tmp_path), now=datetime(2026, 1, 3, tzinfo=UTC))

    assert str(tally) == ("scenario: read 3, refused 1 (1 bad-json), saved 2; services not in the catalogue: inconnu")
    assert store.ask("MATCH (s:Service)<-[:CONCERNS]-() RETURN s.id AS id ORDER BY id").rows == [
        {"id": "17cyber"},
        {"id": "inconnu"},
    ]
    health = store.ask("MATCH (s:Source) RETURN s.read AS read, s.refused AS refused, s.refusals AS why").rows[0]
    assert health == {"read": 3, "refused": 1, "why": '{"bad-json": 1}'}
