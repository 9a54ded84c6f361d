"""`cyberimpact graph`: start, stop, look at and question the graph."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.output import Format, UsageProblem, console, errors, failures, show
from graph import server
from graph.library import library
from graph.store import address, connect, folder, is_live

app = typer.Typer(help="The graph: start, stop, status, places and read-only Cypher.", no_args_is_help=True)

Name = Annotated[str | None, typer.Option("--graph", "-g", help="Name of the graph [default: the setting, live].")]


@app.command()
def start(graph: Name = None) -> None:
    """Start the embedded Neo4j and keep it running, or adopt the one that runs.

    Example: cyberimpact graph start
    """
    with failures():
        running = server.start(folder(graph))
        console.print(f"Neo4j runs at {running.uri} (process {running.pid}); password in {folder(graph) / 'password'}")


@app.command()
def stop(graph: Name = None) -> None:
    """End the embedded Neo4j of a graph, an orphan of a killed process too.

    Example: cyberimpact graph stop
    """
    with failures():
        was_running = server.stop(folder(graph))
        console.print("Neo4j is stopped." if was_running else "Neo4j was not running.")


@app.command()
def status(graph: Name = None) -> None:
    """Say where the graph runs, and what it holds.

    Example: cyberimpact graph status
    """
    with failures():
        if uri := address(graph):
            console.print(f"The graph is on {uri}.")
        elif running := server.status(folder(graph)):
            console.print(f"Neo4j runs at {running.uri} (process {running.pid}), folder {folder(graph)}.")
        else:
            console.print(f"Neo4j is not running, folder {folder(graph)}.")
            return
        with connect(graph) as store:
            show(("label", "n"), store.rows("census"), Format.table)


@app.command(name="import")
def import_(
    path: Annotated[Path, typer.Argument(help="Folder of Message.jsonl, Account.parquet, …, or one .jsonl file.")],
    *,
    graph: Name = None,
) -> None:
    """Fill an empty graph with harmonised records by Neo4j's offline importer; every record passes the gate.

    Example: cyberimpact graph import harmonised/ --graph archive
    """
    from flows.bring import bring

    with failures():
        with console.status("reading") as status:
            brought = bring(path, graph, now=datetime.now(UTC), progress=status.update)
        console.print(str(brought), markup=False)


@app.command()
def cypher(
    query: Annotated[str | None, typer.Argument(help="One query that reads.")] = None,
    *,
    named: Annotated[str | None, typer.Option("--query", "-q", help="A query of the library; ? lists them.")] = None,
    graph: Name = None,
    parameters: Annotated[str, typer.Option("--parameters", "-p", help="JSON object of parameters.")] = "{}",
    limit: Annotated[int, typer.Option(help="Most rows.", min=1)] = 1_000,
    seconds: Annotated[float, typer.Option(help="Longest time.", min=0.1, max=60)] = 10,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
) -> None:
    """Answer one read query; anything else is refused before it runs.

    Example: cyberimpact graph cypher "MATCH (t:Topic) RETURN t.label, t.size ORDER BY t.size DESC LIMIT 5"

    Example: cyberimpact graph cypher --query topics_of_place -p '{"place": "D21"}'
    """
    with failures():
        if named == "?":
            show(("query", "title", "parameters"), _listed(), form)
            return
        text, values = _asked(query, named, _object(parameters))
        with connect(graph or _inhabited()) as store:
            answer = store.ask(text, values, limit=limit, seconds=seconds)
        show(answer.columns, answer.rows, form)
        if not answer.complete:
            errors.print(f"only the first {limit} rows: raise --limit for more")


def _listed() -> list[dict[str, Any]]:
    return [
        {"query": query.name, "title": query.title_en, "parameters": json.dumps(query.defaults(), ensure_ascii=False)}
        for query in library().values()
    ]


def _asked(query: str | None, named: str | None, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the text to ask, and its parameters."""
    if (query is None) == (named is None):
        raise UsageProblem("give one query, or the name of one of the library with --query (? lists them)")
    if named is None:
        return query or "", values
    if named not in library():
        raise UsageProblem(f"the library has no query {named!r}: --query ? lists them")
    try:
        return library()[named].text, library()[named].asked(values)
    except ValueError as error:
        raise UsageProblem(str(error)) from error


def _object(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError as error:
        raise UsageProblem(f'--parameters is not JSON ({error}): give an object, as \'{{"place": "D21"}}\'') from error
    if not isinstance(values, dict):
        raise UsageProblem('--parameters must be a JSON object, as \'{"place": "D21"}\'')
    return values


def _inhabited() -> str | None:
    """Return the graph to question: the one of the settings, or the demo's while that one was never started."""
    if address() or (folder() / "server.json").exists() or (folder() / "password").exists():
        return None
    if is_live() and (folder("demo") / "password").exists():
        errors.print("the live graph was never filled: this is the answer of the demo (EXERCICE)")
        return "demo"
    return None
