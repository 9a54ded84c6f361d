"""Indicators read from a graph: any service, territory and period; every query answers what its table promises."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver

from graph.model import (
    Account,
    Action,
    Alert,
    Decision,
    Measure,
    Message,
    Outage,
    Place,
    Ruling,
    Rumour,
    Service,
    Signal,
)
from graph.schema import CONCERNS_SERVICE, ENRICHED, MENTIONS_PLACE, MESSAGE
from graph.store import Store
from signals.facts import LOCAL, TABLES, Facts, Scope, parameters, query_of, read
from signals.indicators import Value, by_id
from signals.readings import reading
from tests.graphs import emptied

pytestmark = pytest.mark.neo4j

MARCH = datetime(2026, 2, 28, 23, tzinfo=UTC)
APRIL = datetime(2026, 3, 31, 22, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
DIJON, BEAUNE, MACON = "21231", "21054", "71270"
GENDARMERIE = "Gendarmerie nationale"
RUN = "seed"

PLACES = [
    Place(id="FR", name="France", kind="pays"),
    Place(id="R27", name="Bourgogne-Franche-Comté", kind="region", population=2_800_000, parent_id="FR"),
    Place(id="D21", name="Côte-d'Or", kind="departement", population=500_000, parent_id="R27"),
    Place(id="D71", name="Saône-et-Loire", kind="departement", population=550_000, parent_id="R27"),
    Place(id="D75", name="Paris", kind="departement", population=2_000_000, parent_id="FR"),
    Place(id=DIJON, name="Dijon", kind="commune", population=150_000, parent_id="D21"),
    Place(id=BEAUNE, name="Beaune", kind="commune", population=20_000, parent_id="D21"),
    Place(id=MACON, name="Mâcon", kind="commune", population=34_000, parent_id="D71"),
]
SERVICES = [
    Service(id="perceval", name="Percev@l", operator=GENDARMERIE),
    Service(id="thesee", name="THESEE", operator="Police nationale"),
]
WHO = [
    Account(id="m:gn", platform="mastodon", kind="institution"),
    Account(id="sp:unit", platform="services-publics-plus", kind="institution"),
    *(Account(id=f"m:{number}", platform="mastodon") for number in range(40)),
]


def message(name: str, kind: str = "post", platform: str = "mastodon", **more: object) -> Message:
    given = {"published_at": NOON, "text": name, "author_id": None} | more
    return Message(id=f"{platform}:{name}", source_id=platform, platform=platform, kind=kind, **given)  # type: ignore[arg-type]


def talk() -> Iterator[Message]:
    """Yield 20 questions on Percev@l in Dijon, 10 complaints on THESEE in Mâcon, a post of ours with its life."""
    for number in range(30):
        yield message(f"t{number}", author_id=f"m:{number}")
    yield message("own", author_id="m:gn", likes=10, shares=6, replies=4)
    for number in range(6):
        when = NOON + timedelta(minutes=10 * (number + 1))
        yield message(
            f"re{number}", "comment", author_id=f"m:{30 + number}", reply_to="mastodon:own", published_at=when
        )
    yield message("late", published_at=APRIL + timedelta(hours=1), author_id="m:1")
    yield message("said", "comment", author_id="m:gn", reply_to="mastodon:t0", published_at=NOON + timedelta(hours=12))


def experiences() -> Iterator[Message]:
    """Yield six experiences of Beaune, four of them answered after 2, 4, 6 and 8 days."""
    for number in range(6):
        yield message(
            f"{number}", "experience", "services-publics-plus", precision="day", rating=1.0 if number < 4 else -1.0,
            published_at=datetime(2026, 3, 4, 23, tzinfo=UTC), answered=number < 4, service_ids=("perceval",),
            place_id=BEAUNE, aspects=("relation:1", "information:-1") if number < 2 else ("relation:1",),
        )  # fmt: skip
        if number < 4:
            when = datetime(2026, 3, 6 + 2 * number, 23, tzinfo=UTC)
            yield message(
                f"{number}-answer", "comment", "services-publics-plus", precision="day", published_at=when,
                author_id="sp:unit", reply_to=f"services-publics-plus:{number}", place_id=BEAUNE,
                service_ids=("perceval",),
            )  # fmt: skip


def measure(service: str, place: str, metric: str, value: float, n: int | None = None, day: int = 9) -> Measure:
    start = MARCH + timedelta(days=day)
    return Measure(
        id=f"{service}|{place}|{metric}|{start}", service_id=service, place_id=place, metric=metric, start=start,
        end=start + timedelta(days=1), value=value, n=n, source_id="counts",
    )  # fmt: skip


MEASURES = [
    measure("perceval", "D21", "reports", 40.0),
    measure("perceval", "D71", "reports", 10.0),
    measure("thesee", "D75", "reports", 100.0),
    measure("perceval", "D21", "reports", 7.0, day=40),
    measure("perceval", "D21", "reports/age=15-24", 12.0),
    measure("perceval", "FR", "satisfaction/answer=good", 3.0),
]


def crisis() -> Iterator[object]:
    """Yield an alert in Dijon with its decision, ruling and denial, and what the institution did."""
    yield Signal(
        id="s", kind="burst", at=NOON + timedelta(minutes=30), score=0.9, reason="x", reason_en="x", observed=9.0,
        evidence=("mastodon:t0",), expected=1.0, upper=3.0, p_value=0.001, authors=9, topic_id=None, run_id=RUN,
    )  # fmt: skip
    yield Alert(
        id="a", kind="burst", severity="forte", title="x", title_en="x", reason="x", reason_en="x", score=0.9,
        first_at=NOON + timedelta(minutes=30), last_at=NOON + timedelta(hours=1), signal_ids=("s",), topic_id="topic",
        place_ids=(DIJON,), run_id=RUN,
    )  # fmt: skip
    yield Decision(id="d", alert_id="a", at=NOON + timedelta(minutes=50), role="cellule", act="acknowledge")
    yield Rumour(
        id="r", topic_id="topic", claim_id="c", state="denied", state_at=NOON + timedelta(hours=3), why="denial",
        probability=0.9, reason="x", reason_en="x", spread=9, denials=1, queries=1, authors=9, first_at=NOON,
        last_at=NOON + timedelta(hours=4), denied_at=NOON + timedelta(minutes=180), run_id=RUN,
    )  # fmt: skip
    yield Ruling(id="v", rumour_id="r", at=NOON + timedelta(minutes=90), role="cellule", state="false")
    for name, where in (("x1", ("D21",)), ("x2", ("D71",)), ("x3", ())):
        yield Action(id=name, kind="denial", text="C'est faux.", channel="x", at=NOON, place_ids=where)
    yield Outage(id="o", platform="mastodon", start=NOON, end=NOON + timedelta(hours=6))


@pytest.fixture(scope="module")
def store(neo4j_driver: Driver) -> Store:
    made = emptied(neo4j_driver)
    messages = [*talk(), *experiences()]
    made.save([*PLACES, *SERVICES, *WHO, *messages, *MEASURES, *crisis()], now=NOON)
    about = [(f"mastodon:t{number}", "perceval" if number < 20 else "thesee") for number in range(30)]
    concerns = [{"start": one, "end": service, "probability": 0.9, "how": "need", "need": f"need-{service}"}
                for one, service in [*about, ("mastodon:own", "perceval")]]  # fmt: skip
    where = [{"start": one, "end": DIJON if service == "perceval" else MACON, "probability": 0.9, "surface": "",
              "reason": "", "choice": ""} for one, service in [*about, ("mastodon:own", "perceval")]]  # fmt: skip
    scope = [one for one, _ in about] + ["mastodon:own"]
    made.relate(CONCERNS_SERVICE, concerns, run_id=RUN, scope=scope)
    made.relate(MENTIONS_PLACE, where, run_id=RUN, scope=scope)
    said = {"perceval": {"intent": "question", "tone": 0.5}, "thesee": {"intent": "complaint", "tone": -0.5}}
    told = [dict.fromkeys(ENRICHED) | {"id": one} | said[service] for one, service in about]
    made.complete(MESSAGE, ENRICHED, told)
    return made


def facts(store: Store, place: str = "FR", service: str = "") -> Facts:
    return read(store.rows, Scope(MARCH, APRIL, place, service))


def value(store: Store, name: str, place: str = "FR", service: str = "") -> Value | None:
    return by_id()[name].compute(facts(store, place, service))


@pytest.mark.parametrize("place", ["FR", "R27", "D21", DIJON])
@pytest.mark.parametrize("table", TABLES)
def test_every_query_answers_its_table(store: Store, table: str, place: str) -> None:
    scope = Scope(MARCH, APRIL, place, "perceval")
    rows = store.rows(query_of(table, scope), **parameters(scope))
    assert all(set(row) - {"whole"} == set(TABLES[table]) for row in rows)
    read(store.rows, scope).table(table)
    assert place == "FR" or (table in LOCAL) == query_of(table, scope).endswith("_in")


SAID = [
    # indicator, place, service, value, n
    ("share_of_voice", "FR", "", 26 / 36, 36),
    ("share_of_voice", "D21", "", 1.0, 26),
    ("share_of_voice", "R27", "", 26 / 36, 36),
    ("question_share", "R27", "", 20 / 30, 30),
    ("question_share", "D21", "", 1.0, 20),
    ("complaint_share", MACON, "", 1.0, 10),
    ("complaint_share", "R27", "thesee", 1.0, 10),
    ("tone_balance", "FR", "perceval", 1.0, 20),
    ("feeling_balance", "D21", "", 2 / 6, 6),
    ("answer_rate", "FR", "", 4 / 6, 6),
    ("answer_rate", BEAUNE, "perceval", 4 / 6, 6),
    ("answer_days", "D21", "", 5.0, 4),
    ("aspects", "FR", "", 6 / 8, 8),
    ("first_answer", DIJON, "", 0.5, 1),
    ("report_rate", "D21", "", 0.8, 40),
    ("report_rate", "R27", "", 10_000 * 50 / 2_800_000, 50),
    ("report_rate", "FR", "", 10_000 * 150 / 3_050_000, 150),
    ("report_rate", "FR", "thesee", 10_000 * 100 / 3_050_000, 100),
    ("coverage", "D21", "", 170_000 / 500_000, 31),
    ("coverage", "R27", "", 204_000 / 2_800_000, 41),
    ("need_coverage", "R27", "", 20 / 30, 30),
    ("need_coverage", MACON, "", 0.0, 10),
    ("amplification", "FR", "", 6.0, 1),
    ("amplification", "D21", "", 6.0, 1),
    ("half_life", "FR", "", 30.0, 1),
    ("half_life", DIJON, "", 30.0, 1),
    ("detection_delay", "FR", "", 30.0, 1),
    ("detection_delay", "D21", "perceval", 30.0, 1),
    ("decision_delay", "R27", "", 20.0, 1),
    ("qualification_delay", "FR", "", 60.0, 1),
    ("denial_delay", "FR", "", 90.0, 1),
    ("actions", "FR", "", 3.0, 3),
    ("actions", DIJON, "", 2.0, 2),
]


@pytest.mark.parametrize(
    ("name", "place", "service", "expected", "n"), SAID, ids=[f"{r[0]} {r[1]} {r[2]}" for r in SAID]
)
def test_by_hand(store: Store, name: str, place: str, service: str, expected: float, n: int) -> None:
    found = value(store, name, place, service)
    assert found is not None
    assert found.value == pytest.approx(expected)
    assert found.n == n


NOTHING = [
    ("complaint_share", BEAUNE, ""), ("reports", "D75", "perceval"), ("amplification", "D71", ""),
    ("half_life", MACON, ""), ("detection_delay", "D71", ""), ("jdma_satisfaction", "FR", ""),
    ("answer_rate", DIJON, ""), ("google_stars", "FR", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "place", "service"), NOTHING)
def test_where_there_is_nothing_there_is_no_value(store: Store, name: str, place: str, service: str) -> None:
    assert value(store, name, place, service) is None


def test_parts_of_counts_are_no_counts_and_answers_are_read_apart(store: Store) -> None:
    assert set(facts(store).metric("reports")["value"]) == {40.0, 10.0, 100.0}
    assert facts(store).parts("satisfaction", "answer").rows() == [("good", 3.0)]


def test_an_outage_is_shown_where_messages_are_read(store: Store) -> None:
    known = facts(store)
    blind = reading("tone_balance", by_id()["tone_balance"], known).blind
    assert blind is not None
    assert (blind.hours, blind.platforms) == (6.0, ("mastodon",))
    assert reading("reports", by_id()["reports"], known).blind is None


@pytest.mark.parametrize(("place", "expected"), [("", 1_000.0), ("D21", 40.0), ("R27", 40.0)])
def test_what_was_counted_as_a_whole_and_in_parts_counts_once(store: Store, place: str, expected: float) -> None:
    start = APRIL - timedelta(days=2)
    counted = [("FR", 1_000.0), ("D21", 40.0), (DIJON, 30.0)]
    measures = [
        Measure(
            id=f"thesee|{where}|contacts", service_id="thesee", place_id=where, metric="contacts", start=start,
            end=start + timedelta(days=1), value=value, source_id="counts",
        )
        for where, value in counted
    ]  # fmt: skip
    store.save(measures, now=APRIL)
    try:
        daily = read(store.rows, Scope(MARCH, APRIL, place or "FR", "thesee")).table("daily")
        found = daily.filter(metric="contacts", start=int(start.timestamp() * 1_000))
        assert found["value"].to_list() == [expected]
    finally:
        with store._driver.session() as session:
            session.run("MATCH (m:Measure {metric: 'contacts', service_id: 'thesee'}) DETACH DELETE m").consume()
