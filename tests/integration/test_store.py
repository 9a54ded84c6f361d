from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from neo4j import Driver

from graph.console import QueryRefused
from graph.model import Account, Decision, Hashtag, Message, Place, Run, Service, Signal
from graph.schema import ABOUT_TOPIC, CONCERNS_SERVICE, ENRICHED, MESSAGE
from graph.store import Ask, Saved, Store, checkpoint
from graph.territory import groups, places
from tests.digests import contents, differences
from tests.graphs import STANDING, committed, france, furnished, invented

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIJON = Place(id="21231", name="Dijon", kind="commune", population=159_346, parent_id="D21")
POST = Message(
    id="mastodon:1",
    source_id="mastodon",
    platform="mastodon",
    kind="post",
    text="L'eau monte à Dijon #crue",
    published_at=NOW,
    author_id="mastodon:abc",
    hashtags=("crue",),
    service_ids=("17cyber",),
)

ARRIVALS = {
    "id": "mastodon|mastodon|2026-03-01", "source_id": "mastodon", "platform": "mastodon", "day": NOW,
    "hours": [0] * 12 + [2] + [0] * 11, "first_at": NOW, "last_at": NOW,
}  # fmt: skip


def relations(store: Store, label: str) -> set[tuple[str, str]]:
    answer = store.ask(f"MATCH (a)-[:{label}]->(b) RETURN a.id AS a, b.id AS b")
    return {(row["a"], row["b"]) for row in answer.rows}


def test_saving_twice_changes_nothing(store: Store) -> None:
    records = [DIJON, Account(id="mastodon:abc", platform="mastodon"), Hashtag(id="crue"), POST]
    first = store.save(records, now=NOW)
    second = store.save(records, now=NOW)
    assert first.created.total() == 4
    assert (second.created.total(), second.changed.total(), second.unchanged.total()) == (0, 0, 4)
    assert relations(store, "TAGGED") == {("mastodon:1", "crue")}


def test_a_change_moves_the_edges(store: Store) -> None:
    store.save([POST], now=NOW)
    saved = store.save([replace(POST, hashtags=("dijon",), text="corrigé")], now=NOW)
    assert saved.changed["Message"] == 1
    assert relations(store, "TAGGED") == {("mastodon:1", "dijon")}
    assert relations(store, "CONCERNS") == {("mastodon:1", "17cyber")}


def test_a_stub_becomes_the_record_when_it_arrives(store: Store) -> None:
    store.save([replace(POST, id="mastodon:2", reply_to="mastodon:1")], now=NOW)
    assert store.save([POST], now=NOW).created["Message"] == 1
    assert relations(store, "REPLIES_TO") == {("mastodon:2", "mastodon:1")}
    assert store.ask("MATCH (m:Message {id: 'mastodon:1'}) RETURN m.first_seen = $now AS seen", {"now": NOW}).rows == [
        {"seen": True}
    ]


def test_the_cursor_is_saved_with_its_batch_or_not_at_all(store: Store) -> None:
    store.save_together([POST, checkpoint("mastodon", "41", "tag")], now=NOW)
    assert store.cursors("mastodon") == {"tag": "41"}
    with pytest.raises(TypeError, match="object is not a node"):
        store.save_together([replace(POST, id="x:3"), checkpoint("mastodon", "42", "tag"), object()], now=NOW)
    assert store.cursors("mastodon") == {"tag": "41"}


def test_what_belongs_to_a_batch_is_written_with_it_or_not_at_all(store: Store) -> None:
    def count(ask: Ask, saved: Saved) -> None:
        assert saved.new == {"Cursor": {"mastodon"}, "Message": {POST.id}}
        ask("arrivals_add", rows=[ARRIVALS])

    def fail(ask: Ask, saved: Saved) -> None:
        assert saved.new == {"Cursor": set()}
        ask("arrivals_add", rows=[ARRIVALS])
        raise ValueError("cut")

    store.save_together([POST, checkpoint("mastodon", "1")], now=NOW, also=count)
    with pytest.raises(ValueError, match="cut"):
        store.save_together([checkpoint("mastodon", "2")], now=NOW, also=fail)
    assert store.cursors("mastodon") == {"": "1"}
    assert store.ask("MATCH (a:Arrivals) RETURN a.hours[12] AS n").rows == [{"n": 2}]


