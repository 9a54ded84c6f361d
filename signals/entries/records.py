"""Entries as records of the vocabulary: made, found again, corrected."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from graph.model import Action, Message, Run, Source
from signals.entries.checks import EntryRefused, problems
from signals.entries.typed import ABOUT, Clock, Desk, Done, Seen
from signals.text.fold import fold

Entry = Action | Message

AGAIN = timedelta(hours=1)
"""Within this time, the same said in the same way and place is the same entry."""


def entry(said: Done | Seen, desk: Desk) -> Entry:
    """Return the record of what was typed, its texts masked; raise `EntryRefused`.

    >>> noon = datetime(2026, 3, 14, 12, tzinfo=UTC)
    >>> desk = Desk(now=noon, places={"D21"}, services=set(), mask=lambda text: text.replace("Camille", "[nom]"))
    >>> entry(Done(kind="denial", text="C'est faux, dit Camille.", channel="x", at=noon, places=("D21",)), desk).text
    "C'est faux, dit [nom]."
    >>> entry(Seen(text="Files d'attente", at=noon, place="Nevers"), desk)
    Traceback (most recent call last):
    ...
    signals.entries.checks.EntryRefused: There is no place 'Nevers': write its official code, as D21 or 21231.
    """
    faults = problems(said, desk)
    if faults:
        raise EntryRefused(faults)
    text, at = desk.mask(said.text.strip()), said.at.astimezone(UTC)
    if isinstance(said, Done):
        places = tuple(sorted(set(said.places)))
        return Action(
            id=_id("action", at, [said.kind, fold(text), fold(said.channel.strip()), *places]),
            kind=said.kind,
            text=text,
            channel=said.channel.strip(),
            at=at,
            role=desk.mask(said.role.strip()),
            place_ids=places,
        )
    services = tuple(sorted(set(said.services)))
    return Message(
        id=_id("observation", at, [fold(text), said.place, *services]),
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="report",
        text=text,
        published_at=at,
        precision="minute",
        service_ids=services,
        place_id=said.place or None,
    )


def said_by(record: Entry) -> Done | Seen:
    """Return what would have to be typed to enter `record`: the start of a correction."""
    if isinstance(record, Action):
        places = tuple(record.place_ids)
        return Done(
            kind=record.kind, text=record.text, channel=record.channel, at=record.at, role=record.role, places=places
        )
    services = tuple(record.service_ids)
    return Seen(text=record.text, at=record.published_at, place=record.place_id or "", services=services)


def corrected(before: Entry, said: Done | Seen, desk: Desk) -> Entry:
    """Return `said` under the id of the entry that it corrects; raise `EntryRefused`."""
    return replace(entry(said, desk), id=before.id)


def same(record: Entry, others: Iterable[Entry]) -> Entry | None:
    """Return the one of `others` that says the same within an hour: it was entered twice."""
    return next((other for other in others if other.id == record.id or _is_same(record, other)), None)


def recorded(entered: str, node: Mapping[str, Any], at: datetime) -> Entry:
    """Return the record of an entry (an action or an observation) as the graph holds it."""
    if entered == "action":
        named = {name: node[name] for name in ("id", "kind", "text", "channel", "role")}
        return Action(**named, at=at, place_ids=tuple(node["place_ids"]))
    return Message(
        id=node["id"],
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind=node["kind"],
        text=node["text"],
        published_at=at,
        precision="minute",
        service_ids=tuple(node["service_ids"]),
        place_id=node["place_id"],
    )


def filed(record: Entry, run: Run) -> tuple[Source, Run, Entry]:
    """Return what is saved in one transaction: the card of the source, the run that writes, the entry."""
    return ABOUT, run, record


def run_of(command: str, entry_id: str, *, clock: Clock, version: str) -> Run:
    """Return the run of one command (`log`, `correct`, `withdraw`) on one entry; it holds none of its texts."""
    return Run(
        id=f"log-{_digest([command, entry_id, clock.now.isoformat()])}",
        flow="log",
        version=version,
        parameters=json.dumps({"command": command, "entry": entry_id}, sort_keys=True),
        as_of=clock.as_of,
        started_at=clock.now,
        ended_at=clock.now,
        state="completed",
        source_ids=(ABOUT.id,),
    )


def is_entry(entry_id: str) -> bool:
    """Tell whether an id is that of something entered by hand."""
    return entry_id.startswith(f"{ABOUT.id}:")


def _id(kind: str, at: datetime, parts: Sequence[str]) -> str:
    # to the minute: who enters the same again at once means the same
    return f"{ABOUT.id}:{kind}-{_digest([f'{at:%Y-%m-%dT%H:%M}', *parts])}"


def _digest(parts: Sequence[str]) -> str:
    return blake2b(json.dumps(list(parts)).encode(), digest_size=12).hexdigest()


def _is_same(one: Entry, other: Entry) -> bool:
    if isinstance(one, Action) and isinstance(other, Action):
        near, places = abs(one.at - other.at) < AGAIN, set(one.place_ids) == set(other.place_ids)
        said = (one.kind, fold(one.channel), fold(one.text)) == (other.kind, fold(other.channel), fold(other.text))
        return near and places and said
    if isinstance(one, Message) and isinstance(other, Message):
        near = abs(one.published_at - other.published_at) < AGAIN
        services = set(one.service_ids) == set(other.service_ids)
        return near and services and (one.place_id, fold(one.text)) == (other.place_id, fold(other.text))
    return False
