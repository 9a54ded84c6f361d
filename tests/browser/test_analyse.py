"""What an analyst does: choose a query, run it, read table and network, save it, cancel one; and nothing writes."""

from io import BytesIO
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import polars as pl
import pytest
from playwright.sync_api import expect

from graph.console import QueryRefused
from graph.store import Store
from tests.browser.conftest import SECONDS, Watched
from ui.services.analyses import Analyses
from ui.services.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*) AS n"

REFUSED = [
    ("", "empty"),
    ("CREATE (:Message {id: 'x'})", "write"),
    ("MATCH (m:Message) SET m.text = ''", "write"),
    ("MATCH (m:Message) DETACH DELETE m", "write"),
    ("MERGE (:Topic {id: 'x'}) RETURN 1", "write"),
    ("MATCH (m:Message) CALL (m) { DETACH DELETE m } IN TRANSACTIONS OF 10 ROWS", "write"),
    ("UNWIND [1] AS x CALL (x) { RETURN 1 AS y } IN TRANSACTIONS RETURN y", "operator"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "operator"),
    ("LOAD CSV FROM 'http://127.0.0.1/' AS row RETURN row", "operator"),
    ("SHOW TRANSACTIONS", None),
    ("SHOW USERS", None),
    ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", None),
    ("CALL apoc.periodic.iterate('', '', {})", "plan"),
    ("CALL dbms.listConfig() YIELD name RETURN name", None),
    ("CALL db.clearQueryCaches()", None),
    ("DROP INDEX x", "write"),
    ("CREATE USER x SET PASSWORD 'longenough'", None),
    ("MATCH (n) RETURN n; MATCH (n) DETACH DELETE n", "plan"),
    ("EXPLAIN MATCH (n) RETURN n", "prefix"),
    ("MATCH (n RETURN n", "plan"),
    ("RETURN $missing AS x", "failed"),
]


@pytest.fixture(scope="module")
def analyses(seeded: Store) -> Analyses:
    return Analyses(Reader(seeded))


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_nothing_that_writes_gets_through(analyses: Analyses, seeded: Store, text: str, why: str | None) -> None:
    before = seeded.rows("census")
    with pytest.raises(QueryRefused) as refused:
        analyses.run(text, {}, "t")
    assert refused.value.why
    assert why is None or refused.value.why == why
    assert seeded.rows("census") == before


def test_an_answer_is_masked_and_plain(analyses: Analyses) -> None:
    text = "RETURN 'Appelez Mme Dupont au 06 39 98 12 34' AS said, ['Mme Dupont dort'] AS more, 'D21' AS id, 1.5 AS x"
    found = analyses.run(text, {}, "t")
    assert found.rows == [("Appelez Mme [nom] au [téléphone]", '["Mme [nom] dort"]', "D21", 1.5)]
    moment = analyses.run("RETURN datetime('2026-11-24T09:20:00Z') AS at, $n AS n", {"n": 3}, "t")
    assert moment.rows == [("2026-11-24 09:20:00 UTC", 3)]
    assert moment.csv().decode("utf-8-sig") == "at;n\r\n2026-11-24 09:20:00 UTC;3\r\n"
    assert analyses.run("RETURN '=1+1' AS x", {}, "t").csv().decode("utf-8-sig").endswith("'=1+1\r\n")
    mixed = analyses.run("UNWIND [1, 'a b', null] AS x RETURN x", {}, "t")
    assert pl.read_parquet(BytesIO(mixed.parquet()))["x"].to_list() == ["1", "a b", None]


def test_nodes_and_relationships_are_found_wherever_they_stand(analyses: Analyses) -> None:
    found = analyses.run("MATCH p = (a:Alert)-[:ABOUT]->(t:Topic) RETURN [p] AS paths", {}, "t")
    assert {thing.kind for thing in found.picture.things} == {"Alert", "Topic"}
    assert len(found.picture.ties) == 3
    alone = analyses.run("MATCH (t:Topic) RETURN t", {}, "t")
    assert len(alone.picture.things) == 6
    assert alone.picture.ties == ()
    assert len({(thing.x, thing.y) for thing in alone.picture.things}) == 6


def test_a_long_query_is_cancelled(analyses: Analyses) -> None:
    seen: list[str] = []

    def run() -> None:
        try:
            analyses.run(ENDLESS, {}, "long")
        except QueryRefused as error:
            seen.append(error.why)

    start, thread = monotonic(), Thread(target=run)
    thread.start()
    assert not analyses.cancel("another")
    while thread.is_alive() and not analyses.cancel("long"):
        sleep(0.1)
    thread.join()
    assert seen == ["cancelled"]
    assert monotonic() - start < 15, "it would have run for 20 s"


@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_a_query_of_the_library_is_run_read_and_saved(watched: Watched, pictures: Path, lang: str, theme: str) -> None:
    page = watched.open(f"?page=analyse&langue={lang}&theme={theme}")
    page.locator("#set-query").select_option("topics_rising")
    expect(page.locator("textarea[name=text]")).to_contain_text("MATCH")
    expect(page.locator("input[name^='p:']").first).to_be_visible()
    page.locator("#query-run").click()
    expect(page.locator("table caption").first).to_contain_text("sur" if lang == "fr" else "of")
    with page.expect_download() as saved:
        page.get_by_text("Parquet", exact=True).click()
    assert pl.read_parquet(saved.value.path()).height == page.locator("tbody tr").count()

    page.locator("#set-query").select_option("")
    expect(page.locator("input[name^='p:']")).to_have_count(1)
    page.locator("textarea[name=text]").fill("MATCH (m:Message)-[r:ABOUT]->(t:Topic) RETURN m, r, t LIMIT 90")
    page.locator("#query-run").click()
    page.wait_for_selector("[data-ready=true][data-nodes]", timeout=SECONDS * 1000)
    expect(page.locator("#rows-after")).to_be_visible()
    page.locator("#rows-after").click()
    expect(page.locator("table caption").first).to_contain_text("51")
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"analyse-{lang}-{theme}.png")

    page.locator("textarea[name=text]").fill("MATCH (n) DETACH DELETE n")
    page.locator("#query-run").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’a été exécuté" if lang == "fr" else "Nothing was run")
    assert watched.complaints == []
    assert watched.strangers == []


def test_a_running_query_is_cancelled_by_its_button(watched: Watched) -> None:
    page = watched.open("?page=analyse")
    page.locator("textarea[name=text]").fill(ENDLESS)
    page.locator("#query-run").click()
    expect(page.get_by_text("Requête en cours")).to_be_visible()
    page.locator("#query-cancel").click()
    expect(page.get_by_text("Requête annulée")).to_be_visible(timeout=12_000)
    assert watched.complaints == []
