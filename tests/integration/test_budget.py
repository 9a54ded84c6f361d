"""From a graph to what detectors see beside messages, and to what a watch was promised and brought."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from neo4j import Driver
from pydantic import ValidationError

from flows.budget import Settings, budget_of, save_account
from flows.context import in_context
from flows.watching import watch_at
from graph.model import Alert, Decision, Event, Hazard, Measure, Message, Signal, Topic
from graph.schema import ABOUT_TOPIC, COPY_OF
from graph.store import Store
from tests.graphs import furnished

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A graph with France in it."""
    return furnished(neo4j_driver)


def post(number: int, at: datetime) -> Message:
    return Message(
        id=f"mastodon:{number}",
        platform="mastodon",
        kind="post",
        text=f"Texte {number}",
        published_at=at,
        source_id="s",
        service_ids=("perceval",),
    )


def hazard(name: str, level: str, start: datetime, state: str = "actual") -> Hazard:
    return Hazard(id=name, phenomenon="crue", level=level, start=start, end=NOW + DAY, place_ids=("D21",), state=state)


def topic(name: str, label: str) -> Topic:
    return Topic(id=name, label=label, size=3, centroid=(1.0,) * 384, first_at=NOW - DAY, last_at=NOW, run_id="r")


def event(name: str, kind: str, start: datetime, places: tuple[str, ...]) -> Event:
    return Event(id=name, kind=kind, name=f"Le {kind}", start=start, end=start + DAY, place_ids=places)


def measure(start: datetime, metric: str = "reports") -> Measure:
    return Measure(
        id=f"{metric}{start}",
        service_id="perceval",
        place_id="D38",
        metric=metric,
        start=start,
        end=start + DAY,
        value=7,
        source_id="s",
    )


@pytest.mark.neo4j
def test_what_explains_talk_is_seen(store: Store) -> None:
    store.save([post(n, NOW - n * DAY) for n in range(1, 9)], now=NOW)
    store.relate(
        COPY_OF, [{"start": "mastodon:1", "end": "mastodon:2", "kind": "copy", "score": 1.0}], run_id="r", scope=[]
    )
    hazards = [hazard("now", "orange", NOW - DAY / 2), hazard("gone", "rouge", NOW - DAY, state="superseded")]
    topics = [topic("t1", "Inondations : l'Ouche déborde"), topic("t2", "Match de football"), topic("t3", "Panne")]
    holiday, match = event("h", "public-holiday", NOW - 3 * DAY, ("FR",)), event("m", "match", NOW - DAY / 2, ("R27",))
    store.save([*hazards, *topics, holiday, match], now=NOW)
    store.save([measure(NOW - 2 * DAY), measure(NOW - DAY / 2), measure(NOW - 2 * DAY, "visits")], now=NOW)

    watch = watch_at(store, NOW)

    flood = watch.context.filter(theme="crue")
    assert flood.select("place_id", "factor").rows() == [("D21", 3.0)]
    assert flood["known_at"].to_list() == [NOW - DAY / 2]
    assert "D21" in watch.context.filter(theme="m")["place_id"].to_list()
    assert len(watch.context.filter(theme="m")) == 8  # the départements of Bourgogne-Franche-Comté
    assert watch.themes == {"t1": frozenset({"crue"}), "t2": frozenset({"m"})}
    assert watch.holidays == {date(2026, 3, 12)}
    assert watch.copies == {"mastodon:1"}
    assert watch.measures.select("metric", "value", "end").rows() == [("reports", 7.0, NOW - DAY)]
    assert set(watch.concerns["service_id"]) == {"perceval"}
    assert {f"mastodon:{n}" for n in range(1, 8)} <= set(watch.concerns["id"])


