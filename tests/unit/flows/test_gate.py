"""What passes the gate and under which pseudonym, what is refused and why."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from flows.errors import SourceRefused
from flows.gate import Gate, KeyExposed, Keys, Removal
from flows.gate.purpose import NEEDED, RECORDS
from flows.gate.retention import kept
from flows.sources import Checkpoint, Erasure, Record, Refusal
from graph.model import Account, Action, Event, FactCheck, Hazard, Link, Measure, Message, Outage, Service
from tests.gating import NOW, POST, SOCIAL, admitted, gate_of


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("home"))


REFUSED = [
    ("of 1246", {"published_at": datetime(1246, 5, 1, tzinfo=UTC)}, "bad-date"),
    ("of 1989", {"published_at": datetime(1989, 12, 31, 23, tzinfo=UTC)}, "bad-date"),
    ("of next year", {"published_at": NOW + timedelta(days=365)}, "bad-date"),
    ("of the day after tomorrow", {"published_at": NOW + timedelta(days=1, seconds=1)}, "bad-date"),
    ("without a zone", {"published_at": datetime(2026, 11, 1)}, "bad-date"),  # noqa: DTZ001
    ("kept too long", {"published_at": NOW - timedelta(days=90, seconds=1)}, "expired"),
    ("of the last instant", {"published_at": datetime.max.replace(tzinfo=UTC)}, "bad-date"),
    ("without text", {"text": " \n\t"}, "no-text"),
    ("of invisible text", {"text": "\u200b\u200e"}, "no-text"),
    ("of 5 MB", {"text": "a" * 5_000_000}, "too-large"),
    ("of 1 MB in accents", {"text": "é" * 500_001}, "too-large"),
    ("of replacement characters", {"text": "Caf\ufffd\ufffd"}, "bad-encoding"),
    ("of lone surrogates", {"text": "\udc80\udc81ab"}, "bad-encoding"),
    ("without id", {"id": ""}, "bad-id"),
    ("with a broken id", {"id": "x:\udc80"}, "bad-id"),
    ("above the scale", {"rating": 5.0}, "bad-rating"),
    ("of no number", {"rating": float("nan")}, "bad-rating"),
]


@pytest.mark.parametrize(("change", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_message_is_refused_and_counted(keys: Keys, change: dict[str, Any], reason: str) -> None:
    gate = gate_of(keys)
    came = list(gate.pass_through([Account(id=POST.author_id or "", platform="mastodon"), replace(POST, **change)]))
    assert [(type(item), item.reason) for item in came if isinstance(item, Refusal)] == [(Refusal, reason)]
    assert len(came) == 1
    assert gate.counts == {"read": 1, "admitted": {}, "mended": {}, "refused": {reason: 1}}


def test_stars_say_something_without_a_word(keys: Keys) -> None:
    stars = replace(POST, author_id=None, kind="review", text=" ", rating=-1.0)
    (kept,) = gate_of(keys, "perception").pass_through([stars])
    assert isinstance(kept, Message)
    assert (kept.text.strip(), kept.rating) == ("", -1.0)
    (refused,) = gate_of(keys, "social").pass_through([stars])
    assert isinstance(refused, Refusal), "where the purpose needs no rating, nothing is left of it"


OTHERS: list[tuple[Record, str | None]] = [
    (Service(id="sp:a", name="Accueil"), None),
    (Action(id="a", kind="denial", text="Non.", channel="web", at=NOW), None),
    (Action(id="a", kind="denial", text="Non.", channel="web", at=NOW + timedelta(days=9)), "bad-date"),
    (Action(id="a", kind="denial", text="N" * 2_000_000, channel="web", at=NOW), "too-large"),
    (
        FactCheck(id="f", claim="c", verdict="Faux", publisher="p", published_at=datetime(1, 1, 1, tzinfo=UTC)),
        "bad-date",
    ),
    (Hazard(id="h", phenomenon="crue", level="rouge", start=NOW, end=NOW + timedelta(days=2)), None),
    (Hazard(id="h", phenomenon="crue", level="rouge", start=NOW, end=NOW - timedelta(days=2)), "bad-date"),
    (
        Event(
            id="e", kind="school-holiday", name="Été", start=NOW + timedelta(days=900), end=NOW + timedelta(days=960)
        ),
        None,
    ),
    (Event(id="e", kind="match", name="Finale", start=NOW, end=NOW - timedelta(days=1)), "bad-date"),
    (Event(id="e", kind="match", name="  ", start=NOW, end=NOW), "no-text"),
    (Outage(id="o", platform="mastodon", start=NOW), None),
    (Outage(id="o", platform="mastodon", start=datetime(2026, 1, 1)), "bad-date"),  # noqa: DTZ001
    (Link(id="lemonde.fr/a", host="lemonde.fr"), None),
    (Link(id="social.exemple/@camille/1", host="social.exemple"), "names-a-person"),
    (Link(id="x.com/camille", host="x.com"), "names-a-person"),
    (Link(id="exemple.org/did:plc:camille/1", host="exemple.org"), "names-a-person"),
    (Link(id="google.com/maps/@48.85,2.35,14z", host="google.com"), None),
]


@pytest.mark.parametrize(("record", "reason"), OTHERS)
def test_other_records_have_limits_too(keys: Keys, record: Record, reason: str | None) -> None:
    came = admitted(keys, record, "exercise")
    if reason is None:
        assert came == record
    else:
        assert isinstance(came, Refusal)
        assert came.reason == reason
        assert "camille" not in came.where


def test_measures_of_a_running_period_pass(keys: Keys) -> None:
    measure = Measure(
        id="m",
        service_id="s",
        place_id="D21",
        metric="visits",
        start=NOW,
        end=NOW + timedelta(days=31),
        value=1,
        source_id="i",
    )
    assert admitted(keys, measure, "visibility") == measure


def test_an_account_comes_with_its_message_once_a_batch(keys: Keys) -> None:
    author = Account(id=POST.author_id or "", platform="mastodon", kind="bot")
    stream: list[Record | Checkpoint] = [
        author,
        POST,
        replace(POST, id="mastodon:2"),
        Checkpoint("7"),
        replace(POST, id="mastodon:3"),
    ]
    came = list(gate_of(keys).pass_through(stream))
    assert [type(item).__name__ for item in came] == [
        "Account",
        "Message",
        "Message",
        "Checkpoint",
        "Account",
        "Message",
    ]
    first, message = came[0], came[1]
    assert isinstance(first, Account)
    assert isinstance(message, Message)
    assert first.kind == "bot"
    assert first.id == message.author_id


def test_a_pseudonym_is_keyed_and_lasts_a_quarter(keys: Keys, tmp_path: Path) -> None:
    def author(holder: Keys, at: datetime) -> str:
        return str(admitted(holder, replace(POST, published_at=at)).author_id)

    october, november = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    assert author(keys, october) == author(keys, november)
    assert author(keys, october) != author(keys, datetime(2026, 9, 30, tzinfo=UTC))
    assert author(keys, october) != author(Keys(tmp_path), october)
    assert author(Keys(keys.folder.parent), october) == author(keys, october)
    platform, _, name = author(keys, october).partition(":")
    assert platform == "mastodon"
    assert len(name) == 24
    assert int(name, 16) >= 0


def test_ids_that_name_their_author_are_keyed_for_good(keys: Keys) -> None:
    clear = "bluesky:did:plc:camille/3kabc"
    gate = Gate(SOCIAL, keys, NOW, ids_name_authors=True)
    for at in (NOW, NOW - timedelta(days=80)):
        post = replace(POST, id=clear, reply_to=f"{clear}d", repost_of=clear, published_at=at)
        (came,) = gate.admit(post)
        assert isinstance(came, Message)
        assert came.id == came.repost_of == keys.lasting(clear)
        assert came.reply_to == keys.lasting(f"{clear}d")
        assert "camille" not in repr(came).replace("camille@", "")
        assert list(Gate(SOCIAL, keys, NOW, ids_name_authors=True).admit(came)) == [came]
    (taken,) = gate.pass_through([Erasure("message", clear)])
    assert taken == Removal("message", (keys.lasting(clear),), keys.lasting(clear))
    platform, _, name = keys.lasting(clear).partition(":")
    assert (platform, len(name)) == ("bluesky", 32)
    assert keys.lasting(f"{clear}d")[:20] != keys.lasting(clear)[:20]
    assert Keys(keys.folder.parent).lasting(clear) == keys.lasting(clear)
    assert "lasting" not in keys.quarters()
    (refused,) = gate.admit(replace(POST, id=clear, text=" "))
    assert refused == Refusal("no-text", SOCIAL.id)


def test_an_account_is_taken_back_under_each_of_its_pseudonyms(tmp_path: Path) -> None:
    holder = Keys(tmp_path)
    clear = str(POST.author_id)
    names = {holder.pseudonym(clear, quarter) for quarter in ("2026Q3", "2026Q4")}
    (taken,) = gate_of(holder).pass_through([Erasure("account", clear)])
    assert isinstance(taken, Removal)
    assert set(taken.ids) == names
    assert taken.tombstone == holder.lasting(clear)
    assert taken.tombstone not in names


def test_an_exercise_may_play_long_ago(keys: Keys) -> None:
    old = replace(POST, published_at=NOW - timedelta(days=900))
    assert isinstance(admitted(keys, old, "exercise"), Message)
    assert admitted(keys, old) == Refusal("expired", old.id)


def test_settings_only_shorten_what_a_card_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(SOCIAL) == SOCIAL
    monkeypatch.setenv("CYBERIMPACT_RETENTION_DAYS", '{"invented": 30, "other": 7}')
    assert kept(SOCIAL).retention_days == 30
    monkeypatch.setenv("CYBERIMPACT_RETENTION_DAYS", '{"invented": 91}')
    with pytest.raises(SourceRefused, match="invented for 91 days, its card allows 90: it can only shorten"):
        kept(SOCIAL)
    monkeypatch.setenv("CYBERIMPACT_RETENTION_DAYS", '{"invented": 0}')
    with pytest.raises(ValidationError, match="greater than 0"):
        kept(SOCIAL)


def test_what_an_erased_account_wrote_stays_out(keys: Keys) -> None:
    gate = gate_of(keys)
    after = replace(POST, published_at=NOW + timedelta(hours=1))
    for until, reasons in ((NOW, ["erased"]), (None, ["erased", "erased"])):
        gate.barred = {keys.lasting(str(POST.author_id)): until}
        came = list(gate.pass_through([POST, after, replace(POST, author_id="mastodon:autre")]))
        assert [item.reason for item in came if isinstance(item, Refusal)] == reasons
        assert sum(isinstance(item, Message) for item in came) == 3 - len(reasons)


def test_two_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = pool.map(lambda _: Keys(tmp_path).pseudonym("mastodon:camille", "2026Q4"), range(32))
    assert len(set(names)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["2026Q4.key"]


def test_a_name_that_looks_like_a_pseudonym_is_still_a_name(keys: Keys) -> None:
    disguised = "mastodon:" + "ab" * 12
    assert admitted(keys, replace(POST, author_id=disguised)).author_id != disguised


def test_keys_are_for_the_owner_only(tmp_path: Path) -> None:
    Keys(tmp_path).pseudonym("mastodon:camille", "2026Q4")
    (path,) = (tmp_path / "keys").iterdir()
    assert path.name == "2026Q4.key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(KeyExposed, match=r"2026Q4\.key can be read by others: run `chmod 600"):
        Keys(tmp_path).pseudonym("mastodon:camille", "2026Q4")
    path.chmod(0o600)
    path.write_text("half")
    with pytest.raises(KeyExposed, match="no key"):
        Keys(tmp_path).pseudonym("mastodon:camille", "2026Q4")


PURPOSES = [
    ("social", {"mentions", "likes", "author_id", "hashtags", "reply_to", "links"}),
    ("perception", {"author_id", "rating", "reply_to"}),
    ("press", {"author_id", "hashtags", "links"}),
    ("action", set[str]()),
    ("exercise", {"mentions", "likes", "author_id", "hashtags", "reply_to", "rating", "links"}),
]
FULL = replace(
    POST,
    mentions=("mastodon:leo",),
    likes=3,
    hashtags=("crue",),
    reply_to="mastodon:0",
    rating=-1.0,
    links=("lemonde.fr/a", "x.com/leo"),
    url="https://social.exemple/@camille/1",
)


@pytest.mark.parametrize(("kind", "kept"), PURPOSES)
def test_a_field_without_purpose_is_dropped(keys: Keys, kind: str, kept: set[str]) -> None:
    came = admitted(keys, FULL, kind)
    fields = {"mentions", "likes", "author_id", "hashtags", "reply_to", "rating", "links", "url"}
    assert {name for name in fields if getattr(came, name)} == kept
    assert set(came.links) <= {"lemonde.fr/a"}


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("visibility", POST),
        ("context", POST),
        ("context", Account(id="mastodon:camille", platform="mastodon")),
        ("social", Action(id="a", kind="denial", text="Non.", channel="web", at=NOW)),
        ("press", Service(id="s", name="Accueil")),
    ],
)
def test_a_record_without_purpose_is_refused(keys: Keys, kind: str, record: Record) -> None:
    came = list(gate_of(keys, kind).admit(record))
    assert [item.reason for item in came if isinstance(item, Refusal)] == ["no-purpose"] * (type(record) is not Account)
    assert len(came) == (type(record) is not Account)


def test_every_kind_says_what_it_may_bring() -> None:
    assert RECORDS.keys() == NEEDED.keys()
    assert RECORDS["exercise"] == frozenset(get_args(Record))


def test_an_unknown_kind_of_source_has_no_purpose(keys: Keys) -> None:
    with pytest.raises(ValueError, match="no purpose is written for the kind 'curiosity'"):
        gate_of(keys, "curiosity")


def test_the_address_of_an_institution_may_be_shown(keys: Keys) -> None:
    for kind, shown in (("institution", True), ("press", True), ("person", False), ("bot", False)):
        account = Account(id=POST.author_id or "", platform="mastodon", kind=kind)
        *_, message = gate_of(keys).pass_through([account, replace(POST, url="https://social.exemple/@prefet21/1")])
        assert isinstance(message, Message)
        assert (message.url is not None) is shown
