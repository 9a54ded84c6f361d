"""`cyberimpact report`: what a month says, pillar by pillar, as a web page and as a PDF."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import UsageProblem, console, failures
from flows.measures import month as span_of
from flows.report.page import page
from flows.report.paper import paper
from flows.report.words import About, text
from graph import home
from graph.model import Service
from graph.rows import moment
from graph.store import Store, connect
from graph.territory import places
from signals.facts import COUNTRY, Scope
from signals.monthly import monthly


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    folder: Annotated[Path, typer.Argument(help="Folder to write into; files of the same name are replaced.")] = Path(),
    *,
    month: Annotated[str, typer.Option("--month", "-m", help="Month, as 2026-02.")],
    place: Annotated[str, typer.Option("--place", "-p", help="Code of a commune, département or région.")] = COUNTRY,
    service: Annotated[str, typer.Option("--service", "-s", help="Id of a service; all without.")] = "",
    lang: Annotated[str, typer.Option("--lang", help="fr or en.")] = "fr",
    graph: Annotated[str | None, typer.Option("--graph", "-g", help="Name of the graph.")] = None,
) -> None:
    """Write what a month says: every indicator with n, interval, the period before, and what clearly changed.

    Example: cyberimpact report --month 2026-02 --place D21
    """
    with failures():
        if lang not in ("fr", "en"):
            raise UsageProblem(f"there is no language {lang}: choose fr or en")
        try:
            since, until = span_of(month)
        except ValueError as error:
            raise UsageProblem(str(error)) from error
        known = {one.id: one for one in places()}
        if place not in known:
            raise UsageProblem(f"there is no place {place}: give an official code, as 21231, D21 or R27")
        scope = Scope(since, until, place, service)
        with connect(graph) as store:
            about = About(
                place=known[place] if place != COUNTRY else None,
                service=_service(store, service),
                as_of=store.clock() or datetime.now(UTC),
                graph=graph or home.Settings().graph,
                is_exercise=bool(store.rows("situation_exercise")[0]["exercise"]),
            )
            found = monthly(store.rows, scope, lambda at: _knows(store, at))
        said = text(found, about, lang)
        name = "-".join(filter(None, ["rapport" if lang == "fr" else "report", month, place, service]))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(page(said), "utf-8")
        (folder / f"{name}.pdf").write_bytes(paper(said))
    told = sum(row.reading.value is not None for row in found.rows)
    console.print(f"{folder / name}.html, .pdf: {told} of {len(found.rows)} indicators have data", markup=False)


def _service(store: Store, name: str) -> Service | None:
    if not name:
        return None
    for row in store.rows("indicators_services", limit=1_000_000):
        if row["id"] == name:
            return Service(id=name, name=row["name"])
    raise UsageProblem(f"nothing is known of a service {name}: see `cyberimpact catalogue`")


def _knows(store: Store, at: datetime) -> bool:
    first = store.rows("beginning")
    return bool(first) and moment(first[0]["at"]) <= at
