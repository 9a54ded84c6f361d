"""The messages of the last weeks, as detectors count them: a process reads them once, then only what changed.

Whatever changes what is counted of a message marks it (`Node.counted` of the schema), in the transaction that does. A
look reads the marked ones again. What is no longer there bears no mark: where the number of messages or the topics left
out are not what they should be, everything is read again. That number is what is held and what is older: the graph
knows how many messages it has, while those of four weeks have to be counted. What is older is counted once in
`flows.marks.DEEP` seconds, and whenever something old changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from flows.counted import Counted, beside, changed, counted
from flows.marks import Marks, settled
from graph.rows import Row
from graph.store import Store
from signals.baseline.series import Numbers, Parts, numbers
from signals.baseline.usual import Memory

AT_MOST = 5_000_000
"""Messages that are kept in memory (a few hundred bytes each); with more, each look reads them all."""
CHANGED_AT_MOST = 100_000
"""Messages that are read again by themselves; with more, all are."""
FRESH = 25_000
"""Messages that are kept apart, up to twice as many: what is new is likely to change, as when topics are found."""
STRETCH = timedelta(days=1)
"""Read at a time: neither the server nor a transaction must hold weeks."""
TRIES = 3
"""Counts before a number that does not fit is believed: others write meanwhile."""
END = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Held:
    since: datetime
    marks: Marks
    excluded: set[str]
    settled: Counted
    fresh: Counted
    older: int | None = None
    """How many messages the graph holds that were published before `since`; None: they have to be counted."""
    touched: datetime | None = None
    """When the oldest message was published that changed lately."""
    _numbers: Numbers | None = None
    _copies: frozenset[str] | None = None

    @property
    def size(self) -> int:
        """Return how many messages are held."""
        return self.settled.size + self.fresh.size

    def renew(self, store: Store, at: int) -> None:
        """Read again what changed up to a moment, by the clock of the graph."""
        found, ids = changed(store, self.since, self.marks.since())
        rest, before = self.settled.without(ids)
        fresh, lately = self.fresh.without(ids)
        for dates in (found.messages["published_at"], before, lately):
            first = dates.min()
            if isinstance(first, datetime):
                self.touched = min(first, self.touched or first)
        self._settle(rest)
        self.fresh = beside([fresh, found]).ordered()
        self.marks.reach(at)
        if len(self.fresh.messages) > 2 * FRESH:
            until = self.fresh.messages["published_at"][-FRESH]
            self._settle(beside([self.settled, self.fresh.between(self.since, until)]).ordered())
            self.fresh = self.fresh.between(until, END)

    def _settle(self, settled: Counted) -> None:
        if settled is not self.settled:
            self.settled, self._numbers, self._copies = settled, None, None

    def copies(self) -> frozenset[str]:
        """Return the messages that say what another said before; of what is settled they are looked up once."""
        self._copies = self.settled.copies if self._copies is None else self._copies
        return self._copies | self.fresh.copies

    def parts(self) -> Parts:
        """Return all that is held, as numbers; those of what is settled are made once."""
        self._numbers = self._numbers or numbers(self.settled.messages, self.copies())
        fresh = numbers(self.fresh.messages, self.fresh.copies, self._numbers)
        return Parts.of(self._numbers, fresh, since=self.since)

    def fits(self, store: Store, before: Row, after: Row) -> bool:
        """Tell whether this is what the graph held between two moments: others write meanwhile."""
        if self.older is None:
            self.older = int(store.rows("counted_older", since=self.since)[0]["messages"])
        least, most = sorted((before["messages"], after["messages"]))
        excluded = set(before["excluded"])
        return least <= self.size + self.older <= most and self.excluded == excluded == set(after["excluded"])

    def forget(self, since: datetime) -> None:
        """Let go of what was published before `since`."""
        size, self.since = self.size, since
        self.settled, self.fresh = self.settled.between(since, END), self.fresh.between(since, END)
        if self.older is not None:
            self.older += size - self.size


class Past:
    """What a process knows of the past of one graph."""

    touched: datetime | None = None
    """When the oldest message was published that changed since the look before; None: nobody knows, or none did."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: _Held | None = None
        self.memory = Memory()
        """What is expected after this past; forgotten as far as it changes."""

    def read(self, store: Store, since: datetime, until: datetime) -> tuple[Counted, Parts, frozenset[str]]:
        """Return what the graph tells now of the messages published from `since` to `until`, in no order.

        The same as numbers, and which copy another; what is published later among both.
        """
        with self._lock:
            if (held := self._renewed(store, since)) is None:
                held = _all(store, since, until)
                self.memory.forget()
            elif held.touched:
                self.memory.forget(held.touched)
            self.touched = held.touched
            self._held = held if held.size <= AT_MOST else None
            told = beside([held.settled.between(since, until), held.fresh.between(since, until)])
            return told, held.parts(), held.copies()

    def _renewed(self, store: Store, since: datetime) -> _Held | None:
        """Return what is held, as it is now; None where it has to be read again."""
        held = self._held
        if held is None or since < held.since:
            return None
        held.forget(since)
        held.touched = None
        for _ in range(TRIES):
            at, now = settled(store), _now(store, since, held.marks.since())
            # a clock that was put back makes marks lie
            if now["at"] < held.marks.at or now["changed"] > CHANGED_AT_MOST:
                return None
            if now["older"] or held.marks.is_deep():
                held.older = None
            held.renew(store, at)
            if held.fits(store, now, _now(store, since, now["at"])):
                return held
            held.older = None
        return None


_PASTS: WeakKeyDictionary[Store, Past] = WeakKeyDictionary()
_LOCK = Lock()


def past(store: Store) -> Past:
    """Return what this process knows of the past of a graph; it goes with the `store`."""
    with _LOCK:
        return _PASTS.setdefault(store, Past())


def _now(store: Store, since: datetime, moment: int) -> Row:
    return store.rows("counted_now", since=since, changed=moment)[0]


def _all(store: Store, since: datetime, until: datetime) -> _Held:
    """Read everything since a moment, what is dated after `until` included: it will have been published one day."""
    at, now = settled(store), _now(store, since, 0)
    found = beside([counted(store, start, end) for start, end in _stretches(since, until)])
    dates = found.messages["published_at"]
    apart = dates[-FRESH] if len(dates) > 2 * FRESH else END
    return _Held(since, Marks(at), set(now["excluded"]), found.between(since, apart), found.between(apart, END))


def _stretches(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        yield since, since + STRETCH
        since += STRETCH
    yield since, END
