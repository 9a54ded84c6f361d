"""`cyberimpact watch`, `detect` and `serve`: hear what emerges, now, again and again, or on Prefect's schedule."""

import os
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from typing import Annotated, Any

import typer

from flows.cli.collect import Graph, chosen_sources, prepare, understand_all
from flows.cli.output import console, errors, failures
from flows.collect import keep_apart
from graph.store import connect


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(watch)
    app.command()(detect)
    app.command()(serve)


def watch(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; none: all that are configured.")] = None,
    *,
    graph: Graph = None,
    seconds: Annotated[float, typer.Option(help="Pause between two looks; 0: one look.", min=0)] = 0,
) -> None:
    """Collect, enrich, detect, alert and tell subscriptions, once or again and again.

    Example: cyberimpact watch --seconds 60
    """
    from flows.background import Background, opening
    from flows.deliver import deliver
    from flows.reader import reader
    from flows.reading import Reading
    from flows.watch import watch_once
    from graph.heap import settle

    with failures():
        collectors = chosen_sources(sources or [], {})
        keep_apart(collectors, graph)
    with failures(), connect(graph) as store, ExitStack() as beside:
        prepare(store)
        others: dict[str, Any] = {}
        if seconds:
            others["background"] = beside.enter_context(Background.of(graph))
            others["reading"] = beside.enter_context(Reading(opening(graph)))
        for look in count():
            tallies, found, failed = watch_once(store, reader(), collectors, now=datetime.now(UTC), **others)
            found += deliver(store, now=datetime.now(UTC))
            for tally in tallies:
                console.print(str(tally))
            for error in failed:
                errors.print(f"error: {error}", markup=False, style="red")
            console.print("found: " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
            if not seconds:
                raise typer.Exit(1 if failed else 0)
            if look == 0:
                settle()
            time.sleep(seconds)


def detect(*, graph: Graph = None) -> None:
    """Enrich what is pending, then find topics, signals and alerts.

    Example: cyberimpact detect
    """
    with failures(), connect(graph) as store:
        prepare(store)
        understand_all(store)


def serve() -> None:
    """Serve the flows to Prefect, with its server when none answers; scheduled looks, runs by hand in its page.

    Example: cyberimpact serve
    """
    from flows import orchestrator
    from flows.serving import serve_flows

    with failures():
        settings = orchestrator.Settings()
        os.environ.update(orchestrator.environment(settings))
        serve_flows(settings, say=lambda line: console.print(line, markup=False))
