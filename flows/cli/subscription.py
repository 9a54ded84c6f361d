"""`cyberimpact subscription`: who is told of alerts, by webhook or mail, of what, when and how."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from flows.cli.collect import Graph, prepare
from flows.cli.output import Format, console, failures, show
from graph import home
from graph.store import Store, connect, is_live
from graph.subscriptions.kept import NoSubscription, begin, end, listed, pause, resume, subscription_of
from graph.subscriptions.reach import shown
from graph.subscriptions.sealed import new_id, unseal
from graph.subscriptions.settings import Settings
from graph.territory import places
from signals.announce.seal import shown_secret
from signals.announce.wish import Wish, granted

app = typer.Typer(help="Who is told of alerts, by webhook or mail.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Id of the subscription, as `subscription list` shows it.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Service or desk that is told, never a person.")],
    *,
    webhook: Annotated[str, typer.Option(help="Address that is posted to; its host must be allowed.")] = "",
    mail: Annotated[str, typer.Option(help="Mailbox of a service; its domain must be allowed.")] = "",
    form: Annotated[str, typer.Option(help="What a webhook is sent: json or cap.")] = "",
    lang: Annotated[str, typer.Option(help="fr or en.")] = "fr",
    topic: Annotated[
        list[str] | None, typer.Option("--topic", "-t", help="Id of a topic, or words; repeat it.")
    ] = None,
    place: Annotated[list[str] | None, typer.Option("--place", "-p", help="Code, as D21; repeat it.")] = None,
    service: Annotated[list[str] | None, typer.Option("--service", "-s", help="Id of a service; repeat it.")] = None,
    severity: Annotated[str, typer.Option(help="Least: faible, moderee, forte or critique.")] = "moderee",
    quiet: Annotated[str, typer.Option(help="Quiet hours, local, as 22:00-07:00.")] = "",
    quiet_severity: Annotated[str, typer.Option(help="Severity that breaks them; empty: none.")] = "critique",
    zone: Annotated[str, typer.Option(help="Time zone, as Indian/Reunion.")] = "Europe/Paris",
    digest: Annotated[str, typer.Option(help="hourly or daily; none: at once.")] = "",
    digest_hour: Annotated[int, typer.Option(help="Local hour of a daily digest.")] = 8,
    graph: Graph = None,
) -> None:
    """Tell a service of alerts. The secret that signs a webhook is shown this once.

    Example: cyberimpact subscription add "Préfecture de la Côte-d'Or" --mail cellule@example.gouv.fr --place D21
    """
    channel, address = ("webhook", webhook) if webhook or not mail else ("mail", mail)
    wish = Wish(
        name=name, channel=channel, address=address, form=form, lang=lang, topics=tuple(topic or ()),
        places=tuple(place or ()), services=tuple(service or ()), severity=severity, quiet=quiet,
        quiet_severity=quiet_severity, zone=zone, digest=digest, digest_hour=digest_hour,
    )  # fmt: skip
    with failures(), connect(graph) as store:
        prepare(store)
        now, settings = datetime.now(UTC), Settings()
        known = {one.id for one in places()}
        made = granted(
            wish, name=new_id(), since=_since(store, now, graph), role="administration", places=known,
            shown=lambda channel, address: shown(channel, address, settings),
        )  # fmt: skip
        sealed = begin(store, home.home(), made, address, now=now)
    console.print(f"{made.id} tells {made.name} ({made.shown}).", markup=False)
    if channel == "webhook":
        typer.echo(shown_secret(sealed.key))


@app.command("list")
def list_subscriptions(*, form: Output = Format.table, graph: Graph = None) -> None:
    """List the subscriptions, with what was sent, what waits and what went wrong.

    Example: cyberimpact subscription list
    """
    columns = ("id", "name", "channel", "shown", "severity", "for", "when", "sent", "pending", "last_error")
    with failures(), connect(graph) as store:
        rows = [row | {"for": _for(row), "when": _when(row)} for row in listed(store)]
        show(columns, [{name: "" if row[name] is None else row[name] for name in columns} for row in rows], form)


@app.command("pause")
def pause_subscription(name: Name, *, graph: Graph = None) -> None:
    """Send nothing to a subscription until it goes on.

    Example: cyberimpact subscription pause sub-3f09c2a11b7e
    """
    with failures(), connect(graph) as store:
        pause(store, name, now=datetime.now(UTC))
        console.print(f"{name} is told nothing until it goes on.", markup=False)


@app.command("resume")
def resume_subscription(name: Name, *, graph: Graph = None) -> None:
    """Let a paused subscription go on, with what is heard from now on.

    Example: cyberimpact subscription resume sub-3f09c2a11b7e
    """
    with failures(), connect(graph) as store:
        resume(store, name, since=_since(store, datetime.now(UTC), graph))
        console.print(f"{name} is told again.", markup=False)


@app.command("end")
def end_subscription(name: Name, *, graph: Graph = None) -> None:
    """End a subscription: what was not sent yet is not sent any more, its address and secret are forgotten.

    Example: cyberimpact subscription end sub-3f09c2a11b7e
    """
    with failures(), connect(graph) as store:
        end(store, home.home(), name, now=datetime.now(UTC))
        console.print(f"{name} is told nothing more.", markup=False)


@app.command("try")
def try_subscription(name: Name, *, graph: Graph = None) -> None:
    """Send an invented alert, marked as an exercise, to see whether a subscription is reached.

    Example: cyberimpact subscription try sub-3f09c2a11b7e
    """
    from flows.deliver import greet

    with failures(), connect(graph) as store:
        found = [row for row in store.rows("subscriptions") if row["subscription"]["id"] == name]
        sealed = unseal(home.home(), name) if found else None
        if sealed is None:
            raise NoSubscription(f"there is no subscription {name} here: `cyberimpact subscription list` shows them")
        greet(subscription_of(found[0]["subscription"]), sealed, settings=Settings(), now=datetime.now(UTC))
        console.print(f"{name} took it.", markup=False)


def _since(store: Store, now: datetime, graph: str | None) -> datetime:
    """Return the moment from which alerts are told: now, or what an exercise takes for it."""
    return now if is_live(graph) else store.clock() or now


def _for(row: dict[str, Any]) -> str:
    parts = [*row["place_ids"], *row["service_ids"], *row["topics"]]
    return ", ".join(parts) or "everything"


def _when(row: dict[str, Any]) -> str:
    digest = {"": "at once", "hourly": "hourly", "daily": f"daily at {row['digest_hour']}"}[row["digest"]]
    if not row["quiet_from"]:
        return digest
    breaks = f", unless {row['quiet_severity']}" if row["quiet_severity"] else ""
    return f"{digest}, quiet {row['quiet_from']}-{row['quiet_until']}{breaks}"
