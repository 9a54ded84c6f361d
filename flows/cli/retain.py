"""`cyberimpact retain`: remove what is kept no longer, and show that it is gone."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.collect import Graph
from flows.cli.output import Format, UsageProblem, console, failures, show
from flows.cli.proof import prove
from flows.gate.retention import Settings
from flows.retain import Retained, retain
from flows.sources import names
from graph.store import connect, is_live


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="retain")(run)


def run(
    *,
    graph: Graph = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the proof as JSON.")] = False,
) -> None:
    """Remove what is older than the retention of its source, all that rests on it alone, and keys of no use any more.

    Example: cyberimpact retain
    """
    with failures():
        if unknown := sorted(Settings().days.keys() - set(names())):
            raise UsageProblem(f"CYBERIMPACT_RETENTION_DAYS names no source: {', '.join(unknown)}")
        with connect(graph) as store:
            store.prepare()
            with console.status("removing") as status:
                done = retain(store, now=datetime.now(UTC), live=is_live(graph), progress=status.update)
        _show(done, as_json=as_json)
        if done.left:
            raise typer.Exit(1)


def _show(done: Retained, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "removed": dict(done.counts),
                "before": done.before,
                "after": done.after,
                "keys": done.keys,
                "left": done.left,
            }
        ]
        show((), rows, Format.json)
        return
    sources = [
        {"source": name, **{what: counts[what] for what in ("messages", "measures")}}
        for name, counts in done.removed.items()
    ]
    show(("source", "messages", "measures"), sources, Format.table)
    prove(done.counts, done.before, done.after, done.left)
    if done.keys:
        console.print(f"keys destroyed: {', '.join(done.keys)}; pseudonyms of then are final, for erasure requests too")
