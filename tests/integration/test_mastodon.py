"""Mastodon against a real server of its interface: nothing is jumped over, what fails is named, nobody is."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from mastodon_mock.testing import MockServer
from pydantic import SecretStr

from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable
from flows.fediverse import parse
from flows.sources import Checkpoint, Item, Record, Refusal
from flows.sources.mastodon import Mastodon, Settings, make
from graph.model import Account, Hashtag, Link, Message
from tests.loopback import Page, loopback

Came = list[Item]
pytestmark = pytest.mark.real_servers

TIMELINE = "/api/v1/timelines/public"


@pytest.fixture(scope="module")
def started() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
def server(started: MockServer) -> MockServer:
    started.reset()
    return started


def source(server: MockServer, **settings: Any) -> Mastodon:
    return make(Settings(base_urls=[server.base_url], **{"tries": 1, "pause": 0.01} | settings))


def drain(
    collector: Mastodon, cursors: dict[str, str] | None = None, at_checkpoint: Callable[[], None] = lambda: None
) -> tuple[Came, SourceError | None]:
    came: Came = []
    try:
        for got in collector.collect(cursors or {}):
            came.append(got)
            if isinstance(got, Checkpoint):
                at_checkpoint()
    except SourceError as error:
        return came, error
    return came, None


def messages(came: Came) -> list[Message]:
    return [got for got in came if isinstance(got, Message)]


def cursors(came: Came) -> dict[str, str]:
    return {got.partition: got.value for got in came if isinstance(got, Checkpoint)}


def host(server: MockServer) -> str:
    return server.base_url.removeprefix("http://")


def post(server: MockServer, count: int, text: str = "Bonjour") -> list[str]:
    client = server.client()
    return [f"mastodon:{host(server)}/{client.status_post(f'{text} {number}').id}" for number in range(count)]


def fail(server: MockServer, effect: dict[str, Any], path: str = TIMELINE, count: int = 1) -> None:
    body = json.dumps({"match": {"path": path}, "effect": effect, "count": count}).encode()
    request = urllib.request.Request(  # noqa: S310
        f"{server.base_url}/api/v1/_mock/faults", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request).close()  # noqa: S310


def status(server: MockServer, native: str) -> Any:
    """A status as the server sends it."""
    with urllib.request.urlopen(f"{server.base_url}/api/v1/statuses/{native}") as answer:  # noqa: S310
        return json.load(answer)


def time_goes_by() -> None:
    """What a server asked us to wait is over."""
    Path(os.environ["CYBERIMPACT_PACE_FILE"]).unlink(missing_ok=True)


def test_a_post_is_read_whole_and_names_nobody(server: MockServer) -> None:
    first = server.client("bob").status_post("Quelqu'un sait ?")
    server.client("alice").status_post(
        "@bob L'eau monte\n\n#Crue https://www.exemple.fr/a?utm_source=x", language="fr", in_reply_to_id=first.id
    )
    came, error = drain(source(server))
    assert error is None
    assert Hashtag(id="crue") in came
    assert Link(id="https://exemple.fr/a", host="exemple.fr") in came
    message = messages(came)[-1]
    assert message.text.startswith("@bob L'eau monte")
    assert message.text.endswith("#Crue https://www.exemple.fr/a?utm_source=x")
    assert (message.lang, message.kind, message.platform) == ("fr", "post", "mastodon")
    assert message.published_at.tzinfo is UTC
    assert message.author_id == f"mastodon:alice@{host(server)}"
    assert message.mentions == (f"mastodon:bob@{host(server)}",)
    assert message.hashtags == ("crue",)
    assert message.links == ("https://exemple.fr/a",)
    assert message.reply_to == f"mastodon:{host(server)}/{first.id}"
    assert message.url is None
    assert "alice" not in message.id


def test_no_message_is_jumped_over_between_pages_and_runs(server: MockServer) -> None:
    posted = post(server, 3)
    came, _ = drain(source(server))
    assert [message.id for message in messages(came)] == posted
    posted = post(server, 95)
    again, _ = drain(source(server, pages=2), cursors(came))
    assert [message.id for message in messages(again)] == posted[:80]
    last, _ = drain(source(server), cursors(again))
    assert [message.id for message in messages(last)] == posted[80:]
    assert drain(source(server), cursors(last)) == ([], None)


def test_the_first_time_it_reads_back_and_yields_the_oldest_first(server: MockServer) -> None:
    posted = post(server, 90)
    came, _ = drain(source(server, first_pages=2))
    assert [message.id for message in messages(came)] == posted[10:]
    # a run that is killed after its first batch goes on from there
    first = next(got for got in came if isinstance(got, Checkpoint))
    rest, _ = drain(source(server), {first.partition: first.value})
    assert [message.id for message in messages(rest)] == posted[50:]


def test_a_cursor_is_a_number_that_grew_longer_and_not_a_word() -> None:
    def statuses(*ids: int) -> bytes:
        account = {"acct": "camille", "bot": False}
        at = "2026-11-24T08:00:00.000Z"
        return json.dumps(
            [
                {"id": str(number), "account": account, "created_at": at, "content": "x", "visibility": "public"}
                for number in ids
            ]
        ).encode()

    with loopback() as web:
        web.pages[f"{TIMELINE}?limit=40&min_id=98"] = Page(statuses(100, 99), content_type="application/json")
        web.pages[f"{TIMELINE}?limit=40&min_id=100"] = Page(b"[]", content_type="application/json")
        partition = f"{web.address.removeprefix('http://')}/public"
        came, error = drain(make(Settings(base_urls=[web.address])), {partition: "98"})
        assert error is None
        assert [message.id.rpartition("/")[2] for message in messages(came)] == ["99", "100"]
        assert cursors(came) == {partition: "100"}
        # a server that ignores where we are does not keep us for ever
        web.pages[f"{TIMELINE}?limit=40&min_id=100"] = Page(statuses(100, 99), content_type="application/json")
        assert drain(make(Settings(base_urls=[web.address])), cursors(came)) == ([], None)


def test_each_hashtag_has_its_own_cursor(server: MockServer) -> None:
    post(server, 2, "#crue")
    post(server, 1, "#dijon")
    came, _ = drain(source(server, tags=["crue", "dijon", "inondé"]))
    assert len(messages(came)) == 3
    assert set(cursors(came)) == {f"{host(server)}/tag/crue", f"{host(server)}/tag/dijon"}


def test_a_shared_post_points_to_the_one_it_shares(server: MockServer) -> None:
    client = server.client("alice")
    original = client.status_post("À partager")
    shared = server.client("bob").status_reblog(original.id)
    (original_said, said) = [got for got in _parsed(status(server, shared.id), server) if isinstance(got, Message)]
    assert said.repost_of == original_said.id == f"mastodon:{host(server)}/{original.id}"
    assert said.text == original_said.text == "À partager"


def _parsed(status: Any, server: MockServer) -> list[Record | Refusal]:
    return list(parse(status, host(server)))


STATUS: dict[str, Any] = {
    "id": "7",
    "created_at": "2026-11-24T08:00:00.000Z",
    "account": {"acct": "Prefet21@social.numerique.gouv.fr", "bot": True},
    "content": "<p>Crue de l&#39;Ouche</p>",
    "spoiler_text": "Alerte",
    "visibility": "public",
    "url": "https://social.numerique.gouv.fr/@Prefet21/7",
}


def test_an_institution_may_be_named_and_a_bot_is_a_bot(server: MockServer) -> None:
    account, message = _parsed(STATUS, server)
    assert account == Account(id="mastodon:prefet21@social.numerique.gouv.fr", platform="mastodon", kind="institution")
    assert isinstance(message, Message)
    assert message.url == STATUS["url"]
    assert message.text == "Alerte\n\nCrue de l'Ouche"
    account, message = _parsed(STATUS | {"account": {"acct": "meteo", "bot": True}}, server)
    assert isinstance(account, Account)
    assert account.kind == "bot"
    assert isinstance(message, Message)
    assert message.url is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"visibility": "private"}, "not-public"),
        ({"account": {"acct": "camille", "noindex": True}}, "opted-out"),
        ({"account": None}, "bad-record"),
        ({"created_at": "hier"}, "bad-record"),
        ({"created_at": "2026-11-24"}, "bad-record"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "bad-record"),
        ({"created_at": None}, "bad-record"),
        ({"account": {"acct": ""}}, "bad-record"),
        ({"tags": [None]}, "bad-record"),
        ({"mentions": [{}]}, "bad-record"),
    ],
)
def test_a_status_that_may_not_be_kept_is_refused(server: MockServer, change: dict[str, Any], reason: str) -> None:
    assert _parsed(STATUS | change, server) == [Refusal(reason, f"mastodon:{host(server)}/7")]


FAULTS: list[tuple[dict[str, Any], type[SourceError], str]] = [
    ({"type": "ratelimit"}, SourceUnavailable, "slow down (HTTP 429): try again in"),
    ({"type": "status", "status": 429}, SourceUnavailable, "try again later"),
    ({"type": "status", "status": 500}, SourceUnavailable, "out of order (HTTP 500)"),
    ({"type": "status", "status": 503}, SourceUnavailable, "out of order (HTTP 503)"),
    ({"type": "status", "status": 401}, SourceRefused, "does not let us in (HTTP 401)"),
    ({"type": "status", "status": 403}, SourceRefused, "does not let us in (HTTP 403)"),
    ({"type": "status", "status": 422}, SourceRefused, "does not let us in (HTTP 422)"),
    ({"type": "status", "status": 404}, SourceBroken, "HTTP 404"),
    ({"type": "malformed"}, SourceBroken, "not JSON"),
    ({"type": "malformed", "truncate": False}, SourceBroken, "not JSON"),
    ({"type": "status", "status": 200, "body": {"error": "x"}}, SourceBroken, "other than a list"),
    ({"type": "status", "status": 200, "body": [1, 2]}, SourceBroken, "other than a list"),
    ({"type": "latency", "delay_ms": 2_000}, SourceUnavailable, "did not answer within 0.5 s"),
]


@pytest.mark.parametrize(("effect", "kind", "sentence"), FAULTS, ids=[json.dumps(case[0]) for case in FAULTS])
def test_a_fault_is_named_and_the_next_run_misses_nothing(
    server: MockServer, effect: dict[str, Any], kind: type[SourceError], sentence: str
) -> None:
    post(server, 1)
    came, _ = drain(source(server))
    posted = post(server, 3)
    fail(server, effect)
    broken, error = drain(source(server, timeout=0.5), cursors(came))
    assert type(error) is kind
    assert host(server) in str(error)
    assert "/public" in str(error)
    assert sentence in str(error)
    assert broken == []
    time_goes_by()
    rest, _ = drain(source(server), cursors(came))
    assert [message.id for message in messages(rest)] == posted


def test_a_fault_in_the_middle_keeps_the_pages_before(server: MockServer) -> None:
    post(server, 1)
    first, _ = drain(source(server))
    posted = post(server, 45)
    came, error = drain(source(server), cursors(first), lambda: fail(server, {"type": "status", "status": 500}))
    assert isinstance(error, SourceUnavailable)
    assert [message.id for message in messages(came)] == posted[:40]
    rest, _ = drain(source(server), cursors(came))
    assert [message.id for message in messages(rest)] == posted[40:]


def test_the_wait_that_a_server_asks_for_is_passed_on(server: MockServer) -> None:
    fail(server, {"type": "ratelimit"})
    _, error = drain(source(server))
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after is not None
    assert 250 < error.retry_after <= 301


def test_a_failing_timeline_loses_nothing_of_the_others(server: MockServer) -> None:
    post(server, 1, "#crue")
    post(server, 1, "#dijon")
    fail(server, {"type": "status", "status": 500}, path="/api/v1/timelines/tag/crue")
    came, error = drain(source(server, tags=["crue", "dijon"]))
    assert isinstance(error, SourceUnavailable)
    assert list(cursors(came)) == [f"{host(server)}/tag/dijon"]


def test_an_empty_server_is_no_fault(server: MockServer) -> None:
    assert drain(source(server)) == ([], None)


def test_nobody_listens() -> None:
    _, error = drain(make(Settings(base_urls=["http://127.0.0.1:9"], tries=1)))
    assert isinstance(error, SourceUnavailable)
    assert "127.0.0.1:9/api/v1/timelines/public cannot be reached" in str(error)


def test_a_token_goes_to_its_own_host_and_is_shown_nowhere() -> None:
    with loopback() as own, loopback() as other:
        for web in (own, other):
            web.pages[f"{TIMELINE}?limit=40"] = Page(b"[]", content_type="application/json")
            web.pages["/api/v2/instance"] = Page(b"{}", content_type="application/json")
        tokens = {own.address.removeprefix("http://"): SecretStr("confidential")}
        collector = make(Settings(base_urls=[own.address, other.address], access_tokens=tokens))
        assert drain(collector) == ([], None)
        assert own.asked(f"{TIMELINE}?limit=40")[0]["authorization"] == "Bearer confidential"
        assert all("authorization" not in headers for _, headers in other.requests)
        assert "confidential" not in repr(collector)


def access(**feeds: str) -> Page:
    said = {"configuration": {"timelines_access": {"live_feeds": feeds, "hashtag_feeds": feeds}}}
    return Page(json.dumps(said).encode(), content_type="application/json")


CLOSED = [
    ("nobody sees it", access(local="disabled", remote="disabled"), {}, True),
    ("those who log in see it", access(local="authenticated", remote="authenticated"), {}, True),
    ("we are logged in", access(local="authenticated", remote="disabled"), {"token": True}, False),
    ("a part of it is public", access(local="public", remote="authenticated"), {}, False),
    ("but not that part", access(local="authenticated", remote="public"), {"local": True}, True),
    ("the server does not say", Page(b'{"configuration": []}', content_type="application/json"), {}, False),
    ("it is no Mastodon", Page(statuses=[404] * 9), {}, False),
]


@pytest.mark.parametrize(("page", "given", "closed"), [case[1:] for case in CLOSED], ids=[case[0] for case in CLOSED])
def test_an_empty_timeline_is_no_silence_when_the_server_says_that_it_is_closed(
    page: Page, given: dict[str, bool], closed: bool
) -> None:
    with loopback() as web:
        local = given.get("local", False)
        web.pages["/api/v2/instance"] = page
        web.pages[f"{TIMELINE}?limit=40{'&local=true' if local else ''}"] = Page(b"[]", content_type="application/json")
        tokens = {web.address.removeprefix("http://"): SecretStr("x")} if given.get("token") else {}
        collector = make(Settings(base_urls=[web.address], access_tokens=tokens, local=local, tries=1))
        came, error = drain(collector)
    assert came == []
    assert isinstance(error, SourceRefused) is closed
    assert ("set a token for" in str(error)) is closed


def test_a_server_that_lets_nobody_in_is_told_apart_by_what_helps(server: MockServer) -> None:
    fail(server, {"type": "status", "status": 401})
    _, error = drain(source(server))
    assert str(error).endswith(f"A token for {host(server)} may help: CYBERIMPACT_MASTODON_ACCESS_TOKENS.")


def test_a_quota_that_is_used_up_is_waited_for_without_being_asked_again(server: MockServer) -> None:
    fail(server, {"type": "status", "status": 200, "body": [], "headers": QUOTA_IS_USED_UP})
    drain(source(server))
    _, error = drain(source(server))
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after is not None
    assert 200 < error.retry_after <= 300
    time_goes_by()
    assert drain(source(server)) == ([], None)


QUOTA_IS_USED_UP = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "300"}
