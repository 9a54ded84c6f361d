"""Matomo's reports: what each becomes, what is no value, and how its refusals are told."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceRefused
from flows.measures import day, local_day
from flows.sources import Checkpoint, Collector, Item, Refusal, load
from flows.sources.matomo import measures
from flows.visibility import Site
from graph.model import Measure
from tests.stages.matomo import PAGES, TOKEN, Server
from tests.stages.site import Asked, Fault, json_reply, serving

SITE = Site(service="gendarmerie", place="D21", pages={"/pre-plainte": "pre-plainte-en-ligne"})
SPAN = day("2026-03-14")


def told(items: Sequence[Item]) -> dict[tuple[str, str], float]:
    return {(item.service_id, item.metric): item.value for item in items if isinstance(item, Measure)}


def parse(**reports: Any) -> list[Measure | Refusal]:
    named = {"summary": "VisitsSummary.get", "pages": "Actions.getPageUrls", "types": "Referrers.getReferrerType",
             "socials": "Referrers.getSocials", "websites": "Referrers.getWebsites"}  # fmt: skip
    return list(measures({named[name]: report for name, report in reports.items()}, SITE, SPAN, 2))


def test_a_day_without_an_archive_has_no_value_and_is_no_zero() -> None:
    assert parse(summary=[], pages=[], types=[], socials=[], websites=[]) == []
    assert parse() == []
    zero = parse(summary={"nb_visits": 0, "nb_uniq_visitors": "0"})
    assert told(zero) == {("gendarmerie", "visits"): 0, ("gendarmerie", "unique_visitors"): 0}


def test_numbers_come_as_numbers_and_as_text() -> None:
    (visits,) = parse(summary={"nb_visits": "42", "bounce_rate": "35%"})
    assert isinstance(visits, Measure)
    assert (visits.value, visits.place_id, visits.start, visits.end) == (42, "D21", *SPAN)


def test_pages_are_summed_up_for_the_site_and_for_each_service() -> None:
    pages = [
        {"label": "/accueil", "nb_hits": 10},
        {"label": "/pre-plainte/depot?x=1", "nb_hits": "7"},
        {"label": "/pre-plainte/depot?x=2", "nb_hits": 2},
        {"label": "/profil/@camille", "nb_hits": 3},
        {"label": "Others", "nb_hits": 100},
    ]
    assert told(parse(pages=pages)) == {
        ("gendarmerie", "page_views"): 122,
        ("pre-plainte-en-ligne", "page_views"): 9,
        ("gendarmerie", "page_views/page=/accueil"): 10,
        ("gendarmerie", "page_views/page=/pre-plainte/depot"): 9,
    }


def test_a_row_that_cannot_be_read_leaves_the_sum_unknown() -> None:
    items = parse(pages=[{"label": "/a", "nb_hits": 10}, {"label": "/b", "nb_hits": "beaucoup"}, "rien"])
    assert told(items) == {("gendarmerie", "page_views/page=/a"): 10}
    assert [item.reason for item in items if isinstance(item, Refusal)] == ["bad-value"] * 2


def test_networks_that_matomo_takes_for_websites_are_put_where_they_belong() -> None:
    items = parse(
        types=[{"nb_visits": 20, "referrer_type": "1"}, {"nb_visits": 15, "referrer_type": 3},
               {"nb_visits": 5, "referrer_type": 7}, {"nb_visits": 2, "referrer_type": 99}],
        socials=[{"label": "mastodon.social", "nb_visits": 5}],
        websites=[{"label": "bsky.app", "nb_visits": 4}, {"label": "go.bsky.app", "nb_visits": 1},
                  {"label": "www.exemple.fr", "nb_visits": 10}],
    )  # fmt: skip
    assert told(items) == {
        ("gendarmerie", "visits/from=direct"): 20,
        ("gendarmerie", "visits/from=website"): 10,
        ("gendarmerie", "visits/from=social"): 10,
        ("gendarmerie", "visits/from=other"): 2,
        ("gendarmerie", "visits/social=Bluesky"): 5,
        ("gendarmerie", "visits/social=mastodon.social"): 5,
        ("gendarmerie", "visits/website=www.exemple.fr"): 10,
    }


@pytest.fixture
def yesterday() -> date:
    return local_day(datetime.now(UTC)) - timedelta(days=1)


def collector(address: str, yesterday: date, **more: Any) -> Collector:
    settings = {"address": address, "token": TOKEN, "sites": {"1": "gendarmerie"}, "since": yesterday,
                "tries": 1, "pause": 0, "timeout": 2}  # fmt: skip
    return load("matomo", **(settings | more))


def collected(source: Collector, cursors: dict[str, str] | None = None) -> tuple[list[Item], dict[str, str]]:
    items = list(source.collect(cursors or {}))
    return items, {item.partition: item.value for item in items if isinstance(item, Checkpoint)}


def test_the_token_travels_in_the_body_only(yesterday: date) -> None:
    server = Server()
    with serving(server.answer) as site:
        collected(collector(f"{site.address}/", yesterday))
    assert len(site.requests) == 5
    for asked in site.requests:
        assert asked.method == "POST"
        assert TOKEN not in f"{asked.path} {asked.query} {asked.headers}"
        assert TOKEN in asked.body.decode()


def test_a_site_that_was_read_is_left_alone_until_its_time(yesterday: date) -> None:
    server = Server()
    server.archive(yesterday, PAGES)
    with serving(server.answer) as site:
        _, cursors = collected(collector(site.address, yesterday))
        assert collected(collector(site.address, yesterday), cursors) == ([], {})
        assert len(site.requests) == 5
        items, _ = collected(collector(site.address, yesterday, hours=0), cursors)
    assert told(items)


@pytest.mark.parametrize(("token", "says"), [("faux", "does not let us in"), ("clé\u2028", "does not let us in")])
def test_a_wrong_token_is_refused(yesterday: date, token: str, says: str) -> None:
    with serving(Server().answer) as site, pytest.raises(SourceRefused, match=says) as caught:
        collected(collector(site.address, yesterday, token=token))
    assert token not in str(caught.value)


def test_an_error_told_as_a_success_is_an_error() -> None:
    """HTTP 200 and `result: error`: what may not be seen is refused, what cannot be reported is broken."""
    sites = {"2": "17cyber", "1": "gendarmerie"}
    day_before = local_day(datetime.now(UTC)) - timedelta(days=1)
    server = Server()
    server.archive(day_before, PAGES)
    with serving(server.answer) as site:
        stream: Iterator[Item] = collector(site.address, day_before, sites=sites).collect({})
        items: list[Item] = []
        with pytest.raises(SourceRefused, match=r"does not show site 2: check the token .*'view' access"):
            items.extend(stream)
    assert told(items), "the other site is read all the same"

    def broken(asked: Asked) -> Any:
        return json_reply({"result": "error", "message": "Please specify a value for 'period'."})

    with serving(broken) as site, pytest.raises(SourceBroken, match="cannot report on site 1"):
        collected(collector(site.address, day_before))


def test_another_page_is_not_matomo(yesterday: date) -> None:
    with serving(Server().answer) as site:
        site.always = Fault(body=b'[{"label": "x"}]')
        with pytest.raises(SourceBroken, match="something else than days"):
            collected(collector(site.address, yesterday))
        site.always = Fault(body=b"<html>")
        with pytest.raises(SourceBroken, match="not JSON"):
            collected(collector(site.address, yesterday))
    with pytest.raises(SourceBroken, match="not a web address"):
        collected(collector("ftp://exemple.fr", yesterday))


def test_the_probe_asks_once_a_site_and_tells_what_is_wrong(yesterday: date) -> None:
    with serving(Server().answer) as site:
        source: Any = collector(site.address, yesterday)
        assert source.probe() is None
        assert len(site.requests) == 1
        refused: Any = collector(site.address, yesterday, sites={"7": "x"})
        with pytest.raises(SourceRefused, match="site 7"):
            refused.probe()
