"""`cyberimpact settings` and `doctor`: what is configured, and what is missing."""

from typing import Annotated

import typer

from flows.cli.output import Format, console, errors, failures, show
from flows.settings import all_settings
from flows.sources import load, names
from graph.store import connect


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(settings)
    app.command()(doctor)


def settings(
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
) -> None:
    """Print every setting: its variable, value, origin and meaning. Secrets stay hidden.

    Example: cyberimpact settings --format json
    """
    with failures():
        rows = [
            {"variable": one.variable, "value": one.value, "origin": one.origin, "meaning": one.meaning}
            for one in all_settings()
        ]
        show(("variable", "value", "origin", "meaning"), rows, form)


def doctor(
    *, quiet: Annotated[bool, typer.Option(help="Say nothing; the exit code tells whether the graph answers.")] = False
) -> None:
    """Check the graph and each source, one line each: ready, or what is missing.

    Example: cyberimpact doctor
    """
    with failures():
        with connect() as store:
            store.version()
        if quiet:
            return
        console.print("graph: answers")
        for name in names():
            source = load(name)
            (errors if source.missing else console).print(f"{name}: {source.missing or 'ready'}", markup=False)
