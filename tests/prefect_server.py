"""A real Prefect server of ours, on a free port and in a folder of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import orchestrator
from flows.children import child, free_port


@contextmanager
def prefect_server(home: Path) -> Iterator[str]:
    """Run `python -m flows.orchestrator` for the length of a `with` block and yield its address."""
    settings = orchestrator.Settings(port=free_port(0))
    address = f"http://127.0.0.1:{settings.port}"
    given = orchestrator.environment(settings, home / "prefect") | {"CYBERIMPACT_PREFECT_PORT": str(settings.port)}
    with child("prefect", ["-m", "flows.orchestrator"], environment=given, logs=home / "logs") as server:
        server.wait_for(f"{address}/api/health")
        yield address
