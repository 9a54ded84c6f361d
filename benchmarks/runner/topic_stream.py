"""Topics of a stream: given on arrival, clustered again as the window slides, carried on."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from signals.topics.arrival import Centres, assign, centres
from signals.topics.clusterers import Times, load_clusterer
from signals.topics.lineage import Before, carry
from signals.topics.similarity import Contents, word_rows
from signals.topics.space import Rows

WINDOW = 5000
"""Messages that a clustering looks back on."""
FIRST = 100
GROWTH = 1.3
STEP = 1000
"""The stream is clustered again at 100 messages, then after 30 % more of them, at most 1,000."""
ROUND = 5000
"""Messages between two clusterings where only the cost is measured."""
PACE = 60_000
"""Milliseconds between two messages there."""


@dataclass
class Stream:
    """The topics of the messages so far, as the graph would hold them."""

    arrived: list[str] = field(default_factory=list)
    """The topic that each message got on arrival, from the past only; empty: none."""
    kept: list[str] = field(default_factory=list)
    """The topic that each message has: the last one that a window which held it gave."""
    past: dict[str, Rows] = field(default_factory=dict)
    """Centroid of every topic there ever was."""
    names: list[str] = field(default_factory=list)
    places: Centres = field(default_factory=lambda: Centres(np.empty((0, 0), np.float32), np.empty(0, np.float32)))

    def read(self, ids: Sequence[str], vectors: Rows, window: Contents, at: Times) -> None:
        """Give new messages (`vectors`) a topic, then cluster the `window`, the rows that end with them.

        `ids` and moments `at` are those of the window: flows, too, tell the clusterer when each message was published.
        """
        placed, _ = assign(vectors, self.places)
        given = [self.names[topic] if topic >= 0 else "" for topic in placed]
        self.arrived += given
        self.kept += given
        fresh = np.arange(len(ids)) >= len(ids) - len(vectors)
        labels = load_clusterer().labels(window.vectors, at)
        before = Before(self.kept[-len(ids) :], fresh, self.past)
        topics = carry(ids, window, labels, before).topics
        self.kept[-len(ids) :] = topics
        self.names = sorted({topic for topic in topics if topic})
        place = {name: index for index, name in enumerate(self.names)}
        self.places = centres(window.vectors, np.array([place.get(topic, -1) for topic in topics], np.intp))
        self.past |= dict(zip(self.names, self.places.centroids, strict=True))


def follow(ids: Sequence[str], texts: Sequence[str], vectors: Rows, at: Times) -> Stream:
    """Return the topics of a stream of messages, in order of arrival; `at`: when each was published."""
    stream, start = Stream(), 0
    for end in _ends(len(ids)):
        first = max(0, end - WINDOW)
        window = Contents(vectors[first:end], word_rows(texts[first:end]))
        stream.read(ids[first:end], vectors[start:end], window, at[first:end])
        start = end
    return stream


def costs(texts: Sequence[str], vectors: Rows, until: int, *, seed: int) -> list[tuple[int, float]]:
    """Return messages so far and seconds a message, step by step, for a stream of `until` messages.

    The rows come again and again, each time turned in space as a whole: events as large and as near to each other as
    before, but new ones, so that the topics of the past add up. One message comes a minute.
    """
    stream, found = Stream(), []
    for start in range(0, until, ROUND):
        window = _turned(vectors, start, seed)
        numbers = np.arange(start, start + ROUND)
        ids = [f"m:{number}" for number in numbers]
        first = start % (len(texts) - len(texts) % ROUND)
        began = time.perf_counter()
        contents = Contents(window, word_rows(texts[first : first + ROUND]))
        stream.read(ids, window, contents, PACE * numbers)
        found.append((start + ROUND, (time.perf_counter() - began) / ROUND))
    return found


def _turned(vectors: Rows, start: int, seed: int) -> Rows:
    turn, first = divmod(start, len(vectors) - len(vectors) % ROUND)
    random = np.random.default_rng([seed, turn])
    rotation, _ = np.linalg.qr(random.normal(size=(vectors.shape[1], vectors.shape[1])).astype(np.float32))
    turned: NDArray[np.float32] = vectors[first : first + ROUND] @ rotation
    return turned


def _ends(count: int) -> Iterator[int]:
    """Yield after how many messages the stream is clustered again, then `count`."""
    end = FIRST
    while end < count:
        yield end
        end += min(STEP, int(end * (GROWTH - 1)))
    yield count
