"""The sources of perception in a real graph: contacts by category, answers that come late, reviews of a brigade."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.collect import collect_source
from flows.sources import load
from graph.library import library
from graph.store import Store
from tests.stages import stage_of
from tests.stages.easiware import FIRST, drop, row
from tests.stages.opendatasoft import Portal
from tests.stages.services_publics_plus import FIELDS, answered, experience
from tests.stages.site import serving

pytestmark = pytest.mark.neo4j


def collect(store: Store, name: str, **settings: object) -> None:
    collect_source(store, load(name, **settings), now=datetime.now(UTC))


def test_contacts_are_shown_by_category(store: Store, tmp_path: Path) -> None:
    collect(
        store, "easiware", file=drop(tmp_path / "e.csv", [*FIRST, row("C-5", "01/05/2022 10:00", reason="Victime")])
    )
    answer = store.ask(library()["contacts_by_category"].text)
    assert [tuple(each.values())[1:] for each in answer.rows] == [
        ("2022-05", "victime", 1),
        ("2022-04", "demande_info", 1),
        ("2022-04", "signalement", 1),
        ("2022-04", "victime", 1),
    ]
    (total,) = store.ask("MATCH (m:Measure {metric: 'contacts'}) RETURN sum(m.value)").rows
    assert tuple(total.values()) == (4,)


def test_an_answer_that_comes_late_is_added_to_what_was_known(store: Store) -> None:
    portal = Portal("invente", FIELDS, [experience(1, 20), experience(2, 1)])
    with serving(portal.answer) as site:
        settings = {"portal": site.address, "dataset": "invente", "tries": 1}
        collect(store, "services-publics-plus", **settings)
        portal.rows[0] = answered(portal.rows[0], 0)
        collect(store, "services-publics-plus", **settings)
    answer = store.ask(
        "MATCH (m:Message {kind: 'experience'})-[:CONCERNS]->(s:Service) "
        "OPTIONAL MATCH (m)<-[:REPLIES_TO]-(a:Message)-[:POSTED_BY]->(by:Account) "
        "RETURN m.id, m.aspects, s.name, a.text, by.kind ORDER BY m.id"
    )
    assert [tuple(each.values()) for each in answer.rows] == [
        ("services-publics-plus:1", ["relation:1"], "Brigade inventée", "Bonjour, merci.", "institution"),
        ("services-publics-plus:2", ["relation:1"], "Brigade inventée", None, None),
    ]


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        (
            "partoo",
            "MATCH (m:Message {kind: 'review'})-[:PUBLISHED_IN]->(p:Place), (m)-[:CONCERNS]->(s:Service) "
            "RETURN s.name, p.id, count(m), avg(m.rating)",
            ("Gendarmerie - Brigade inventée", "21231", 4, 0.25),
        ),
        (
            "je-donne-mon-avis",
            "MATCH (m:Measure {metric: 'satisfaction'})-[:OF]->(s:Service) "
            "RETURN s.name, sum(m.n), sum(m.value * m.n) / sum(m.n)",
            ("Démarche inventée", 4, 6.25),
        ),
    ],
)
def test_reviews_and_marks_are_asked_in_cypher(
    store: Store, tmp_path: Path, name: str, query: str, expected: tuple[object, ...]
) -> None:
    with stage_of(name, tmp_path) as stage:
        collect(store, name, **stage.settings)
        collect(store, name, **stage.settings)
    (found,) = store.ask(query).rows
    assert tuple(found.values()) == expected
