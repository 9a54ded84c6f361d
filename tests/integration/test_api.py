"""The interface for programs: pages, filters, problems, CAP 1.2 by its schema, Atom that leads to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

import httpx
import pytest
from defusedxml.ElementTree import fromstring

from flows import alerting
from graph.store import Store
from signals.announce.cap import message
from tests.browser.seed import NOW
from tests.serving import served

pytestmark = pytest.mark.neo4j

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"

ORDER = {
    "alert": ("identifier sender sent status msgType source scope restriction addresses code note references "
              "incidents info"),
    "info": ("language category event responseType urgency severity certainty audience eventCode effective onset "
             "expires senderName headline description instruction web contact parameter resource area"),
    "area": "areaDesc polygon circle geocode altitude ceiling",
    "geocode": "valueName value",
    "parameter": "valueName value",
}  # fmt: skip
"""Elements in the order of the schema of CAP 1.2."""

NEEDED = {
    "alert": "identifier sender sent status msgType scope restriction info",
    "info": "category event urgency severity certainty area",
    "area": "areaDesc",
    "geocode": "valueName value",
    "parameter": "valueName value",
}
"""Those that must be there; `restriction` because the scope is Restricted."""

VALUES = {
    "status": {"Actual", "Exercise"},
    "msgType": {"Alert", "Update", "Cancel"},
    "scope": {"Restricted"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
    "responseType": {"Assess", "Monitor", "None"},
    "category": {"Security"},
}


@pytest.fixture(scope="module")
def api(seeded: Store) -> Iterator[httpx.Client]:
    with served(seeded) as address, httpx.Client(base_url=f"{address}/api", timeout=60) as client:
        yield client


def listed(api: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    """Return all items of the alerts, page by page."""
    found, answer = [], api.get("/alerts", params=params).json()
    while True:
        found += answer["items"]
        if answer["next"] is None:
            assert len(found) == answer["total"]
            return found
        answer = api.get(answer["next"]).json()


def test_pages_lead_to_one_another_and_lose_nothing(api: httpx.Client) -> None:
    whole = [one["id"] for one in listed(api)]
    assert len(whole) == len(set(whole)) >= 3
    for size in (1, 2, 200):
        assert [one["id"] for one in listed(api, size=size)] == whole
    assert api.get("/alerts", params={"page": 999}).json()["items"] == []


@pytest.mark.parametrize(
    ("params", "holds"),
    [
        ({"severity": "critique"}, lambda one: one["severity"] == "critique"),
        ({"severity": ["critique", "forte"]}, lambda one: one["severity"] in ("critique", "forte")),
        ({"state": "open"}, lambda one: one["state"] == "open"),
        ({"territory": "D21"}, lambda one: "D21" in [place["id"] for place in one["places"]]),
        ({"territory": "D59"}, lambda _: False),
    ],
)
def test_filters_keep_what_was_asked(api: httpx.Client, params: dict[str, Any], holds: Any) -> None:
    kept, whole = listed(api, **params), listed(api)
    assert kept or params == {"territory": "D59"}
    assert [one["id"] for one in kept] == [one["id"] for one in whole if holds(one)]


def test_a_period_is_what_was_asked(api: httpx.Client) -> None:
    last = max(datetime.fromisoformat(one["last_at"]) for one in listed(api))
    assert listed(api, since="2026-11-01T00:00:00Z", until="2026-11-02T00:00:00+01:00") == []
    found = listed(api, since=NOW.replace(hour=0).isoformat(), until=NOW.isoformat())
    assert found
    assert all(datetime.fromisoformat(one["last_at"]).tzinfo for one in found)
    assert last <= NOW


PROBLEMS = [
    ("/alerts/nothing", {}, 404),
    ("/nowhere", {}, 404),
    ("/alerts/nothing.cap", {}, 404),
    ("/alerts/nothing/evidence", {}, 404),
    ("/alerts", {"since": "2026-11-24T00:00:00"}, 422),
    ("/alerts", {"since": "2026-11-24T00:00:00Z", "until": "2026-11-23T00:00:00Z"}, 422),
    ("/alerts", {"since": "1970-01-01T00:00:00Z"}, 422),
    ("/alerts", {"severity": "enormous"}, 422),
    ("/alerts", {"page": 0}, 422),
    ("/alerts", {"territory": "21; DROP"}, 422),
    ("/needs", {"days": 3}, 422),
]


@pytest.mark.parametrize(("path", "params", "status"), PROBLEMS, ids=str)
def test_errors_are_problems(api: httpx.Client, path: str, params: dict[str, str], status: int) -> None:
    answer = api.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    assert told["detail"]


def test_other_methods_are_a_problem_too(api: httpx.Client) -> None:
    assert api.delete("/alerts").headers["content-type"] == "application/problem+json"
    assert api.post("/alerts/barrage/decisions", json={"act": "explode"}).status_code == 422
    assert api.post("/alerts/barrage/decisions", json={"act": "comment", "comment": "  "}).status_code == 422


def test_what_was_decided_is_told_and_not_overwritten(api: httpx.Client) -> None:
    read = api.get("/alerts/colis").json()["seen"]
    for act, more, state, certainty in (
        ("snooze", {"hours": 4}, "snoozed", "Possible"),
        ("assign", {"given_to": "analyste"}, "acknowledged", "Likely"),
        ("close", {"verdict": "real"}, "closed", "Observed"),
    ):
        answer = api.post("/alerts/colis/decisions", json={"act": act, **more})
        assert (answer.status_code, answer.json()["state"]) == (201, state)
        root = fromstring(api.get("/alerts/colis.cap").content)
        checked(root)
        assert root.findtext(f"{CAP}info/{CAP}certainty") == certainty
        assert root.findtext(f"{CAP}msgType") == ("Cancel" if state == "closed" else "Update")
    answer = api.post("/alerts/colis/decisions", json={"act": "reopen", "seen": read})
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert api.get("/alerts/colis").json()["verdict"] == "real"


def checked(element: Element) -> None:
    """Assert that an element holds what the schema of CAP wants, in its order, all the way down."""
    name = element.tag.removeprefix(CAP)
    assert element.tag == f"{CAP}{name}"
    if name not in ORDER:
        assert len(element) == 0
        assert (element.text or "").strip(), f"{name} is empty"
        assert element.text in VALUES.get(name, {element.text})
        return
    order, held = ORDER[name].split(), [child.tag.removeprefix(CAP) for child in element]
    assert held == sorted(held, key=order.index), name
    assert set(NEEDED[name].split()) <= set(held), name
    for child in element:
        checked(child)


def test_cap_follows_its_schema(api: httpx.Client) -> None:
    for one in listed(api):
        answer = api.get(f"/alerts/{one['id']}.cap")
        assert answer.headers["content-type"] == "application/cap+xml"
        root = fromstring(answer.content)
        checked(root)
        assert root.findtext(f"{CAP}status") == "Exercise"
        assert [info.findtext(f"{CAP}language") for info in root.findall(f"{CAP}info")] == ["fr-FR", "en"]
        assert not set(root.findtext(f"{CAP}identifier") or "") & set(" ,<&")


def test_cap_is_read_as_it_was_meant(api: httpx.Client) -> None:
    detail = api.get("/alerts/barrage").json()
    alert = detail | {
        "first_at": 1_795_510_800_000, "last_at": 1_795_514_400_000, "decisions": [],
        "places": [{"id": "D21", "name": "Côte-d'Or"}, {"id": "21603", "name": "Semur-en-Auxois"}],
    }  # fmt: skip
    read = alerting.parse(message(alert, sender="cell@example.org", is_exercise=False))
    assert (read.kind, read.references) == ("Update", ("cell@example.org,barrage,2026-11-24T09:00:00-00:00",))
    assert read.unknown == ()


def test_the_feed_leads_to_the_messages(api: httpx.Client) -> None:
    answer = api.get("/alerts.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    root = fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(listed(api))
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in (root, *entries):
        assert entry.find(f"{ATOM}title") is not None
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert api.get(link.get("href") or "").headers["content-type"] == link.get("type")
    assert all((entry.findtext(f"{ATOM}title") or "").startswith("EXERCICE – ") for entry in entries)


def test_figures_are_those_of_the_pages(api: httpx.Client) -> None:
    found = api.get("/indicators", params={"territory": "D21"}).json()
    assert len(found["items"]) > 40
    assert any(one["value"] is not None for one in found["items"])
    assert all(one["value"] is None for one in found["items"] if one["hidden"])
    assert {one["id"] for one in api.get("/actions").json()["items"]} == {"a1", "a2"}
    sources = {one["id"]: one["health"] for one in api.get("/sources").json()["items"]}
    assert sources["telegram"] == "blind"
    cells = api.get("/needs", params={"territory": "D21"}).json()["items"]
    assert cells
    assert {cell["place_id"] for cell in cells} == {"D21"}


def test_no_author_has_a_name_and_no_message_an_address(api: httpx.Client) -> None:
    for one in api.get("/alerts/barrage/evidence").json()["items"]:
        assert "id" not in one
        assert one["text"]
        assert one["author"] is None or one["author"].startswith("mastodon:")


def test_the_description_is_complete_and_calls_nobody(api: httpx.Client) -> None:
    described = api.get("/openapi.json")
    operations = [one for methods in described.json()["paths"].values() for one in methods.values()]
    assert all(one["x-right"] and one["description"] for one in operations)
    assert api.get("/docs").status_code == api.get("/redoc").status_code == 404
