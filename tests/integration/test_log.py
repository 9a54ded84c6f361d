"""The log of the cell on a real graph: entered once, corrected, taken back with what was concluded from it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.journal import JournalRefused, changed, correct, entries, log, withdraw
from graph.model import Action, Message, Run, Topic
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.entries import Clock, Done, EntryRefused, Seen

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
CLOCK = Clock(NOW, NOW)
DONE = Done(kind="denial", text="Le barrage tient, dit M. Dupont.", channel="x", at=NOW, places=("D21", "21231"))
SEEN = Seen(text="Files d'attente, appeler le 06 39 98 12 34", at=NOW, place="21231", services=("17cyber",))


def ask(store: Store, text: str) -> list[dict[str, object]]:
    return store.ask(text).rows


def test_an_entry_is_saved_once_with_its_run_and_its_places(store: Store) -> None:
    record, new = log(store, DONE, CLOCK)
    assert (new, record.text) == (True, "Le barrage tient, dit M. [nom].")
    for clock in (CLOCK, Clock(NOW + timedelta(minutes=40), NOW + timedelta(minutes=40))):
        assert log(store, DONE, clock) == (record, False)
    later = Clock(NOW + timedelta(minutes=40), NOW + timedelta(minutes=40))
    repeated = replace(DONE, at=later.now)
    assert log(store, repeated, later) == (record, False)
    again, new = log(store, repeated, later, again=True)
    assert new
    assert again.id != record.id
    covered = ask(store, "MATCH (a:Action)-[:COVERS]->(p:Place) RETURN a.id + ' ' + p.id AS drawn")
    assert {row["drawn"] for row in covered} == {
        f"{one.id} {place}" for one in (record, again) for place in DONE.places
    }
    runs = ask(store, "MATCH (r:Run)-[:READ]->(s:Source {id: 'manual'}) RETURN r.flow AS flow, r.parameters AS said")
    assert {json.loads(str(run["said"]))["entry"] for run in runs} == {record.id, again.id}
    assert len(runs) == 2
    assert {run["flow"] for run in runs} == {"log"}
    assert "Dupont" not in json.dumps(ask(store, "MATCH (n) RETURN n {.*} AS n"), default=str)


def test_an_observation_is_a_message_that_waits_to_be_read(store: Store) -> None:
    record, _ = log(store, SEEN, CLOCK)
    (row,) = ask(
        store,
        "MATCH (p:Place)<-[:PUBLISHED_IN]-(m:Message {pending: true})-[:CONCERNS]->(s:Service) "
        "MATCH (m)-[:COLLECTED_FROM]->(f:Source) "
        "RETURN m.id AS id, m.text AS text, m.kind AS kind, p.id AS place, s.id AS service, f.id AS source",
    )
    assert row == {
        "id": record.id,
        "text": "Files d'attente, appeler le [téléphone]",
        "kind": "report",
        "place": "21231",
        "service": "17cyber",
        "source": "manual",
    }


def test_what_cannot_be_entered_leaves_nothing(store: Store) -> None:
    with pytest.raises(EntryRefused, match="There is no place 'Dijon'"):
        log(store, Done(kind="denial", text="Faux.", channel="x", at=NOW, places=("Dijon",)), CLOCK)
    assert ask(store, "MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_a_correction_keeps_the_id_and_is_read_again(store: Store) -> None:
    record, _ = log(store, SEEN, CLOCK)
    right = correct(store, record.id, changed(text="Files d'attente à Dijon", place="D21", kind=None), CLOCK)
    assert right.id == record.id
    assert entries(store) == [right]
    assert ask(store, "MATCH (m:Message)-[:PUBLISHED_IN]->(p) RETURN p.id AS place, m.pending AS pending") == [
        {"place": "D21", "pending": True}
    ]
    with pytest.raises(JournalRefused, match="an observation has no channel"):
        correct(store, record.id, changed(channel="x"), CLOCK)
    with pytest.raises(EntryRefused):
        correct(store, record.id, changed(text=""), CLOCK)
    assert entries(store) == [right]
    with pytest.raises(JournalRefused, match="There is no entry"):
        correct(store, "manual:action-0", changed(text="x"), CLOCK)


def test_only_what_was_entered_by_hand_can_be_changed(store: Store) -> None:
    foreign = Action(id="exercise-1", kind="denial", text="Faux.", channel="x", at=NOW)
    store.save([foreign], now=NOW)
    assert entries(store) == []
    with pytest.raises(JournalRefused):
        withdraw(store, foreign.id, CLOCK)
    with pytest.raises(JournalRefused):
        correct(store, foreign.id, changed(), CLOCK)
    assert ask(store, "MATCH (a:Action) RETURN a.id AS id") == [{"id": "exercise-1"}]


def test_an_action_taken_back_is_gone_and_does_not_come_back(store: Store) -> None:
    record, _ = log(store, DONE, CLOCK)
    other, _ = log(store, Done(kind="campaign", text="Prévention", channel="radio", at=NOW), CLOCK)
    assert withdraw(store, record.id, CLOCK) == record
    assert entries(store) == [other]
    with pytest.raises(JournalRefused, match="was withdrawn"):
        log(store, DONE, CLOCK)
    with pytest.raises(JournalRefused, match="There is no entry"):
        withdraw(store, record.id, CLOCK)
    said = ask(store, "MATCH (r:Run {flow: 'log'}) RETURN r.parameters AS said ORDER BY r.id")
    assert sum('"withdraw"' in str(row["said"]) for row in said) == 1
    assert "barrage" not in json.dumps(ask(store, "MATCH (n) RETURN n {.*} AS n"), default=str)


def test_an_observation_taken_back_takes_what_was_concluded_from_it_along(store: Store) -> None:
    record, _ = log(store, SEEN, CLOCK)
    assert isinstance(record, Message)
    run = Run(id="r", flow="detect", version="1", parameters="{}", as_of=NOW, started_at=NOW)
    topic = Topic(
        id="t", label="files", keywords=("files",), centroid=(0.0,) * 384, size=1, first_at=NOW, last_at=NOW, run_id="r"
    )
    store.save([run, topic], now=NOW)
    store.relate(ABOUT_TOPIC, [{"start": record.id, "end": "t", "score": 1.0}], run_id="r", scope=[record.id])

    withdraw(store, record.id, CLOCK)

    assert ask(store, "MATCH (m:Message) RETURN m.id AS id") == []
    assert ask(store, "MATCH (t:Topic) RETURN t.id AS id") == [], "nothing else was about it"
    assert ask(store, "MATCH (e:Erased) RETURN e.id AS id, e.kind AS kind") == [{"id": record.id, "kind": "message"}]
    with pytest.raises(JournalRefused, match="was withdrawn"):
        log(store, SEEN, CLOCK)


def test_a_withdrawal_that_was_killed_is_finished_by_the_next(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    record, _ = log(store, DONE, CLOCK)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "execute", killed)
    with pytest.raises(KeyboardInterrupt):
        withdraw(store, record.id, CLOCK)
    monkeypatch.undo()
    assert entries(store) == [record]
    withdraw(store, record.id, CLOCK)
    assert entries(store) == []


def test_the_newest_entry_comes_first(store: Store) -> None:
    hours = [NOW - timedelta(hours=each) for each in (0, 5, 3)]
    log(store, replace(DONE, at=hours[0]), CLOCK)
    log(store, replace(SEEN, at=hours[1]), CLOCK)
    log(store, replace(DONE, at=hours[2]), CLOCK)
    listed = [record.at if isinstance(record, Action) else record.published_at for record in entries(store)]
    assert listed == sorted(hours, reverse=True)
    assert len(entries(store, limit=1)) == 1
