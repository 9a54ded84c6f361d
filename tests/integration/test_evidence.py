"""What an alert rests on can be looked at again; only what was erased or edited makes a difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver
from typer.testing import CliRunner

from flows.cli import app
from flows.raising import raise_alerts
from graph.evidence import keeping, replay
from graph.model import Alert, Message, Signal, Topic
from graph.pins import Board
from graph.store import Store

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(hours=1)
ALERT = "alert:burst:t"


def messages(count: int = 6) -> list[Message]:
    return [
        Message(
            id=f"mastodon:{number}",
            source_id="mastodon",
            platform="mastodon",
            kind="post",
            text=f"L'eau monte rue des Tanneurs, {number} caves",
            published_at=NOW - timedelta(minutes=number),
            author_id=f"mastodon:a{number % 4}",
        )
        for number in range(count)
    ]


def signal(number: int, *cited: Message) -> Signal:
    return Signal(
        id=f"burst:t:{number}",
        kind="burst",
        at=NOW,
        score=0.5,
        reason="4 auteurs (6 messages) en 1 heure, 0,2 attendu.",
        reason_en="4 authors",
        evidence=tuple(message.id for message in cited),
        topic_id="t",
        observed=4,
        expected=0.2,
        upper=2,
        p_value=0.0001,
        authors=4,
    )


def raised(store: Store, run: str, *signals: Signal) -> None:
    """Write signals and their alert, with the evidence, as a look does."""
    alert = Alert(
        id=ALERT,
        kind="burst",
        severity="forte",
        title="Crue – Dijon",
        title_en="Flood – Dijon",
        reason="4 auteurs (6 messages) en 1 heure, 0,2 attendu ; 1 signal.",
        reason_en="4 authors",
        score=0.5,
        first_at=NOW,
        last_at=NOW,
        signal_ids=tuple(one.id for one in signals),
        topic_id="t",
        run_id=run,
    )
    now = datetime.now(UTC)
    store.save_together([*signals, alert], now=now, also=keeping([alert], as_of=NOW, now=now, run_id=run))


@pytest.fixture
def watched(store: Store) -> Store:
    """A graph with one alert on six messages of four authors."""
    topic = Topic(id="t", label="Crue", size=6, centroid=(1.0,), first_at=NOW, last_at=NOW, run_id="r")
    store.save([*messages(), topic, replace(topic, id="u", label="Autre")], now=NOW)
    raised(store, "detect-1", signal(1, *messages()))
    return store


def test_the_same_graph_gives_the_same_answer(watched: Store) -> None:
    found = replay(watched, ALERT)
    assert found is not None
    assert found.identical
    assert (found.messages, found.authors, found.missing, found.changed) == (6, 4, 0, 0)
    assert found.reason == "Identique : 6 éléments, comme vus le 14/03/2026 à 12:00 UTC par detect-1."


def test_messages_that_change_topic_or_counters_change_nothing(watched: Store, neo4j_driver: Driver) -> None:
    neo4j_driver.execute_query("MATCH (t:Topic {id: 't'}), (m:Message) MERGE (m)-[:ABOUT]->(t)")
    Board(watched, "analyste", at=NOW).merge("t", "u")
    watched.save([replace(one, shares=9) for one in messages()], now=LATER)
    watched.save([replace(messages(9)[8], id="mastodon:late")], now=LATER)
    found = replay(watched, ALERT)
    assert found is not None
    assert found.identical


def test_an_erased_message_is_told(watched: Store) -> None:
    watched.execute("erase_messages", ids=["mastodon:2"])
    found = replay(watched, ALERT)
    assert found is not None
    assert not found.identical
    assert found.missing == 1
    assert found.reason == "Différent : 1 effacé depuis le 14/03/2026 à 12:00 UTC (6 vus, 5 là)."


def test_an_edited_message_is_told(watched: Store) -> None:
    watched.save([replace(messages()[0], text="Rien ne monte, tout va bien")], now=LATER)
    found = replay(watched, ALERT)
    assert found is not None
    assert (found.identical, found.missing, found.changed) == (False, 0, 1)
    assert "1 modifié" in found.reason


def test_the_run_that_renewed_an_alert_answers_for_it(watched: Store) -> None:
    raised(watched, "detect-2", signal(1, *messages()), signal(2, *messages()[:2]))
    found = replay(watched, ALERT)
    assert found is not None
    assert found.identical
    assert found.evidence.run_id == "detect-2"
    assert watched.ask("MATCH (e:Evidence)-[:OF]->(:Alert) RETURN count(e) AS n").rows == [{"n": 1}]


def test_evidence_is_read_again_when_an_alert_cites_something_else(store: Store) -> None:
    topic = Topic(id="t", label="Crue", size=6, centroid=(1.0,), first_at=NOW, last_at=NOW, run_id="r")
    store.save([*messages(), topic], now=NOW)

    def raised_by(run: str, *signals: Signal) -> tuple[str, bool]:
        assert raise_alerts(store, signals, as_of=NOW, run_id=run) == 1
        found = replay(store, f"alert:{signals[0].id}")
        assert found is not None
        return found.evidence.run_id, found.identical

    first = signal(1, *messages()[:4])
    assert raised_by("look-1", first) == ("look-1", True)
    assert raised_by("look-2", first) == ("look-1", True), "nothing new"
    louder = replace(first, p_value=first.p_value / 2, observed=5)
    assert raised_by("look-3", louder) == ("look-1", True), "louder, and it cites the same"
    other = replace(louder, p_value=first.p_value / 4, evidence=tuple(one.id for one in messages()[1:5]))
    assert raised_by("look-4", other) == ("look-4", True), "as many as before, others"
    second = replace(signal(2, *messages()), at=NOW - timedelta(minutes=1))
    assert raised_by("look-5", other, second) == ("look-5", True), "one more signal"
    assert store.ask("MATCH (:Evidence)-[:OF]->(a:Alert) RETURN a.run_id AS run").rows == [{"run": "look-5"}]


def test_an_alert_and_its_evidence_are_written_together(watched: Store) -> None:
    def die(ask: object, saved: object) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        watched.save_together([signal(3, *messages()[:1])], now=NOW, also=die)
    assert watched.ask("MATCH (s:Signal {id: 'burst:t:3'}) RETURN count(s) AS n").rows == [{"n": 0}]
    found = replay(watched, ALERT)
    assert found is not None
    assert found.identical


def test_no_evidence_is_said(store: Store) -> None:
    assert replay(store, "alert:none") is None


def test_the_commands_say_it(watched: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def connect(graph: str | None = None) -> Iterator[Store]:
        yield watched

    for module in ("alert", "topic"):
        monkeypatch.setattr(f"flows.cli.{module}.connect", connect)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        return result.exit_code, result.output

    code, said = run("alert", "replay", ALERT, "--query")
    assert code == 0
    assert "Identique : 6 éléments" in said
    assert "EVIDENCED_BY" in said
    code, said = run("alert", "why", ALERT)
    assert code == 0
    assert said.startswith("4 auteurs (6 messages) en 1 heure, 0,2 attendu")
    watched.execute("erase_messages", ids=["mastodon:2"])
    code, said = run("alert", "replay", ALERT)
    assert code == 1
    assert "Différent : 1 effacé" in said
    assert run("alert", "replay", "alert:none")[0] == 2
    code, said = run("topic", "label", "t", "La crue", "--role", "analyste")
    assert code == 0
    assert "La crue" in run("topic", "list", "--days", "9999", "--format", "json")[1]
    assert "label" in run("topic", "pins", "--format", "json")[1]
    assert run("topic", "merge", "t", "topic:none", "--role", "analyste")[0] == 2
    assert run("topic", "label", "t", "La crue")[0] == 2
