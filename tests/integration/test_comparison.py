"""What a period is compared with: the one before, the month before, a year before; said by the figures of the pages."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from neo4j import Driver

from graph.model import Measure, Message, Window
from graph.store import Store
from tests.browser.seed import HOUR, NOW
from tests.drawing import html, services_of
from tests.graphs import invented
from ui.services import Services
from ui.services.span import Span, span_of
from ui.settings import Settings
from ui.state import COMPARED

pytestmark = pytest.mark.neo4j

BACK = {"mois": timedelta(days=28), "an": timedelta(days=364)}


@pytest.fixture(scope="module")
def store(neo4j_driver: Driver) -> Store:
    """The invented graph, with a past: a third of its last day four weeks ago, a tenth a year ago."""
    store = invented(neo4j_driver)
    first = Message(
        id="mastodon:first", source_id="mastodon", platform="mastodon", kind="post", text="…",
        published_at=NOW - timedelta(days=800),
    )  # fmt: skip
    store.save([first], now=NOW)
    hours = store.rows("situation_windows", topic="*", place="FR", since=NOW - 24 * HOUR, until=NOW)
    total = sum(row["n"] for row in hours)
    store.save(_windows(total), now=NOW)
    store.save(_visits(), now=NOW)
    return store


def _windows(total: int) -> Iterator[Window]:
    for compare, part in (("mois", 3), ("an", 10)):
        at = (NOW - BACK[compare] - 5 * HOUR).replace(minute=0)
        for topic in ("*", "barrage"):
            yield Window(
                id=f"{topic}|FR|{at.isoformat()}", topic_id=topic, place_id="FR", hour=at, n=total // part, authors=9,
                run_id="seed",
            )  # fmt: skip


def _visits() -> Iterator[Measure]:
    for back in BACK.values():
        start = (NOW - back).replace(hour=0, minute=0) - timedelta(days=1)
        yield Measure(
            id=f"visits|{start.date()}", service_id="perceval", place_id="D21", metric="visits", start=start,
            end=start + timedelta(days=1), value=10.0, n=10, source_id="services-publics-plus",
        )  # fmt: skip


@pytest.fixture(scope="module")
def services(store: Store) -> Services:
    return services_of(store)


@pytest.mark.parametrize("period", ["24h", "7j", "30j", "releve", "mois"])
@pytest.mark.parametrize("compare", COMPARED)
def test_no_period_overlaps_what_it_is_compared_with(period: str, compare: str) -> None:
    span = span_of(period, NOW, Settings().handovers)
    past = span.against(compare)
    assert past.until <= span.since
    assert past.length == span.length
    if compare != "avant":
        assert (span.since - past.since).days % 7 == 0, "the same weekdays"


def test_situation_says_what_it_is_compared_with(services: Services) -> None:
    assert "× 3 sur le mois précédent" in html(services, "situation", compare="mois")
    assert re.search(r"× 10(,\d)? sur un an", html(services, "situation", compare="an"))
    assert "sur la période précédente" in html(services, "situation")
    english = html(services, "situation", compare="mois", lang="en")
    assert "× 3 on the month before" in english
    assert "in the period (against 0)" in english


def test_the_compared_period_lies_on_the_same_hours(services: Services, store: Store) -> None:
    span = services.span("24h")
    assert span is not None
    now = {hour.at for hour in services.situation.timeline(span).hours}
    past = services.situation.past(span, span.before())
    rows = store.rows("situation_windows", topic="*", place="FR", since=span.before().since, until=span.since)
    assert [hour.n for hour in past] == [row["n"] for row in rows]
    assert {hour.at for hour in past} == now
    (only,) = services.situation.past(span, span.against("mois"), topic="barrage")
    assert only.at == (NOW - 5 * HOUR).replace(minute=0).timestamp() * 1000
    assert services.situation.past(span, Span(NOW - timedelta(days=900), NOW - timedelta(days=899))) == []
    assert "Un an plus tôt, mêmes jours</th>" in html(services, "situation", compare="an")


def test_zones_that_nothing_is_heard_of_are_told(services: Services, store: Store) -> None:
    span = services.span("24h")
    assert span is not None
    found = services.situation.hearing(span, services.territory.departements(span))
    silent = {zone.id for zone in found.silent}
    assert (found.deaf, found.lost, found.zones) == ([], 5, 101)
    assert silent.isdisjoint({"D21", "D89", "D59"})
    assert {"D48", "D2A"} <= silent
    shown = html(services, "situation")
    assert f"{len(silent)} départements muets" in shown
    assert "5 h sur 24 incomplètes" in shown
    nobody = Span(NOW + timedelta(days=2), NOW + timedelta(days=3))
    areas = services.territory.departements(nobody)
    assert len(services.situation.hearing(nobody, areas).deaf) == 101


def test_several_departements_add_up(services: Services) -> None:
    span = services.span("24h")
    assert span is not None
    volume, choice = services.situation.volume, services.territory.choice

    def parts(asked: str) -> tuple[str, ...]:
        return choice(asked).around

    assert parts("D71,D21,nowhere") == ("D21", "D71")
    assert parts("21603") == ("D21",)
    assert parts("R27") == ("R27", "D21", "D25", "D39", "D58", "D70", "D71", "D89", "D90")
    assert (parts(""), parts("nowhere")) == ((), ())
    one, other = volume(span, ("D21",)), volume(span, ("D71",))
    assert volume(span, ("D21", "D71")) == one + other > other > 0
    assert volume(span, parts("R27")) == one + other + volume(span, ("D89",))
    timeline = services.situation.timeline(span, places=("D21", "D71"))
    assert {hour.expected for hour in timeline.hours} == {None}
    assert timeline.blind_hours == 5
    hazards = services.situation.timeline(span, places=("D21", "D89")).hazards
    assert [row["id"] for row in hazards] == ["h1", "h2"], "one that covers both is told once"
    assert [row["id"] for row in services.situation.alerts(span, ("D48", "D21"))] == ["barrage", "colis", "crue"]
    assert services.situation.alerts(span, ("D48", "D71")) == []


def test_a_page_says_how_it_heeds_several_territories(services: Services) -> None:
    shown = html(services, "situation", place="R27")
    assert "Bourgogne-Franche-Comté</option>" in shown
    assert "somme de 8 départements" in shown
    assert "attendus</li>" not in shown
    assert "2 départements choisis" in html(services, "carte", place="D21,D89")


def test_topics_are_held_against_the_same_period(services: Services, store: Store) -> None:
    span = services.span("24h")
    assert span is not None
    hours = store.rows("situation_windows", topic="barrage", place="FR", since=span.since, until=span.until)
    for compare in ("mois", "an"):
        past = span.against(compare)
        found = {row["id"]: row for row in services.situation.topics(span, past=past)}
        assert found["barrage"]["n"] == sum(row["n"] for row in hours)
        assert found["barrage"]["previous"] > 0
        assert found["crue"]["previous"] == 0
    plain = {row["id"]: row["previous"] for row in services.situation.topics(span)}
    assert plain["barrage"] != found["barrage"]["previous"]


def test_indicators_say_when_they_were_otherwise(services: Services) -> None:
    words = {"avant": "avant : ", "mois": "un mois avant : ", "an": "un an avant : "}
    seen = {
        compare: html(services, "piliers", compare=compare, service="perceval", place="D21") for compare in COMPARED
    }
    for compare in ("mois", "an"):
        assert f"{words[compare]}10" in seen[compare]
        assert all(words[other] not in seen[compare] for other in ("mois", "an") if other != compare)


def test_a_span_of_nothing_known_is_not_compared(services: Services) -> None:
    assert services.situation.knows(Span(datetime.min.replace(tzinfo=NOW.tzinfo), NOW)) is False
