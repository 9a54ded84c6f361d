"""`cyberimpact serve`: a Prefect server when none answers, the graph, and the flows."""

from collections.abc import Callable
from contextlib import ExitStack, suppress

import httpx

from flows import orchestrator
from flows.children import child
from graph import home, server
from graph.store import address, folder


def serve_flows(settings: orchestrator.Settings, *, say: Callable[[str], None]) -> None:
    """Serve until told to stop. The environment of Prefect must be set before."""
    environment = orchestrator.environment(settings)
    api = environment["PREFECT_API_URL"]
    with ExitStack() as stack:
        if not address():
            stack.enter_context(server.use(folder()))
        if not _answers(api):
            started = child("prefect", ["-m", "flows.orchestrator"], environment=environment, logs=home.home() / "logs")
            stack.enter_context(started).wait_for(f"{api}/health")
        say(f"flows are served; Prefect's page: {api.removesuffix('/api')}/")
        from flows.serve import main  # imports Prefect, which reads the environment then

        main()


def _answers(api: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{api}/health", timeout=3).is_success
    return False
