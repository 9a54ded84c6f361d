"""The command line: thin commands, one file a family; errors in one sentence, exit code 2 for usage, 1 for failure."""

import logging
import signal
import sys
from types import FrameType

import typer
from rich.logging import RichHandler

from flows.cli import (
    alert,
    brief,
    catalogue,
    collect,
    demo,
    erase,
    exercise,
    export,
    graph,
    log,
    needs,
    report,
    retain,
    rumour,
    settings,
    subscription,
    topic,
    user,
    watch,
)
from flows.cli.output import failures

app = typer.Typer(
    name="cyberimpact",
    help="Citizens' topics, places, services and actions in one graph; what emerges, and what an action changed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(graph.app, name="graph")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(log.app, name="log")
app.add_typer(alert.app, name="alert")
app.add_typer(topic.app, name="topic")
app.add_typer(rumour.app, name="rumour")
app.add_typer(needs.app, name="needs")
app.add_typer(user.app, name="user")
app.add_typer(exercise.app, name="exercise")
app.add_typer(subscription.app, name="subscription")
for family in (collect, watch, demo, settings, export, report, brief, erase, retain):
    family.register(app)


@app.callback()
def start(
    *,
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Say more of what happens."),
) -> None:
    """Prepare logging, and end on SIGTERM as on Ctrl-C: what was started is stopped."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(message)s", handlers=[RichHandler(show_path=False, show_time=False)])
    logging.getLogger("httpx").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, _leave)
    # a shell that starts us in the background has us ignore Ctrl-C, and what we start would stay
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> None:
    """Run the command line; the entry point of `cyberimpact`."""
    with failures():
        app()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
