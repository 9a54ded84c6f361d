"""What an action changed, from the graph: on an invented one, and on scenarios that went through the real flows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from neo4j import Driver

from flows import play
from flows.answers import questions
from flows.effects import actions, effect_of
from flows.exercise.folder import load
from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan
from flows.reader import reader
from flows.replay import Replay
from graph import server
from graph.model import Action, Message, Topic
from graph.schema import ABOUT_TOPIC, ACTION_ADDRESSES, ENRICHED, MESSAGE
from graph.store import Store, connect, folder
from signals.effects.account import Account
from tests.browser.seed import NOW
from tests.graphs import invented
from ui.services.actions import Actions
from ui.services.reader import Reader

pytestmark = pytest.mark.neo4j


@pytest.fixture
def seeded(neo4j_driver: Driver) -> Store:
    return invented(neo4j_driver)


def measured(store: Store, action: str) -> Account:
    row = next(row for row in actions(store, until=NOW) if row["id"] == action)
    return effect_of(store, row, as_of=NOW)


def test_a_denial_that_was_heeded_is_measured(seeded: Store, neo4j_driver: Driver) -> None:
    found = measured(seeded, "a1")
    assert found.verdict == "less"
    assert found.effect is not None
    assert found.effect.observed < found.effect.expected_low
    assert found.understood.asked >= 5
    assert {cell.name for cell in found.understood.places} == {"D21"}
    other = measured(seeded, "a2")
    assert (other.verdict, other.lack and other.lack.why) == ("early", "sought"), "no topic answers it so far"
    neo4j_driver.execute_query("MATCH (a:Action {id: 'a2'}) SET a.at = a.at - duration('P2D')")
    other = measured(seeded, "a2")
    assert (other.verdict, other.lack and other.lack.why) == ("unknown", "topic"), "nor will any"


def test_denials_and_what_institutions_write_are_no_spread(seeded: Store) -> None:
    before = measured(seeded, "a1")
    denials = [
        Message(
            id=f"mastodon:d{n}", source_id="mastodon", platform="mastodon", kind="post", text="C'est faux, il tient",
            published_at=NOW - timedelta(minutes=60 - n % 55), author_id=f"mastodon:d{n}",
        )
        for n in range(120)
    ]  # fmt: skip
    seeded.save(denials, now=NOW)
    seeded.relate(
        ABOUT_TOPIC, [{"start": one.id, "end": "barrage", "score": 0.9} for one in denials], run_id="d", scope=[]
    )
    seeded.complete(MESSAGE, ENRICHED, [{"id": one.id, "stance": "deny"} for one in denials])
    after = measured(seeded, "a1")
    assert before.effect is not None
    assert after.effect is not None
    assert (after.effect.observed, after.effect.change) == (before.effect.observed, before.effect.change)


def test_the_app_says_what_the_flows_say(seeded: Store) -> None:
    asking = Reader(seeded)
    asking.poll()
    services = Actions(asking)
    chosen = services.chosen("", services.journal())
    assert chosen is not None
    assert chosen["id"] == "a1"
    told = services.told(chosen)
    assert told.account == effect_of(seeded, chosen, as_of=asking.clock or NOW)
    assert told is services.told(chosen), "made once for each version of the data"
    assert told.sentence == "Le barrage de Pont-et-Massène est intact."
    assert 0 < len(told.verbatims) <= 6
    assert {"author", "author_id"}.isdisjoint(told.verbatims[0])


ASKED = (
    "Faut-il prendre sa voiture ou pas pour aller chercher les enfants ?",
    "On peut prendre la voiture pour partir ou non ?",
    "Et ceux qui n'ont pas d'étage, ils montent où ?",
)


def test_a_question_finds_the_sentence_it_is_about(store: Store) -> None:
    at = datetime(2026, 3, 14, 12, tzinfo=UTC)
    order = Action(
        id="o",
        kind="instruction",
        text="Ne prenez pas votre voiture. Montez à l'étage de votre maison.",
        channel="x",
        at=at,
    )
    topic = Topic(id="t", label="crue", size=3, centroid=(1.0, *[0.0] * 383), first_at=at, last_at=at, run_id="r")
    texts = [*ASKED, "L'eau monte encore dans la rue"]
    messages = [
        Message(
            id=f"m:{n}", source_id="m", platform="m", kind="post", text=text, published_at=at + timedelta(minutes=n + 1)
        )
        for n, text in enumerate(texts)
    ]
    store.save([order, topic, *messages], now=at)
    store.relate(ABOUT_TOPIC, [{"start": one.id, "end": "t", "score": 0.9} for one in messages], run_id="a", scope=[])
    store.relate(ACTION_ADDRESSES, [{"start": "o", "end": "t", "score": 0.5}], run_id="a", scope=[])
    rows = [{"id": one.id, "intent": "question" if one.text in ASKED else "other"} for one in messages]
    store.complete(MESSAGE, ENRICHED, rows)

    assert questions(store, reader(), as_of=at + timedelta(hours=1), run_id="q") == len(ASKED)
    asked = store.ask(
        "MATCH (m:Message)-[r:ASKS_ABOUT]->(:Action {id: 'o'}) RETURN m.id AS id, r.sentence AS s ORDER BY id"
    )
    assert [row["id"] for row in asked.rows] == ["m:0", "m:1", "m:2"]
    assert [row["s"] for row in asked.rows] == [0, 0, 1]

    store.complete(MESSAGE, ENRICHED, [{"id": "m:0", "intent": "other"}])
    assert questions(store, reader(), as_of=at + timedelta(hours=2), run_id="q2") == len(ASKED) - 1
    left = store.ask("MATCH (m:Message)-[:ASKS_ABOUT]->(:Action) RETURN count(m) AS n").rows
    assert left == [{"n": 2}]


LATELY = timedelta(days=3)
"""What is played of a scenario: its last days, read and grouped at its end, in one look."""


@pytest.mark.parametrize("name", ["crue-val-fournier", "penurie-carburant"])
def test_the_denials_of_scenarios_are_measured_through_the_real_flows(
    name: str, prepared: Path, tmp_path: Path
) -> None:
    place = tmp_path / name
    write(place, plan=load_plan(name))
    scenario = load(place)
    file = place / "messages.jsonl"
    kept = [line for line in file.read_text("utf-8").splitlines() if _is_late(line, scenario.crisis_at)]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    truth = next(one for one in scenario.truths() if one.kind == "effect")
    graph = f"effect-{name}"
    server.copy(prepared, folder(graph))
    try:
        played = Replay(scenario, LATELY)
        with connect(graph) as store:
            play.load_history(replace(scenario, crisis_at=scenario.ends_at), place, graph, progress=lambda line: None)
            played.end(store)
    finally:
        play.drop_graph(graph)

    found, score = played.effects[truth.id], played.figures().truths[truth.id]
    assert found.effect is not None
    assert truth.relative_change is not None
    assert found.effect.low <= truth.relative_change <= found.effect.high
    assert (found.effect.change < -0.3) if truth.relative_change else (found.verdict != "less")
    assert score.effect_error == pytest.approx(abs(found.effect.change - truth.relative_change))
    assert score.effect_coverage == 1


def _is_late(line: str, crisis_at: datetime) -> bool:
    return datetime.fromisoformat(json.loads(line)["published_at"]) >= crisis_at - LATELY
