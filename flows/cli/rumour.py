"""`cyberimpact rumour`: what is claimed and not verified, and what a person rules on it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from flows.cli.collect import Graph
from flows.cli.output import Format, UsageProblem, console, failures, show
from graph.model import Ruling
from graph.rulings import RulingRefused, rule
from graph.store import connect, is_live
from signals.rumours.states import BY_HAND

app = typer.Typer(help="Rumours: what they claim, how they stand, and rulings on them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Id of the rumour, as `rumour list` shows it.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]


@app.command("list")
def list_rumours(
    *,
    days: Annotated[float, typer.Option(help="Rumours spread in so many last days.", min=0)] = 7,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """List rumours, the widest spread first.

    Example: cyberimpact rumour list --days 30
    """
    with failures(), connect(graph) as store:
        since = (store.clock() or datetime.now(UTC)) - timedelta(days=days)
        rows = [_line(row) for row in store.rows("rumours", since=since)]
        show(("id", "state", "probability", "spread", "denials", "queries", "claim", "recalled"), rows, form)


@app.command("rule")
def rule_on(
    rumour: Name,
    state: Annotated[str, typer.Argument(help=f"{', '.join(BY_HAND)}: what holds from now on.")],
    *,
    comment: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    role: Annotated[str, typer.Option(help="Role, never the name, of who decides.")] = "",
    graph: Graph = None,
) -> None:
    """Rule on a rumour; it is kept for good, and only another ruling, or silence, moves it on.

    Example: cyberimpact rumour rule rumour:1f:2026-03-14T11 false --comment "Barrage visité à 10 h" --role veille
    """
    with failures(), connect(graph) as store:
        at = (None if is_live(graph) else store.clock()) or datetime.now(UTC)
        name = f"ruling:{rumour}|{at.isoformat()}"
        ruling = Ruling(id=name, rumour_id=rumour, at=at, role=role.strip(), state=state, comment=comment.strip())
        try:
            rule(store, ruling, states=BY_HAND)
        except RulingRefused as error:
            raise UsageProblem(str(error)) from error
        console.print(f"{rumour}: {state}", markup=False)


@app.command()
def history(rumour: Name, *, form: Output = Format.table, graph: Graph = None) -> None:
    """List what persons ruled on a rumour, oldest first.

    Example: cyberimpact rumour history rumour:1f:2026-03-14T11
    """
    with failures(), connect(graph) as store:
        rows = store.rows("rumour_rulings", rumour=rumour)
        if not rows:
            raise UsageProblem(f"there is no rumour {rumour}: `cyberimpact rumour list` shows them")
        show(("at", "state", "role", "comment"), rows[0]["rulings"], form)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "state", "spread", "denials", "queries", "recalled")
    chance = f"{row['rumour']['probability']:.2f}"
    return {name: row["rumour"][name] for name in kept} | {"claim": row["claim"], "probability": chance}
