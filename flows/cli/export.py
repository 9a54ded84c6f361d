"""`cyberimpact export`: the graph, or a part of it, in files that other tools read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import UsageProblem, console, failures
from flows.runs import running
from graph import home
from graph.export import FORMS, Chosen, NothingToExport
from graph.export import export as write
from graph.store import connect


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write; it must be empty or not exist.")],
    *,
    form: Annotated[str, typer.Option("--format", "-f", help=f"One of {', '.join(FORMS)}.")] = "parquet",
    label: Annotated[list[str] | None, typer.Option(help="Nodes of this label only; may be repeated.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Messages published from this moment (UTC).")] = None,
    until: Annotated[datetime | None, typer.Option(help="Messages published before this moment (UTC).")] = None,
    texts: Annotated[bool, typer.Option(help="With the masked text of messages.")] = True,
    authors: Annotated[
        str, typer.Option(help="Let authors come, under pseudonyms of this export alone; say why, it is kept.")
    ] = "",
    graph: Annotated[str | None, typer.Option("--graph", "-g", help="Name of the graph.")] = None,
) -> None:
    """Write nodes and relationships with where they come from: terms, run, digest of each file.

    Example: cyberimpact export dijon --format graphml --label Message --label Place --since 2026-11-01
    """
    with failures():
        if form not in FORMS:
            raise UsageProblem(f"there is no format {form}: choose among {', '.join(FORMS)}")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageProblem(f"{folder} is not empty: name a new folder, nothing is written over")
        chosen = Chosen(frozenset(label or ()), _utc(since), _utc(until), authors=bool(authors.strip()), texts=texts)
        try:
            chosen.nodes()
        except NothingToExport as error:
            raise UsageProblem(str(error)) from error
        _write(folder, form, chosen, authors.strip(), graph)


def _write(folder: Path, form: str, chosen: Chosen, why: str, graph: str | None) -> None:
    now = datetime.now(UTC)
    said = {
        "format": form,
        "labels": sorted(chosen.labels),
        "since": chosen.since,
        "until": chosen.until,
        "authors": why,
    }
    name = graph or home.Settings().graph
    with (
        connect(graph) as store,
        console.status("writing") as status,
        # who exported what stays in the graph, as everything else that was done
        running(store, "export", as_of=store.clock() or now, parameters=said) as record,
    ):
        for manifest in write(store, folder, form, chosen, graph=name, now=now, why_authors=why):
            status.update(f"{manifest.counts.total()} nodes and relationships")
            record.counts = manifest.counts
    nodes = sum(count for what, count in manifest.counts.items() if not what.startswith("("))
    console.print(f"{folder}: {nodes} nodes, {manifest.counts.total() - nodes} relationships, as {form}", markup=False)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
