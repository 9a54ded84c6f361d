"""The client of Opendatasoft portals against one in small, whose own limits are looked at first."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flows.errors import SourceBroken, SourceUnavailable
from flows.opendatasoft import Dataset, Field, dataset
from flows.sources import Refusal
from flows.web import Limits, client
from tests.stages.opendatasoft import ROOT, Portal
from tests.stages.site import Site, serving

FIELDS = {
    "id": ("ID", "int"),
    "day": ("Jour de publication", "date"),
    "said": ("Dit", "text"),
    "by": ("Auteur", "text"),
}
LIMITS = Limits(seconds=2, tries=1, pause=0)
NAMES = ("id", "day", "said")


def row(number: int) -> dict[str, Any]:
    return {"id": number, "day": f"2026-{1 + number % 12:02}-01", "said": f"« dit ;\n{number} »", "by": "camille"}


@pytest.fixture
def portal() -> Portal:
    return Portal("invente", FIELDS, [row(number) for number in range(250)])


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    with serving(portal.answer) as opened:
        yield opened


@pytest.fixture
def source(site: Site) -> Iterator[Dataset]:
    with client(LIMITS) as web:
        yield dataset(web, site.address + "/", "invente", limits=LIMITS)


def ids(came: Iterator[dict[str, str] | Refusal]) -> list[int]:
    return [int(item["id"]) for item in came if isinstance(item, dict)]


REFUSED = [
    ("records?limit=101", "-1 <= limit <= 100"),
    ("records?limit=100&offset=9950", "10050 was found but <= 10000"),
    ("exports/csv?offset=1&limit=10000", "10001 was found but <= 10000"),
    ("records?where=day > 3", "malformed"),
    ("records?where=said >= date'2026-01-01'", "malformed"),
    ("records?select=id,nothing", "Unknown field: nothing"),
]


@pytest.mark.parametrize(("question", "message"), REFUSED, ids=[case[0] for case in REFUSED])
def test_the_portal_refuses_what_a_real_one_refuses(site: Site, question: str, message: str) -> None:
    answer = httpx.get(f"{site.address}{ROOT}invente/{question}")
    assert answer.status_code == 400
    assert message in answer.json()["message"]


def test_the_portal_counts_requests(site: Site, portal: Portal) -> None:
    portal.quota = 1
    first, second = (httpx.get(f"{site.address}{ROOT}invente") for _ in range(2))
    assert (first.status_code, first.headers["x-ratelimit-remaining"]) == (200, "0")
    assert (second.status_code, second.json()["errorcode"]) == (429, 10002)


def test_the_portal_writes_a_mark_and_slugs_into_its_export(site: Site) -> None:
    body = httpx.get(f"{site.address}{ROOT}invente/exports/csv?limit=1&order_by=id").content
    assert body.startswith(b"\xef\xbb\xbfid;day;said;by\r\n0;2026-01-01;")


def test_fields_are_asked_of_the_portal(source: Dataset) -> None:
    assert source.fields()[1] == Field("day", "Jour de publication", "date")


def test_pages_are_read_to_the_last(source: Dataset, site: Site) -> None:
    came = list(source.rows(NAMES, order_by="id"))
    assert ids(iter(came)) == list(range(250))
    assert came[7] == {"id": "7", "day": "2026-08-01", "said": "« dit ;\n7 »"}
    assert [asked.query["offset"] for asked in site.requests] == ["0", "100", "200"]


def test_only_the_wanted_columns_are_asked_for(source: Dataset, site: Site) -> None:
    assert "camille" not in str(list(source.rows(NAMES, order_by="id")))
    assert {asked.query["select"] for asked in site.requests} == {"id,day,said"}


def test_a_question_narrows_what_comes(source: Dataset) -> None:
    assert ids(source.rows(NAMES, where="day >= date'2026-12-01'", order_by="id")) == list(range(11, 250, 12))


def test_beyond_the_reach_of_pages_the_export_is_read(
    source: Dataset, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.reach = 200
    monkeypatch.setattr("flows.opendatasoft.REACH", 200)
    by_pages = {"id": "7", "day": "2026-08-01", "said": "« dit ;\n7 »"}
    came = list(source.rows(NAMES, order_by="id"))
    assert ids(iter(came)) == list(range(250))
    assert came[7] == by_pages
    assert portal.exports == 1


def test_a_whole_dataset_is_one_request(source: Dataset, site: Site) -> None:
    assert ids(source.rows(NAMES, order_by="day,id", whole=True)) == sorted(range(250), key=lambda n: (n % 12, n))
    assert len(site.requests) == 1


def test_an_export_that_breaks_off_is_no_end(source: Dataset, portal: Portal) -> None:
    portal.interrupted = True
    with pytest.raises(SourceUnavailable, match=r"exports/csv broke off its export: try again later"):
        list(source.rows(NAMES, order_by="id", whole=True))


def test_a_row_of_the_export_that_cannot_be_read_is_refused_by_its_address(source: Dataset, portal: Portal) -> None:
    portal.rows[3]["said"] = "a" * 1_500_000
    came = list(source.rows(NAMES, order_by="id", whole=True))
    assert len(ids(iter(came))) == 249
    (refusal,) = (item for item in came if isinstance(item, Refusal))
    assert refusal.reason == "too-large"
    assert refusal.where.startswith("http://127.0.0.1")


NONSENSE = [
    (b"[]", "lists no fields", "fields"),
    (b'{"fields": [{"name": "id"}]}', "lists no fields", "fields"),
    (b'{"results": {}}', "something other than records", "rows"),
    (b'{"results": [1], "total_count": 1}', "something other than records", "rows"),
    (b"<html>", "not JSON", "rows"),
    (b"<html>\n<p>Erreur</p>", "these columns are missing", "export"),
    (b"id;day;said\r\n1;2026-01", "half-written", "export"),
]


@pytest.mark.parametrize(("body", "sentence", "way"), NONSENSE, ids=[case[1] + case[2] for case in NONSENSE])
def test_nonsense_is_said_in_one_sentence_that_names_the_address(body: bytes, sentence: str, way: str) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=body))
    with client(LIMITS, transport) as web:
        source = dataset(web, "https://portail.exemple.fr", "invente", limits=LIMITS)
        with pytest.raises(SourceBroken, match=sentence) as caught:
            list(source.fields() if way == "fields" else source.rows(NAMES, order_by="id", whole=way == "export"))
    assert str(caught.value).startswith("https://portail.exemple.fr/api/explore/v2.1/catalog/datasets/invente")


def test_a_key_travels_in_a_header_and_is_shown_nowhere() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"fields": []})

    with client(LIMITS, httpx.MockTransport(answer)) as web:
        source = dataset(web, "https://portail.exemple.fr", "a/b", limits=LIMITS, key="confidential")
        source.fields()
    assert asked[0].headers["authorization"] == "Apikey confidential"
    assert asked[0].url.raw_path == b"/api/explore/v2.1/catalog/datasets/a%2Fb"
    assert "confidential" not in repr(source)
