"""`cyberimpact settings` and `doctor`: what is configured, and what is missing."""

from typing import Annotated

import typer

from flows.cli.output import Format, UsageProblem, console, errors, failures, show
from flows.probing import SECONDS, findings
from flows.settings import all_settings
from flows.sources import names
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
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; none: all of them.")] = None,
    *,
    quiet: Annotated[bool, typer.Option(help="Say nothing; the exit code tells whether the graph answers.")] = False,
    seconds: Annotated[float, typer.Option(help="Longest time for one source.", min=1)] = SECONDS,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
) -> None:
    """Try the graph and each configured source for real; say in one line what is missing or wrong.

    Exit code 1 when the graph or a configured source fails; one that is not configured fails nothing.

    Example: cyberimpact doctor matomo perceval
    """
    with failures():
        chosen = sources or names()
        if unknown := [name for name in chosen if name not in names()]:
            raise UsageProblem(f"there is no source {', '.join(unknown)}: choose among {', '.join(names())}")
        with connect() as store:
            store.version()
        if quiet:
            return
        found = sorted(findings(chosen, seconds=seconds), key=lambda one: chosen.index(one.source))
        if form is Format.table:
            console.print("graph: answers")
            for one in found:
                (errors if one.says else console).print(f"{one.source}: {one.says or one.state}", markup=False)
        else:
            rows = [{"source": one.source, "state": one.state, "says": one.says} for one in found]
            show(("source", "state", "says"), rows, form)
        if any(one.state == "failing" for one in found):
            raise typer.Exit(1)
