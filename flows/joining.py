"""Gives what arrives a topic, between two clusterings: a process holds where topics lie, and reads what is new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from flows.gathering import Strangers, gather
from flows.marks import Marks, settled
from flows.material import Material, arrived, leaned, of_epoch
from flows.reader import Reader
from flows.runs import running
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.topics.arrival import Centres, assign, centres
from signals.topics.gathering import Nearness, nearness
from signals.topics.pins import Rules


@dataclass
class Joining:
    """Where the topics of a graph lie since a clustering, and who came since that resembles none of them."""

    clustering: Any
    """What tells that clustering, and what persons decided, from another."""
    clustered: datetime
    """Up to when it saw messages."""
    names: list[str]
    known: Centres
    near: Nearness | None
    """From when two strangers speak of one thing; None: there is nothing to tell it from."""
    encoder: str
    """Name of the vectors."""
    marks: Marks
    strangers: Strangers = field(default_factory=Strangers)
    begun: bool = False
    """Whether topics were begun since."""

    def arrive(self, store: Store, reader: Reader, pinned: Rules, *, since: datetime, as_of: datetime) -> Counter[str]:
        """Give a topic to what arrived since the last time, published from `since` on; grows with that alone."""
        until = settled(store)
        window = arrived(store, reader, self.marks.since(), since, as_of)
        placed, scores = assign(window.vectors, self.known)
        counts = join(store, window, pinned, self.names, placed, scores, as_of=as_of)
        if self.marks.is_deep():
            self.strangers.remain(store)
        self.meet(window, placed)
        counts += self.begin(store, as_of)
        self.marks.reach(until)
        return counts

    def meet(self, window: Material, placed: NDArray[np.intp]) -> None:
        """Take in who in `window` resembles no topic, where each was `placed`, and has none.

        What answers in a few words has no subject of its own; what it answers may have a topic from a person or of old.
        """
        free = [not topic and not answered for topic, answered in zip(window.topics, window.answers, strict=True)]
        fresh = window.at >= self.clustered.timestamp() * 1_000
        self.strangers.add(window, np.flatnonzero((placed < 0) & fresh & np.array(free, np.bool_)))

    def begin(self, store: Store, as_of: datetime) -> Counter[str]:
        """Begin topics where several strangers speak of one thing."""
        if self.near is None:
            return Counter()
        found = gather(store, self.strangers, self.near, self.known, self.names, encoder=self.encoder, as_of=as_of)
        if found is None:
            return Counter()
        self.names, self.known, self.begun = [*self.names, *found.names], found.known, True
        return found.counts


_JOINING: WeakKeyDictionary[Store, Joining] = WeakKeyDictionary()


def joining(store: Store, clustering: Any) -> Joining | None:
    """Return what this process holds of the topics since a clustering; None: nothing, or of another one."""
    held = _JOINING.get(store)
    return held if held is not None and held.clustering == clustering else None


@dataclass(frozen=True)
class Placed:
    """Where each message of a window lies among the topics that are held."""

    topics: NDArray[np.intp]
    """Place of the nearest topic; -1: it resembles none."""
    scores: NDArray[np.float32]


def hold(
    store: Store, clustering: Any, clustered: datetime, window: Material, *, at: int, begun: bool
) -> tuple[Joining, Placed]:
    """Hold where the topics of a window lie, who resembles none, and up to when it was `settled`.

    `begun` tells whether topics were begun since the clustering.
    """
    names = window.known()
    labels = window.label(names)
    known, near = centres(window.vectors, labels), nearness(window.vectors, labels)
    placed = Placed(*assign(window.vectors, known))
    held = Joining(clustering, clustered, names, known, near, window.encoder, Marks(at), begun=begun)
    held.meet(window, placed.topics)
    _JOINING[store] = held
    return held, placed


def join(
    store: Store,
    window: Material,
    pinned: Rules,
    names: Sequence[str],
    placed: NDArray[np.intp],
    scores: NDArray[np.float32],
    *,
    as_of: datetime,
) -> Counter[str]:
    """Relate messages without a topic to those in whose place of `names` they were `placed`, -1: none.

    An answer of a few words has the topic of what it answers. Sizes and dates of topics are brought up to date.
    """
    found = list(window.topics)
    loose = np.array([row for row, topic in enumerate(found) if not topic], np.intp)
    for row, topic in zip(loose, placed[loose], strict=True):
        found[row] = names[topic] if topic >= 0 else ""
    found = leaned(found, window.leans())
    wanted = pinned.apply([window.ids[row] for row in loose], [found[row] for row in loose])
    rows, last = [], dict[str, int]()
    for row, topic in zip(loose, wanted, strict=True):
        if topic:
            rows.append({"start": window.ids[row], "end": topic, "score": round(float(scores[row]), 4)})
            last[topic] = max(last.get(topic, 0), int(window.at[row]))
    if not rows:
        return Counter()
    seen = [{"id": topic, "n": n, "last_at": of_epoch(last[topic])} for topic, n in _sizes(rows).items()]
    with running(store, "join", as_of=as_of) as record:
        store.relate(ABOUT_TOPIC, rows, run_id=record.id, scope=[])
        store.execute("topics_seen", rows=seen)
        record.counts["joined"] = len(rows)
    return Counter(joined=len(rows))


def _sizes(rows: Sequence[dict[str, Any]]) -> Counter[str]:
    return Counter(row["end"] for row in rows)
