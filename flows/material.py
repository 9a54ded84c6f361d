"""The messages that topics are made of, and their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from flows.reader import Reader
from graph.rows import Row
from graph.store import Store
from signals.encoders import Vectors
from signals.topics.clusterers import Labels
from signals.topics.space import by_subject

SHORT = 40
"""Characters up to which an answer (« Pareil ici ») speaks of what it answers."""

Leans = NDArray[np.intp]


@dataclass
class Material:
    """Messages, oldest first."""

    ids: list[str]
    at: NDArray[np.int64]
    """Milliseconds since 1970."""
    topics: list[str]
    """The topic of each message so far, empty: none."""
    vectors: Vectors
    """In the space of topics."""
    encoder: str
    """Name of the vectors that were brought there."""
    answers: list[str]
    """Id of the message that each answers in a few words, empty: none; such an answer has no subject of its own."""

    def known(self) -> list[str]:
        """Return the topics that the messages have, in order."""
        return sorted({topic for topic in self.topics if topic})

    def leans(self) -> Leans:
        """Return the place of the message that each answers in a few words, -1: none, or it is not here."""
        place = {name: index for index, name in enumerate(self.ids)}
        return np.array([place.get(name, -1) for name in self.answers], dtype=np.intp)

    def label(self, names: Sequence[str]) -> Labels:
        """Return the place in `names` of each message's topic, -1: none."""
        place = {topic: index for index, topic in enumerate(names)}
        return np.array([place.get(topic, -1) for topic in self.topics], dtype=np.intp)


def material(store: Store, reader: Reader, since: datetime, until: datetime, *, at_most: int) -> Material:
    """Return the newest messages of a period that were read, `at_most` so many."""
    return _material(
        store, reader, store.rows("topic_messages", since=since, until=until, limit=at_most, short=SHORT)[0]
    )


def arrived(store: Store, reader: Reader, changed: int, since: datetime, until: datetime) -> Material:
    """Return the messages of a period that changed since a moment and have no topic yet, oldest first.

    `changed` in milliseconds by the clock of the graph. What these answer in a few words, which may have a topic, is
    among them.
    """
    span = {"since": since, "until": until, "short": SHORT}
    return _material(store, reader, store.rows("topic_arrived", changed=changed, **span)[0])


def _material(store: Store, reader: Reader, newest_first: Row) -> Material:
    ids, keys, at, topics, answers = (
        newest_first[name][::-1] for name in ("id", "vector_key", "at", "topic", "answers")
    )
    vectors, known = reader.vectors.load(keys)
    if not known.all():  # the cache was deleted: nothing is lost but time
        vectors = reader.vectors.encode(told(store, ids)[0])
    space = reader.vectors.space
    return Material(ids, np.array(at, dtype=np.int64), topics, by_subject(vectors, space), space, answers)


def told(store: Store, ids: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the texts of messages and the names of the places that each names, in the order of `ids`."""
    found = {row["id"]: (row["text"], row["places"]) for row in store.rows("topic_texts", ids=list(ids))}
    return [found[name][0] for name in ids], [found[name][1] for name in ids]


def of_epoch(milliseconds: float) -> datetime:
    """Return the moment so many milliseconds after 1970.

    >>> of_epoch(3_600_000)
    datetime.datetime(1970, 1, 1, 1, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)


def leaned(topics: Sequence[str], leans: Leans) -> list[str]:
    """Return the topics of messages, oldest first, each that leans on another with the topic of that one.

    >>> leaned(["fire", "", "fire", "match"], np.array([-1, 0, 1, -1]))
    ['fire', 'fire', 'fire', 'match']
    """
    found = list(topics)
    for row in np.flatnonzero(leans >= 0):
        found[row] = found[leans[row]] or found[row]
    return found