def test_cursors_of_sources_with_the_same_beginning_stay_apart(store: Store) -> None:
    store.save([checkpoint("feeds", "1"), checkpoint("feeds-2", "2")], now=NOW)
    assert store.cursors("feeds") == {"": "1"}


def test_what_a_run_does_not_renew_goes(store: Store) -> None:
    store.save([POST], now=NOW)
    rows = [{"start": POST.id, "end": topic, "score": 0.5} for topic in ("t1", "t2")]
    store.relate(ABOUT_TOPIC, rows, run_id="r1", scope=[POST.id])
    store.relate(ABOUT_TOPIC, rows[1:], run_id="r2", scope=[POST.id])
    assert relations(store, "ABOUT") == {(POST.id, "t2")}


def test_a_derived_fact_never_replaces_what_the_source_said(store: Store) -> None:
    store.save([POST], now=NOW)
    store.relate(
        CONCERNS_SERVICE, [{"start": POST.id, "end": "17cyber", "probability": 0.4}], run_id="r1", scope=[POST.id]
    )
    store.relate(CONCERNS_SERVICE, [], run_id="r2", scope=[POST.id])
    assert relations(store, "CONCERNS") == {(POST.id, "17cyber")}


def test_what_the_source_says_takes_over_what_was_derived(store: Store) -> None:
    store.save([replace(POST, service_ids=())], now=NOW)
    store.relate(
        CONCERNS_SERVICE, [{"start": POST.id, "end": "17cyber", "probability": 0.4}], run_id="r1", scope=[POST.id]
    )
    store.save([POST], now=NOW)
    store.relate(CONCERNS_SERVICE, [], run_id="r2", scope=[POST.id])
    assert relations(store, "CONCERNS") == {(POST.id, "17cyber")}


def test_the_queue_holds_new_and_changed_messages(store: Store) -> None:
    store.save([POST], now=NOW)
    assert [row["id"] for row in store.rows("pending", limit=10)] == [POST.id]
    store.complete(MESSAGE, ENRICHED, [{"id": POST.id, "lang": "fr"}])
    assert store.rows("pending", limit=10) == []
    store.save([POST], now=NOW)
    assert store.rows("pending", limit=10) == []
    store.save([replace(POST, text="autre")], now=NOW)
    assert len(store.rows("pending", limit=10)) == 1


def test_version_and_clock_follow_runs_and_decisions(store: Store) -> None:
    empty = store.version()
    assert store.clock() is None
    run = Run(id="detect-1", flow="detect", version="0", parameters="{}", as_of=NOW, started_at=NOW)
    store.save([run], now=NOW)
    running = store.version()
    store.save([replace(run, state="completed")], now=NOW)
    completed = store.version()
    store.save([Decision(id="d", alert_id="a", at=NOW, role="veille", act="acknowledge")], now=NOW)
    assert len({empty, running, completed, store.version()}) == 4
    assert store.clock() == NOW


def test_frames_have_their_schema_when_empty(store: Store) -> None:
    schema = pl.Schema({"id": pl.String(), "value": pl.String()})
    assert store.frame("cursors", schema, source_id="none").schema == schema


def test_named_read_queries_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match="read"):
        store.rows("run_alive", id="x")


def test_all_places_load_and_hang_together(store: Store) -> None:
    assert store.save([*places(), *groups()], now=NOW).created["Place"] > 36_000
    row = store.ask(
        "MATCH (c:Place {id: '21231'})-[:IN]->(d:Place)-[:IN]->(r:Place)-[:IN]->(f:Place {id: 'FR'}) "
        "RETURN c.name AS c, d.name AS d, r.id AS r"
    ).rows[0]
    assert row == {"c": "Dijon", "d": "Côte-d'Or", "r": "R27"}
    assert store.ask("MATCH (p:Place) WHERE p.name IS NULL RETURN p.id").rows == []


