"""Keeps topics the same from one clustering to the next, and tells what became of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import blake2b
from itertools import pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from signals.topics.clusterers import Labels
from signals.topics.neighbours import unit
from signals.topics.similarity import Contents, Group, similarity
from signals.topics.space import Rows

APART = 0.55
"""Similarity of words and meaning (`signals.topics.similarity`) below which two parts of what was one topic are two."""
FRESH_APART = 0.62
"""The same for a part most of whose messages came since the last clustering: what emerges may part sooner. Halves of
one truth of the scenarios lie above .88, an event and the rumour, the panic or the departures that it brings below
.53."""
RETURNED = 0.75
"""Cosine from which a new group is a topic of the past: halves of an event lie above .79, other events below .79."""
ONE = 0.62
"""Similarity from which two groups are one: a new group is part of another one, a cut finer than there are things to
tell apart; two topics that a clustering puts together are one. Less would let every coarse cut merge what was told
apart for long, and no later cut gives a message of the past its topic back."""
STAYS = 0.2
"""Share of a group that must have been in a topic before for the group to continue it."""
CORE = 5
"""Messages that an old topic needs inside a group to stay a topic there."""
GREW = 2.0
"""Times as many messages as before: a topic grew."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What a person decided, which no clustering undoes."""

    together: frozenset[str] = frozenset()
    """Topics into which others were merged: they do not split."""
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of topics that do not merge."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of the messages when they were clustered."""

    topics: Sequence[str]
    """The topic of each message, empty: none."""
    fresh: NDArray[np.bool_]
    """Which came since the last clustering."""
    past: Mapping[str, Rows] = field(default_factory=dict)
    """Unit centroids of topics, of which those without a message here may return."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a topic: `grew` and `returned` lead to itself, `split` to the part, `merged` to what holds it."""

    old: str
    new: str
    kind: str


@dataclass(frozen=True, slots=True)
class After:
    """The topic of each message, empty: none, and what happened."""

    topics: list[str]
    steps: tuple[Step, ...]


def carry(ids: Sequence[str], contents: Contents, labels: Labels, before: Before, hands: Hands | None = None) -> After:
    """Return the topics that the groups `labels` of messages `ids` (oldest first) continue, split from or begin.

    A clustering is a hint, not a verdict: cuts through the same messages differ from hour to hour. A group stays the
    topic that most of its messages were in, and several groups may; a part leaves only where it lies apart, topics
    become one only where they lie together, and between the two thresholds all stays as it was. A message of no group
    keeps the topic that it had. New ids come from the first member, so the same runs give the same ids. Time grows with
    n x d and the square of the number of topics.
    """
    turn = _Turn(ids, contents, labels, before, hands or Hands())
    turn.name_groups()
    for group, members in enumerate(turn.members):
        turn.fill(group, members)
    return After(turn.topics, tuple(turn.tell()))


def begin(members: Sequence[str], taken: Collection[str]) -> str:
    """Return the id of a new topic: it is made from its first member, or the first one that has not lent it already."""
    return next(name for name in map(_id, members) if name not in taken)


