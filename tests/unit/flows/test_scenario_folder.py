"""A scenario folder says what it holds; a bad line is named, and the rest is kept."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceRefused
from flows.exercise.folder import BadLine, load
from flows.sources import Checkpoint, Refusal, names
from flows.sources import load as load_source
from graph.model import Account, Measure, Message, Outage

HEADER = """name = "essai"
zone = ["D21"]
starts_at = 2026-03-01T00:00:00Z
crisis_at = "2026-03-02T00:00:00+01:00"
ends_at = "2026-03-03T00:00:00Z"
"""


def _message(id_: str, at: str, **more: Any) -> dict[str, Any]:
    row = {"id": id_, "platform": "bluesky", "kind": "post", "text": f"Texte {id_}", "lang": "fr", "author": "ana"}
    return row | {"published_at": at} | more


MESSAGES = [
    _message("2", "2026-03-01T12:00:00Z", reply_to="1", hashtags=["#Élan"], counters={"likes": 3}),
    _message("1", "2026-03-01T11:00:00+01:00", service="inconnu", place="21231"),
    _message("bluesky:3", "2026-03-01T13:00:00", author=None),
]
MEASURE = {
    "service": "perceval", "place": "D21", "metric": "reports",
    "from": "2026-03-01T00:00:00Z", "to": "2026-03-01T12:30:00Z", "value": 4,
}  # fmt: skip
OUTAGE = {"platform": "mastodon", "from": "2026-03-01T10:30:00Z", "to": "2026-03-01T14:00:00Z"}


def _folder(path: Path, **files: list[dict[str, Any]]) -> Path:
    (path / "scenario.toml").write_text(HEADER)
    for name, rows in files.items():
        (path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def _collect(folder: Path, cursor: str = "", **settings: Any) -> list[Any]:
    return list(load_source("scenario", folder=folder, **settings).collect({"": cursor} if cursor else {}))


def test_the_header_is_read(tmp_path: Path) -> None:
    scenario = load(_folder(tmp_path))
    assert (scenario.name, scenario.zone, scenario.description) == ("essai", ("D21",), "")
    assert scenario.crisis_at == datetime(2026, 3, 1, 23, tzinfo=UTC)


def test_missing_files_mean_none(tmp_path: Path) -> None:
    scenario = load(_folder(tmp_path))
    for name in ("messages", "measures", "hazards", "actions", "outages", "truths"):
        assert list(getattr(scenario, name)()) == []
    assert _collect(tmp_path) == []


def test_a_folder_that_is_gone_is_no_scenario_without_truths(tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    scenario = load(_folder(folder))
    (folder / "scenario.toml").unlink()
    folder.rmdir()
    with pytest.raises(SourceBroken, match="is gone"):
        list(scenario.truths())


def test_a_message_comes_out_whole(tmp_path: Path) -> None:
    second, first, third = load(_folder(tmp_path, messages=MESSAGES)).messages()
    assert (second.id, second.reply_to, second.hashtags, second.likes) == ("bluesky:2", "bluesky:1", ("elan",), 3)
    assert first.published_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (first.service_ids, first.place_id, first.author_id) == (("inconnu",), "21231", "bluesky:ana")
    assert (third.id, third.author_id, third.published_at.tzinfo) == ("bluesky:3", None, UTC)


def test_truths_name_messages_by_their_id(tmp_path: Path) -> None:
    truth = {
        "id": "r", "kind": "rumour", "label": "R", "from": "2026-03-01T00:00:00Z", "to": "2026-03-02T00:00:00Z",
        "messages": ["1", "bluesky:3"], "stance_of": {"1": "deny"}, "denied_at": "2026-03-01T13:00:00Z",
    }  # fmt: skip
    (read,) = load(_folder(tmp_path, messages=MESSAGES, truth=[truth])).truths()
    assert read.messages == ("bluesky:1", "bluesky:3")
    assert read.stance_of == {"bluesky:1": "deny"}


@pytest.mark.parametrize(("ratings", "read"), [((-1, 1), [-1, 1]), ((1, 4.5), [-1, 0.75])])
def test_stars_become_ratings(tmp_path: Path, ratings: tuple[float, float], read: list[float]) -> None:
    rows = [_message(str(n), "2026-03-01T12:00:00Z", rating=rating) for n, rating in enumerate(ratings)]
    assert [message.rating for message in load(_folder(tmp_path, messages=rows)).messages()] == read


BAD = [
    (b'{"id": "1", "platf', "bad-json"),
    (b"[1, 2]", "bad-json"),
    (b"\xff\xfe{}", "bad-encoding"),
    (json.dumps(_message("9", "1246-01-01T00:00:00Z")).encode(), "bad-date"),
    (json.dumps(_message("9", "2027-03-01T00:00:00Z")).encode(), "bad-date"),
    (json.dumps(_message("9", "hier")).encode(), "bad-date"),
    (json.dumps(_message("9", "2026-03-01T12:00:00Z", text=" ")).encode(), "no-text"),
    (json.dumps(_message("9", "2026-03-01T12:00:00Z", rating="bien")).encode(), "bad-number"),
    (json.dumps(_message("9", "2026-03-01T12:00:00Z", rating=float("nan"))).encode(), "bad-number"),
    (json.dumps(_message("9", "2026-03-01T12:00:00Z", rating=9)).encode(), "bad-number"),
    (json.dumps(_message("9", "2026-03-01T12:00:00Z", hashtags="a")).encode(), "bad-field"),
    (b"[" * 100_000, "bad-json"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_a_bad_line_is_named_and_the_rest_is_kept(tmp_path: Path, line: bytes, reason: str) -> None:
    folder = _folder(tmp_path, messages=MESSAGES)
    path = folder / "messages.jsonl"
    path.write_bytes(path.read_bytes() + b"\n" + line)
    with pytest.raises(BadLine, match=r"messages\.jsonl, line 5: .+; correct or remove this line$") as raised:
        list(load(folder).messages())
    assert (raised.value.reason, "\n" in str(raised.value)) == (reason, False)
    out = _collect(folder)
    assert [item for item in out if isinstance(item, Refusal)] == [Refusal(reason, f"{path}, line 5")]
    assert sum(isinstance(item, Message) for item in out) == 3


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "cannot be read"),
        ("name = ", "is not TOML"),
        ('name = "x"\nstarts_at = "2026-01-01"\ncrisis_at = "2026-01-01"', '"ends_at" must be'),
        ('name = "x"\nstarts_at = 3', '"starts_at" must be'),
    ],
)
def test_a_bad_header_is_one_sentence(tmp_path: Path, header: str | None, words: str) -> None:
    if header is not None:
        (tmp_path / "scenario.toml").write_text(header)
    with pytest.raises(SourceBroken, match=words):
        load(tmp_path)
    with pytest.raises(SourceBroken, match=words):
        _collect(tmp_path)


def test_things_become_known_in_order(tmp_path: Path) -> None:
    folder = _folder(tmp_path, messages=MESSAGES, measures=[MEASURE], outages=[OUTAGE])
    out = _collect(folder)
    told = [getattr(item, "id", None) for item in out]
    assert told == [
        "bluesky:ana", "bluesky:1", "mastodon|2026-03-01T10:30:00Z", "bluesky:2",
        "perceval|D21|reports|2026-03-01T00:00:00Z|2026-03-01T12:30:00Z", "bluesky:3", "mastodon|2026-03-01T10:30:00Z",
        None,
    ]  # fmt: skip
    assert isinstance(out[-1], Checkpoint)
    outages = [item for item in out if isinstance(item, Outage)]
    assert [outage.end for outage in outages] == [None, datetime(2026, 3, 1, 14, tzinfo=UTC)]


def test_collecting_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = _folder(tmp_path, messages=MESSAGES, measures=[MEASURE])
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    before = _collect(folder, until=noon)
    assert [item.id for item in before if isinstance(item, Message)] == ["bluesky:1"]
    after = _collect(folder, before[-1].value)
    assert [item.id for item in after if isinstance(item, Message | Measure)] == [
        "bluesky:2", "perceval|D21|reports|2026-03-01T00:00:00Z|2026-03-01T12:30:00Z", "bluesky:3",
    ]  # fmt: skip
    assert _collect(folder, after[-1].value) == []


def test_checkpoints_come_between_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sources.scenario.BATCH", 2)
    folder = _folder(
        tmp_path, messages=[_message(str(n), f"2026-03-01T12:00:{n:02d}Z", author=str(n)) for n in range(5)]
    )
    out = _collect(folder)
    kept: list[str] = []
    for stop, item in enumerate(out):
        if isinstance(item, Checkpoint):
            rest = [other for other in _collect(folder, item.value) if isinstance(other, Message)]
            kept = [other.id for other in out[:stop] if isinstance(other, Message)]
            assert [*kept, *(other.id for other in rest)] == [f"bluesky:{n}" for n in range(5)]
    assert len(kept) == 5
    assert sum(isinstance(item, Checkpoint) for item in out) == 3
    assert sum(isinstance(item, Account) for item in out) == 5


def test_a_source_without_folder_says_which_setting_is_missing() -> None:
    source = load_source("scenario")
    assert source.missing is not None
    assert "CYBERIMPACT_SCENARIO_FOLDER" in source.missing
    with pytest.raises(SourceRefused, match="CYBERIMPACT_SCENARIO_FOLDER"):
        list(source.collect({}))
    assert "scenario" in names()
