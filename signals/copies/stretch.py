"""A stretch of time in which each message is put behind the first that said the same, whatever order they come in."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from signals.copies.groups import Found, Known, chained, find_first
from signals.copies.guard import differs
from signals.copies.judge import KINDS, Match, is_open, judge
from signals.copies.meaning import FLOOR, Closeness, Words
from signals.copies.sense import Sense
from signals.encoders import Vectors

NEAR = 6
"""Messages nearest in meaning, before and after, that a message is held against."""
BLOCK = 256
"""Messages compared with all others at a time: memory grows with `BLOCK` x n."""


@dataclass(slots=True)
class Said:
    """A message of the stretch and what is known of it."""

    id: str
    at: int
    """Milliseconds since 1970."""
    key: str | None
    """Its near key."""
    first: str | None = None
    """The first message that said the same, as far as that was found before."""
    link: Match | None = None

    @property
    def rank(self) -> tuple[int, str]:
        """Order of publication; of the same moment, the smaller id is the earlier."""
        return self.at, self.id


@dataclass
class Stretch:
    """Messages in the order of their publication.

    A message belongs behind the first of the group of the nearest message before it, at most `window` milliseconds
    before. What comes late takes its place: those after it that are nearer to it than to what they stood behind are
    looked at again, and who stood behind a message that is no first any more moves on to its first. So the outcome does
    not depend on the order of arrival, as far as the messages within reach tell.
    """

    said: Sequence[Said]
    vectors: Vectors
    """Unit rows, one a message; null rows are near nothing, so that such a message is only found by its key."""
    window: int
    read: Callable[[Collection[str]], Mapping[str, Sense]]
    """Gives the readings of messages by id."""
    behind: Callable[[str], Iterable[Said]]
    """Gives the messages that stand behind one, as far as that was found before."""
    words: Words | None = None
    """None: the vectors only show where to look, and no rewordings are found."""
    _near: dict[str, dict[str, float]] = field(default_factory=dict)
    _senses: dict[str, Sense] = field(default_factory=dict)
    _settled: dict[str, Found | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {one.id: one for one in self.said}
        self._rows = {one.id: row for row, one in enumerate(self.said)}
        self._at = np.array([one.at for one in self.said], np.int64)
        self._by_key: dict[str, list[Said]] = {}
        for one in sorted(self.said, key=lambda one: one.rank):
            if one.key:
                self._by_key.setdefault(one.key, []).append(one)
        self._behind: dict[str, set[str]] = {}
        for one in self.said:
            if one.first:
                self._behind.setdefault(one.first, set()).add(one.id)

    def settle(self, ids: Collection[str]) -> dict[str, Found | None]:
        """Return what the messages `ids` stand behind (None: they are firsts), and others for which that changed."""
        self._look(ids)
        queue = [self._by_id[name].rank for name in ids]
        heapify(queue)
        while queue:
            _, name = heappop(queue)
            if name in self._settled:
                continue
            one = self._by_id[name]
            self._place(one, find_first(self._sense(name), self._earlier(one), self._closeness(name)))
            for other in self._later(one):
                if other.id not in self._settled and self._is_nearer(one, other):
                    self._look([other.id])
                    heappush(queue, other.rank)
        return self._settled

    def _place(self, one: Said, found: Found | None) -> None:
        was_first = one.first is None
        self._put(one, found)
        if found and was_first:
            for follower in self._followers(one):
                self._move(follower, one, found)

    def _put(self, one: Said, found: Found | None) -> None:
        if one.first:
            self._behind.get(one.first, set()).discard(one.id)
        one.first, one.link = (found.id, found.match) if found else (None, None)
        if found and one.id in self._by_id:
            self._behind.setdefault(found.id, set()).add(one.id)
        self._settled[one.id] = found

    def _followers(self, one: Said) -> Iterator[Said]:
        yield from [self._by_id[name] for name in sorted(self._behind.get(one.id, ()))]
        for other in self.behind(one.id):
            if other.id not in self._by_id:
                yield other

    def _move(self, follower: Said, one: Said, found: Found) -> None:
        """Put one that stood behind `one` behind the first of `one`, unless it contradicts that."""
        new, first = self._sense(follower.id), self._sense(found.id)
        if follower.link is None or differs(new, first):
            moved = None
        else:
            step = chained(follower.link, found.match, same_language=new.lang == first.lang)
            moved = Found(found.id, judge(new, first, lambda: self._close(follower.id, found.id)) or step)
        self._put(follower, moved)

    def _earlier(self, one: Said) -> Iterator[Known]:
        same = (other for other in self._by_key.get(one.key or "", ()) if self._is_before(other, one))
        first = next(same, None)
        near = [self._by_id[name] for name in self._near.get(one.id, ()) if self._is_before(self._by_id[name], one)]
        for other in dict.fromkeys(other.id for other in ([first] if first else []) + near):
            yield self._known(self._by_id[other])

    def _later(self, one: Said) -> Iterator[Said]:
        after = (other for other in self._by_key.get(one.key or "", ()) if self._is_before(one, other))
        if (first := next(after, None)) is not None:
            yield first
        for name in self._near.get(one.id, ()):
            if self._is_before(one, self._by_id[name]):
                yield self._by_id[name]

    def _is_before(self, one: Said, other: Said) -> bool:
        return one.rank < other.rank and other.at - one.at <= self.window

    def _is_nearer(self, one: Said, other: Said) -> bool:
        """Tell whether a later message is nearer to `one` than to what it stands behind."""
        match = judge(self._sense(other.id), self._sense(one.id), lambda: self._close(other.id, one.id))
        if match is None or other.first == one.id:
            return False
        if other.link is None:
            return True
        return (KINDS.index(match.kind), -match.score) < (KINDS.index(other.link.kind), -other.link.score)

    def _known(self, one: Said) -> Known:
        if one.first is None or one.link is None:
            return Known(one.id, self._sense(one.id))
        return Known(one.id, self._sense(one.id), Known(one.first, self._sense(one.first)), one.link)

    def _closeness(self, name: str) -> Callable[[Known], Closeness | None]:
        return lambda known: self._close(name, known.id)

    def _close(self, name: str, other: str) -> Closeness | None:
        if self.words is None or name not in self._rows or other not in self._rows:
            return None
        cosine = float(self.vectors[self._rows[name]] @ self.vectors[self._rows[other]])
        return self.words.close(self._sense(name), self._sense(other), cosine) if cosine >= FLOOR else None

    def _sense(self, name: str) -> Sense:
        if name not in self._senses:
            self._senses.update(self.read([name]))
        return self._senses[name]

    def _look(self, ids: Collection[str]) -> None:
        """Find the nearest of messages, before and after, and read all of them at once."""
        asked = [name for name in ids if name not in self._near]
        for start in range(0, len(asked), BLOCK):
            some = asked[start : start + BLOCK]
            for name, found in zip(some, self._nearest([self._rows[name] for name in some]), strict=True):
                self._near[name] = found
        wanted = {*ids, *(other for name in ids for other in self._near.get(name, ()))}
        keyed = (self._by_key.get(self._by_id[name].key or "", ()) for name in ids)
        wanted |= {other.id for some in keyed for other in some}
        wanted |= {first for name in wanted if (first := self._by_id[name].first)}
        self._senses.update(self.read(sorted(wanted - self._senses.keys())))
        if self.words is not None:
            # all at once: a word by itself takes the encoder four times as long
            self.words.learn([self._senses[name] for name in sorted(self._open(ids))])

    def _open(self, ids: Collection[str]) -> set[str]:
        """Return the messages, and those near them, of which the words will be held against each other."""
        known = self._senses
        pairs = ((name, other) for name in ids if name in known for other in self._near.get(name, ()) if other in known)
        return {one for pair in pairs if is_open(known[pair[0]], known[pair[1]]) for one in pair}

    def _nearest(self, rows: Sequence[int]) -> Iterator[dict[str, float]]:
        cosines = self.vectors[rows] @ self.vectors.T
        cosines[np.arange(len(rows)), rows] = -1
        floor = FLOOR if self.words else 0.0
        for row, line in zip(rows, cosines, strict=True):
            close = np.flatnonzero(line > floor)  # of most messages only few are
            away = self._at[close] - self._at[row]
            # those of the same moment are on both sides
            sides = (away <= 0) & (away >= -self.window), (away >= 0) & (away <= self.window)
            best = {int(other) for side in sides for other in _top(close[side], line)}
            yield {self.said[other].id: float(line[other]) for other in sorted(best, key=lambda one: (-line[one], one))}


def _top(rows: NDArray[np.intp], cosines: Vectors) -> NDArray[np.intp]:
    """Return the `NEAR` of some rows with the largest cosines."""
    if len(rows) <= NEAR:
        return rows
    return rows[np.argpartition(-cosines[rows], NEAR - 1)[:NEAR]]
