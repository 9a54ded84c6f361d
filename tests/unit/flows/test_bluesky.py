"""Bluesky in invented frames: both versions say the same, what is not followed is forgotten, what is gone is erased."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.atproto import Event, Followed, Position, moment, post_of
from flows.atproto.frames import microseconds, read
from flows.errors import SourceBroken, SourceError, SourceUnavailable
from flows.sources import Erasure, Refusal
from flows.sources.bluesky import Settings, feed, heard, make
from graph.model import Account, Hashtag, Link, Message

AT = 1_795_502_117_680_054
SEEN = moment(AT)
DID = "did:plc:camille"
POST: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "text": "La crue monte #Dijon exemple.fr/a…",
    "langs": ["fr-FR"],
    "createdAt": "2026-11-24T06:35:10.123Z",
    "reply": {
        "root": {"uri": "at://did:plc:leo/app.bsky.feed.post/3k1", "cid": "x"},
        "parent": {"uri": "at://did:plc:leo/app.bsky.feed.post/3k2", "cid": "x"},
    },
    "facets": [
        {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Dijon"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://www.exemple.fr/a?utm_source=b"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:leo"}]},
    ],
    "tags": ["Crue"],
    "embed": {"$type": "app.bsky.embed.external", "external": {"uri": "https://exemple.fr/b", "title": "B"}},
}
COMMIT = {"rev": "3k", "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3kabc", "record": POST}
TIMES = {"time": "2026-01-01T00:00:00Z", "witnessedAt": "2026-11-24T06:35:17.680054Z"}


def first(kind: str, **said: Any) -> str:
    return json.dumps({"did": DID, "time_us": AT, "kind": kind, kind: said})


def second(kind: str, **said: Any) -> str:
    said = said if kind in {"commit", "info"} else {kind: said}
    payload = {"$type": f"network.bsky.jetstream.subscribeEvents#{kind}", "seq": 7, "did": DID, **TIMES, **said}
    return json.dumps({"$type": "event", "payload": payload})


SAME: list[tuple[str, dict[str, Any], Event]] = [
    (
        "commit",
        COMMIT,
        Event(
            kind="commit",
            at=AT,
            did=DID,
            operation="create",
            collection="app.bsky.feed.post",
            rkey="3kabc",
            record=POST,
        ),
    ),
    (
        "commit",
        {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3kabc", "rev": "3k"},
        Event(kind="commit", at=AT, did=DID, operation="delete", collection="app.bsky.feed.post", rkey="3kabc"),
    ),
    ("account", {"active": True, "seq": 3}, Event(kind="account", at=AT, did=DID, status="active")),
    (
        "account",
        {"active": False, "status": "takendown"},
        Event(kind="account", at=AT, did=DID, status="takendown"),
    ),
    ("identity", {"handle": "camille.exemple"}, Event(kind="identity", at=AT, did=DID)),
    ("commit", {"operation": "create"}, Event(kind="", at=AT)),
    ("commit", {"operation": 1, "collection": [], "rkey": None}, Event(kind="", at=AT)),
    ("nonsense", {"a": 1}, Event(kind="", at=AT)),
]


@pytest.mark.parametrize(("kind", "said", "event"), SAME)
def test_both_versions_say_the_same(kind: str, said: dict[str, Any], event: Event) -> None:
    assert read(first(kind, **said), "wss://a/subscribe") == event
    assert read(second(kind, **said), "wss://a/xrpc/x") == event


def test_only_the_second_version_has_notices_and_old_servers_have_no_witness() -> None:
    assert read(second("info", name="OutdatedCursor"), "wss://a").status == "OutdatedCursor"
    frame = json.loads(second("sync"))
    del frame["payload"]["witnessedAt"]
    event = read(json.dumps(frame), "wss://a")
    assert event == Event(kind="sync", at=microseconds(datetime(2026, 1, 1, tzinfo=UTC)), did=DID)


@pytest.mark.parametrize("at", [-1, 10**30, "hier", None, 1.5])
def test_a_time_that_cannot_be_is_none(at: object) -> None:
    assert read(json.dumps({"did": DID, "time_us": at, "kind": "identity", "identity": {}}), "wss://a").at == 0


FAULTS: list[tuple[str | bytes, type[SourceError], str]] = [
    ("<html>", SourceBroken, "not JSON"),
    (b"\xff\x00", SourceBroken, "not JSON"),
    ("[" * 100_000, SourceBroken, "not JSON"),
    ("[]", SourceBroken, "no event"),
    ('{"$type": "error", "error": "ConsumerTooSlow", "message": "x"}', SourceUnavailable, "too slowly"),
    ('{"$type": "error", "error": "Odd<script>"}', SourceBroken, "the error Oddscript"),
]


@pytest.mark.parametrize(("frame", "kind", "sentence"), FAULTS)
def test_what_is_no_event_is_named(frame: str | bytes, kind: type[SourceError], sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        read(frame, "wss://a/subscribe")
    assert type(caught.value) is kind
    assert "wss://a/subscribe" in str(caught.value)


def test_a_payload_that_is_no_object_is_an_event_that_cannot_be_read() -> None:
    assert read('{"payload": [1]}', "wss://a") == Event(kind="")


FOLLOWED = Followed.of(["crue", "brigade numérique", "perceva*", "c++"], ["Dijon"], ["fr"])


def came(event: Event, people: dict[str, str] | None = None) -> list[Any]:
    return list(heard(event, FOLLOWED, people or {}))


def commit(text: object = "La crue", operation: str = "create", **record: Any) -> Event:
    body = {"text": text, "createdAt": "2026-11-24T06:35:10Z", **record}
    return Event(
        kind="commit",
        at=AT,
        did=DID,
        operation=operation,
        collection="app.bsky.feed.post",
        rkey="3kabc",
        record={} if operation == "delete" else body,
    )


def test_a_post_is_read_whole() -> None:
    dijon, crue, a, b, author, message = came(read(first("commit", **COMMIT), "wss://a"))
    assert (dijon, crue) == (Hashtag(id="dijon"), Hashtag(id="crue"))
    assert (a, b) == (Link(id="https://exemple.fr/a", host="exemple.fr"), Link(id=b.id, host="exemple.fr"))
    assert author == Account(id=f"bluesky:{DID}", platform="bluesky", kind="person")
    assert message == Message(
        id=f"bluesky:{DID}/3kabc",
        source_id="bluesky",
        platform="bluesky",
        kind="post",
        text=POST["text"],
        published_at=datetime(2026, 11, 24, 6, 35, 10, 123_000, tzinfo=UTC),
        lang="fr-FR",
        author_id=author.id,
        reply_to="bluesky:did:plc:leo/3k2",
        hashtags=("dijon", "crue"),
        links=("https://exemple.fr/a", "https://exemple.fr/b"),
        mentions=("bluesky:did:plc:leo",),
    )


KEPT: list[tuple[str, dict[str, Any], bool]] = [
    ("La CRUE monte", {}, True),
    ("Il recrute", {}, False),
    ("les crues", {}, False),
    ("Brigade\nnumerique joignable", {}, True),
    ("Percevalait-il ?", {}, True),
    ("Le C++ ?", {}, True),
    ("À voir #dijon", {}, True),
    ("À voir", {"tags": ["DIJON"]}, True),
    ("À voir Dijon", {}, False),
    ("La crue", {"langs": ["en"]}, False),
    ("La crue", {"langs": ["en", "fr-CA"]}, True),
    ("La crue", {"langs": []}, True),
    ("La crue", {"langs": "fr"}, True),
]


@pytest.mark.parametrize(("text", "more", "kept"), KEPT)
def test_only_what_is_followed_is_kept(text: str, more: dict[str, Any], kept: bool) -> None:
    assert any(isinstance(item, Message) for item in came(commit(text, **more))) is kept


def test_nothing_is_followed_unless_asked() -> None:
    nothing = Followed.of([], [], ["fr"])
    assert not nothing
    assert list(heard(commit(), nothing, {})) == []


@pytest.mark.parametrize(("kind", "url"), [("institution", True), ("press", True), ("person", False)])
def test_a_chosen_account_is_kept_whatever_it_says(kind: str, url: bool) -> None:
    author, message = came(commit("Bonjour", langs=["en"]), {DID: kind})
    assert author.kind == kind
    assert (message.url == f"https://bsky.app/profile/{DID}/post/3kabc") is url


def test_what_its_author_takes_back_is_erased() -> None:
    native = f"bluesky:{DID}/3kabc"
    assert came(commit(operation="delete")) == [Erasure("message", native)]
    assert came(commit("Rien à voir", "update")) == [Erasure("message", native)]
    (_, message) = came(commit("La crue descend", "update"))
    assert (message.id, message.text) == (native, "La crue descend")


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        ("deleted", True),
        ("takendown", True),
        ("deactivated", True),
        ("suspended", True),
        ("", True),
        ("active", False),
        ("desynchronized", False),
        ("throttled", False),
    ],
)
def test_an_account_that_is_gone_is_erased(status: str, gone: bool) -> None:
    expected = [Erasure("account", f"bluesky:{DID}")] if gone else []
    assert came(Event(kind="account", at=AT, did=DID, status=status)) == expected


def test_what_does_not_concern_us_is_nothing() -> None:
    assert came(Event(kind="identity", at=AT, did=DID)) == []
    like = Event(kind="commit", at=AT, did=DID, operation="delete", collection="app.bsky.feed.like", rkey="3k")
    assert came(like) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-24T06:35:10Z", datetime(2026, 11, 24, 6, 35, 10, tzinfo=UTC)),
        ("2026-11-24T07:35:10+01:00", datetime(2026, 11, 24, 6, 35, 10, tzinfo=UTC)),
        ("2031-01-01T00:00:00Z", SEEN),
        ("2026-11-24T06:35:10", SEEN),
        ("0001-01-01T00:00:00+14:00", SEEN),
        ("hier", SEEN),
        (None, SEEN),
        (7, SEEN),
    ],
)
def test_a_post_is_not_of_later_than_when_it_was_seen(written: object, expected: datetime) -> None:
    post = post_of(DID, "3k", {"text": "x", "createdAt": written}, SEEN)
    assert post is not None
    assert post.at == expected


@pytest.mark.parametrize(
    "record",
    [
        {"facets": [None, {"features": None}, {"features": [None, {"$type": "app.bsky.richtext.facet#tag"}]}]},
        {"facets": {"a": 1}, "tags": [None, 7], "langs": [None, 7], "reply": "x", "embed": []},
        {"reply": {"parent": {"uri": "at://camille.exemple/app.bsky.feed.post/3k"}}},
        {"reply": {"parent": {"uri": "at://did:plc:a/app.bsky.feed.like/3k"}}},
        {"facets": [{"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "http://["}]}]},
    ],
)
def test_damaged_parts_of_a_post_are_left_out(record: dict[str, Any]) -> None:
    post = post_of(DID, "3k", {"text": "x", **record}, SEEN)
    assert post is not None
    assert (post.tags, post.links, post.mentions, post.reply_to) == ((), (), (), None)


@pytest.mark.parametrize("event", [Event(kind="", at=AT), commit(7), commit(None)])
def test_what_cannot_be_read_is_refused_without_its_author(event: Event) -> None:
    (refusal,) = came(event)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "bad-record"
    assert "did:" not in refusal.where


def test_the_feed_of_an_account_is_what_it_wrote_itself() -> None:
    def item(uri: str, **more: Any) -> dict[str, Any]:
        return {"post": {"uri": uri, "record": POST, "indexedAt": "2026-11-24T06:36:00Z", "likeCount": 9}, **more}

    mine, shared = f"at://{DID}/app.bsky.feed.post/3k1", "at://did:plc:leo/app.bsky.feed.post/3k2"
    posts, damaged = feed({"feed": [item(mine), item(shared, reason={"by": {}}), {"post": None}, {}]}, DID)
    assert [post.id for post in posts] == [f"bluesky:{DID}/3k1"]
    assert len(damaged) == 2
    with pytest.raises(SourceBroken, match="without its posts"):
        feed({"error": "x"}, DID)


@pytest.mark.parametrize("value", [None, "", "{", "[]", '{"at": "x"}', "1795502117680054"])
def test_a_cursor_that_is_not_ours_means_the_beginning(value: str | None) -> None:
    assert Position.load(value, 7) == Position(7)


def test_a_place_is_kept_to_the_microsecond_but_for_another_instance() -> None:
    place = Position(AT, "wss://a")
    assert Position.load(place.dump(), 0) == place
    assert place.since("wss://a") == AT
    assert place.since("wss://b") == AT - 5_000_000


def test_the_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_BLUESKY_WORDS", "crue, brigade numérique,")
    monkeypatch.setenv("CYBERIMPACT_BLUESKY_TAGS", "#crue dijon")
    monkeypatch.setenv("CYBERIMPACT_BLUESKY_LANGUAGES", "")
    chosen = Settings()
    assert (chosen.words, chosen.tags, chosen.languages) == (["crue", "brigade numérique"], ["crue", "dijon"], [])
    assert make(chosen).missing is None
    assert make(Settings(words=["a"], addresses=[])).missing == (
        "Set CYBERIMPACT_BLUESKY_ADDRESSES to the instances of Jetstream to read."
    )
