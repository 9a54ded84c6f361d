"""Starts the application: `cyberimpact-ui`."""

import logging
from typing import Annotated

import typer
import uvicorn

from graph.store import connect
from ui.host import create
from ui.settings import Settings

log = logging.getLogger(__name__)


def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on; CYBERIMPACT_UI_PORT otherwise.")] = None,
    graph: Annotated[
        str | None, typer.Option(help="Graph to show, e.g. that of an exercise; CYBERIMPACT_GRAPH otherwise.")
    ] = None,
) -> None:
    """Show the graph to a crisis cell.

    Example: cyberimpact-ui --port 5006 --graph demo
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    settings = Settings() if port is None else Settings(port=port)
    with connect(graph) as store:
        log.info("CyberImpact: http://%s:%d", settings.host, settings.port)
        uvicorn.run(create(store, settings), host=settings.host, port=settings.port, log_level="warning")


def main() -> None:
    """Run the command."""
    typer.run(serve)


if __name__ == "__main__":
    main()
