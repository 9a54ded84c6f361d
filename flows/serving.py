"""`cyberimpact serve`: a Prefect server when none answers, the graph, and the flows."""

from collections.abc import Callable
from contextlib import ExitStack, suppress

import httpx

from flows import orchestrator
from flows.children import child
from graph import home, server
from graph.store import Settings, folder


def serve_flows(settings: orchestrator.Settings, *, say: Callable[[str], None]) -> None:
    """Serve until told to stop. The environment of Prefect must be set before."""
    environment = orchestrator.environment(settings)
    address = environment["PREFECT_API_URL"]
    with ExitStack() as stack:
        if not Settings().uri:
            stack.enter_context(server.use(folder()))
        if not _answers(address):
            started = child("prefect", ["-m", "flows.orchestrator"], environment=environment, logs=home.home() / "logs")
            stack.enter_context(started).wait_for(f"{address}/health")
        say(f"flows are served; Prefect's page: {address.removesuffix('/api')}/")
        from flows.serve import main  # imports Prefect, which reads the environment then

        main()


def _answers(address: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{address}/health", timeout=3).is_success
    return False
