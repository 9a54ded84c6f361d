"""`cyberimpact alert`: what was raised, why, and whether its evidence still says the same."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from flows.cli.collect import Graph
from flows.cli.output import Format, UsageProblem, console, failures, show
from graph.evidence import Replay
from graph.evidence import replay as look_again
from graph.rows import Row
from graph.store import Store, connect

app = typer.Typer(help="Alerts: why they were raised, and whether that can be seen again.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Id of the alert, as `alert list` shows it.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]


@app.command("list")
def list_alerts(
    *,
    days: Annotated[float, typer.Option(help="Alerts with a signal in so many last days.", min=0)] = 7,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """List alerts, the highest rank first.

    Example: cyberimpact alert list --days 2
    """
    with failures(), connect(graph) as store:
        now = store.clock() or datetime.now(UTC)
        rows = store.rows("situation_alerts", since=now - timedelta(days=days), until=now, places=[])
        show(("id", "severity", "title", "reason"), rows, form)


@app.command()
def why(alert: Name, *, graph: Graph = None) -> None:
    """Say why an alert was raised: one sentence, then the numbers of each signal.

    Example: cyberimpact alert why "alert:burst:topic:1f:D21:2026-03-14T11"
    """
    with failures(), connect(graph) as store:
        found = _detail(store, alert)
        console.print(found["reason"], markup=False)
        columns = ("at", "kind", "place", "observed", "expected", "upper", "p_value", "authors")
        show(columns, [_numbers(signal) for signal in found["signals"]], Format.table)
        evidence = look_again(store, alert)
        if evidence is not None:
            console.print(evidence.reason, markup=False)


@app.command()
def replay(
    alert: Name,
    *,
    query: Annotated[bool, typer.Option("--query", help="Print the stored query and its parameters too.")] = False,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """Run the stored query of an alert again: identical, or what differs; exit code 1 when it differs.

    Example: cyberimpact alert replay "alert:burst:topic:1f:D21:2026-03-14T11" --query
    """
    with failures(), connect(graph) as store:
        _detail(store, alert)
        found = look_again(store, alert)
        if found is None:
            raise UsageProblem(f"no evidence was kept for {alert}: it is older than the keeping of evidence")
        if form is Format.table:
            console.print(found.reason, markup=False)
        show(("figure", "seen", "now"), _figures(found), form)
        if query:
            console.print(found.evidence.statement, markup=False)
            console.print(found.evidence.parameters, markup=False)
    raise typer.Exit(0 if found.identical else 1)


def _detail(store: Store, alert: str) -> Row:
    rows = store.rows("alerte_detail", alert=alert)
    if not rows:
        raise UsageProblem(f"there is no alert {alert}: `cyberimpact alert list` shows them")
    return rows[0]


def _numbers(signal: Row) -> dict[str, Any]:
    at = datetime.fromtimestamp(signal["at"] / 1000, UTC)
    kept = ("kind", "observed", "authors")
    rounded = {name: _short(signal[name]) for name in ("expected", "upper", "p_value")}
    return {"at": f"{at:%Y-%m-%d %H:%M}", "place": signal["place_id"] or "FR", **rounded} | {
        name: signal[name] for name in kept
    }


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.3g}"


def _figures(found: Replay) -> list[dict[str, Any]]:
    kept = found.evidence
    return [
        {"figure": "items", "seen": kept.messages, "now": found.messages},
        {"figure": "authors", "seen": kept.authors, "now": found.authors},
        {"figure": "digest", "seen": kept.digest, "now": found.digest},
        {"figure": "run", "seen": kept.run_id, "now": "identical" if found.identical else "different"},
    ]
