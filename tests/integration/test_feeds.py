"""Feeds over a real connection: what changed is read once, what fails is named and loses nothing of the others."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable
from flows.sources import Checkpoint, Record, Refusal
from flows.sources.feeds import Feeds, Settings, make
from graph.model import Account, Message
from tests.loopback import Loopback, Page, loopback


@pytest.fixture
def web() -> Iterator[Loopback]:
    with loopback() as served:
        yield served


def item(number: int, title: str = "Crue de l'Ouche", date: str = "Tue, 24 Nov 2026 08:00:00 +0100") -> str:
    return (
        f"<item><guid>https://journal.exemple/{number}</guid><link>https://journal.exemple/{number}</link>"
        f"<title>{title}</title><description>&lt;p&gt;L&amp;#39;eau monte&lt;br&gt;vite.&lt;/p&gt;</description>"
        f"<pubDate>{date}</pubDate></item>"
    )


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Journal inventé</title>'
        f"{''.join(items)}</channel></rss>"
    ).encode()


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Avis</title>
<entry><id>tag:exemple,2026:7</id><title>Avis inventé</title><link href="/avis/7"/>
<updated>2026-11-23T10:00:00Z</updated>
<summary>Mettre à jour.</summary></entry></feed>""".encode()


def feeds(web: Loopback, *paths: str, **settings: Any) -> Feeds:
    return make(Settings(feeds=[web.url(path) for path in paths], pause=0.01, **settings))


Came = list[Record | Checkpoint | Refusal]


def drain(source: Feeds, cursors: dict[str, str] | None = None) -> tuple[Came, SourceError | None]:
    came: Came = []
    try:
        for got in source.collect(cursors or {}):
            came.append(got)
    except SourceError as error:
        return came, error
    return came, None


def messages(came: Came) -> list[Message]:
    return [got for got in came if isinstance(got, Message)]


def cursors(came: Came) -> dict[str, str]:
    return {got.partition: got.value for got in came if isinstance(got, Checkpoint)}


def test_an_article_is_read_whole(web: Loopback) -> None:
    web.pages["/rss"] = Page(rss(item(1)))
    came, error = drain(feeds(web, "/rss"))
    assert error is None
    assert came[0] == Account(id="rss:127.0.0.1", platform="rss", kind="press")
    assert came[1] == Message(
        id="rss:https://journal.exemple/1",
        source_id="feeds",
        platform="rss",
        kind="article",
        text="Crue de l'Ouche\n\nL'eau monte\nvite.",
        published_at=datetime(2026, 11, 24, 7, tzinfo=UTC),
        author_id="rss:127.0.0.1",
        url="https://journal.exemple/1",
    )


def test_atom_ids_and_relative_links_are_made_absolute(web: Loopback) -> None:
    web.pages["/atom"] = Page(ATOM, content_type="application/atom+xml")
    (message,) = messages(drain(feeds(web, "/atom"))[0])
    assert message.id == "rss:127.0.0.1/tag:exemple,2026:7"
    assert message.url == web.url("/avis/7")


@pytest.mark.parametrize(
    ("page", "header"),
    [
        (Page(rss(item(1)), etag="Tue, 24 Nov 2026 08:00:00 GMT"), "if-none-match"),
        (Page(rss(item(1)), modified="Tue, 24 Nov 2026 08:00:00 GMT"), "if-modified-since"),
    ],
)
def test_an_unchanged_feed_is_not_sent_again(web: Loopback, page: Page, header: str) -> None:
    web.pages["/rss"] = page
    came, _ = drain(feeds(web, "/rss"))
    assert drain(feeds(web, "/rss"), cursors(came)) == ([], None)
    assert [headers.get(header) for headers in web.asked("/rss")] == [None, "Tue, 24 Nov 2026 08:00:00 GMT"]


def test_only_new_and_edited_entries_come_again(web: Loopback) -> None:
    web.pages["/rss"] = Page(rss(item(1), item(2)))
    came, _ = drain(feeds(web, "/rss"))
    web.pages["/rss"] = Page(rss(item(3), item(2, "Crue : rectificatif"), item(1)))
    again, _ = drain(feeds(web, "/rss"), cursors(came))
    assert [message.id[-1] for message in messages(again)] == ["3", "2"]
    assert messages(drain(feeds(web, "/rss"), cursors(again))[0]) == []
    assert len(messages(drain(feeds(web, "/rss"), {web.url("/rss"): "{nonsense"})[0])) == 3


def test_redirections_and_gzip_are_followed(web: Loopback) -> None:
    web.pages["/old"] = Page(statuses=[301], headers={"Location": "/new"})
    web.pages["/new"] = Page(rss(item(1)), zipped=True)
    came, error = drain(feeds(web, "/old"))
    assert error is None
    assert len(messages(came)) == 1
    assert set(cursors(came)) == {web.url("/old")}


def test_a_damaged_feed_keeps_its_entries_and_is_asked_again(web: Loopback) -> None:
    web.pages["/rss"] = Page(rss(item(1), item(2))[:-60], etag='"a"')
    came, error = drain(feeds(web, "/rss"))
    assert error is None
    assert {message.id[-1] for message in messages(came)} >= {"1"}
    web.pages["/rss"] = Page(rss(item(1), item(2)), etag='"a"')
    again, _ = drain(feeds(web, "/rss"), cursors(came))
    assert {message.id[-1] for message in messages(came) + messages(again)} == {"1", "2"}


