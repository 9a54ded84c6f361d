"""The Prefect flows: what operators see, start and schedule. Each task is a plain function, tested without them."""

from datetime import UTC, datetime
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.tasks import Task, exponential_backoff

from flows.collect import collect_source, keep_apart
from flows.deliver import deliver as tell
from flows.detect import detect_at
from flows.enrich import enrich_pending
from flows.errors import SourceError, SourceUnavailable
from flows.outages import Noticed, notice
from flows.prepare import prepare_graph
from flows.reader import reader
from flows.retain import Retained, SomethingRemains
from flows.retain import retain as remove_expired
from flows.sources import load, names
from flows.tally import Tally, said_blind
from graph import home
from graph.store import Store, connect, is_live


def worth_retrying(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Tell a source that is down from a source that says no."""
    return isinstance(state.result(raise_on_failure=False), SourceUnavailable)


def run_name() -> str:
    """Return what the run does, where and as of when: `watch demo 2026-03-14 10:40`."""
    parameters = flow_run.parameters
    moment = datetime.fromisoformat(str(parameters.get("as_of") or datetime.now(UTC)))
    graph = parameters.get("graph") or home.Settings().graph
    return f"{flow_run.flow_name} {graph} {moment:%Y-%m-%d %H:%M}"


def tags_of(graph: str) -> list[str]:
    """Return the tags of runs on the graph called `graph`.

    >>> tags_of("live"), tags_of("demo")
    (['live'], ['demo', 'EXERCICE'])
    """
    return [graph] if is_live(graph) else [graph, "EXERCICE"]


@task(
    task_run_name="collect {name}",
    retries=3,
    retry_delay_seconds=exponential_backoff(10),
    retry_jitter_factor=0.5,
    retry_condition_fn=worth_retrying,
    cache_policy=NO_CACHE,
    persist_result=False,
    tags=["collect"],
)
def collect_one(name: str, options: dict[str, Any], store: Store, now: datetime) -> Tally:
    """Save what is new in one source."""
    return collect_source(store, load(name, **options), now=now)


@task(task_run_name="enrich", cache_policy=NO_CACHE, persist_result=False, tags=["enrich"])
def enrich_all(store: Store, as_of: datetime) -> dict[str, int]:
    """Read every message of the queue."""
    return dict(enrich_pending(store, reader(), as_of=as_of))


@task(task_run_name="detect", cache_policy=NO_CACHE, persist_result=False, tags=["detect"])
def detect_all(store: Store, as_of: datetime) -> dict[str, int]:
    """Find topics, signals and alerts."""
    return dict(detect_at(store, reader(), as_of=as_of))


@task(task_run_name="deliver", cache_policy=NO_CACHE, persist_result=False, tags=["deliver"])
def deliver_all(store: Store) -> dict[str, int]:
    """Tell subscriptions what they asked for."""
    return dict(tell(store, now=datetime.now(UTC)))


@task(task_run_name="retain", cache_policy=NO_CACHE, persist_result=False, tags=["retain"])
def retain_all(store: Store, as_of: datetime, live: bool) -> Retained:
    """Remove what is kept no longer."""
    return remove_expired(store, now=as_of, live=live)


@flow(flow_run_name=run_name)
def collect(
    sources: list[str] | None = None,
    options: dict[str, dict[str, Any]] | None = None,
    graph: str | None = None,
    as_of: datetime | None = None,
) -> dict[str, str]:
    """Collect the sources (none given: all configured); one that fails does not stop the others, but fails the run."""
    with connect(graph) as store:
        prepare_graph(store)
        return _collect(store, _chosen(sources, options or {}, graph), options or {}, as_of or datetime.now(UTC))


@flow(flow_run_name=run_name)
def enrich(graph: str | None = None, as_of: datetime | None = None) -> dict[str, int]:
    """Read what came in: language, places, services, near-duplicates, tone, vectors."""
    with connect(graph) as store:
        found = enrich_all(store, as_of or datetime.now(UTC))
    _show_found(found)
    return found


@flow(flow_run_name=run_name)
def detect(graph: str | None = None, as_of: datetime | None = None) -> dict[str, int]:
    """Find topics, hours, signals and alerts."""
    with connect(graph) as store:
        found = detect_all(store, as_of or datetime.now(UTC))
    _show_found(found)
    return found


@flow(flow_run_name=run_name)
def watch(
    sources: list[str] | None = None,
    options: dict[str, dict[str, Any]] | None = None,
    graph: str | None = None,
    as_of: datetime | None = None,
) -> dict[str, int]:
    """Collect, enrich, detect and deliver in one go: a message that arrives can raise an alert seconds later."""
    now = as_of or datetime.now(UTC)
    options = options or {}
    failure: SourceError | None = None
    with connect(graph) as store:
        prepare_graph(store)
        try:
            _collect(store, _chosen(sources, options, graph), options, now)
        except SourceError as error:
            failure = error
        found = enrich_all(store, now) | detect_all(store, now) | deliver_all(store)
    _show_found(found)
    if failure:
        raise failure
    return found


@flow(flow_run_name=run_name)
def deliver(graph: str | None = None) -> dict[str, int]:
    """Tell subscriptions what they asked for, by webhook and mail."""
    with connect(graph) as store:
        found = deliver_all(store)
    _show_found(found)
    return found


@flow(flow_run_name=run_name)
def retain(graph: str | None = None, as_of: datetime | None = None) -> dict[str, int]:
    """Remove what is older than the retention of its source; the run fails when something remains."""
    with connect(graph) as store:
        store.prepare()
        done = retain_all(store, as_of or datetime.now(UTC), is_live(graph))
    _show_found(dict(done.counts))
    if done.left:
        raise SomethingRemains(", ".join(f"{n} {what}" for what, n in sorted(done.left.items())))
    return dict(done.counts)


def _chosen(sources: list[str] | None, options: dict[str, dict[str, Any]], graph: str | None) -> list[str]:
    chosen = sources or [name for name in names() if _runs_by_itself(name, options.get(name, {}))]
    keep_apart((load(name, **options.get(name, {})) for name in chosen), graph)
    return chosen


def _runs_by_itself(name: str, options: dict[str, Any]) -> bool:
    source = load(name, **options)
    return source.missing is None and source.about.kind != "exercise"


def _collect(store: Store, chosen: list[str], options: dict[str, dict[str, Any]], now: datetime) -> dict[str, str]:
    runs = {name: collect_one.submit(name, options.get(name, {}), store, now) for name in chosen}
    results = {name: run.result(raise_on_failure=False) for name, run in runs.items()}
    _show_collected(results, notice(store, now=now))
    for result in results.values():
        if isinstance(result, Exception):
            raise result
    return {name: str(tally) for name, tally in results.items()}


def _show_collected(results: dict[str, Any], noticed: Noticed) -> None:
    rows = [
        {"source": name, "not heard": said_blind(noticed.blind.get(name, {})), **_collected(result)}
        for name, result in results.items()
    ]
    create_table_artifact(rows, key="collected", description="What came in, what was refused, who cannot be heard")


def _collected(result: Tally | Exception) -> dict[str, Any]:
    if isinstance(result, Exception):
        return {"error": str(result)}
    return result.counts.numbers() | {"why refused": str(dict(result.refused))}


def _show_found(found: dict[str, int]) -> None:
    rows = [{"what": what, "n": count} for what, count in sorted(found.items())]
    create_table_artifact(rows, key="found", description="What was found")
