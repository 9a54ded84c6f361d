"""What partners count, from their own layouts to an analyst's query: the command line on a real graph."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from graph import server
from graph.store import connect
from tests.stages import counts, perceval, pre_plainte
from ui.services.pillars import Pillars
from ui.services.reader import Reader
from ui.services.span import Span

pytestmark = pytest.mark.neo4j

GRAPH = "partners"


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


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def ask(query: str) -> list[dict[str, object]]:
    code, said, complaint = run("graph", "cypher", query, "--format", "json")
    assert code == 0, complaint
    rows: list[dict[str, object]] = json.loads(said)
    return rows


LOCAL = "datetime({datetime: m.start, timezone: 'Europe/Paris'})"


def test_percevals_reports_by_departement_and_month(state: Path, tmp_path: Path) -> None:
    server.start(state / "graphs" / GRAPH)
    with perceval.stage(tmp_path) as stage:
        code, said, _ = run("collect", "perceval", "--file", str(stage.settings["file"]), "--no-understand")
    assert code == 0
    assert said.startswith("perceval: read 11, refused 0, saved 11")
    assert ask(
        "MATCH (:Service {id: 'perceval'})<-[:OF]-(m:Measure {metric: 'reports'}) "
        "MATCH (m)-[:IN]->(d:Place {kind: 'departement'}) "
        f"WITH d, m, {LOCAL} AS local "
        "RETURN d.name AS place, local.year AS year, local.month AS month, m.value AS reports ORDER BY place"
    ) == [
        {"place": "Ain", "year": 2022, "month": 1, "reports": 5.0},
        {"place": "Corse-du-Sud", "year": 2022, "month": 1, "reports": 2.0},
        {"place": "Guyane", "year": 2022, "month": 1, "reports": 1.0},
    ]
    assert ask(
        "MATCH (m:Measure {service_id: 'perceval'}) WHERE m.metric STARTS WITH 'reports/' "
        "RETURN m.metric AS part, m.value AS reports ORDER BY part"
    ) == [
        {"part": "reports/age=15-24", "reports": 4.0},
        {"part": "reports/age=75+", "reports": 5.0},
        {"part": "reports/age=unknown", "reports": 0.0},
        {"part": "reports/place=unknown", "reports": 1.0},
    ]


def test_pre_complaints_by_day(tmp_path: Path) -> None:
    path = pre_plainte.drop(tmp_path / "ppel.csv", pre_plainte.FIRST)
    code, _, _ = run("collect", "pre-plainte", "--file", str(path), "--no-understand")
    assert code == 0
    assert ask(
        "MATCH (m:Measure {service_id: 'pre-plainte-en-ligne', metric: 'reports'}) "
        f"RETURN toString(date({LOCAL})) AS day, sum(m.value) AS declarations ORDER BY day"
    ) == [
        {"day": "2022-01-01", "declarations": 3.0},
        {"day": "2022-01-02", "declarations": 1.0},
        {"day": "2022-02-01", "declarations": 1.0},
    ]


def test_counts_of_a_partner_and_a_service_that_nobody_knows(tmp_path: Path) -> None:
    path = counts.drop(
        tmp_path / "counts.csv",
        [*counts.FIRST, "Guichet 7;D21;contacts;2022-01;;9;", "17cyber;ici;contacts;2022-01;;9;"],
    )
    code, said, _ = run("collect", "counts", "--file", str(path), "--no-understand")
    assert code == 0
    assert "refused 1 (1 bad-place)" in said
    assert "services not in the catalogue: guichet-7" in said
    assert ask(
        "MATCH (m:Measure {metric: 'contacts', place_id: 'D21'})-[:OF]->(s:Service) "
        "RETURN s.id AS service, s.name AS name, m.value AS value ORDER BY service"
    ) == [
        {"service": "17cyber", "name": "17Cyber", "value": 412.0},
        {"service": "guichet-7", "name": None, "value": 9.0},
    ]


def test_the_app_counts_the_same_reports_once() -> None:
    """Percev@l tells of nine reports by day, and of nine by month and département, one of them of no place."""
    with connect(GRAPH) as store:
        reader = Reader(store)
        reader.poll()
        year = Span(datetime(2021, 12, 1, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC))
        pillars = Pillars(reader)
        everywhere = pillars.facts(pillars.scope(year)).metric("reports")
        at_home = pillars.facts(pillars.scope(year, "D01")).metric("reports")
    told = dict(everywhere.group_by("service_id").agg(pl.col("value").sum()).iter_rows())
    assert told["pre-plainte-en-ligne"] == 5
    assert told["perceval"] == 9
    assert at_home["value"].to_list() == [5.0]


def test_a_month_is_reported_as_a_page_and_a_pdf(tmp_path: Path) -> None:
    code, said, _ = run("report", str(tmp_path / "out"), "--month", "2022-01", "--place", "D01", "--lang", "fr")
    assert code == 0
    assert "of 43 indicators have data" in said
    page = (tmp_path / "out" / "rapport-2022-01-D01.html").read_text()
    assert "janvier 2022" in page
    assert "Ain · tous les services" in page
    assert "Signalements et procédures" in page
    assert (tmp_path / "out" / "rapport-2022-01-D01.pdf").read_bytes().startswith(b"%PDF-")
    assert run("report", "--month", "2022-13")[0] == 2
    assert run("report", "--month", "2022-01", "--place", "D99")[0] == 2
    assert run("report", "--month", "2022-01", "--service", "guichet-99")[0] == 2


def test_entries_by_hand(tmp_path: Path) -> None:
    code, said, _ = run(
        "log",
        "action",
        "denial",
        "C'est faux, dit Mme Dupont.",
        "--channel",
        "x",
        "-p",
        "D21",
        "--at",
        "2026-03-14 10:40",
    )
    assert code == 0
    name = said.strip()
    assert run(
        "log",
        "action",
        "denial",
        "c'est faux, dit Mme Martin.",
        "--channel",
        "X",
        "-p",
        "D21",
        "--at",
        "14/03/2026 10:40",
    )[1] == (f"{name}: already logged; --again enters it twice\n")
    assert ask(
        "MATCH (a:Action)-[:COVERS]->(p:Place) RETURN a.text AS text, p.name AS place, toString(a.at) AS at"
    ) == [{"text": "C'est faux, dit Mme [nom].", "place": "Côte-d'Or", "at": "2026-03-14T09:40:00Z"}]
    code, said, _ = run("log", "observation", "Files d'attente", "--place", "21231", "--at", "2026-03-14 11:00")
    assert code == 0
    assert run("log", "correct", name, "--channel", "press")[0] == 0
    listed = json.loads(run("log", "list", "--format", "json")[1])
    assert [(row["kind"], row["channel"], row["places"]) for row in listed] == [
        ("observation", "", "21231"),
        ("denial", "press", "D21"),
    ]
    assert run("log", "withdraw", name)[0] == 0
    code, _, complaint = run(
        "log",
        "action",
        "denial",
        "C'est faux, dit Mme Dupont.",
        "--channel",
        "x",
        "-p",
        "D21",
        "--at",
        "2026-03-14 10:40",
    )
    assert (code, complaint.count("\n")) == (2, 1)
    assert "was withdrawn" in complaint


WRONG = [
    (["action", "speech", "Bonjour", "--channel", "x"], "There is no action 'speech'"),
    (["action", "denial", "Faux.", "--channel", "x", "-p", "Dijon"], "There is no place 'Dijon'"),
    (["action", "denial", "Faux.", "--channel", "x", "--at", "demain"], "--at 'demain' is no time"),
    (["action", "denial", "Faux.", "--channel", "x", "--at", "2999-01-01 10:00"], "The time lies ahead"),
    (["observation", "Files", "--service", "18"], "There is no service '18'"),
    (["correct", "manual:action-0", "--text", "x"], "There is no entry manual:action-0"),
    (["withdraw", "mastodon:1"], "There is no entry mastodon:1"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG, ids=[case[1] for case in WRONG])
def test_what_cannot_be_logged_is_told_in_one_sentence(arguments: list[str], sentence: str) -> None:
    code, said, complaint = run("log", *arguments)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert sentence in complaint


def test_doctor_tries_what_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with perceval.stage(tmp_path) as stage:
        monkeypatch.setenv("CYBERIMPACT_PERCEVAL_FILE", str(stage.settings["file"]))
        code, said, complaint = run("doctor", "perceval", "counts")
        assert (code, said) == (0, "graph: answers\nperceval: ready\n")
        assert complaint.startswith("counts: Set CYBERIMPACT_COUNTS_FILE")
        monkeypatch.setenv("CYBERIMPACT_COUNTS_FILE", str(tmp_path / "nowhere"))
        code, said, complaint = run("doctor", "perceval", "counts", "--format", "json")
    assert code == 1
    assert [(row["source"], row["state"]) for row in json.loads(said)] == [("perceval", "ready"), ("counts", "failing")]