def test_an_entry_without_date_is_refused_with_its_place(web: Loopback) -> None:
    web.pages["/rss"] = Page(rss(item(1, date=""), item(2)))
    came, _ = drain(feeds(web, "/rss"))
    refusals = [got for got in came if isinstance(got, Refusal)]
    assert refusals == [Refusal("bad-date", f"{web.url('/rss')}, entry https://journal.exemple/1")]
    assert len(messages(came)) == 1


FAULTS: list[tuple[str, Page, type[SourceError], str]] = [
    (
        "a web page",
        Page(b"<!doctype html><html><body>Bonjour</body></html>"),
        SourceBroken,
        "answered a web page, not RSS",
    ),
    ("JSON", Page(b'{"error": "x"}'), SourceBroken, "nothing that can be read as a feed"),
    ("an empty body", Page(b""), SourceBroken, "nothing that can be read as a feed"),
    ("cut before its entries", Page(rss()[:90]), SourceBroken, "breaks off before its first entry"),
    ("6 MB", Page(rss(item(1, "a" * 6_000_000)), zipped=True), SourceBroken, "more than 5,000,000 bytes"),
    (
        "no gzip",
        Page(b"no gzip, whatever it says", headers={"Content-Encoding": "gzip"}),
        SourceBroken,
        "cannot be decompressed",
    ),
    ("404", Page(statuses=[404]), SourceBroken, "HTTP 404"),
    ("a circle", Page(statuses=[301] * 9, headers={"Location": "/bad"}), SourceBroken, "round in circles"),
    ("403", Page(statuses=[403]), SourceRefused, "HTTP 403"),
    ("500 again and again", Page(statuses=[500] * 3), SourceUnavailable, "HTTP 500"),
    ("429 again and again", Page(statuses=[429] * 3), SourceUnavailable, "HTTP 429"),
    ("silence", Page(silent=True), SourceUnavailable, "did not answer within 0.3 s"),
    ("half a body", Page(rss(item(1)), cut=True), SourceUnavailable, "cannot be reached"),
]


@pytest.mark.parametrize(("page", "kind", "sentence"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_failing_feed_is_named_and_the_others_are_kept(
    web: Loopback, page: Page, kind: type[SourceError], sentence: str
) -> None:
    web.pages = {"/a": Page(rss(item(1))), "/bad": page, "/b": Page(rss(item(2)))}
    came, error = drain(feeds(web, "/a", "/bad", "/b", timeout=0.3))
    assert type(error) is kind
    assert web.url("/bad") in str(error)
    assert sentence in str(error)
    assert [message.id[-1] for message in messages(came)] == ["1", "2"]
    assert set(cursors(came)) == {web.url("/a"), web.url("/b")}


def test_a_server_cannot_make_us_read_a_file_of_ours(web: Loopback, tmp_path: Path) -> None:
    (tmp_path / "private.xml").write_bytes(rss(item(1)))
    web.pages["/rss"] = Page(str(tmp_path / "private.xml").encode())
    came, error = drain(feeds(web, "/rss"))
    assert came == []
    assert isinstance(error, SourceBroken)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_recovers_is_asked_again(web: Loopback, status: int) -> None:
    web.pages["/rss"] = Page(rss(item(1)), statuses=[status, status])
    came, error = drain(feeds(web, "/rss"))
    assert error is None
    assert len(messages(came)) == 1
    assert len(web.asked("/rss")) == 3


def test_a_long_wait_is_passed_on_and_not_slept_through(web: Loopback) -> None:
    web.pages["/rss"] = Page(statuses=[429] * 3, headers={"Retry-After": "900"})
    _, error = drain(feeds(web, "/rss"))
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after == 900
    assert len(web.asked("/rss")) == 1


def test_nobody_listens(web: Loopback) -> None:
    _, error = drain(make(Settings(feeds=["http://127.0.0.1:9/rss"], tries=2, pause=0.01)))
    assert isinstance(error, SourceUnavailable)
    assert "http://127.0.0.1:9/rss cannot be reached" in str(error)


@pytest.mark.parametrize("address", ["journal.exemple/rss", "file:///etc/hostname", "http://[::1"])
def test_what_is_no_web_address_is_said(address: str) -> None:
    _, error = drain(make(Settings(feeds=[address])))
    assert isinstance(error, SourceBroken)
    assert f"{address} is not a web address" in str(error)


def test_several_failures_are_one_error_that_can_be_tried_again(web: Loopback) -> None:
    web.pages = {"/a": Page(statuses=[403]), "/b": Page(statuses=[503] * 3, headers={"Retry-After": "120"})}
    _, error = drain(feeds(web, "/a", "/b"))
    assert isinstance(error, SourceUnavailable)
    assert error.retry_after == 120
    assert "HTTP 403" in str(error)
    assert "HTTP 503" in str(error)


def test_the_addresses_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_FEEDS_FEEDS", "https://a.exemple/rss, https://b.exemple/rss")
    assert Settings().feeds == ["https://a.exemple/rss", "https://b.exemple/rss"]
    monkeypatch.setenv("CYBERIMPACT_FEEDS_FEEDS", "")
    assert make(Settings()).missing is not None