class _Turn:
    """One clustering on its way into topics."""

    def __init__(self, ids: Sequence[str], contents: Contents, labels: Labels, before: Before, hands: Hands) -> None:
        self.ids, self.contents, self.before, self.hands = ids, contents, before, hands
        order = np.argsort(labels, kind="stable")
        starts = np.searchsorted(labels[order], np.arange(int(labels.max(initial=-1)) + 2))
        self.members = [order[start:end] for start, end in pairwise(starts)]
        self.groups = [contents.group(members) for members in self.members]
        self.old = np.array(before.topics, dtype=object)
        self.sizes = _counts(before.topics)
        self.taken = {*self.sizes, *before.past}
        self.names: list[str] = [""] * len(self.members)
        self.topics = list(before.topics)
        self.splits: list[Step] = []
        self.returned: list[Step] = []

    def name_groups(self) -> None:
        """Give each group the topic that it continues, or a new one."""
        homes: dict[str, list[tuple[int, int]]] = {}
        for group, members in enumerate(self.members):
            counts = _counts(self.old[members])
            best = min(counts, key=lambda name: (-counts[name], name), default="")
            if best and counts[best] >= STAYS * len(members):
                homes.setdefault(best, []).append((-counts[best], group))
        left = []
        for topic, groups in sorted(homes.items()):
            main, *others = self._clumps([group for _, group in sorted(groups)], topic)
            self._name(main, topic)
            for clump in others:
                if self._stays(topic, main, clump):
                    self._name(clump, topic)
                else:
                    left.append((topic, clump))
        apart = {group for _, clump in left for group in clump}
        self._return([group for group, name in enumerate(self.names) if not name and group not in apart])
        for topic, clump in left:
            self._name(clump, self._nearest_twin(clump, parent=topic) or self._begin(clump[0], parent=topic))
        for group, name in enumerate(self.names):
            self.names[group] = name or self._nearest_twin([group]) or self._begin(group)

    def fill(self, group: int, members: NDArray[np.intp]) -> None:
        """Give the messages of a group its topic, but for those of old topics that live on inside it."""
        own = self.names[group]
        inside = {name: members[self.old[members] == name] for name in _counts(self.old[members])}
        lives = {name: rows for name, rows in inside.items() if self._lives(name, own, rows, members)}
        for row in members:
            self.topics[row] = own
        for name, rows in lives.items():
            for row in rows:
                self.topics[row] = name
        loose = members[[self.old[row] not in lives and self.old[row] != own for row in members]]
        if lives and len(loose):
            names = [*lives, own]
            kept = [*lives.values(), inside.get(own, members)]
            means = np.stack([self.contents.vectors[rows].mean(axis=0) for rows in kept])
            nearest = ((means**2).sum(axis=1) - 2 * self.contents.vectors[loose] @ means.T).argmin(axis=1)
            for row, best in zip(loose, nearest, strict=True):
                self.topics[row] = names[best]

    def tell(self) -> Iterator[Step]:
        """Yield what became of the topics, in order of their names."""
        yield from sorted(self.splits, key=lambda step: (step.old, step.new))
        yield from sorted(self.returned, key=lambda step: step.old)
        now = _counts(self.topics)
        # what was given on arrival is growth too: what stood at the last clustering is the measure
        stood = _counts(self.old[~self.before.fresh])
        for name in sorted(self.sizes):
            if name not in now:
                heirs = _counts(topic for topic, old in zip(self.topics, self.old, strict=True) if old == name)
                heir = min(heirs, key=lambda other: (-heirs[other], other), default="")
                if heir:
                    yield Step(name, heir, "merged")
            elif stood.get(name, 0) >= CORE and now[name] >= GREW * stood[name]:
                yield Step(name, name, "grew")

    def _clumps(self, groups: Sequence[int], topic: str) -> list[list[int]]:
        """Return the groups of one topic, those that lie as near as the halves of one event do in one clump.

        Such halves stay together or leave together. The clump with most of what was in the topic comes first.
        """
        clumps: list[list[int]] = []
        for group in groups:
            near = [similarity(self._group(clump), self.groups[group]) for clump in clumps]
            best = int(np.argmax(near)) if near else -1
            if best >= 0 and near[best] >= ONE:
                clumps[best].append(group)
            else:
                clumps.append([group])
        return sorted(clumps, key=lambda clump: -int((self.old[self._rows(clump)] == topic).sum()))

    def _rows(self, clump: Sequence[int]) -> NDArray[np.intp]:
        return np.concatenate([self.members[group] for group in clump])

    def _group(self, clump: Sequence[int]) -> Group:
        return reduce(add, (self.groups[group] for group in clump))

    def _name(self, clump: Sequence[int], name: str) -> None:
        for group in clump:
            self.names[group] = name

    def _stays(self, topic: str, main: Sequence[int], clump: Sequence[int]) -> bool:
        if topic in self.hands.together:
            return True
        members = self._rows(clump)
        counts = _counts(self.old[members])
        if counts[topic] * 2 < sum(counts.values()):
            return False
        emerges = self.before.fresh[members].mean() > 0.5
        return similarity(self._group(main), self._group(clump)) >= (FRESH_APART if emerges else APART)

    def _lives(self, name: str, own: str, rows: NDArray[np.intp], members: NDArray[np.intp]) -> bool:
        """Tell whether an old topic stays a topic, though a clustering put it with another."""
        if name == own:
            return False
        if frozenset((name, own)) in self.hands.apart:
            return True
        if name in self.names or len(rows) < max(CORE, STAYS * self.sizes[name]):
            return False
        kernel = members[self.old[members] == own]
        rest = self.contents.group(kernel if len(kernel) else members)
        return similarity(self.contents.group(rows), rest) < ONE

    def _return(self, groups: Sequence[int]) -> None:
        """Name `groups` that continue nothing here after topics of the past that lie very near, nearest first."""
        past = [name for name in self.before.past if name not in self.sizes]
        if not past or not groups:
            return
        means = unit(np.stack([self.contents.vectors[self.members[group]].mean(axis=0) for group in groups]))
        cosines = means @ np.stack([self.before.past[name] for name in past]).T
        for place in np.argsort(-cosines, axis=None, kind="stable"):
            row, column = np.unravel_index(place, cosines.shape)
            if cosines[row, column] < RETURNED:
                return
            if not self.names[groups[row]] and past[column] not in self.names:
                self.names[groups[row]] = past[column]
                self.returned.append(Step(past[column], past[column], "returned"))

    def _nearest_twin(self, clump: Sequence[int], parent: str = "") -> str:
        """Return the topic of a group that has one and lies as near as the halves of one event do; empty: none.

        What left its `parent` does not go back there, nor where a person keeps the two apart.
        """
        members = self._group(clump)
        named = [(other, name) for other, name in enumerate(self.names) if name and name != parent]
        free = [other for other, name in named if not parent or frozenset((parent, name)) not in self.hands.apart]
        alike = {other: similarity(self.groups[other], members) for other in free}
        twin = max(alike, key=lambda other: (alike[other], -other), default=None)
        return self.names[twin] if twin is not None and alike[twin] >= ONE else ""

    def _begin(self, group: int, parent: str = "") -> str:
        """Return an id made from the group's first member whose id is free; a part may hold its parent's first one."""
        name = begin([self.ids[row] for row in self.members[group]], self.taken)
        self.taken.add(name)
        if parent:
            self.splits.append(Step(parent, name, "split"))
        return name


def _counts(topics: Sequence[str] | NDArray[np.object_] | Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in topics:
        if name:
            counts[name] = counts.get(name, 0) + 1
    return counts


def _id(member: str) -> str:
    return f"topic:{blake2b(member.encode(), digest_size=8).hexdigest()}"