FAULTS = (
    "CREATE (:Place {id: 'ailleurs'})",
    "MATCH (p:Place {id: '21231'}) DETACH DELETE p",
    "MATCH (p:Place {id: '21231'})-[r:IN]->() DELETE r",
    "MATCH (p:Place {id: '21231'}) SET p.name = 'Di'",
    "MATCH (p:Place {id: '21231'}) SET p.seen = true",
)


def test_what_a_test_does_to_places_is_noticed_by_the_next(neo4j_driver: Driver) -> None:
    furnished(neo4j_driver)
    with neo4j_driver.session() as session:
        for fault in ("RETURN 1", *FAULTS):
            with session.begin_transaction() as passing:
                passing.run(fault).consume()
                standing = passing.run(STANDING).single(strict=True).data()
                passing.rollback()
            assert (standing == france()) is (fault not in FAULTS), fault


def test_the_invented_graph_stays_until_somebody_writes(neo4j_driver: Driver) -> None:
    invented(neo4j_driver)
    expected, written = contents(neo4j_driver, stamps=["changed_at"]), committed(neo4j_driver)
    invented(neo4j_driver)
    assert committed(neo4j_driver) == written
    neo4j_driver.execute_query(FAULTS[3])
    assert committed(neo4j_driver) != written
    invented(neo4j_driver)
    found = contents(neo4j_driver, stamps=["changed_at"])
    assert [differences(*two) for two in zip(found, expected, strict=True)] == [{}, {}]


def test_records_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="score"):
        Signal(
            id="s", kind="burst", at=NOW, score=2, reason="", reason_en="", evidence=("m",), observed=1, expected=1,
            upper=1, p_value=1, authors=1,
        )  # fmt: skip


READS = [
    "MATCH (m:Message) RETURN m.id",
    "CALL db.labels()",
    "UNWIND range(1, 3) AS x RETURN x",
]
REFUSED = [
    ("CREATE (x)", "would write"),
    ("MATCH (n) SET n.x = 1", "would write"),
    ("MERGE (x:Message {id: 'mastodon:1'})", "would write"),
    ("DROP INDEX x", "would write"),
    ("CREATE USER bob SET PASSWORD 'abcdefgh'", "would write"),
    ("SHOW SETTINGS", "ShowSettings"),
    ("SHOW USERS", "would write"),
    ("LOAD CSV FROM 'file:///etc/hosts' AS r RETURN r", "LoadCSV"),
    ("TERMINATE TRANSACTIONS 'a'", "TerminateTransactions"),
    ("MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x", "Transaction"),
    ("CALL dbms.listConfig()", "would write"),
    ("CALL tx.setMetaData({a: 1})", "would write"),
    ("MATCH (n) RETURN n; MATCH (m) DELETE m", "cannot be planned"),
    ("/* */ EXPLAIN MATCH (n) DELETE n", "cannot be planned|would write"),
    ("EXPLAIN MATCH (n) RETURN n", "added by the console"),
    ("", "no query"),
    ("MATC (x)", "cannot be planned"),
]


@pytest.mark.parametrize("text", READS)
def test_the_console_reads(store: Store, text: str) -> None:
    store.save([POST, Service(id="17cyber", name="17Cyber")], now=NOW)
    assert store.ask(text).rows


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_the_console_refuses_anything_else_before_it_runs(store: Store, text: str, why: str) -> None:
    store.save([POST], now=NOW)
    before = store.ask("MATCH (n) RETURN count(n) AS n").rows
    with pytest.raises(QueryRefused, match=why):
        store.ask(text)
    assert store.ask("MATCH (n) RETURN count(n) AS n").rows == before


def test_the_console_keeps_its_limits(store: Store) -> None:
    answer = store.ask("UNWIND range(1, 100) AS x RETURN x", limit=10)
    assert (len(answer.rows), answer.complete) == (10, False)
    with pytest.raises(QueryRefused, match="ended after 1 s"):
        store.ask("UNWIND range(1, 100000000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)", seconds=1)
