"""Harmonised files: every field of the vocabulary, exact types, clear words for what is no record."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.interchange import BadRecord, NothingToRead, read
from graph.model import Hashtag, Measure, Message

POST: dict[str, Any] = {
    "id": "mastodon:1",
    "source_id": "mastodon",
    "platform": "mastodon",
    "kind": "post",
    "text": 'L\'eau monte « ici » ;\n"vite"',
    "published_at": "2026-03-01T11:00:00+01:00",
    "hashtags": ["crue", "dijon"],
    "rating": 1,
    "likes": 3,
    "url": None,
    "first_seen": "what the vocabulary does not know",
}
EXPECTED = Message(
    id="mastodon:1",
    source_id="mastodon",
    platform="mastodon",
    kind="post",
    text=POST["text"],
    published_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
    hashtags=("crue", "dijon"),
    rating=1.0,
    likes=3,
)


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_folder_is_read_in_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    write(tmp_path / "Message.jsonl", POST)
    with gzip.open(tmp_path / "Hashtag.jsonl.gz", "wt") as file:
        file.write('{"id": "crue"}\n\n')
    (tmp_path / "notes.txt").write_text("not read")
    found = list(read(tmp_path))
    assert found == [Hashtag(id="crue"), EXPECTED]
    assert isinstance(found[1], Message)
    assert found[1].published_at.tzinfo is UTC
    assert isinstance(found[1].rating, float)


def test_parquet_and_one_file_with_labels_say_the_same(tmp_path: Path) -> None:
    row = POST | {"published_at": datetime.fromisoformat(POST["published_at"]), "rating": 1.0}
    pl.DataFrame([row]).write_parquet(tmp_path / "Message.parquet")
    mixed = write(tmp_path / "mixed.jsonl", {"label": "Hashtag", "id": "crue"}, {"label": "Message"} | POST)
    assert list(read(tmp_path / "Message.parquet")) == [EXPECTED]
    assert list(read(mixed)) == [Hashtag(id="crue"), EXPECTED]


def test_measures_keep_their_numbers(tmp_path: Path) -> None:
    row = {
        "id": "s|D21|visits|a|b", "service_id": "s", "place_id": "D21", "metric": "visits", "source_id": "matomo",
        "start": "2026-03-01T00:00:00Z", "end": "2026-03-02T00:00:00Z", "value": 12, "n": 4,
    }  # fmt: skip
    (found,) = read(write(tmp_path / "Measure.jsonl", row))
    assert isinstance(found, Measure)
    assert (found.value, type(found.value), found.n) == (12.0, float, 4)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": 5}, "text must be str, got '5'"),
        ({"published_at": "2026-03-01T10:00:00"}, "published_at must have a zone"),
        ({"published_at": "hier"}, "Invalid isoformat"),
        ({"hashtags": "crue"}, "hashtags must be list or tuple"),
        ({"hashtags": [1]}, "hashtags must be str"),
        ({"likes": 1.5}, "likes must be int"),
        ({"likes": True}, "likes must be int"),
        ({"id": None}, "missing 1 required keyword-only argument: 'id'"),
    ],
)
def test_what_is_no_record_is_told_with_its_line(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    bad, good = read(write(tmp_path / "Message.jsonl", POST | change, POST))
    assert isinstance(bad, BadRecord)
    assert bad.reason == "bad-record"
    assert bad.where.startswith("Message.jsonl, line 1: ")
    assert why in bad.where
    assert good == EXPECTED


@pytest.mark.parametrize("line", ["{cassé", "[1]", "12", '"texte"', "\udce9".encode("utf-8", "surrogateescape")])
def test_what_is_not_json_is_told(tmp_path: Path, line: str | bytes) -> None:
    (tmp_path / "Message.jsonl").write_bytes(line if isinstance(line, bytes) else line.encode())
    (bad,) = read(tmp_path)
    assert isinstance(bad, BadRecord)
    assert bad.reason == "bad-json"


def test_a_label_that_is_none_is_told(tmp_path: Path) -> None:
    (bad,) = read(write(tmp_path / "x.jsonl", {"label": "Signal", "id": "s"}))
    assert isinstance(bad, BadRecord)
    assert "label 'Signal' is none of" in bad.where


def test_a_folder_without_records_says_what_it_expects(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"a file such as Message\.jsonl"):
        list(read(tmp_path))
    with pytest.raises(NothingToRead):
        list(read(tmp_path / "none"))


def test_zones_become_utc(tmp_path: Path) -> None:
    paris = timezone(timedelta(hours=2))
    row = POST | {"published_at": datetime(2026, 7, 1, 12, tzinfo=paris).isoformat()}
    (found,) = read(write(tmp_path / "Message.jsonl", row))
    assert isinstance(found, Message)
    assert found.published_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
