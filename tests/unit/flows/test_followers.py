"""Counters of our own accounts: what is asked, what is kept of it, and that no handle gets in."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from flows.errors import SourceBroken, SourceUnavailable
from flows.measures import day, local_day
from flows.sources import Checkpoint, Collector, Item, Refusal, load
from graph.model import Measure, Service
from tests.stages.followers import Server, drop
from tests.stages.site import Asked, Fault, Reply, Site, json_reply, serving


def current() -> tuple[datetime, datetime]:
    return day(local_day(datetime.now(UTC)))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    with serving(server.answer) as opened:
        yield opened


def collector(site: Site, *accounts: str, **more: Any) -> Collector:
    host = urlsplit(site.address).netloc
    named = {account.replace("HOST", host): f"page-{number}" for number, account in enumerate(accounts)}
    settings = {"accounts": named, "mastodon": {host: site.address}, "bluesky": site.address,
                "tries": 1, "pause": 0, "timeout": 2}  # fmt: skip
    return load("followers", **(settings | more))


def told(items: Sequence[Item]) -> dict[tuple[str, str], float]:
    return {(item.service_id, item.metric): item.value for item in items if isinstance(item, Measure)}


def refused(items: Sequence[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refusal)]


def cursors_of(items: Sequence[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in items if isinstance(item, Checkpoint)}


def test_open_platforms_tell_their_counters_of_today(site: Site) -> None:
    items = list(collector(site, "mastodon:gn@HOST", "bluesky:gn.example.social").collect({}))
    assert told(items) == {
        ("page:mastodon:page-0", "followers"): 5200,
        ("page:mastodon:page-0", "posts_total"): 310,
        ("page:bluesky:page-1", "followers"): 880,
        ("page:bluesky:page-1", "posts_total"): 41,
    }
    first = next(item for item in items if isinstance(item, Measure))
    assert (first.start, first.end, first.place_id) == (*current(), "FR")
    assert next(item for item in items if isinstance(item, Service)) == Service(
        id="page:mastodon:page-0", name="page-0 (mastodon)", kind="page"
    )


def test_no_handle_is_kept_anywhere(site: Site, tmp_path: Path) -> None:
    path = drop(tmp_path / "a.csv", ["2022-01-01;x;UnePersonne;5;;", "2022-01-01;x;Compte_Officiel;5;;"])
    accounts = ("mastodon:gn@HOST", "bluesky:gn.example.social", "bluesky:parti.example.social", "x:compte_officiel")
    items = list(collector(site, *accounts, file=path).collect({}))
    kept = repr(items).lower()
    for handle in ("gn@", "gn.example", "parti.example", "unepersonne", "compte_officiel"):
        assert handle not in kept
    assert refused(items) == ["no-account", "not-listed"]


def test_an_account_is_left_alone_until_its_time_and_asked_again_the_next_day(site: Site) -> None:
    source = collector(site, "mastodon:gn@HOST", "bluesky:gn.example.social")
    cursors = cursors_of(list(source.collect({})))
    assert set(cursors) == {"mastodon:page-0", "bluesky:page-1"}
    assert len(site.requests) == 2
    assert list(source.collect(cursors)) == []
    earlier = (datetime.now(UTC) - timedelta(hours=7)).isoformat()
    assert told(list(source.collect(cursors | {"mastodon:page-0": earlier}))) == {
        ("page:mastodon:page-0", "followers"): 5200,
        ("page:mastodon:page-0", "posts_total"): 310,
    }
    assert told(list(source.collect(cursors | {"mastodon:page-0": "hier"})))


def test_bluesky_is_asked_for_25_at_a_time(server: Server, site: Site) -> None:
    names = [f"unit{number}.example.social" for number in range(30)]
    server.bluesky = dict.fromkeys(names, (3, 1))
    items = list(collector(site, *(f"bluesky:{name}" for name in names)).collect({}))
    assert len(told(items)) == 60
    assert [len(asked.queries["actors"]) for asked in site.requests] == [25, 5]


def test_one_account_that_is_not_there_does_not_stop_the_others(site: Site) -> None:
    items: list[Item] = []
    stream = collector(site, "mastodon:parti@HOST", "mastodon:gn@HOST", "bluesky:parti.example.social").collect({})
    with pytest.raises(SourceBroken, match="HTTP 404"):
        items.extend(stream)
    assert ("page:mastodon:page-1", "followers") in told(items)
    assert refused(items) == ["no-account"]
    assert "mastodon:page-0" not in cursors_of(items)


def test_a_counter_that_is_hidden_is_no_zero(server: Server, site: Site) -> None:
    server.mastodon["gn"] = (None, "?")
    server.bluesky["gn.example.social"] = (0, None)
    items = list(collector(site, "mastodon:gn@HOST", "bluesky:gn.example.social").collect({}))
    assert told(items) == {("page:bluesky:page-1", "followers"): 0}
    assert refused(items) == ["bad-value"] * 3


def test_files_are_read_while_servers_are_down(site: Site, tmp_path: Path) -> None:
    site.always = Fault(status=503)
    path = drop(tmp_path / "a.csv", ["2022-01-01;x;gn;5;;"])
    items: list[Item] = []
    with pytest.raises(SourceUnavailable):
        items.extend(collector(site, "mastodon:gn@HOST", "x:gn", file=path).collect({}))
    assert told(items) == {("page:x:page-1", "followers"): 5}


CELLS = [
    ("2022-01-01;Twitter;@GN;120 500;4;310", {"followers": 120500, "posts": 4, "engagements": 310}, []),
    ("01/01/2022;X;gn;120\u202f500;;", {"followers": 120500}, []),
    ("2022-01-01;x;gn;0;;", {"followers": 0}, []),
    ("2022-01-01;x;gn;;2;", {"posts": 2}, []),
    ("2022-01-01;x;gn;5;beaucoup;", {"followers": 5}, ["bad-value"]),
    ("2022-01-01;x;gn;1,5;;", {}, ["bad-value"]),
    ("2022-01-01;x;gn;-5;;", {}, ["bad-value"]),
    ("2022-01-01;x;gn;٥;;", {}, ["bad-value"]),
    ("2022-01;x;gn;5;;", {}, ["bad-date"]),
    ("2022-02-30;x;gn;5;;", {}, ["bad-date"]),
    ("2124-01-01;x;gn;5;;", {}, ["bad-date"]),
    ("2022-01-01;facebook;gn;5;;", {}, ["not-listed"]),
]


@pytest.mark.parametrize(("line", "wanted", "reasons"), CELLS, ids=[case[0] for case in CELLS])
def test_rows_of_closed_platforms(tmp_path: Path, line: str, wanted: dict[str, float], reasons: list[str]) -> None:
    path = drop(tmp_path / "a.csv", [line])
    items = list(load("followers", accounts={"x:GN": {"name": "gn", "place": "D21"}}, file=path).collect({}))
    assert {metric: value for (_, metric), value in told(items).items()} == wanted
    assert refused(items) == reasons
    assert all(item.place_id == "D21" for item in items if isinstance(item, Measure))
    assert all("line 2" in item.where for item in items if isinstance(item, Refusal))


@pytest.mark.parametrize(
    ("accounts", "says"),
    [
        ({"gendarmerie": "gn"}, "platform:name"),
        ({"x:GN": "a", "twitter:@gn": "b"}, "once"),
        ({"x:a": "gn", "x:b": "gn"}, "same name"),
        ({"mastodon:gn": "gn"}, "name@host"),
        ({"x:a": "Gendarmerie nationale !"}, "pattern"),
        ({"x:a": {"name": "gn", "lieu": "D21"}}, "lieu"),
    ],
)
def test_accounts_that_cannot_be_are_said_at_once(accounts: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        load("followers", accounts=accounts)


def test_another_server_is_said(site: Site) -> None:
    def other(asked: Asked) -> Reply:
        return json_reply({"bonjour": 1})

    site.handler = other
    with pytest.raises(SourceBroken, match="is it a Mastodon server"):
        list(collector(site, "mastodon:gn@HOST").collect({}))
    with pytest.raises(SourceBroken, match="something else than profiles"):
        list(collector(site, "bluesky:gn.example.social").collect({}))


def test_what_is_missing(tmp_path: Path) -> None:
    assert load("followers").missing
    assert load("followers", accounts={"x:gn": "gn"}).missing, "a closed platform without a file"
    assert load("followers", file=tmp_path).missing, "a file without accounts of ours"
    assert load("followers", accounts={"x:gn": "gn"}, file=tmp_path).missing is None
    assert load("followers", accounts={"bluesky:gn": "gn"}).missing is None


def test_the_probe_asks_once_a_platform(site: Site, tmp_path: Path) -> None:
    source: Any = collector(site, "mastodon:gn@HOST", "mastodon:x@HOST", "bluesky:gn.example.social")
    assert source.probe() is None
    assert len(site.requests) == 2
    wrong: Any = collector(site, "x:gn", file=tmp_path / "a.csv")
    with pytest.raises(SourceBroken, match="does not exist"):
        wrong.probe()
