"""`cyberimpact needs`: needs against offer, what an analyst knows of an offer, texts of the offer, limited means."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.catalogue import current
from flows.cli.collect import Graph
from flows.cli.output import Format, UsageProblem, console, failures, show
from flows.needs import WEEKS
from flows.offered import PINS
from flows.reader import reader
from graph.model import Pin
from graph.store import connect, is_live
from graph.territory import places
from signals.means.choose import Budget, Unserved, apart, choose
from signals.means.relays import KINDS
from signals.relevance.review import Question, review
from signals.topics.space import by_subject

app = typer.Typer(help="Needs against offer: gaps, idle offers, what to do about them.", no_args_is_help=True)

ASKED = 5_000
"""Questions put to a text, at most."""

Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]
Days = Annotated[int, typer.Option(help=f"Days compared: {', '.join(str(7 * weeks) for weeks in WEEKS)}.")]


@app.command("list")
def list_needs(
    *,
    days: Days = 28,
    kind: Annotated[
        str, typer.Option(help="commune, epci (group of communes), departement, region or pays.")
    ] = "departement",
    idle: Annotated[
        bool, typer.Option("--idle", help="Strong offer, weak use, instead of strong need, weak offer.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many, the largest.", min=1)] = 20,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """List gaps between needs and offer, the largest first, with 95 % bounds and advice.

    Example: cyberimpact needs list --kind region
    """
    with failures(), connect(graph) as store:
        rows = store.rows("besoins_list", days=_days(days), kind=kind, idle=idle, limit=limit)
        show(("need", "place", "messages", "ratio", "offer", "value", "low", "high", "advised", "reason"), rows, form)


@app.command()
def pin(
    need: Annotated[str, typer.Argument(help="Code of a need, as `catalogue show --needs` lists them.")],
    place: Annotated[str, typer.Argument(help="Code of a place: D21, 21231.")],
    offer: Annotated[str, typer.Argument(help=f"{', '.join(PINS)}: what is offered there.")],
    *,
    role: Annotated[str, typer.Option(help="Role, never the name, of who decides.")] = "",
    graph: Graph = None,
) -> None:
    """Say what is offered for a need in a place; it holds against all measures, until it is said anew.

    Example: cyberimpact needs pin vote-by-proxy D08 none --role analyste
    """
    with failures(), connect(graph) as store:
        known = current().needs
        if need not in known:
            raise UsageProblem(f"there is no need {need}: choose among {', '.join(known)}")
        if place not in {one.id for one in places()}:
            raise UsageProblem(f"there is no place {place}: give an official code, D21 or 21231")
        if offer not in PINS:
            raise UsageProblem(f"an offer is one of {', '.join(PINS)}, not {offer}")
        if not role.strip():
            raise UsageProblem("say in what role you decide: --role analyste")
        at = (None if is_live(graph) else store.clock()) or datetime.now(UTC)
        cell = f"{need}|{place}"
        name = f"pin:offer:{cell}|{at.isoformat()}"
        store.save(
            [Pin(id=name, topic_id="", at=at, role=role.strip(), act="offer", other_id=cell, label=offer)],
            now=datetime.now(UTC),
        )
        console.print(f"{need} in {place}: {offer}; the next comparison counts it", markup=False)


@app.command("review")
def review_text(
    file: Annotated[Path, typer.Argument(help="Text of the offer: a page, a leaflet (UTF-8).")],
    *,
    need: Annotated[str, typer.Option(help="Code of the need that it answers.")],
    days: Annotated[float, typer.Option(help="Days of questions that are put to it.", min=1)] = 90,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """Say what a text of the offer lacks: details, answers and words that at least five authors ask for or use.

    Example: cyberimpact needs review page.txt --need vote-by-proxy
    """
    with failures(), connect(graph) as store:
        if need not in current().needs:
            raise UsageProblem(f"there is no need {need}: choose among {', '.join(current().needs)}")
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageProblem(f"{file} cannot be read as UTF-8 text: {error}") from error
        until = store.clock() or datetime.now(UTC)
        span = {"since": until - timedelta(days=days), "until": until}
        asked = [
            Question(row["text"], row["author"])
            for row in store.rows("needs_questions", need=need, limit=ASKED, **span)
        ]
        cache = reader().published
        found = review(text, asked, lambda texts: by_subject(cache.encode(texts), cache.space))
        if form is Format.table:
            console.print(f"{found.answered} of {found.n} questions answered ({found.authors} authors)", markup=False)
        rows = [{"kind": one.kind, "authors": one.authors, "what": one.fr, "in_english": one.en} for one in found.edits]
        show(("kind", "authors", "what", "in_english"), rows, form)


@app.command()
def means(
    *,
    hours: Annotated[float, typer.Option(help="Hours of agents.", min=0)] = float("inf"),
    euros: Annotated[float, typer.Option(help="Euros.", min=0)] = float("inf"),
    posts: Annotated[float, typer.Option(help="Posts of official accounts.", min=0)] = float("inf"),
    place: Annotated[str, typer.Option(help="One département; none: all.")] = "",
    limit: Annotated[int, typer.Option(help="At most so many actions.", min=1)] = 20,
    days: Days = 28,
    form: Output = Format.table,
    graph: Graph = None,
) -> None:
    """Say which gaps, places and institutions first, with limited means; each line adds to those above.

    Example: cyberimpact needs means --hours 40 --euros 1000 --posts 6
    """
    with failures(), connect(graph) as store:
        rows = [row for row in store.rows("besoins_unmet", days=_days(days)) if place in ("", row["within"])]
        names = {row["place_id"]: row["place"] for row in rows}
        gaps = [Unserved(row["need"], row["place_id"], row["within"], row["demands"]) for row in rows]
        plan = choose(apart(gaps), Budget(hours, euros, posts), most=limit)
        shown = [
            {
                "relay": step.relay.title(names.get(step.relay.place_id, step.relay.place_id))[0],
                "channel": "en ligne" if KINDS[step.relay.kind].online else "terrain",
                "need": step.need,
                "gain": round(step.gain, 3),
                "covered": round(step.covered, 3),
            }
            for step in plan.steps
        ]
        show(("relay", "channel", "need", "gain", "covered"), shown, form)


def _days(days: int) -> int:
    known = [7 * weeks for weeks in WEEKS]
    if days not in known:
        raise UsageProblem(f"needs are compared over {' or '.join(map(str, known))} days, not {days}")
    return days
