"""The command line on a real graph: start, ask, collect twice, be killed anywhere and go on."""

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver
from typer.testing import CliRunner

from flows.cli import app
from graph import server
from graph.store import folder
from tests.invented import write_export, write_scenario

pytestmark = pytest.mark.neo4j

GRAPH = "exercise"

KILLED = """
import os, signal, sys
from graph.model import Cursor
from graph.store import Store
import flows.collect
save, left, before = Store.save_together, int(sys.argv.pop(1)), sys.argv.pop(1) == "before"
flows.collect.BATCH = 300
def counted(self, records, **more):
    global left
    left -= any(isinstance(record, Cursor) for record in records)
    if before and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    saved = save(self, records, **more)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return saved
Store.save_together = counted
from flows.cli import main
main()
"""
"""A program that is killed at its n-th commit of a cursor: just before it, or just after."""

UNTOLD = ("Run", "Place")
"""Labels left out of a comparison: what ran, and what no source brings."""

STAMPS = {
    "changed_at",
    "first_seen",
    "last_seen",
    "last_run_at",
    "judged_at",
    "last_success_at",
    "last_message_at",
    "read",
    "saved",
    "refused",
    "refusals",
    "late",
    "duplicates",
    "delays",
    "delay_seconds",
}
"""Properties that say when and how often we collected."""


