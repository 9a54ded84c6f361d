"""What collecting says of itself, and keeps of a source: totals that are saved with what they count."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.collect import collect_source
from flows.errors import SourceUnavailable
from flows.sources import Checkpoint, Item, Refusal, load
from graph.model import Measure
from graph.store import Store
from tests.told import ABOUT, Told, post

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
NOW = datetime(2026, 1, 3, tzinfo=UTC)


def health(store: Store) -> dict[str, Any]:
    names = ("read", "saved", "refused", "refusals", "late", "duplicates", "failures", "last_error")
    return store.ask(f"MATCH (s:Source) RETURN {', '.join(f's.{name} AS {name}' for name in names)}").rows[0]


def test_what_was_refused_and_what_nobody_knows_is_said(store: Store, tmp_path: Path) -> None:
    rows = [POST | {"text": "Bonjour", "service": "inconnu"}, POST | {"id": "2", "text": "Merci", "service": "17cyber"}]
    lines = [json.dumps(row) for row in rows] + ["{cassé"]
    (tmp_path / "scenario.toml").write_text(HEADER)
    (tmp_path / "messages.jsonl").write_text("\n".join(lines))

    tally = collect_source(store, load("scenario", folder=tmp_path), now=NOW)

    assert str(tally) == ("scenario: read 3, refused 1 (1 bad-json), saved 2; services not in the catalogue: inconnu")
    assert store.ask("MATCH (s:Service)<-[:CONCERNS]-() RETURN s.id AS id ORDER BY id").rows == [
        {"id": "17cyber"},
        {"id": "inconnu"},
    ]
    found = health(store)
    assert (found["read"], found["refused"], found["refusals"]) == (3, 1, '{"bad-json": 1}')


def test_late_and_repeated_messages_are_counted(store: Store) -> None:
    first: list[Item] = [post("a", NOW - timedelta(days=9)), post("b", NOW - timedelta(hours=2)), Checkpoint("1")]
    assert str(collect_source(store, Told(first), now=NOW)) == "essai: read 2, refused 0, saved 2"
    later: list[Item] = [
        post("b", NOW - timedelta(hours=2)),
        post("c", NOW - timedelta(hours=2, minutes=59)),
        post("d", NOW - timedelta(hours=3, minutes=1)),
        post("e", NOW - timedelta(days=10)),
        post("f", NOW),
        post("f", NOW),
    ]
    tally = collect_source(store, Told([*later, Refusal("bad-date", "x"), Checkpoint("2")]), now=NOW)
    # an hour is the usual delay of a source that nothing is known of: c is not late, d is, e is older than all
    assert str(tally) == "essai: read 7, refused 1 (1 bad-date), saved 4, 1 late, 2 seen before"
    found = health(store)
    assert [found[name] for name in ("read", "saved", "refused", "late", "duplicates")] == [9, 6, 1, 1, 2]
    run = store.ask("MATCH (r:Run) RETURN r.counts AS counts, r.state AS state ORDER BY r.started_at DESC LIMIT 1").rows
    assert json.loads(run[0]["counts"]) == {"duplicates": 2, "late": 1, "read": 7, "refused": 1, "saved": 4}


def test_totals_are_there_as_soon_as_what_they_count(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.collect.BATCH", 1)

    @dataclass
    class Watched(Told):
        def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
            yield post("a", NOW)
            yield Checkpoint("1")
            yield Refusal("bad-date", "x")
            yield Checkpoint("2")
            raise RuntimeError("as if killed")

    with pytest.raises(RuntimeError):
        collect_source(store, Watched(), now=NOW)
    found = health(store)
    assert (found["read"], found["saved"], found["refused"], found["refusals"]) == (2, 1, 1, '{"bad-date": 1}')
    assert found["last_error"] is None
    assert store.ask("MATCH (s:Source) RETURN s.last_success_at AS at").rows == [{"at": None}]
    run = store.ask("MATCH (r:Run) RETURN r.counts AS counts, r.state AS state").rows[0]
    assert (json.loads(run["counts"])["saved"], run["state"]) == (1, "failed")


def test_each_message_is_counted_once_in_its_hour(store: Store) -> None:
    noon = datetime(2026, 1, 2, 12, 59, tzinfo=UTC)
    items: list[Item] = [post("a", noon), post("b", noon + timedelta(minutes=2)), post("c", noon - timedelta(days=1))]
    for _ in range(2):
        collect_source(store, Told([*items, Checkpoint("1")]), now=NOW)
    rows = store.ask(
        "MATCH (a:Arrivals)-[:OF]->(:Source {id: 'essai'}) "
        "RETURN a.id AS id, a.hours[12] AS noon, a.hours[13] AS after, reduce(n = 0, h IN a.hours | n + h) AS all, "
        "a.first_at.epochSeconds AS first, a.last_at.epochSeconds AS last ORDER BY id"
    ).rows
    assert [(row["id"], row["noon"], row["after"], row["all"]) for row in rows] == [
        ("essai|essai|2026-01-01", 1, 0, 1),
        ("essai|essai|2026-01-02", 1, 1, 2),
    ]
    assert rows[1]["last"] - rows[1]["first"] == 120


def test_looks_that_bring_nothing_and_fail_are_counted_until_one_is_heard(store: Store) -> None:
    down = SourceUnavailable("essai ne répond pas")
    for failures in (1, 2):
        with pytest.raises(SourceUnavailable):
            collect_source(store, Told(failure=down), now=NOW)
        assert health(store)["failures"] == failures
    with pytest.raises(SourceUnavailable):
        collect_source(store, Told([post("a", NOW)], down), now=NOW)
    assert (health(store)["failures"], health(store)["last_error"]) == (0, "essai ne répond pas")


def test_measures_count_as_read(store: Store) -> None:
    measure = Measure(id="s|FR|visits|a|b", service_id="s", place_id="FR", metric="visits", start=NOW - timedelta(1),
                      end=NOW, value=3, source_id="essai")  # fmt: skip
    for _ in range(2):
        tally = collect_source(store, Told([measure, Checkpoint("1")], about=replace(ABOUT, kind="action")), now=NOW)
    assert (tally.read, tally.written, tally.counts.duplicates) == (1, 0, 1)
