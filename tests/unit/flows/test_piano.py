"""Piano's rows: what each becomes, how calls stay within its limits, and how its errors are told."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceRefused, SourceUnavailable
from flows.measures import day, local_day
from flows.sources import Checkpoint, Collector, Item, Refusal, load
from flows.sources.piano import Settings, Space, kind_of, measures, rows_of
from graph.model import Measure
from tests.stages.piano import API_KEY, PAGES, PATH, SECRET_KEY, SITE, Server
from tests.stages.site import Fault, Site, serving

SPACE = Space(service="gendarmerie", place="D21", pages={"pre-plainte": "pre-plainte-en-ligne"})
WHEN = date(2026, 3, 14)


def parse(**reports: list[dict[str, Any]]) -> list[Measure | Refusal]:
    return list(measures({name: list(rows) for name, rows in reports.items()}, SPACE, WHEN, Settings(top=2)))


def told(items: Sequence[Item]) -> dict[tuple[str, str], float]:
    return {(item.service_id, item.metric): item.value for item in items if isinstance(item, Measure)}


def refused(items: Sequence[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refusal)]


def test_a_day_is_told_under_the_names_that_all_tools_share() -> None:
    items = parse(days=[{"date": "2026-03-14", "m_visits": 42, "m_unique_visitors": 30, "m_page_loads": 99}])
    assert told(items) == {
        ("gendarmerie", "visits"): 42,
        ("gendarmerie", "unique_visitors"): 30,
        ("gendarmerie", "page_views"): 99,
    }
    first = items[0]
    assert isinstance(first, Measure)
    assert (first.place_id, first.start, first.end) == ("D21", *day(WHEN))
    assert parse() == parse(days=[], hours=[], pages=[], sources=[]) == []


def test_visits_of_no_known_hour_belong_to_the_day() -> None:
    items = parse(hours=[{"visit_hour": 9, "m_visits": 3}, {"visit_hour": "N/A", "m_visits": 2},
                         {"visit_hour": -1, "m_visits": 1}, {"visit_hour": 23, "m_visits": 4}])  # fmt: skip
    spans = {item.metric: (item.start, item.end, item.value) for item in items if isinstance(item, Measure)}
    assert spans == {
        "visits/hour=9": (datetime(2026, 3, 14, 8, tzinfo=UTC), datetime(2026, 3, 14, 9, tzinfo=UTC), 3),
        "visits/hour=23": (datetime(2026, 3, 14, 22, tzinfo=UTC), datetime(2026, 3, 14, 23, tzinfo=UTC), 4),
        "visits/hour=unknown": (*day(WHEN), 3),
    }


def test_pages_and_sources_are_summed_up_and_the_largest_are_named() -> None:
    items = parse(
        pages=[{"page_full_name": "accueil", "m_page_loads": 10}, {"page_full_name": "N/A", "m_page_loads": 50},
               {"page_full_name": "pre-plainte::a", "m_page_loads": 7},
               {"page_full_name": "pre-plainte::b", "m_page_loads": 2}],
        sources=[{"src": "Social media", "src_detail": "Twitter", "m_visits": 4},
                 {"src": "Social media", "src_detail": "N/A", "m_visits": 1},
                 {"src": "Referrer sites", "src_detail": "www.exemple.fr", "m_visits": 3},
                 {"src": "N/A", "src_detail": "N/A", "m_visits": 9}],
    )  # fmt: skip
    assert told(items) == {
        ("pre-plainte-en-ligne", "page_views"): 9,
        ("gendarmerie", "page_views/page=accueil"): 10,
        ("gendarmerie", "page_views/page=pre-plainte::a"): 7,
        ("gendarmerie", "visits/from=social"): 5,
        ("gendarmerie", "visits/from=website"): 3,
        ("gendarmerie", "visits/from=other"): 9,
        ("gendarmerie", "visits/social=Twitter"): 4,
        ("gendarmerie", "visits/website=www.exemple.fr"): 3,
    }


def test_a_row_that_cannot_be_read_leaves_the_sums_unknown() -> None:
    items = parse(
        days=[{"m_visits": "N/A", "m_unique_visitors": 3}],
        pages=[{"page_full_name": "pre-plainte", "m_page_loads": 7}, {"page_full_name": "x", "m_page_loads": None}],
        sources=[{"src": "Social media", "src_detail": "Twitter", "m_visits": 4}, {"src": "Direct traffic"}],
    )
    assert told(items) == {
        ("gendarmerie", "unique_visitors"): 3,
        ("gendarmerie", "page_views/page=pre-plainte"): 7,
        ("gendarmerie", "visits/social=Twitter"): 4,
    }
    assert refused(items) == ["bad-value"] * 3


@pytest.mark.parametrize(
    ("source", "kind"),
    [("Search engines", "search"), ("Réseaux sociaux", "social"), ("Sites référents", "website"),
     ("Email marketing", "campaign"), ("Sponsored links", "campaign"), ("Direct traffic", "direct"), ("", "other")],
)  # fmt: skip
def test_where_a_visit_came_from(source: str, kind: str) -> None:
    assert kind_of(source) == kind


@pytest.fixture
def yesterday() -> date:
    return local_day(datetime.now(UTC)) - timedelta(days=1)


def collector(site: Site, since: date, **more: Any) -> Collector:
    settings = {"address": f"{site.address}{PATH}", "api_key": API_KEY, "secret_key": SECRET_KEY,
                "sites": {str(SITE): "gendarmerie"}, "since": since, "tries": 1, "pause": 0, "timeout": 2}  # fmt: skip
    return load("piano", **(settings | more))


def test_pages_follow_one_another_until_one_is_not_full(yesterday: date) -> None:
    server = Server()
    server.see(yesterday, {f"page {number:02}": 1 for number in range(7)})
    with serving(server.answer) as site:
        items = list(collector(site, yesterday, rows=3, top=9).collect({}))
        asked = [json.loads(each.body) for each in site.requests]
    assert sum("page=" in metric for _, metric in told(items)) == 7
    assert [each["page-num"] for each in asked if "page_full_name" in each["columns"]] == [1, 2, 3]
    assert all(each["max-results"] == 3 for each in asked)


def test_a_call_that_would_give_too_many_rows_is_cut_by_days(yesterday: date) -> None:
    server = Server(limit=8)
    days = [yesterday - timedelta(days=each) for each in range(4)]
    for each in days:
        server.see(each, {f"page {number}": 1 for number in range(3)})
    server.see(days[3], {f"page {number}": 1 for number in range(9)})
    with serving(server.answer) as site:
        items = list(collector(site, days[-1], rows=4, most_rows=8, step=4, top=9).collect({}))
    views = [item for item in items if isinstance(item, Measure) and "page=" in item.metric]
    assert len(views) == 9, "three pages of each day whose call was small enough"
    assert refused(items) == ["too-many-rows"]
    assert len([metric for _, metric in told(items) if metric == "page_views"]) == 1
    totals = [item.value for item in items if isinstance(item, Measure) and item.metric == "page_views"]
    assert sorted(totals) == [3, 3, 3, 9], "the whole of a day does not need its pages"


def test_only_our_pages_on_the_site_of_others_are_asked_for(yesterday: date) -> None:
    server = Server()
    server.see(yesterday, PAGES)
    sites = {str(SITE): {"service": "gendarmerie", "contains": "pre-plainte"}}
    with serving(server.answer) as site:
        items = list(collector(site, yesterday, sites=sites).collect({}))
        assert all(json.loads(each.body)["filter"] == {"property": {"page_full_name": {"$lk": "pre-plainte"}}}
                   for each in site.requests)  # fmt: skip
    assert told(items)["gendarmerie", "page_views"] == 12


def test_a_wrong_key_and_a_site_of_others_are_refused_without_showing_the_key(yesterday: date) -> None:
    with serving(Server().answer) as site:
        with pytest.raises(SourceRefused, match="does not let us in") as caught:
            list(collector(site, yesterday, secret_key="fausse").collect({}))  # noqa: S106  invented
        assert "fausse" not in str(caught.value)
        with pytest.raises(SourceRefused, match="does not let us in"):
            list(collector(site, yesterday, sites={"1": "x"}).collect({}))
        with pytest.raises(SourceRefused, match="no key has"):
            list(collector(site, yesterday, secret_key="clé…").collect({}))  # noqa: S106  invented


def test_a_spent_quota_is_worth_waiting_for(yesterday: date) -> None:
    with serving(Server().answer) as site:
        site.always = Fault(status=509)
        with pytest.raises(SourceUnavailable):
            list(collector(site, yesterday).collect({}))


def test_the_probe_asks_for_one_day(yesterday: date) -> None:
    with serving(Server().answer) as site:
        source: Any = collector(site, yesterday - timedelta(days=300))
        assert source.probe() is None
        (asked,) = site.requests
    assert json.loads(asked.body)["period"]["p1"][0]["start"] == str(yesterday)


@pytest.mark.parametrize(
    "answer", [[], {}, {"DataFeed": {}}, {"DataFeed": []}, {"DataFeed": {"Rows": {}}}, {"ErrorMessage": "non\n!"}, 5]
)
def test_an_answer_without_rows_is_broken(answer: Any) -> None:
    with pytest.raises(SourceBroken, match="answered without rows"):
        rows_of(answer, "https://exemple.fr")


def test_rows_of_both_shapes_are_read() -> None:
    assert rows_of({"DataFeed": {"Rows": [{"a": 1}, "x"]}}, "") == [{"a": 1}]
    assert rows_of({"DataFeed": [{"Rows": [{"a": 1}]}]}, "") == [{"a": 1}]


def test_days_that_nobody_asked_for_are_refused(yesterday: date) -> None:
    server = Server()
    server.see(yesterday, PAGES)
    with serving(server.answer) as site:
        honest = site.handler
        site.handler = lambda asked: honest(asked).__class__(
            honest(asked).body.replace(str(yesterday).encode(), b"2099-01-01")
        )
        items = list(collector(site, yesterday).collect({}))
    assert not told(items)
    assert refused(items) == ["bad-date"]
    assert any(isinstance(item, Checkpoint) for item in items)
