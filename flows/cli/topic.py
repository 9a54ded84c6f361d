"""`cyberimpact topic`: topics, and what a person decides about them; no clustering undoes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from flows.cli.collect import Graph
from flows.cli.output import Format, UsageProblem, console, failures, show
from graph.pins import Board, Pinned, PinRefused, pins
from graph.store import connect, is_live

app = typer.Typer(help="Topics, and what persons decide about them.", no_args_is_help=True)

Topic = Annotated[str, typer.Argument(help="Id of a topic, as `topic list` shows it.")]
Messages = Annotated[list[str] | None, typer.Option("--message", "-m", help="Id of a message; repeat it.")]
Role = Annotated[str, typer.Option(help="Role, never the name, of who decides.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]


@app.command("list")
def list_topics(
    *,
    days: Annotated[float, typer.Option(help="Topics written about in so many last days.", min=0)] = 7,
    limit: Annotated[int, typer.Option(help="At most so many, the largest.", min=1)] = 50,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """List topics, the largest first, with what became of them.

    Example: cyberimpact topic list --days 2
    """
    with failures(), connect(graph) as store:
        since = (store.clock() or datetime.now(UTC)) - timedelta(days=days)
        rows = store.rows("topics_alive", since=since, limit=limit)
        show(("id", "label", "size", "step", "parent", "excluded"), rows, form)


@app.command("pins")
def list_pins(*, form: Output = Format.table, graph: Graph = None) -> None:
    """List what persons decided, the newest first.

    Example: cyberimpact topic pins
    """
    with failures(), connect(graph) as store:
        rows = [row["pin"] | {"topic": row["topic"], "pin": row["pin"]["id"]} for row in pins(store)]
        show(("pin", "act", "topic", "other_id", "label", "role"), rows, form)


@app.command()
def merge(topic: Topic, into: Topic, *, role: Role = "", graph: Graph = None) -> None:
    """Put a topic, and what comes to it, under another one.

    Example: cyberimpact topic merge topic:1f topic:2a --role analyste
    """
    with _board(graph, role) as board:
        _say(board.merge(topic, into))


@app.command()
def split(
    topic: Topic,
    *,
    message: Messages = None,
    label: Annotated[str, typer.Option(help="Words of the new topic.")] = "",
    role: Role = "",
    graph: Graph = None,
) -> None:
    """Make a new topic of some messages of one.

    Example: cyberimpact topic split topic:1f -m mastodon:12 -m mastodon:15 --label "Fausse alerte" --role analyste
    """
    with _board(graph, role) as board:
        pinned = board.split(topic, message or [], label)
        _say(pinned)
        console.print(f"new topic: {pinned.pin.other_id}")


@app.command("label")
def give_label(
    topic: Topic,
    label: Annotated[str, typer.Argument(help="The words that it keeps.")],
    *,
    role: Role = "",
    graph: Graph = None,
) -> None:
    """Give a topic the words that it keeps.

    Example: cyberimpact topic label topic:1f "Rumeur du barrage" --role analyste
    """
    with _board(graph, role) as board:
        _say(board.label(topic, label))


@app.command()
def exclude(topic: Topic, *, message: Messages = None, role: Role = "", graph: Graph = None) -> None:
    """Keep messages out of a topic; without messages, hear nothing about the topic any more.

    Example: cyberimpact topic exclude topic:1f -m mastodon:12 --role analyste
    """
    with _board(graph, role) as board:
        _say(board.exclude(topic, message or ()))


@app.command()
def release(
    pin: Annotated[str, typer.Argument(help="Id of a pin, as `topic pins` shows it.")],
    *,
    role: Role = "",
    graph: Graph = None,
) -> None:
    """Take a decision back: clusterings decide again.

    Example: cyberimpact topic release "pin:topic:1f|2026-03-14T10:40:00+00:00|merge" --role analyste
    """
    with _board(graph, role) as board:
        _say(board.release(pin))


@contextmanager
def _board(graph: str | None, role: str) -> Iterator[Board]:
    """Yield what sets pins; they are dated by the clock of the exercise, or by ours."""
    with failures(), connect(graph) as store:
        at = None if is_live(graph) else store.clock()
        try:
            yield Board(store, role, at=at or datetime.now(UTC))
        except PinRefused as error:
            raise UsageProblem(str(error)) from error


def _say(pinned: Pinned) -> None:
    console.print(
        f"{pinned.pin.id}: {pinned.messages} messages changed topic; the next look counts again", markup=False
    )
