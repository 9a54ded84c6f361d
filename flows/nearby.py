"""The newest messages of a graph, which copies are looked for among: a process reads them once, then what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from flows.marks import Marks, settled
from graph.rows import Row
from graph.store import Store

SPARE = 1.5
"""More than are asked for are held, so many times, and up to `FULL` times: others may be published later."""
FULL = 2.0
TRIES = 3
"""Counts before a number that does not fit is believed: others write meanwhile."""
END = 253_402_300_799_000
"""The last moment of the calendar, in milliseconds since 1970."""
CHANGED_AT_MOST = 20_000
"""Messages that are read again by themselves; with more, all are."""


@dataclass
class _Held:
    since: int
    """What was published before is not asked for."""
    oldest: int
    """All messages published since are known, in milliseconds since 1970."""
    marks: Marks
    rows: dict[str, Row]
    others: set[str] = field(default_factory=set)
    """Those that nothing is a copy of: not read yet, shared, exact copies."""

    def renew(self, store: Store) -> bool:
        """Bring what is held up to date; tell whether it is all that the graph holds."""
        for _ in range(TRIES):
            until, since = settled(store), self.marks.since()
            (now,) = store.rows("copies_now", oldest=self.oldest, changed=since)
            # a clock that was put back makes marks lie
            if now["at"] < self.marks.at or now["changed"] > CHANGED_AT_MOST:
                return False
            (found,) = store.rows("copies_changed", oldest=self.oldest, changed=since)
            others = found.pop("others")
            rows = {row["id"]: row for row in spread(found)}
            for name in others:
                self.rows.pop(name, None)
            self.others.update(others)
            self.others.difference_update(rows)
            self.rows |= rows
            self.marks.reach(until)
            (after,) = store.rows("copies_now", oldest=self.oldest, changed=END)
            least, most = sorted((now["messages"], after["messages"]))
            if least <= len(self.rows) + len(self.others) <= most:
                return True
        return False

    def trim(self, count: int, store: Store) -> None:
        """Keep the `count` newest."""
        self.oldest = sorted(row["at"] for row in self.rows.values())[-count]
        self.rows = {name: row for name, row in self.rows.items() if row["at"] >= self.oldest}
        self.others = _others(store, self.oldest)


class Nearby:
    """What a process knows of the newest messages of one graph."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: _Held | None = None

    def read(self, store: Store, *, since: int, latest: int, until: int, at_most: int) -> list[Row]:
        """Return the messages around some: the `at_most` last up to `latest` and the `at_most` first after it.

        All between `since` and `until`, in milliseconds since 1970. What lies deeper in the past than what is held is
        asked of the graph.
        """
        with self._lock:
            held = self._held
            if held is not None and latest < held.oldest and held.oldest > held.since:
                return _around(store, since, latest, until, at_most)
            if held is None or since < held.since or not held.renew(store):
                held = _all(store, since, at_most)
            elif len(held.rows) > FULL * at_most:
                held.trim(int(SPARE * at_most), store)
            self._held = held
            rows = sorted(held.rows.values(), key=lambda row: (row["at"], row["id"]))
        before = [row for row in rows if since <= row["at"] <= latest]
        if held.oldest > held.since and len(before) < at_most:
            return _around(store, since, latest, until, at_most)
        return before[-at_most:] + [row for row in rows if latest < row["at"] <= until][:at_most]


_NEARBY: WeakKeyDictionary[Store, Nearby] = WeakKeyDictionary()
_LOCK = Lock()


def nearby(store: Store) -> Nearby:
    """Return what this process knows of the newest messages of a graph; it goes with the `store`."""
    with _LOCK:
        return _NEARBY.setdefault(store, Nearby())


def spread(columns: Row) -> Iterator[Row]:
    """Yield the rows that columns hold; an empty text says that there is none."""
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        yield row | {"key": row["key"] or None, "first": row["first"] or None}


def _all(store: Store, since: int, at_most: int) -> _Held:
    count = int(SPARE * at_most)
    at = settled(store)
    found = _around(store, since, END, END, count)
    oldest = since
    if len(found) >= count:  # of the oldest moment some may be missing
        oldest = min(row["at"] for row in found) + 1
    rows = {row["id"]: row for row in found if row["at"] >= oldest}
    return _Held(since, oldest, Marks(at), rows, _others(store, oldest))


def _others(store: Store, oldest: int) -> set[str]:
    return set(store.rows("copies_changed", oldest=oldest, changed=0)[0]["others"])


def _around(store: Store, since: int, latest: int, until: int, at_most: int) -> list[Row]:
    before = store.rows("copies_before", since=since, until=latest, limit=at_most)[0]
    after = store.rows("copies_after", since=latest, until=until, limit=at_most)[0] if until > latest else None
    return [*list(spread(before))[::-1], *(spread(after) if after else ())]
