"""`cyberimpact erase`: remove what a person asks to have removed, and show that it is gone."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.collect import Graph
from flows.cli.output import UsageProblem, console, failures
from flows.gate import Keys, Removal
from flows.requests import Answer, answer, asked, found
from graph.home import home
from graph.store import Store, connect


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(erase)


def erase(
    *,
    message: Annotated[list[str] | None, typer.Option(help="Id of a message, as `mastodon:exemple.org/123`.")] = None,
    account: Annotated[list[str] | None, typer.Option(help="Clear name of an account, as `mastodon:a@b.org`.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Address of a message.")] = None,
    graph: Graph = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Erase messages and accounts on request, with all that was concluded from them; they do not come back.

    Example: cyberimpact erase --account mastodon:camille@exemple.org --message mastodon:exemple.org/123
    """
    with failures():
        names = [*(message or []), *(account or [])]
        if not (names or url):
            raise UsageProblem("name what to erase: --message, --account or --url, each as often as needed")
        if wrong := [name for name in names if not all(name.partition(":"))]:
            raise UsageProblem(
                f"{', '.join(wrong)}: write it as platform:name, for example mastodon:camille@exemple.org"
            )
        keys = Keys(home())
        with connect(graph) as store:
            store.prepare()
            removals = asked(store, keys, messages=message or [], accounts=account or [], urls=url or [])
            _announce(store, removals, keys, url or [])
            if dry_run or not removals:
                return
            if not yes:
                typer.confirm("Erase this for good?", abort=True)
            _show(answer(store, removals, now=datetime.now(UTC)))


def _announce(store: Store, removals: list[Removal], keys: Keys, urls: list[str]) -> None:
    known = found(store, removals)
    console.print(f"to erase: {known['messages']} messages, {known['accounts']} accounts known here")
    kinds = {one.kind for one in removals}
    if urls and "message" not in kinds:
        console.print(
            "no message has this address: those of persons are stored without theirs, so give the id of the message"
        )
    if "account" in kinds:
        quarters = keys.quarters()
        since = f"since {quarters[0]}" if quarters else "in no quarter yet"
        console.print(f"accounts can be recognised {since}: the keys of earlier pseudonyms are destroyed")


def _show(result: Answer) -> None:
    from flows.cli.proof import prove

    prove(dict(result.taken.counts), result.before, result.after, result.left)
    console.print(
        "what comes again is refused; Prefect holds counts only, and caches of other machines are theirs to clear"
    )
    if result.left:
        raise typer.Exit(1)
