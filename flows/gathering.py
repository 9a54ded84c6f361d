"""Begins topics between two clusterings: several people who speak of a new thing are heard in the same look."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from flows.material import Material, of_epoch
from flows.runs import running
from graph.model import Topic
from graph.rows import Row
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.topics.arrival import Centres, assign, closeness
from signals.topics.clusterers import Labels
from signals.topics.describe import WORDLESS, describe
from signals.topics.events import event_shares
from signals.topics.gathering import HELD, Nearness, stars
from signals.topics.lineage import begin
from signals.topics.space import Rows

GATHERING = "gather"
"""Name of the runs that begin topics between two clusterings."""
VOICES = 3
"""Distinct authors that begin a topic, as in a first story: one who repeats himself begins none."""


@dataclass
class Strangers:
    """Messages that resemble no topic, oldest first: the newest of them."""

    ids: list[str] = field(default_factory=list)
    at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    vectors: Rows = field(default_factory=lambda: np.empty((0, 0), np.float32))

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, window: Material, rows: NDArray[np.intp]) -> None:
        """Take in some rows of `window`."""
        known = set(self.ids)
        rows = np.array([row for row in rows if window.ids[row] not in known], np.intp)
        vectors = window.vectors[rows]
        self.ids = [*self.ids, *(window.ids[row] for row in rows)][-HELD:]
        self.at = np.concatenate([self.at, window.at[rows]])[-HELD:]
        self.vectors = np.concatenate([self.vectors.reshape(-1, vectors.shape[1]), vectors])[-HELD:]

    def remain(self, store: Store) -> None:
        """Let go of what the graph no longer holds: what was erased is in no memory either."""
        there = {row["id"] for row in store.rows("topic_texts", ids=self.ids)}
        self.keep(np.array([name in there for name in self.ids], np.bool_))

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Let go of all but some."""
        self.ids = [name for name, kept in zip(self.ids, rows, strict=True) if kept]
        self.at, self.vectors = self.at[rows], self.vectors[rows]


@dataclass(frozen=True)
class Begun:
    """Topics that were begun."""

    names: list[str]
    known: Centres
    """The centres that were known, and after them those of `names`."""
    counts: Counter[str]


def gather(
    store: Store,
    strangers: Strangers,
    near: Nearness,
    known: Centres,
    taken: Sequence[str],
    *,
    encoder: str,
    as_of: datetime,
) -> Begun | None:
    """Begin a topic for each group of strangers with `VOICES` authors, and let go of its messages; None: there is none.

    `near` tells from when two speak of one thing, `taken` the ids of topics that there are. Grows with the square of
    the strangers, who are few.
    """
    if len(strangers) < VOICES:
        return None
    groups = [rows for rows in stars(strangers.vectors, near.among(len(strangers))) if len(rows) >= VOICES]
    if not groups:
        return None
    told = {row["id"]: row for row in store.rows("topic_texts", ids=strangers.ids)}
    heard = np.array([name in told for name in strangers.ids], np.bool_)
    groups = [
        rows for rows in groups if len({told[strangers.ids[row]]["author"] for row in rows[heard[rows]]}) >= VOICES
    ]
    if not groups:
        return None
    names: list[str] = []
    for rows in groups:
        names.append(begin([strangers.ids[row] for row in rows[heard[rows]]], {*taken, *names}))
        known = known.joined(strangers.vectors[rows[heard[rows]]])
    labels = np.where(heard, _labels(strangers, groups, known), -1)
    with running(store, GATHERING, as_of=as_of) as record:
        topics = _topics(strangers, labels, names, known, told, encoder=encoder, run_id=record.id)
        store.save(topics, now=datetime.now(UTC))
        store.relate(ABOUT_TOPIC, _members(strangers, labels, names, known), run_id=record.id, scope=[])
        record.counts |= {"begun": len(topics), "joined": sum(topic.size for topic in topics)}
    strangers.keep((labels < 0) & heard)
    return Begun(names, known, record.counts)


def _labels(strangers: Strangers, groups: Sequence[NDArray[np.intp]], known: Centres) -> Labels:
    """Return the place of each stranger's topic among the new ones, the last of `known`; -1: it resembles none."""
    placed, _ = assign(strangers.vectors, known)
    labels = np.maximum(placed - (len(known.radii) - len(groups)), -1)
    for number, rows in enumerate(groups):
        labels[rows] = number
    return labels


def _topics(
    strangers: Strangers,
    labels: Labels,
    names: Sequence[str],
    known: Centres,
    told: dict[str, Row],
    *,
    encoder: str,
    run_id: str,
) -> list[Topic]:
    """Return the topics as the next clustering will tell them again, among all others."""
    rows = np.flatnonzero(labels >= 0)
    said, vectors = [told[strangers.ids[row]] for row in rows], strangers.vectors[rows]
    words = describe([row["text"] for row in said], vectors, labels[rows], [row["places"] for row in said])
    shares = event_shares(vectors, labels[rows], encoder)
    at = [strangers.at[labels == number] for number in range(len(names))]
    return [
        Topic(
            id=name,
            label=words[number].label or WORDLESS,
            keywords=words[number].keywords,
            size=len(at[number]),
            centroid=tuple(float(value) for value in known.centroids[number - len(names)]),
            first_at=of_epoch(at[number].min()),
            last_at=of_epoch(at[number].max()),
            event=None if shares is None else round(float(shares[number]), 4),
            run_id=run_id,
        )
        for number, name in enumerate(names)
    ]


def _members(strangers: Strangers, labels: Labels, names: Sequence[str], known: Centres) -> list[Row]:
    scores = closeness(strangers.vectors, np.where(labels >= 0, labels + len(known.radii) - len(names), -1), known)
    return [
        {"start": strangers.ids[row], "end": names[labels[row]], "score": round(float(scores[row]), 4)}
        for row in np.flatnonzero(labels >= 0)
    ]
