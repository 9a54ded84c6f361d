"""A choice of several territories, from the graph to the pages: what is counted, what is hidden, what stays unknown."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import httpx
import numpy as np
import pytest
from neo4j import Driver

from graph.model import Action, Alert, Decision, Measure, Message
from graph.store import Store, query
from graph.territory import groups, places
from signals.brief.compose import Maps, compose
from signals.brief.forms import made
from signals.brief.seal import digest
from signals.crossing import ZONE
from signals.facts import LOCAL, Scope
from signals.said import NARROW
from tests.browser.seed import HOUR, NOW, _alert
from tests.drawing import html, services_of
from tests.graphs import invented
from tests.serving import served
from ui import narrowing
from ui.chips import chips
from ui.services import Services, make_services
from ui.services.reader import Reader
from ui.settings import Settings
from ui.state import State

pytestmark = pytest.mark.neo4j

AUXOIS = "E200071017"

BOTH = "barrage-both"
"""A message that names a commune of the Côte-d’Or and one of the Saône-et-Loire."""

BEFORE = "barrage-before"
"""Another, two days before."""


@pytest.fixture(scope="module")
def store(neo4j_driver: Driver) -> Store:
    """The invented graph, with a message of two départements, alerts of other places, and actions meant for more."""
    store = invented(neo4j_driver)
    store.save([_message(BOTH), _message(BEFORE, 54 * HOUR), *_elsewhere()], now=NOW)
    store.save(list(_done()), now=NOW)
    store.save([one for one in groups() if one.id == AUXOIS], now=NOW)
    store.save([one for one in places() if one.group_id == AUXOIS], now=NOW)
    store.save(list(_visits()), now=NOW)
    naming = "MATCH (m:Message WHERE m.id IN $ids), (p:Place WHERE p.id IN $places) MERGE (m)-[:MENTIONS]->(p)"
    with neo4j_driver.session() as session:
        session.run(naming, ids=[BOTH, BEFORE], places=["21231", "71076"]).consume()
    return store


def _message(name: str, age: timedelta = 2 * HOUR) -> Message:
    return Message(
        id=name, source_id="mastodon", platform="mastodon", kind="post", text="Dijon et Chalon coupées",
        published_at=NOW - age,
    )  # fmt: skip


def _elsewhere() -> Iterator[Alert | Decision]:
    for name, severity, covered in (
        ("semur", "forte", ("21603",)), ("yonne", "critique", ("D89",)), ("region", "moderee", ("R27",)),
        ("pays", "forte", ("FR",)), ("nulle-part", "faible", ()), ("mayotte", "moderee", ("D976",)),
    ):  # fmt: skip
        found = _alert(name, "colis", severity, 0.3, ["s-colis"], NOW - 3 * HOUR)
        yield Alert(**{**_fields(found), "place_ids": covered})
    yield Decision(id="joined", alert_id="mayotte", at=NOW - HOUR, role="cellule", act="merge", into_id="yonne")


def _fields(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in type(found).__dataclass_fields__}


def _done() -> Iterator[Action]:
    for name, covered in (("everywhere", ()), ("country", ("FR",)), ("dijon", ("21231",)), ("nord", ("D59",))):
        yield Action(
            id=name, kind="prevention", text=f"Conseil {name}", channel="site", at=NOW - 3 * HOUR, role="préfecture",
            place_ids=covered,
        )  # fmt: skip


def _visits() -> Iterator[Measure]:
    """Yield what one département counts as a whole, another by its communes, on the same day; one counts visitors."""
    start = NOW.replace(hour=0, minute=0) - timedelta(days=1)
    midnight = datetime.combine(NOW.astimezone(ZONE).date(), time(), ZONE)
    for age in (1, 2):
        yield Measure(
            id=f"unique|D21|{age}", service_id="perceval", place_id="D21", metric="unique_visitors",
            start=midnight - timedelta(days=age), end=midnight - timedelta(days=age - 1), value=70.0, n=70,
            source_id="services-publics-plus",
        )  # fmt: skip
    for place, value in (("D71", 100.0), ("89024", 30.0), ("89387", 12.0)):
        yield Measure(
            id=f"seen|{place}", service_id="perceval", place_id=place, metric="downloads", start=start,
            end=start + timedelta(days=1), value=value, n=int(value), source_id="services-publics-plus",
        )  # fmt: skip


@pytest.fixture(scope="module")
def services(store: Store) -> Services:
    return services_of(store)


def test_a_choice_holds_places_of_one_kind_and_names_what_it_leaves_out(services: Services) -> None:
    choice = services.territory.choice
    found = choice("D71,D21,nowhere,R27,21231")
    assert (found.places, found.kind) == (("21231",), "commune"), "the first by code says of which kind all are"
    assert found.left_out == ("D21", "D71", "R27", "nowhere")
    two = choice("D71,D21")
    assert (two.code, two.departements, two.around) == ("D21,D71", ("D21", "D71"), ("D21", "D71"))
    assert list(two.names.values()) == ["Côte-d'Or", "Saône-et-Loire"]
    assert choice("R27,R84").around[:3] == ("R27", "R84", "D01")
    assert (choice("21231,71076").departements, choice("21231,21425").departements) == (("D21", "D71"), ("D21",))
    assert choice("FR") == choice("")
    assert choice("nowhere").left_out == ("nowhere",)
    many = choice(",".join(f"D{number:02d}" for number in range(1, 60)))
    assert (len(many.places), len(many.left_out)) == (24, 59 - 24)


def test_several_are_one_territory_in_which_a_message_counts_once(services: Services, neo4j_driver: Driver) -> None:
    span = services.span("7j")
    assert span is not None

    def told(place: str, table: str = "messages") -> int:
        facts = services.pillars.facts(services.pillars.scope(span, place))
        return int(facts.table(table)["n"].sum())

    with neo4j_driver.session() as session:
        distinct = session.run(
            "MATCH (d:Place) WHERE d.id IN ['D21', 'D71'] MATCH (d)<-[:IN*0..3]-(:Place)"
            "<-[:MENTIONS|PUBLISHED_IN]-(m:Message) WHERE m.published_at >= $since AND m.published_at < $until "
            "RETURN count(DISTINCT m) AS n",
            since=span.since, until=span.until,
        ).single(strict=True)["n"]  # fmt: skip
    assert told("D21,D71") == distinct
    assert told("D21") + told("D71") - distinct >= 1, "one names both"
    assert told("D21,D71") > max(told("D21"), told("D71")) > 0

    people = {place: services.pillars.facts(Scope(span.since, span.until, place)).inhabitants() for place in (
        "D21", "D71", "D21,D71", "D21,D976", "FR")}  # fmt: skip
    assert people["D21,D71"] == people["D21"] + people["D71"] > people["D21"] > 0


def test_a_place_without_known_inhabitants_leaves_no_rate_for_all(
    services: Services, store: Store, neo4j_driver: Driver
) -> None:
    span = services.span("7j")
    assert span is not None
    with neo4j_driver.session() as session:
        session.run("MATCH (p:Place {id: 'D71'}) SET p.kept = p.population, p.population = null").consume()
    try:
        fresh = Reader(store)
        fresh.poll()
        open_ = make_services(fresh, Settings().handovers, "cellule")
        cards = {
            card.reading.id: card.reading.value for card in open_.pillars.cards(open_.pillars.scope(span, "D21,D71"))
        }
        alone = {card.reading.id: card.reading.value for card in open_.pillars.cards(open_.pillars.scope(span, "D21"))}
        told = html(open_, "piliers", place="D21,D71", period="7j")
        assert "aucun taux d’ensemble : Saône-et-Loire" in told
    finally:
        with neo4j_driver.session() as session:
            session.run("MATCH (p:Place {id: 'D71'}) SET p.population = p.kept").consume()
    assert alone["coverage"] is not None
    assert cards["coverage"] is None, "an unknown denominator is no zero"
    assert cards["visits"] is not None


def test_what_is_counted_whole_here_and_by_parts_there_is_counted_once(services: Services) -> None:
    span = services.span("7j")
    assert span is not None

    def seen(place: str) -> float:
        facts = services.pillars.facts(services.pillars.scope(span, place, "perceval"))
        return float(facts.metric("downloads")["value"].sum())

    assert (seen("D71"), seen("D89")) == (100.0, 42.0)
    assert seen("D71,D89") == 142.0


def test_the_watch_shows_what_lies_in_a_choice_and_counts_what_it_hides(services: Services) -> None:
    inbox = services.triage.inbox()

    def narrowed(place: str) -> narrowing.Narrowed:
        return narrowing.alerts(services, services.territory.choice(place), inbox)

    def ids(rows: list[dict[str, Any]]) -> set[str]:
        return {row["id"] for row in rows}

    here = {"barrage", "crue", "colis"}
    every = ids(inbox)
    assert ids(narrowed("").shown) == every
    assert ids(narrowed("D21").shown) == {*here, "semur"}
    assert ids(narrowed("D21,D89").shown) == {*here, "semur", "yonne"}
    assert ids(narrowed("R27").shown) == {*here, "semur", "yonne", "region"}
    assert ids(narrowed("21603").shown) == {"semur"}
    assert ids(narrowed(AUXOIS).shown) == {"semur"}, "a group holds its members"
    assert ids(narrowed("D976").shown) == {"yonne"}, "what was merged into an alert counts for it"
    d21 = narrowed("D21")
    assert ids(d21.hidden) == every - ids(d21.shown)
    assert d21.wider == 3, "région, country, and no place at all"
    assert narrowed("nowhere").hidden == []


def test_several_are_crossed_as_one_territory(services: Services) -> None:
    one, other, both = (services.crossings.crossing(places) for places in (["D21"], ["D71"], ["D21", "D71"]))
    assert one
    assert other
    assert both
    last = [found.series["talk"][-2] for found in (one, other, both)]
    assert last[2] == last[0] + last[1] - 1, "a message names a commune of either"
    assert not any(one.uncounted.values())
    assert {name: codes for name, codes in both.uncounted.items() if codes} == {"unique_visitors": ["D71"]}
    np.testing.assert_array_equal(both.series["unique_visitors"][-2:], [70, 70])
    np.testing.assert_allclose(both.series["visits"][-2:], one.series["visits"][-2:] + other.series["visits"][-2:])


def test_the_page_says_what_is_hidden_and_leads_back(services: Services) -> None:
    whole = html(services, "veille")
    assert 'id="hidden"' not in whole
    shown = html(services, "veille", place="D21,D71")
    assert "4 alertes hors du territoire choisi, dont 4 à traiter (2 fortes ou critiques)" in shown
    assert "3 visent plus large" in shown
    assert "Voir toutes les alertes" in shown
    assert 'data-row="yonne"' not in shown
    assert 'data-row="semur"' in shown
    assert "4 alerts outside the chosen territory, 4 of them to do (2 high or critical)" in html(
        services, "veille", place="D21", lang="en"
    )
    opened = html(services, "veille", place="D21", alert="yonne")
    assert 'name="alert" value="yonne"' in opened, "an alert that is asked for by name is shown, wherever it lies"
    assert "le territoire ne cache rien" in html(services, "veille", place="nowhere")


def test_actions_for_a_territory_are_those_for_more_than_it_too(services: Services) -> None:
    def ids(place: str) -> set[str]:
        journal = services.actions.journal()
        return {row["id"] for row in narrowing.actions(services, services.territory.choice(place), journal).shown}

    assert ids("D21") == {"a1", "a2", "everywhere", "country", "dijon"}
    assert ids("D71,D89") == {"everywhere", "country"}
    assert ids("21231") == {"a1", "a2", "everywhere", "country", "dijon"}
    assert ids("21425") == {"a1", "a2", "everywhere", "country"}
    assert "; 4 ailleurs" in html(services, "actions", place="D71").replace(" ;", ";")
    assert "Conseil nord" in html(services, "actions", place="D21", action="nord"), "asked for by name"


def test_pages_say_how_they_heed_a_choice(services: Services) -> None:
    pillars = html(services, "piliers", place="D21,D48")
    assert "2 départements vus comme un seul territoire" in pillars
    assert "Inconnu, et non zéro" in pillars
    assert "aucun message depuis 30 jours : Lozère" in pillars
    assert 'id="unheard"' not in html(services, "piliers", place="D21")
    needs = html(services, "besoins", place="D21,D71")
    assert "Les 2 départements ensemble" in needs
    assert 'id="pooled"' not in html(services, "besoins", place="D21")
    state = State(page="besoins", place="21231")
    assert "(ici, le département : Côte-d&#39;Or)" in chips(state, services)
    state.go({"page": "veille"})
    assert "ici" not in chips(state, services)
    state.go({"place": "D21,R27", "page": "piliers"})
    assert "inconnu ou d’une autre maille" in chips(state, services)
    crossed = html(services, "croisements", place="D21,D71")
    assert "2 départements vus comme un seul territoire" in crossed
    assert "Visiteurs uniques : aucun comptage par jour pour Saône-et-Loire" in crossed.replace(NARROW, " ")
    assert 'id="together"' not in html(services, "croisements", place="D21")


@pytest.mark.usefixtures("who_may_all")
def test_the_brief_of_several_names_them_and_its_digest_covers_the_choice(services: Services) -> None:
    span = services.span("24h")
    assert span is not None
    choice = services.territory.choice
    one, two = services.briefs.draft(span, choice("D21")), services.briefs.draft(span, choice("D21,D89"))
    assert (two["place"]["id"], two["place"]["names"]) == ("D21,D89", ["Côte-d'Or", "Yonne"])
    assert {alert["id"] for alert in two["alerts"]} - {alert["id"] for alert in one["alerts"]} == {"yonne"}
    volume = services.situation.volume
    assert two["volume"]["n"] == volume(span, ("D21",)) + volume(span, ("D89",)) > one["volume"]["n"] > 0
    assert {area["id"] for area in two["areas"]} == {"D21", "D89"}
    assert services.briefs.document(two, set(), "fr").title == "Point de situation – Côte-d'Or et Yonne"
    moved = two | {"place": two["place"] | {"id": "D21,D71"}}
    assert len({digest(state) for state in (one, two, moved)}) == 3
    for form in ("html", "pdf", "odt"):
        data, name = services.briefs.take(two, set(), form, "fr")
        assert len(data) > 2_000
        assert name != digest(one)
    text = made(two, "html", "fr", maps=_maps(), key=b"k" * 32).decode()
    assert "Yonne" in text
    far = services.briefs.draft(span, choice("D21,D976"))
    assert "Mayotte" in str(compose(far, "fr", _maps()))
    assert services.briefs.draft(span, choice("21231,71076"))["place"]["id"] == "D21,D71"
    many = services.briefs.draft(span, choice("D21,D25,D39,D58,D89"))
    document = compose(many, "fr", _maps())
    assert document.title == "Point de situation – Côte-d'Or, Doubs, Jura et 2 autres départements"
    assert "Côte-d'Or, Doubs, Jura, Nièvre, Yonne." in str(document.blocks)


def _maps() -> Maps:
    from graph import briefs

    return Maps(**briefs.maps())


def test_a_zone_of_which_nothing_is_known_is_no_zero_in_a_rate(services: Services) -> None:
    span = services.span("24h")
    assert span is not None
    choice = services.territory.choice("D21,D48")
    assert narrowing.listening(services, choice, span) == "D21"
    assert narrowing.listening(services, services.territory.choice("D21,D71"), span) == "D21,D71"
    assert narrowing.listening(services, services.territory.choice("D48,D15"), span) == "D15,D48", "nothing to hold to"

    def value(place: str, heard: str, name: str) -> float | None:
        cards = services.pillars.cards(services.pillars.scope(span, place), heard=heard)
        found = next(card.reading.value for card in cards if card.reading.id == name)
        return found.value if found else None

    assert value("D21,D48", "D21", "proximity") == value("D21", "", "proximity") != value("D21,D48", "", "proximity")
    assert value("D21,D48", "D21", "visits") == value("D21", "", "visits") is not None
    assert "porte sur les autres" in html(services, "piliers", place="D21,D48")


QUERIES = (
    *(f"indicators_{name}_in" for name in sorted(LOCAL)), "crossing_talk_in", "crossing_measures_in",
    "situation_alerts", "situation_hazards", "situation_actions",
    "brief_rumours", "windows_of_places", "places_near", "place_of", "besoins_communes",
)  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_many_places_are_found_by_their_index(neo4j_driver: Driver, store: Store, name: str) -> None:
    given = {
        "places": [f"D{number}" for number in range(21, 45)], "since": NOW - timedelta(days=30), "until": NOW,
        "service": "", "ids": ["D21"], "days": 7, "kind": "epci", "limit": 8,
    }  # fmt: skip
    with neo4j_driver.session() as session:
        plan = session.run("EXPLAIN " + query(name), given).consume().plan
    assert plan is not None
    found = list(_operators(plan))
    assert any("IndexSeek" in one or "IndexScan" in one or "IndexRange" in one for one in found), found
    assert not [one for one in found if one.startswith(("AllNodesScan", "CartesianProduct"))]


def _operators(plan: Any) -> Iterator[str]:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", []):
        yield from _operators(child)


@pytest.fixture(scope="module")
def api(store: Store) -> Iterator[httpx.Client]:
    with served(store) as address, httpx.Client(base_url=f"{address}/api", timeout=60) as client:
        yield client


def test_programs_ask_for_several_in_either_way(api: httpx.Client) -> None:
    def ids(path: str, **params: Any) -> set[str]:
        return {one.get("place_id") or one["id"] for one in api.get(path, params=params).json()["items"]}

    repeated, joined = {"territory": ["D21", "D89"]}, {"territory": "D89,D21"}
    assert ids("/alerts", **repeated) == ids("/alerts", **joined) == {"barrage", "crue", "colis", "semur", "yonne"}
    assert ids("/needs", **joined) == {"D21", "D89"}
    assert ids("/needs", territory="21231,21603") == {"21231"}, "of communes, those heard of enough"
    assert ids("/needs", territory="R27") == {"R27"}
    assert ids("/actions", **joined) == {"a1", "a2", "everywhere", "country", "dijon"}
    found = api.get("/indicators", params={"territory": "D48,D21"}).json()
    assert (found["territory"], found["unheard"]) == ("D21,D48", ["D48"])
    assert "yonne" in api.get("/alerts.atom", params=joined).text
    assert "yonne" not in api.get("/alerts.atom", params={"territory": "D21"}).text


@pytest.mark.parametrize("path", ["/alerts", "/alerts.atom", "/indicators", "/needs", "/actions"])
@pytest.mark.parametrize(
    "territory", ["D999", "D21,D999", "D21,21231", ",".join(f"D{number:02d}" for number in range(1, 27)), "d21", "D21;"]
)
def test_what_is_no_choice_is_a_problem(api: httpx.Client, path: str, territory: str) -> None:
    answer = api.get(path, params={"territory": territory})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["detail"]
