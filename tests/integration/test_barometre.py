"""The « Baromètre numérique » from the graph: every query of the page answers what was put in."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from graph.model import Measure, Message, Place, Service
from graph.store import Store
from tests.graphs import emptied

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "barometre.md").read_text()
QUERIES = {path.stem for path in (ROOT / "graph" / "queries").glob("barometre_*.cypher")}
SINCE, UNTIL = datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)
FIRST = datetime(2026, 2, 28, 23, tzinfo=UTC)


def counted(
    service: str, place: str, metric: str, value: float, n: int | None = None, *, day: int = 0, days: int = 1
) -> Measure:
    start = FIRST + timedelta(days=day)
    end = start + timedelta(days=days)
    return Measure(
        id=f"{service}|{place}|{metric}|{start}", service_id=service, place_id=place, metric=metric, start=start,
        end=end, value=value, n=n, source_id="counts",
    )  # fmt: skip


def experience(
    number: int, rating: float, place: str | None, days: int | None, aspects: tuple[str, ...]
) -> list[Message]:
    common: dict[str, Any] = {
        "source_id": "sp",
        "platform": "services-publics-plus",
        "precision": "day",
        "place_id": place,
    }
    name = f"services-publics-plus:{number}"
    told = Message(
        id=name, kind="experience", text="x", published_at=FIRST, rating=rating, aspects=aspects,
        answered=days is not None, service_ids=("perceval",), **common,
    )  # fmt: skip
    if days is None:
        return [told]
    when = FIRST + timedelta(days=days)
    return [told, Message(id=f"{name}-answer", kind="comment", text="x", published_at=when, reply_to=name, **common)]


RECORDS = [
    Place(id="D21", name="Côte-d'Or", kind="departement", population=500_000),
    Place(id="FR", name="France", kind="pays"),
    Service(id="perceval", name="Percev@l"),
    *(
        Service(id=name, name=name)
        for name in ("pre-plainte-en-ligne", "brigade-numerique", "gn", "x:gn", "x:gn21", "gendarmerie", "iggn")
    ),
    *experience(1, 1.0, "D21", 4, ("relation:1", "information:-1")),
    *experience(2, -1.0, "D21", 8, ("relation:-1",)),
    *experience(3, 0.0, None, None, ()),
    counted("perceval", "FR", "reports", 10),
    counted("perceval", "FR", "reported_euros", 4_000),
    counted("perceval", "FR", "reports", 30, day=1),
    counted("perceval", "FR", "reports/age=15-24", 7, days=31),
    counted("perceval", "D21", "reports", 25, days=31),
    counted("pre-plainte-en-ligne", "D21", "reports", 5),
    counted("pre-plainte-en-ligne", "FR", "reports/place=unknown", 1),
    counted("pre-plainte-en-ligne", "FR", "reports/person=natural", 4),
    counted("pre-plainte-en-ligne", "FR", "completion_minutes", 8.0, 5),
    counted("pre-plainte-en-ligne", "FR", "completion_minutes", 5.0, 10, day=1),
    counted("brigade-numerique", "FR", "contacts", 12),
    counted("brigade-numerique", "FR", "contacts", 8, day=1),
    counted("brigade-numerique", "FR", "contacts/category=victime", 3),
    counted("brigade-numerique", "FR", "contacts/hour=14", 5),
    counted("x:gn", "FR", "followers", 900),
    counted("x:gn", "FR", "followers", 1_000, day=5),
    counted("x:gn", "FR", "posts_total", 77, day=5),
    counted("x:gn21", "D21", "followers", 50),
    counted("gn", "FR", "visits", 300),
    counted("gn", "FR", "visits", 200, day=1),
    counted("gn", "FR", "visits/from=search", 120),
    counted("gn", "FR", "page_views/page=/metiers/gign", 40),
    counted("gn", "FR", "page_views/page=/contact", 90),
    counted("gendarmerie", "FR", "staff", 100_000, days=365),
    counted("gendarmerie", "FR", "staff/category=femme militaire", 20_000, days=365),
    counted("iggn", "FR", "complaints_received", 1_783, days=300),
    counted("iggn", "FR", "breach_share", 0.1, days=300),
]

DAY, NEXT = "2026-03-01", "2026-03-02"

ANSWERS: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "experiences_total": (
        {},
        [
            {
                "experiences": 3,
                "positive": 1,
                "neutral": 1,
                "negative": 1,
                "answered": 2,
                "mean_days": 6.0,
                "p75_days": 7.0,
            }
        ],
    ),
    "experiences_map": (
        {},
        [
            {"place_id": "D21", "place": "Côte-d'Or", "experiences": 2},
            {"place_id": None, "place": None, "experiences": 1},
        ],
    ),
    "experiences_days": ({}, [{"day": DAY, "experiences": 3}]),
    "experiences_services": ({}, [{"service_id": "perceval", "service": "Percev@l", "experiences": 3}]),
    "experiences_tags": (
        {},
        [
            {"tag": "information", "positive": 0, "neutral": 0, "negative": 1, "experiences": 3},
            {"tag": "relation", "positive": 1, "neutral": 0, "negative": 1, "experiences": 3},
        ],
    ),
    "perceval_total": ({}, [{"reports": 40.0, "mean_euros": 400.0}]),
    "perceval_days": (
        {},
        [{"day": DAY, "reports": 10.0, "euros": 4_000.0}, {"day": NEXT, "reports": 30.0, "euros": None}],
    ),
    "perceval_ages": ({}, [{"age": "15-24", "reports": 7.0}]),
    "reports_map": (
        {"service": "perceval"},
        [{"place_id": "D21", "place": "Côte-d'Or", "reports": 25.0, "per_10000": 0.5}],
    ),
    "preplaintes_total": ({}, [{"declarations": 6.0, "completion_minutes": 6.0}]),
    "preplaintes_days": ({}, [{"day": DAY, "declarations": 6.0}]),
    "preplaintes_persons": ({}, [{"person": "natural", "declarations": 4.0}]),
    "contacts_total": ({}, [{"contacts": 20.0}]),
    "contacts_days": ({}, [{"day": DAY, "contacts": 12.0}, {"day": NEXT, "contacts": 8.0}]),
    "contacts_parts": ({"dimension": "hour"}, [{"part": "14", "contacts": 5.0}]),
    "followers": (
        {},
        [
            {
                "account": "x:gn",
                "name": "x:gn",
                "place_id": "FR",
                "place": "France",
                "followers": 1_000.0,
                "posts": 77.0,
            },
            {
                "account": "x:gn21",
                "name": "x:gn21",
                "place_id": "D21",
                "place": "Côte-d'Or",
                "followers": 50.0,
                "posts": None,
            },
        ],
    ),
    "followers_map": (
        {},
        [
            {"place_id": "FR", "place": "France", "accounts": 1, "followers": 1_000.0},
            {"place_id": "D21", "place": "Côte-d'Or", "accounts": 1, "followers": 50.0},
        ],
    ),
    "visits_total": ({}, [{"service_id": "gn", "site": "gn", "visits": 500.0}]),
    "visits_days": ({"service": "gn"}, [{"day": DAY, "visits": 300.0}, {"day": NEXT, "visits": 200.0}]),
    "visits_parts": ({"service": "gn", "dimension": "from"}, [{"part": "search", "visits": 120.0}]),
    "pages": ({"service": "gn", "contains": "metier"}, [{"page": "/metiers/gign", "views": 40.0}]),
    "staff": ({}, [{"part": "all", "staff": 100_000.0}, {"part": "category=femme militaire", "staff": 20_000.0}]),
    "inspectorate": ({}, [{"year": 2026, "complaints": 1_783.0, "breach_share": 0.1}]),
}
"""By hand, from the records above."""


@pytest.fixture(scope="module")
def store(neo4j_driver: Driver) -> Store:
    made = emptied(neo4j_driver)
    made.save(RECORDS, now=UNTIL)
    return made


def test_the_page_has_every_query_and_each_has_its_case() -> None:
    assert set(re.findall(r"\[(barometre_\w+)\]", PAGE)) == QUERIES
    assert {f"barometre_{name}" for name in ANSWERS} == QUERIES


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ANSWERS)
def test_it_answers_by_hand(store: Store, name: str) -> None:
    more, expected = ANSWERS[name]
    assert store.rows(f"barometre_{name}", since=SINCE, until=UNTIL, **more) == expected


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ANSWERS)
def test_an_empty_time_is_no_error(store: Store, name: str) -> None:
    rows = store.rows(f"barometre_{name}", since=UNTIL, until=UNTIL + timedelta(days=1), **ANSWERS[name][0])
    assert all(row.keys() == ANSWERS[name][1][0].keys() for row in rows)
