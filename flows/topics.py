"""Keep the topics of the graph: cluster now and then, place what arrives in between."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.reader import Reader
from flows.runs import running
from flows.watching import HISTORY
from graph.model import Topic
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.encoders import Vectors
from signals.topics.arrival import Centres, assign, centres
from signals.topics.clusterers import DEFAULT, Labels, load_clusterer
from signals.topics.describe import WORDLESS, Description, describe
from signals.topics.identity import Snapshot, match

CLUSTERING = "cluster"
"""Name of the runs that cluster."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_TOPICS_CLUSTERER`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_TOPICS_")

    clusterer: str = DEFAULT
    """How vectors are grouped: leiden or hdbscan."""
    days: float = 14
    """Days of messages that are clustered together."""
    at_least: int = 2_000
    """Messages clustered together where fewer were published in those days."""
    at_most: int = 20_000
    """Messages clustered together where more were: the newest."""
    every_minutes: float = 60
    """Minutes between two clusterings."""
    strangers: int = 12
    """New messages without a topic that bring the next clustering forward."""


@dataclass
class Material:
    """The messages that topics are made of, oldest first, and their vectors."""

    ids: list[str]
    at: NDArray[np.int64]
    """Milliseconds since 1970."""
    topics: list[str]
    """The topic of each message so far, empty: none."""
    vectors: Vectors

    def known(self) -> list[str]:
        """Return the topics that the messages have, in order."""
        return sorted({topic for topic in self.topics if topic})

    def label(self, names: Sequence[str]) -> Labels:
        """Return the place in `names` of each message's topic, -1: none."""
        place = {topic: index for index, topic in enumerate(names)}
        return np.array([place.get(topic, -1) for topic in self.topics], dtype=np.intp)


def update_topics(
    store: Store, reader: Reader, *, as_of: datetime, settings: Settings | None = None
) -> tuple[Counter[str], datetime | None]:
    """Give new messages a topic, clustering when it is time; return counts, and since when topics were rewritten.

    Joining costs one product with the topics' means a message; clustering grows with the window, not the history.
    """
    settings = settings or Settings()
    since = _since(store, as_of, settings)
    material = _material(store, reader, since, as_of, settings)
    if not material.ids:
        return Counter(), None
    last = store.rows("last_run", flow=CLUSTERING)
    clustered = last[0]["as_of"].to_native() if last else None
    if clustered is None or _is_due(material, clustered, as_of, settings):
        counts = _cluster(store, material, as_of=as_of, settings=settings)
        if clustered is None:
            counts += _place_older(store, reader, as_of=as_of, until=since)
            since = min(since, as_of - HISTORY)
        return counts, since
    return _join(store, material, as_of), None


def _since(store: Store, as_of: datetime, settings: Settings) -> datetime:
    found = store.rows("topic_since", until=as_of, skip=settings.at_least - 1)
    start = as_of - timedelta(days=settings.days)
    found = found or store.rows("beginning")
    reaches: datetime = found[0]["at"].to_native() if found else start
    return min(start, reaches)


def _material(store: Store, reader: Reader, since: datetime, until: datetime, settings: Settings) -> Material:
    found = store.rows("topic_messages", since=since, until=until, limit=settings.at_most)[0]
    ids, keys, at, topics = (found[name][::-1] for name in ("id", "vector_key", "at", "topic"))
    vectors, known = reader.vectors.load(keys)
    if not known.all():  # the cache was deleted: nothing is lost but time
        vectors = reader.vectors.encode(_texts(store, ids))
    return Material(ids, np.array(at, dtype=np.int64), topics, vectors)


def _texts(store: Store, ids: Sequence[str]) -> list[str]:
    texts = {row["id"]: row["text"] for row in store.rows("topic_texts", ids=list(ids))}
    return [texts[name] for name in ids]


def _is_due(material: Material, clustered: datetime, as_of: datetime, settings: Settings) -> bool:
    if as_of - clustered >= timedelta(minutes=settings.every_minutes):
        return True
    after = clustered.timestamp() * 1_000
    labels = material.label(material.known())
    fresh = np.flatnonzero((material.at >= after) & (labels < 0))
    if len(fresh) < settings.strangers:
        return False
    placed, _ = assign(material.vectors[fresh], centres(material.vectors, labels))
    return int((placed < 0).sum()) >= settings.strangers


def _cluster(store: Store, material: Material, *, as_of: datetime, settings: Settings) -> Counter[str]:
    parameters = settings.model_dump()
    with running(store, CLUSTERING, as_of=as_of, parameters=parameters) as record:
        labels = load_clusterer(settings.clusterer).labels(material.vectors)
        found = centres(material.vectors, labels)
        current = _snapshots(material, labels, found)
        ids = match(_previous(store, material), current)
        said = describe(_texts(store, material.ids), material.vectors, labels)
        topics = _topics(material, labels, found, said, ids=ids, run_id=record.id)
        store.save(topics, now=datetime.now(UTC))
        _relate(store, material, labels, found, ids=ids, run_id=record.id)
        record.counts |= {"topics": len(topics), "messages": int((labels >= 0).sum())}
    return Counter(topics=len(topics))


