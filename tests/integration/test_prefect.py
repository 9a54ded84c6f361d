"""The flows on a real Prefect server: what operators see, what is tried again, what stays apart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect import tags
from prefect.flows import load_flow_from_entrypoint
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from flows import pipeline, serve
from flows.errors import SourceBroken, SourceRefused, SourceUnavailable
from graph import server
from graph.store import connect
from tests.invented import START, write_scenario
from tests.loopback import Loopback, Page, loopback
from tests.prefect_server import prefect_server

pytestmark = [pytest.mark.prefect, pytest.mark.neo4j]

GRAPH = "essai"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def state(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a running graph of its own for all tests here."""
    home = tmp_path_factory.mktemp("home")
    server.copy(prepared, home / "graphs" / GRAPH)
    server.start(home / "graphs" / GRAPH)
    yield home
    server.stop(home / "graphs" / GRAPH)


@pytest.fixture(autouse=True)
def one_home(own_home: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_HOME", str(state))
    monkeypatch.setattr(
        pipeline, "collect_one", pipeline.collect_one.with_options(retry_delay_seconds=0, retry_jitter_factor=0)
    )


@pytest.fixture(scope="module")
def api(state: Path) -> Iterator[httpx.Client]:
    """A client of the Prefect server that runs report to."""
    with (
        prefect_server(state) as address,
        temporary_settings(
            {
                PREFECT_API_URL: f"{address}/api",
                PREFECT_HOME: state / "prefect-client",
                PREFECT_LOGGING_TO_API_ENABLED: False,
            }
        ),
        httpx.Client(base_url=f"{address}/api/", timeout=30) as client,
    ):
        yield client


@pytest.fixture
def feeds() -> Iterator[Loopback]:
    with loopback() as web:
        yield web


def found(api: httpx.Client, what: str, **filters: Any) -> list[dict[str, Any]]:
    answer = api.post(f"{what}/filter", json=filters)
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()
    return rows


def options(web: Loopback, scenario: Path) -> dict[str, dict[str, Any]]:
    return {"feeds": {"feeds": [web.url("/rss")], "tries": 1}, "scenario": {"folder": str(scenario)}}


@pytest.mark.parametrize("deployment", serve.deployments(serve.Settings()), ids=lambda found: found.name)
def test_every_entry_point_loads(deployment: Any) -> None:
    flow: Any = load_flow_from_entrypoint(deployment.entrypoint, use_placeholder_flow=False)
    assert flow.name == deployment.flow_name
    assert deployment.entrypoint == f"flows.pipeline.{flow.name}"
    assert deployment.tags == ["live"]
    assert deployment.concurrency_limit == 1


def test_only_watch_and_retain_are_scheduled() -> None:
    def scheduled(**settings: int) -> set[str]:
        return {str(found.flow_name) for found in serve.deployments(serve.Settings(**settings)) if found.schedules}

    assert scheduled() == {"watch", "retain"}
    assert scheduled(watch_seconds=0) == {"retain"}
    assert scheduled(watch_seconds=0, retain_hours=0) == set()


def test_nothing_is_reported_elsewhere(api: httpx.Client) -> None:
    settings = api.get("admin/settings").json()
    assert settings["server"]["analytics_enabled"] is False
    assert settings["server"]["ui"]["show_promotional_content"] is False


def test_a_watch_leaves_what_operators_look_for(api: httpx.Client, tmp_path: Path) -> None:
    scenario = {"scenario": {"folder": str(write_scenario(tmp_path / "s", 60))}}
    with tags(*pipeline.tags_of(GRAPH)):
        counts = pipeline.watch(sources=["scenario"], options=scenario, graph=GRAPH, as_of=NOW)
    assert counts["messages"] == 60
    (run,) = found(api, "flow_runs", flow_runs={"name": {"any_": [f"watch {GRAPH} 2026-03-01 12:00"]}})
    assert run["state"]["type"] == "COMPLETED"
    assert {GRAPH, "EXERCICE"} <= set(run["tags"])
    tasks = found(api, "task_runs", flow_runs={"id": {"any_": [run["id"]]}})
    assert {task["name"] for task in tasks} == {"collect scenario", "enrich", "detect", "deliver"}
    assert {tag for task in tasks for tag in task["tags"]} >= {"collect", "enrich", "detect"}
    artifacts = {row["key"]: row["data"] for row in found(api, "artifacts", artifacts={})}
    assert {"collected", "found"} <= set(artifacts)
    assert "scenario" in artifacts["collected"]
    assert "messages" in artifacts["found"]


def test_one_that_fails_does_not_stop_the_others(api: httpx.Client, feeds: Loopback, tmp_path: Path) -> None:
    feeds.pages["/rss"] = Page(b"<html>Bonjour</html>", content_type="text/html")
    chosen = options(feeds, write_scenario(tmp_path / "s", 75))
    with pytest.raises(SourceBroken, match=feeds.url("/rss")):
        pipeline.watch(sources=["feeds", "scenario"], options=chosen, graph=GRAPH, as_of=NOW)
    with connect(GRAPH) as store:
        held = store.ask("MATCH (m:Message {platform: 'mastodon'}) RETURN count(m) AS n").rows
        assert held == [{"n": 75}]
    (run,) = found(api, "flow_runs", limit=1, sort="START_TIME_DESC")
    assert run["state"]["type"] == "FAILED"
    (collected,) = found(api, "artifacts", artifacts={"key": {"any_": ["collected"]}}, limit=1, sort="CREATED_DESC")
    assert feeds.url("/rss") in collected["data"]


@pytest.mark.parametrize(("status", "error", "asked"), [(401, SourceRefused, 1), (503, SourceUnavailable, 4)])
def test_only_what_may_pass_is_tried_again(
    api: httpx.Client, feeds: Loopback, status: int, error: type[Exception], asked: int
) -> None:
    feeds.pages["/rss"] = Page(statuses=[status] * 9)
    chosen = {"feeds": {"feeds": [feeds.url("/rss")], "tries": 1}}
    with pytest.raises(error):
        pipeline.collect(sources=["feeds"], options=chosen, graph=GRAPH, as_of=NOW)
    assert len(feeds.asked("/rss")) == asked


def test_an_exercise_never_goes_into_the_live_graph(
    api: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "connect", lambda graph: connect(GRAPH))  # no second server: nothing may be written
    scenario = {"scenario": {"folder": str(write_scenario(tmp_path / "s", 3))}}
    with connect(GRAPH) as store:
        before = store.ask("MATCH (m:Message) RETURN count(m) AS n").rows
        for graph in (None, "live"):
            with pytest.raises(SourceRefused, match="never goes into the live graph"):
                pipeline.collect(sources=["scenario"], options=scenario, graph=graph, as_of=START)
        assert store.ask("MATCH (m:Message) RETURN count(m) AS n").rows == before
