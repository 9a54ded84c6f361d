"""Starts the application: `cyberimpact-ui`."""

import logging
import signal
import sys
from functools import partial
from typing import Annotated

import typer
import uvicorn

from graph import home, server
from graph.heap import settle
from graph.store import address, connect, folder
from graph.users.book import Book
from ui.access.door import is_loopback
from ui.access.oidc import Misconfigured, provider_of
from ui.access.oidc_settings import Settings as Oidc
from ui.host import create
from ui.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds that a person waits for a graph that is away."""

FIRST = "cyberimpact user add LOGIN --role administration"


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
    try:
        provider = provider_of(Oidc())
    except Misconfigured as error:
        log.error("%s", error)
        raise typer.Exit(2) from None
    if not is_loopback(settings.host) and not provider and not Book(home.home()).has_users():
        log.error("others can reach %s, and there is no user yet: %s", settings.host, FIRST)
        raise typer.Exit(2)
    # asked to end, the embedded server is stopped too: uvicorn hands the signal on to us once it has closed
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    revive = None if address(graph) else partial(server.revive, folder(graph))
    with connect(graph, patience=PATIENCE) as store:
        log.info("CyberImpact: http://%s:%d", settings.host, settings.port)
        # the headers of proxies are ours to believe or not, see `ui.access.door`
        app = create(store, settings, revive=revive)
        settle()
        uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", proxy_headers=False)


def main() -> None:
    """Run the command."""
    typer.run(serve)


if __name__ == "__main__":
    main()
