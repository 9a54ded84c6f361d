"""`cyberimpact log`: what the crisis cell did and observed, entered by hand, corrected, taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.collect import Graph, prepare
from flows.cli.output import Format, UsageProblem, console, failures, show
from flows.journal import JournalRefused, changed, correct, entries, log, withdraw
from flows.measures import PARIS
from flows.moments import moment
from graph.model import Action, Message
from graph.store import Store, connect, is_live
from signals.entries import Clock, Done, EntryRefused, Seen

app = typer.Typer(help="The log of the cell: what was done, what was observed.", no_args_is_help=True)

Text = Annotated[str, typer.Argument(help="What was said or seen; names and numbers of persons are masked.")]
Entry = Annotated[str, typer.Argument(help="Id of the entry, as `log list` shows it.")]
At = Annotated[str | None, typer.Option(help="When, French time: 2026-03-14 10:40, or 10:40 today [default: now].")]
Places = Annotated[list[str] | None, typer.Option("--place", "-p", help="Code of a place, as D21 or 21231; repeat it.")]
Services = Annotated[list[str] | None, typer.Option("--service", "-s", help="Service that it is about; repeat it.")]
Again = Annotated[bool, typer.Option("--again", help="It was really done twice within an hour.")]

HOURS = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)")


@app.command()
def action(
    kind: Annotated[str, typer.Argument(help="denial, instruction, prevention, campaign or service-change.")],
    text: Text,
    *,
    channel: Annotated[str, typer.Option(help="Where it was said: x, press, radio, fr-alert, …")],
    at: At = None,
    place: Places = None,
    role: Annotated[str, typer.Option(help="Role, never the name, of who did it.")] = "",
    again: Again = False,
    graph: Graph = None,
) -> None:
    """Log something that the institution did.

    Example: cyberimpact log action denial "Le barrage tient, aucune évacuation." --channel x --place D21 --at 10:40
    """
    with _journal(graph) as (store, clock):
        done = Done(kind=kind, text=text, channel=channel, at=when(at, clock), role=role, places=tuple(place or ()))
        _say(*log(store, done, clock, again=again))


@app.command()
def observation(
    text: Text,
    *,
    at: At = None,
    place: Annotated[str, typer.Option("--place", "-p", help="Code of the place where it was seen.")] = "",
    service: Services = None,
    again: Again = False,
    graph: Graph = None,
) -> None:
    """Log something that was observed; it is read as what citizens write is.

    Example: cyberimpact log observation "Files d'attente devant les stations-service" --place 21231
    """
    with _journal(graph) as (store, clock):
        seen = Seen(text=text, at=when(at, clock), place=place, services=tuple(service or ()))
        _say(*log(store, seen, clock, again=again))


@app.command("correct")
def correct_entry(
    entry: Entry,
    *,
    text: Annotated[str | None, typer.Option(help="The right text.")] = None,
    kind: Annotated[str | None, typer.Option(help="The right kind of action.")] = None,
    channel: Annotated[str | None, typer.Option(help="The right channel.")] = None,
    at: Annotated[str | None, typer.Option(help="The right time, French.")] = None,
    place: Places = None,
    graph: Graph = None,
) -> None:
    """Correct an entry; it keeps its id, and what was concluded from it is worked out again.

    Example: cyberimpact log correct manual:action-0123456789abcdef01234567 --channel press --place D21
    """
    with _journal(graph) as (store, clock):
        observed = entry.startswith("manual:observation-")
        if observed and len(place or ()) > 1:
            raise UsageProblem("an observation is made in one place: give one --place")
        where = {"place": place[0] if place else None} if observed else {"places": tuple(place) if place else None}
        moved = when(at, clock) if at else None
        record = correct(store, entry, changed(text=text, kind=kind, channel=channel, at=moved, **where), clock)
        console.print(f"{record.id}: corrected", markup=False)


@app.command("withdraw")
def withdraw_entry(entry: Entry, *, graph: Graph = None) -> None:
    """Take an entry back, with what was concluded from it alone; entering the same again is refused.

    Example: cyberimpact log withdraw manual:action-0123456789abcdef01234567
    """
    with _journal(graph) as (store, clock):
        withdraw(store, entry, clock)
        console.print(f"{entry}: withdrawn", markup=False)


@app.command("list")
def list_entries(
    *,
    limit: Annotated[int, typer.Option(help="Most entries.", min=1)] = 50,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
    graph: Graph = None,
) -> None:
    """Show the entries, newest first.

    Example: cyberimpact log list --limit 10
    """
    with _journal(graph) as (store, _):
        rows = [_row(record) for record in entries(store, limit=limit)]
        show(("at", "id", "kind", "text", "channel", "places"), rows, form)


def when(text: str | None, clock: Clock) -> datetime:
    """Return the moment that `text` names, French time where it says nothing else; by default that of the data.

    >>> clock = Clock(datetime(2026, 3, 14, 12, tzinfo=UTC), datetime(2026, 3, 14, 12, tzinfo=UTC))
    >>> [f"{when(text, clock):%d %H:%M}" for text in ("10:40", "13/03/2026 08:00", "2026-03-14T10:40:00Z")]
    ['14 09:40', '13 07:00', '14 10:40']
    """
    if text is None:
        return clock.as_of
    today = HOURS.fullmatch(text.strip())
    if today:
        local = clock.as_of.astimezone(PARIS)
        return local.replace(hour=int(today[1]), minute=int(today[2]), second=0, microsecond=0).astimezone(UTC)
    found = moment(text.strip())
    if found is None or found[1] == "day":
        raise UsageProblem(f"--at {text!r} is no time: write 2026-03-14 10:40, or 10:40 for today")
    return found[0]


@contextmanager
def _journal(graph: str | None) -> Iterator[tuple[Store, Clock]]:
    """Open the graph and its clock; what cannot be entered is told in one sentence."""
    with failures():
        try:
            with connect(graph) as store:
                prepare(store)
                now = datetime.now(UTC)
                yield store, Clock(now, now if is_live(graph) else store.clock() or now)
        except (EntryRefused, JournalRefused) as error:
            raise UsageProblem(str(error)) from error


def _say(record: Action | Message, new: bool) -> None:
    console.print(record.id if new else f"{record.id}: already logged; --again enters it twice", markup=False)


def _row(record: Action | Message) -> dict[str, object]:
    if isinstance(record, Action):
        return {"at": record.at, "id": record.id, "kind": record.kind, "text": record.text,
                "channel": record.channel, "places": " ".join(record.place_ids)}  # fmt: skip
    return {"at": record.published_at, "id": record.id, "kind": "observation", "text": record.text,
            "channel": "", "places": record.place_id or ""}  # fmt: skip
