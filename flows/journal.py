"""The log of the crisis cell: actions and observations entered by hand, corrected, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from flows.catalogue import current
from flows.erase import erase
from flows.gate import Removal
from graph.model import Action, Erased, Message
from graph.rows import moment
from graph.store import Store
from graph.territory import places
from signals.entries import (
    ABOUT,
    Clock,
    Desk,
    Done,
    Seen,
    corrected,
    entry,
    filed,
    is_entry,
    recorded,
    run_of,
    said_by,
    same,
)
from signals.text.kept import mask, readable

AROUND = timedelta(hours=2)
LISTED = 50

Entry = Action | Message


class JournalRefused(Exception):
    """What was asked of the log cannot be done; the message says why and what to do."""


def desk(now: datetime) -> Desk:
    """Return what entries are held against."""
    return Desk(
        now=now,
        places={place.id for place in places()},
        services={service.id for service in current().services},
        mask=lambda text: mask(readable(text)[0]),
    )


def log(store: Store, said: Done | Seen, clock: Clock, *, again: bool = False) -> tuple[Entry, bool]:
    """Save an entry; return it, and whether it is new. The same within an hour is entered once, unless `again`.

    Raises `EntryRefused`, or `JournalRefused` when it was taken back before.
    """
    record = entry(said, desk(clock.as_of))
    at = record.at if isinstance(record, Action) else record.published_at
    if store.rows("erased_among", ids=[record.id]):
        raise JournalRefused(f"{record.id} was withdrawn: enter it with another text or another time.")
    near = [] if again else entries(store, since=at - AROUND, until=at + AROUND)
    known = same(record, [*near, *entries(store, record.id)])
    if known:
        return known, False
    _save(store, "log", record, clock)
    return record, True


def correct(store: Store, entry_id: str, change: Callable[[Done | Seen], Done | Seen], clock: Clock) -> Entry:
    """Save an entry as `change` makes it, under its id; what depends on it is read again. Raises as `log` does."""
    before = _known(store, entry_id)
    record = corrected(before, change(said_by(before)), desk(clock.as_of))
    _save(store, "correct", record, clock)
    return record


def withdraw(store: Store, entry_id: str, clock: Clock) -> Entry:
    """Remove an entry with what was concluded from it alone, and keep it from coming back; return what it was.

    The mark comes first: a kill anywhere is mended by doing it again.
    """
    record = _known(store, entry_id)
    kind = "action" if isinstance(record, Action) else "message"
    run = run_of("withdraw", entry_id, clock=clock, version=version("cyberimpact"))
    mark = Erased(id=entry_id, kind=kind, at=clock.now, reason="source")
    store.save_together([ABOUT, run, mark], now=clock.now)
    if isinstance(record, Action):
        store.execute("journal_withdrawn", id=entry_id)
    else:
        erase(store, [Removal("message", (entry_id,), entry_id, seen=True)], now=clock.now)
    return record


def entries(store: Store, entry_id: str | None = None, *, limit: int = LISTED, **span: datetime) -> list[Entry]:
    """Return what was entered by hand, newest first: one by its id, or those `since` a moment and `until` another."""
    bounds = {"since": None, "until": None} | span
    rows = store.rows("journal_entries", id=entry_id, limit=limit, **bounds)
    return [recorded(row["entered"], row["node"], moment(row["at"])) for row in rows]


def changed(**fields: Any) -> Callable[[Done | Seen], Done | Seen]:
    """Return a change of the given fields, those that are None left as they are; raise `JournalRefused` for others."""
    given = {name: value for name, value in fields.items() if value is not None}

    def change(said: Done | Seen) -> Done | Seen:
        unknown = [name for name in given if not hasattr(said, name)]
        if unknown:
            kind = "an action" if isinstance(said, Done) else "an observation"
            raise JournalRefused(f"{kind} has no {', '.join(unknown)}: leave it out.")
        return replace(said, **given)

    return change


def _save(store: Store, command: str, record: Entry, clock: Clock) -> None:
    run = run_of(command, record.id, clock=clock, version=version("cyberimpact"))
    store.save_together(filed(record, run), now=clock.now)


def _known(store: Store, entry_id: str) -> Entry:
    found = entries(store, entry_id) if is_entry(entry_id) else []
    if not found:
        raise JournalRefused(f"There is no entry {entry_id}: `cyberimpact log list` shows them.")
    return found[0]