def _snapshots(material: Material, labels: Labels, found: Centres) -> list[Snapshot]:
    members: list[list[str]] = [[] for _ in found.radii]
    for name, label in zip(material.ids, labels, strict=True):
        if label >= 0:
            members[label].append(name)
    return [Snapshot(centroid, tuple(own)) for centroid, own in zip(found.centroids, members, strict=True)]


def _previous(store: Store, material: Material) -> dict[str, Snapshot]:
    oldest = _moment(material.at[0]) - timedelta(days=14)
    members: dict[str, list[str]] = {}
    for name, topic in zip(material.ids, material.topics, strict=True):
        if topic:
            members.setdefault(topic, []).append(name)
    return {
        row["id"]: Snapshot(np.array(row["centroid"], np.float32), tuple(members.get(row["id"], ())))
        for row in store.rows("topic_snapshots", since=oldest)
    }


def _topics(
    material: Material, labels: Labels, found: Centres, said: Sequence[Description], *, ids: Sequence[str], run_id: str
) -> list[Topic]:
    topics = []
    for index, (name, words) in enumerate(zip(ids, said, strict=True)):
        when = material.at[labels == index]
        topics.append(
            Topic(
                id=name,
                label=words.label or WORDLESS,
                keywords=words.keywords,
                size=len(when),
                centroid=tuple(float(number) for number in found.centroids[index]),
                first_at=_moment(when.min()),
                last_at=_moment(when.max()),
                run_id=run_id,
            )
        )
    return topics


def _relate(
    store: Store, material: Material, labels: Labels, found: Centres, *, ids: Sequence[str], run_id: str
) -> None:
    """Write the topics that changed; a message that keeps its topic is not written again."""
    _, scores = assign(material.vectors, found)
    rows, scope = [], []
    for name, before, label, score in zip(material.ids, material.topics, labels, scores, strict=True):
        topic = ids[label] if label >= 0 else ""
        if topic != before:
            scope.append(name)
        if topic and topic != before:
            rows.append({"start": name, "end": topic, "score": round(float(score), 4)})
    store.relate(ABOUT_TOPIC, rows, run_id=run_id, scope=scope)


def _join(store: Store, material: Material, as_of: datetime) -> Counter[str]:
    """Place the messages that have no topic yet, without clustering."""
    names = material.known()
    labels = material.label(names)
    loose = np.flatnonzero(labels < 0)
    placed, scores = assign(material.vectors[loose], centres(material.vectors, labels))
    joined = loose[placed >= 0]
    topics = [names[topic] for topic in placed[placed >= 0]]
    return _write_joined(store, material, joined, topics, scores=scores[placed >= 0], as_of=as_of)


def _place_older(store: Store, reader: Reader, *, as_of: datetime, until: datetime) -> Counter[str]:
    """Give the topics found first a past: messages before the window join them, so that baselines reach back."""
    settings = Settings(at_most=200_000)
    older = _material(store, reader, as_of - HISTORY, until, settings)
    fresh = _material(store, reader, until, as_of, settings)
    names = fresh.known()
    placed, scores = assign(older.vectors, centres(fresh.vectors, fresh.label(names)))
    topics = [names[topic] for topic in placed[placed >= 0]]
    return _write_joined(store, older, np.flatnonzero(placed >= 0), topics, scores=scores[placed >= 0], as_of=as_of)


def _write_joined(
    store: Store,
    material: Material,
    joined: NDArray[np.intp],
    topics: Sequence[str],
    *,
    scores: NDArray[np.float32],
    as_of: datetime,
) -> Counter[str]:
    """Relate messages to the topics that they join, and bring sizes and dates of these up to date."""
    if not topics:
        return Counter()
    rows = [
        {"start": material.ids[row], "end": topic, "score": round(float(score), 4)}
        for row, topic, score in zip(joined, topics, scores, strict=True)
    ]
    last: dict[str, int] = {}
    for row, topic in zip(joined, topics, strict=True):
        last[topic] = max(last.get(topic, 0), int(material.at[row]))
    seen = [{"id": topic, "n": n, "last_at": _moment(last[topic])} for topic, n in Counter(topics).items()]
    with running(store, "join", as_of=as_of) as record:
        store.relate(ABOUT_TOPIC, rows, run_id=record.id, scope=[])
        store.execute("topics_seen", rows=seen)
        record.counts["joined"] = len(rows)
    return Counter(joined=len(rows))


def _moment(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)
