"""Serve the flows: scheduled, and ready to be started by hand in the Prefect page."""

from typing import Any

from prefect import Flow, serve
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.pipeline import collect, deliver, detect, enrich, retain, tags_of, watch
from graph import home

FLOWS: tuple[Flow[..., Any], ...] = (collect, enrich, detect, watch, deliver, retain)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_SERVE_WATCH_SECONDS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_SERVE_")

    watch_seconds: int = 300
    """Seconds between two looks at everything; 0: only by hand."""
    retain_hours: float = 24
    """Hours between two removals of what is kept no longer; 0: only by hand."""


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """Return one deployment a flow; `watch` and `retain` are scheduled, and none of them runs twice at a time."""
    graph = home.Settings().graph
    every = {watch.name: settings.watch_seconds, retain.name: settings.retain_hours * 3_600}
    return [
        RunnerDeployment.from_flow(
            flow,
            name=f"{flow.name}-{graph}",
            entrypoint_type=EntrypointType.MODULE_PATH,
            parameters={"graph": graph},
            tags=tags_of(graph),
            concurrency_limit=1,
            interval=every.get(flow.name) or None,
        )
        for flow in FLOWS
    ]


def main() -> None:
    """Serve until told to stop."""
    serve(*deployments(Settings()))


if __name__ == "__main__":
    main()
