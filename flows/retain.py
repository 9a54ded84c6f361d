"""Remove what is kept no longer, prove that it is gone, and destroy the keys that nothing needs any more."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.embeddings import forget, kept_keys
from flows.erase import Taken, erase_messages
from flows.gate import Keys
from flows.gate.purpose import NEEDED
from flows.gate.retention import kept, oldest
from flows.runs import running
from flows.sources import load, names
from graph import home
from graph.model import Source
from graph.store import Store
from graph.subscriptions.settings import Settings as Sending

PAGE = 10_000
"""Rows removed at a time: a kill loses no more, and the server holds no more in memory."""

READS = timedelta(days=365)
"""How long it is kept who read what."""

Progress = Callable[[str], None]


class SomethingRemains(Exception):
    """A second look found what should have been removed. The message says what and how much: run `retain` again."""


@dataclass
class Retained:
    """What retention removed, and what it found when it looked again."""

    removed: dict[str, Counter[str]] = field(default_factory=dict)
    """By source: messages and measures."""
    counts: Counter[str] = field(default_factory=Counter)
    """Nodes removed, by label; vectors of texts, rewritten conclusions."""
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    """Nodes of the graph, by label."""
    keys: list[str] = field(default_factory=list)
    """Quarters whose key was destroyed."""
    left: dict[str, int] = field(default_factory=dict)
    """What a second look found that should be gone; empty: nothing."""


def retain(store: Store, *, now: datetime, live: bool, progress: Progress | None = None) -> Retained:
    """Remove what is older than its source's retention at `now`, and all that rests on it alone.

    Exercises stay: their graph goes as a whole. In the `live` graph vectors that no message has go too, and so do the
    keys of quarters in which no message can be left. Done again after a kill, it goes on where it was.
    """
    done = Retained(before=census(store))
    with running(store, "retain", as_of=now) as record:
        cards = _cards(store)
        for card in cards:
            done.removed[card.id] = _of_source(store, card, now, done, progress)
        _alone(store, done)
        _ghosts(store, Keys(home.home()), done)
        longest = timedelta(days=max((card.retention_days for card in cards if _has_authors(card)), default=3650))
        done.counts["Erased"] += _repeated(store, "erased_old", before=now - longest)
        done.counts["Read"] += _repeated(store, "reads_old", before=now - READS)
        done.counts["Placement"] += _repeated(store, "placements_old", before=now - READS)
        told = timedelta(days=Sending().keep_days)
        done.counts["Delivery"] += _repeated(store, "deliveries_old", before=now - told)
        if live:
            done.counts["vectors"] += _unused_vectors(store, remove=True)
            done.keys = Keys(home.home()).destroy(now - longest)
        done.left = _left(store, cards, now, live=live)
        done.after = census(store)
        record.counts.update(done.counts)
        record.counts.update({f"before.{label}": n for label, n in done.before.items()})
        record.counts.update({f"after.{label}": n for label, n in done.after.items()})
        record.counts.update({"keys": len(done.keys), "left": sum(done.left.values())})
    return done


def census(store: Store) -> dict[str, int]:
    """Return how many nodes there are of each label that has some."""
    return {row["label"]: row["n"] for row in store.rows("census") if row["n"]}


def _cards(store: Store) -> list[Source]:
    """Return the sources of the graph, each with the days that hold now; one without code keeps those of its card."""
    known = {name: load(name).about for name in names()}
    cards = []
    for row in store.rows("cards"):
        if row["kind"] == "exercise":
            continue
        about = known.get(row["id"]) or _forgotten(row["id"], row["kind"], row["days"])
        cards.append(kept(about))
    return cards


def _forgotten(name: str, kind: str, days: int) -> Source:
    blank = dict.fromkeys(("name", "platform", "licence", "purpose", "legal_basis"), "")
    return Source(id=name, kind=kind, retention_days=days, **blank)


def _has_authors(card: Source) -> bool:
    return "author_id" in NEEDED.get(card.kind, frozenset())


def _of_source(store: Store, card: Source, now: datetime, done: Retained, progress: Progress | None) -> Counter[str]:
    before, removed = oldest(card, now), Counter[str]()
    while found := store.rows("expired", source_id=card.id, before=before, limit=PAGE):
        taken = Taken()
        erase_messages(store, found, taken, aged=True)
        done.counts += taken.counts
        removed["messages"] += len(found)
        if progress:
            progress(f"{card.id}: removed {removed['messages']} messages")
    if measures := _repeated(store, "expired_measures", source_id=card.id, before=before):
        removed["measures"] = measures
        done.counts["Measure"] += measures
    return removed


def _repeated(store: Store, name: str, **parameters: object) -> int:
    """Run a removing query page by page until it finds nothing, and return how many it removed."""
    total = 0
    while n := store.execute(name, limit=PAGE, **parameters)[0]["n"]:
        total += n
    return total


def _alone(store: Store, done: Retained) -> None:
    while labels := store.execute("alone", limit=PAGE)[0]["alone"]:
        done.counts.update(labels)


def _ghosts(store: Store, keys: Keys, done: Retained) -> None:
    """Remove what a run that was under way when a message was erased has written of it since: its bare id."""
    if not store.rows("tombstones")[0]["n"]:
        return
    for page in _pages(store):
        marks = {keys.lasting(name): name for name in page}
        gone = [marks[row["id"]] for row in store.rows("erased_among", ids=list(marks))]
        if gone:
            done.counts["Message"] += store.execute("erase_messages", ids=gone)[0]["messages"]


def _pages(store: Store) -> Iterator[list[str]]:
    after = ""
    while rows := store.rows("unread", after=after, limit=PAGE):
        after = rows[-1]["id"]
        yield [row["id"] for row in rows]


def _unused_vectors(store: Store, *, remove: bool) -> int:
    """Return how many vectors are of a text that no message has; they are gone then, when asked for."""
    folder, found = home.cache() / "vectors", 0
    for page in kept_keys(folder, PAGE):
        unused = set(page) - {row["key"] for row in store.rows("vectors_used", keys=page)}
        found += forget(folder, unused) if remove else len(unused)
    return found


def _left(store: Store, cards: list[Source], now: datetime, *, live: bool) -> dict[str, int]:
    """Look again, by other queries than those that removed, and return what is still there."""
    left: Counter[str] = Counter()
    for card in cards:
        row = store.rows("kept_too_long", source_id=card.id, before=oldest(card, now))[0]
        left[f"messages of {card.id}"] = row["messages"]
        left[f"measures of {card.id}"] = row["measures"]
    left["accounts, tags and links of nothing"] = store.rows("alone_left")[0]["n"]
    if live:
        left["vectors of no message"] = _unused_vectors(store, remove=False)
    return {name: n for name, n in left.items() if n}