@pytest.mark.neo4j
def test_what_a_topic_speaks_of_is_what_is_said_under_it_now(store: Store) -> None:
    def say(about: str, texts: list[str], at: datetime) -> None:
        said = [replace(post(0, at), id=f"mastodon:{about}{n}", text=text) for n, text in enumerate(texts)]
        store.save(said, now=NOW)
        store.relate(ABOUT_TOPIC, [{"start": one.id, "end": about, "score": 1.0} for one in said], run_id="r", scope=[])

    wet = ["L'Ouche déborde", "Crue rue des Tanneurs", "Inondation au parking"]
    store.save([topic(name, "Chevreuil sur la chaussée") for name in ("joined", "once", "few", "diluted")], now=NOW)
    say("joined", [*wet, "On en a vu d'autres", "Courage les voisins"], NOW - DAY / 100)
    say("once", wet, NOW - DAY / 4)
    say("few", wet[:2], NOW - DAY / 100)
    say("diluted", [*wet, *(f"Un chevreuil au kilomètre {n}" for n in range(9))], NOW - DAY / 100)

    assert watch_at(store, NOW).themes == {}, "no vigilance"
    store.save([replace(hazard("over", "orange", NOW - DAY), end=NOW - DAY / 24)], now=NOW)
    assert watch_at(store, NOW).themes == {}, "it is over"
    store.save([hazard("now", "orange", NOW - DAY / 2)], now=NOW)
    assert watch_at(store, NOW).themes == {"joined": frozenset({"crue"})}


@pytest.mark.neo4j
def test_a_watch_is_held_against_its_promise(store: Store) -> None:
    """Four weeks: five alerts in Côte-d'Or of which one was dismissed, two elsewhere."""
    store.save([post(1, NOW - 28 * DAY)], now=NOW)
    for number, place in enumerate(["D21"] * 5 + ["D75", "FR"]):
        at = NOW - (number + 1) * DAY
        signal = Signal(
            id=f"s{number}", kind="burst", at=at, score=1, reason="", reason_en="", evidence=("mastodon:1",),
            observed=9, expected=1, upper=3, p_value=0, authors=9, place_id=place,
        )  # fmt: skip
        alert = Alert(
            id=f"a{number}", kind="burst", severity="forte", title="", title_en="", reason="", reason_en="", score=1,
            first_at=at, last_at=at, signal_ids=(signal.id,), place_ids=(place,),
        )  # fmt: skip
        store.save([signal, alert], now=NOW)
    acts = [
        ("d1", "dismiss", NOW - DAY),
        ("d2", "comment", NOW),
        ("d3", "dismiss", NOW - 2 * DAY),
        ("d4", "reopen", NOW),
    ]
    for name, act, at in acts:
        alert_id = "a0" if name in {"d1", "d2"} else "a1"
        store.save([Decision(id=name, alert_id=alert_id, at=at, role="vigie", act=act)], now=NOW)

    budget = budget_of(Settings(areas="D21=3"))
    save_account(store, budget, as_of=NOW, run_id="one")

    def account() -> dict[str, tuple[float, ...]]:
        rows = store.ask("MATCH (b:Budget)-[:COVERS]->(p:Place) RETURN b {.*} AS b, p.id AS p").rows
        return {
            row["p"]: tuple(row["b"][name] for name in ("promised", "watches", "raised", "dismissed")) for row in rows
        }

    assert account() == {"D21": (3, 56, 5 / 56, 1 / 56), "FR": (0.2, 56, 2 / 56, 0)}
    save_account(store, budget_of(Settings()), as_of=NOW, run_id="two")
    assert account() == {"FR": (0.2, 56, 7 / 56, 1 / 56)}


def test_areas_spend_for_what_lies_in_them() -> None:
    budget = budget_of(Settings(alerts=1, areas="R27=2, D21=3"))
    assert budget.area("D21") == "D21"
    assert budget.area("D71") == "R27"
    assert budget.area("D75") == "FR"
    assert [budget.promised(area) for area in ("D21", "R27", "FR")] == [3, 2, 1]
    assert budget_of(Settings(areas="FR=2")).promised("FR") == 2


@pytest.mark.parametrize("areas", ["D21", "D21=many", "Dijon=3", "D999=1", "D21=0"])
def test_a_budget_that_means_nothing_is_refused(areas: str) -> None:
    with pytest.raises(ValidationError, match="official code"):
        Settings(areas=areas)
    with pytest.raises(ValidationError, match="greater than 0"):
        Settings(alerts=0)


@pytest.mark.neo4j
def test_an_empty_graph_explains_nothing(store: Store) -> None:
    watch = watch_at(store, NOW)
    assert watch.context.is_empty()
    assert in_context(store, watch).measures.is_empty()