@pytest.fixture(scope="module")
def state(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    server.copy(prepared, home / "graphs" / GRAPH)
    yield home
    server.stop(home / "graphs" / GRAPH)


@pytest.fixture(autouse=True)
def one_home(own_home: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give all tests here the same home: one server, one set of keys."""
    monkeypatch.setenv("CYBERIMPACT_HOME", str(state))
    monkeypatch.setenv("CYBERIMPACT_GRAPH", GRAPH)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="module")
def driver(state: Path) -> Iterator[Driver]:
    with server.start(state / "graphs" / GRAPH).driver() as opened:
        yield opened


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def forget(driver: Driver) -> None:
    driver.execute_query("MATCH (n) WHERE NOT n:Place DETACH DELETE n")


def observed(driver: Driver) -> tuple[dict[str, Any], list[str]]:
    """Return nodes by label and id with their properties, and relationships, without what says when we collected."""
    nodes, *_ = driver.execute_query(
        "MATCH (n) WHERE none(label IN labels(n) WHERE label IN $untold) RETURN labels(n)[0] AS label, n", untold=UNTOLD
    )
    edges, *_ = driver.execute_query(
        "MATCH (a)-[r]->(b) WHERE none(label IN labels(a) WHERE label IN $untold) "
        "RETURN labels(a)[0] + ' ' + a.id + ' ' + type(r) + ' ' + b.id AS drawn",
        untold=UNTOLD,
    )
    told = {
        f"{row['label']} {row['n']['id']}": {name: value for name, value in row["n"].items() if name not in STAMPS}
        for row in nodes
    }
    assert len(told) == len(nodes), "two nodes have the same label and id"
    return told, sorted(row["drawn"] for row in edges)


def test_start_status_ask_and_stop(driver: Driver) -> None:
    assert run("graph", "start")[1].startswith("Neo4j runs at bolt://127.0.0.1:")
    driver.execute_query("CREATE (:Message {id: 'm', text: '[/gras] a, « b »', published_at: datetime('2026-03-01')})")
    code, said, _ = run("graph", "status")
    assert code == 0
    assert "Message" in said
    query = "MATCH (m:Message {id: $id}) RETURN m.text AS text, m.published_at AS at, [m.published_at] AS all"
    answers = {
        form: run("graph", "cypher", query, "-p", '{"id": "m"}', "-f", form) for form in ("table", "csv", "json")
    }
    assert {code for code, *_ in answers.values()} == {0}
    assert "[/gras] a, « b »" in answers["table"][1]
    assert next(csv.DictReader(io.StringIO(answers["csv"][1])))["text"] == "[/gras] a, « b »"
    (row,) = json.loads(answers["json"][1])
    assert row["at"].startswith("2026-03-01T00:00:00")
    assert row["all"] == [row["at"]]
    (row,) = json.loads(run("graph", "cypher", "MATCH (m:Message) RETURN m", "-f", "json")[1])
    assert row["m"]["id"] == "m"
    code, said, complaint = run("graph", "cypher", "UNWIND range(1, 9) AS x RETURN x", "--limit", "2", "-f", "csv")
    assert (code, said.split()) == (0, ["x", "1", "2"])
    assert "only the first 2 rows" in complaint


@pytest.mark.parametrize("text", ["CREATE (x)", "MATCH (n) DETACH DELETE n", "SHOW USERS", "RETRUN 1"])
def test_anything_but_a_read_is_refused_in_one_sentence(driver: Driver, text: str) -> None:
    code, said, complaint = run("graph", "cypher", text)
    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert complaint.startswith("error: ")


def test_collecting_twice_saves_once(driver: Driver, tmp_path: Path) -> None:
    forget(driver)
    export = write_export(tmp_path / "export.csv", 120, bad=(7, 8))
    arguments = ("collect", "services-publics-plus", "--file", str(export), "--no-understand")
    code, said, _ = run(*arguments)
    assert code == 0
    assert re.fullmatch(r"services-publics-plus: read \d+, refused 2 \(2 bad-date\), saved 165\n", said)
    before = observed(driver)
    code, said, _ = run(*arguments)
    assert (code, said) == (0, "services-publics-plus: read 0, refused 0, saved 0\n")
    assert observed(driver) == before


def test_a_missing_and_a_cut_file_are_told_and_the_good_is_kept(driver: Driver, tmp_path: Path) -> None:
    forget(driver)
    export = tmp_path / "export.csv"
    arguments = ("collect", "services-publics-plus", "--file", str(export), "--no-understand")
    code, _, complaint = run(*arguments)
    assert code == 1
    assert f"{export} does not exist" in complaint
    whole = write_export(export, 20).read_bytes()
    export.write_bytes(whole[: whole.index(b"Plainte 15") + 30])
    code, _, complaint = run(*arguments)
    assert (code, complaint.count("\n")) == (1, 1)
    assert "the file ends in the middle of this row" in complaint
    kept, *_ = driver.execute_query("MATCH (m:Message {kind: 'experience'}) RETURN count(m) AS n")
    assert kept[0]["n"] == 15
    export.write_bytes(whole)
    assert "saved" in run(*arguments)[1]
    kept, *_ = driver.execute_query("MATCH (m:Message {kind: 'experience'}) RETURN count(m) AS n")
    assert kept[0]["n"] == 20


def killed_until_done(arguments: tuple[str, ...], environment: dict[str, str], chance: random.Random) -> int:
    """Run a command, kill it at a random commit, run it again, until it ends by itself; return how often it died."""
    for deaths in range(20):
        moment = ("before", "after")[deaths % 2]
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(chance.randint(1, 3)), moment, *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )
        if ended.returncode != -signal.SIGKILL:
            assert ended.returncode == 0, ended.stderr
            return deaths
    raise AssertionError("it never ended")


@pytest.mark.parametrize("source", ["services-publics-plus", "scenario"])
def test_killed_anywhere_it_goes_on_to_the_same_graph(
    driver: Driver, tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(driver)
    export, scenario = write_export(tmp_path / "e.csv", 1_200, bad=(300,)), write_scenario(tmp_path / "s", 2_500)
    given = {
        "CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE": str(export),
        "CYBERIMPACT_SERVICES_PUBLICS_PLUS_CHECKPOINT_ROWS": "100",
        "CYBERIMPACT_SCENARIO_FOLDER": str(scenario),
    }
    arguments = ("collect", source, "--no-understand")
    assert killed_until_done(arguments, given, random.Random(source)) >= 2
    interrupted = observed(driver)
    forget(driver)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert run(*arguments)[0] == 0
    undisturbed = observed(driver)
    assert len(undisturbed[0]) > 1_200
    (nodes, edges), (expected, drawn) = interrupted, undisturbed
    assert {
        name: (nodes.get(name), expected.get(name))
        for name in nodes.keys() | expected.keys()
        if nodes.get(name) != expected.get(name)
    } == {}
    assert edges == drawn


def test_stop_ends_it(driver: Driver) -> None:
    assert run("graph", "stop")[1] == "Neo4j is stopped.\n"
    assert server.status(folder()) is None
    assert run("graph", "status")[1].startswith("Neo4j is not running")
    assert run("graph", "stop")[1] == "Neo4j was not running.\n"
