"""`cyberimpact collect` and `listen`: bring in what the sources published."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from flows.cli.output import UsageProblem, console, errors, failures
from flows.collect import collect_source, keep_apart
from flows.errors import SourceError
from flows.outages import notice
from flows.sources import Collector, load, names
from flows.tally import said_blind
from graph.store import Store, connect

Graph = Annotated[str | None, typer.Option("--graph", "-g", help="Name of the graph [default: the setting, live].")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(collect)
    app.command()(listen)


def collect(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; none: all that are configured.")] = None,
    *,
    file: Annotated[Path | None, typer.Option(help="File of the source, where it reads one.")] = None,
    graph: Graph = None,
    understand: Annotated[bool, typer.Option(help="Go on with enrichment and topics.")] = True,
) -> None:
    """Save what is new in the sources: read, refused, saved; then understand it.

    Example: cyberimpact collect services-publics-plus --file export-experiences.csv
    """
    with failures():
        if file and len(sources or []) != 1:
            raise UsageProblem("--file is the file of one source: name that source before it")
        chosen = chosen_sources(sources or [], {"file": file} if file else {})
        if not chosen:
            raise UsageProblem(f"no source is configured: choose one of {', '.join(names())}, see `cyberimpact doctor`")
        keep_apart(chosen, graph)
        with connect(graph) as store:
            prepare(store)
            saved, failed = _collect_all(store, chosen)
            say_blind(store)
            if understand and saved:
                understand_all(store)
        if failed:
            raise typer.Exit(1)


def listen(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; none: all that are configured.")] = None,
    *,
    graph: Graph = None,
    seconds: Annotated[float, typer.Option(help="Pause between two looks.", min=1)] = 60,
) -> None:
    """Keep the streams of the sources open and look at the others again and again, until stopped.

    What a stream tells is saved within two seconds. A source that fails waits longer and longer, the others go on.

    Example: cyberimpact listen --seconds 30
    """
    from flows.listening import Listening

    with failures():
        chosen = chosen_sources(sources or [], {})
        if not chosen:
            raise UsageProblem(f"no source is configured: choose one of {', '.join(names())}, see `cyberimpact doctor`")
        keep_apart(chosen, graph)
        with connect(graph) as store:
            prepare(store)
            listening = Listening(
                store,
                seconds,
                say=lambda tally: console.print(str(tally)),
                complain=lambda sentence: errors.print(sentence, markup=False),
            )
            whole = listening.run(chosen)
        if not whole:
            raise typer.Exit(1)


def prepare(store: Store) -> None:
    """Make a graph ready to be written: schema, and the French places the first time."""
    from flows.prepare import prepare_graph

    with console.status("preparing the graph"):
        prepare_graph(store)


def understand_all(store: Store) -> None:
    """Enrich what is pending and find topics, bursts and alerts in it."""
    from flows.detect import detect_at
    from flows.enrich import enrich_pending
    from flows.reader import reader

    now = datetime.now(UTC)
    with console.status("reading") as status:
        found = enrich_pending(store, reader(), as_of=now, progress=status.update)
        status.update("looking for topics")
        found += detect_at(store, reader(), as_of=now)
    console.print("understood: " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))


def say_blind(store: Store) -> None:
    """Notice which sources cannot hear a platform now, and say it."""
    for name, blind in sorted(notice(store, now=datetime.now(UTC)).blind.items()):
        if blind:
            errors.print(f"{name}: {said_blind(blind)}", markup=False)


def _collect_all(store: Store, collectors: list[Collector]) -> tuple[int, bool]:
    saved, failed = 0, False
    for collector in collectors:
        try:
            with console.status(f"{collector.about.id}: reading") as status:
                tally = collect_source(store, collector, now=datetime.now(UTC), progress=status.update)
        except SourceError as error:
            failed = True
            errors.print(f"error: {error}", markup=False, style="red")
        else:
            saved += tally.saved.written("Message")
            console.print(str(tally))
    return saved, failed


def chosen_sources(sources: list[str], given: dict[str, Any]) -> list[Collector]:
    unknown = [name for name in sources if name not in names()]
    if unknown:
        raise UsageProblem(f"there is no source {', '.join(unknown)}: choose among {', '.join(names())}")
    if sources:
        return [_configured(name, given) for name in sources]
    found = [load(name) for name in names()]
    return [source for source in found if source.missing is None and source.about.kind != "exercise"]


def _configured(name: str, given: dict[str, Any]) -> Collector:
    try:
        source = load(name, **given)
    except ValidationError as error:
        if any(fault["type"] == "extra_forbidden" for fault in error.errors()):
            raise UsageProblem(f"{name} reads no file: leave --file out") from error
        raise
    if source.missing:
        raise UsageProblem(source.missing)
    return source
