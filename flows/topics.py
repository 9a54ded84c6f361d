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
from graph.model import Topic
from graph.rows import Row
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.encoders import Vectors
from signals.topics.arrival import Centres, assign, centres
from signals.topics.clusterers import DEFAULT, Labels, load_clusterer
from signals.topics.describe import describe
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

    rows: list[Row]
    vectors: Vectors

    @property
    def topics(self) -> list[str | None]:
        """Return the topic of each row so far."""
        return [row["topics"][0] if row["topics"] else None for row in self.rows]

    def label(self, ids: Sequence[str]) -> Labels:
        """Return the place in `ids` of each row's topic, -1: none."""
        place = {topic: index for index, topic in enumerate(ids)}
        return np.array([place.get(topic or "", -1) for topic in self.topics], dtype=np.intp)


def update_topics(
    store: Store, reader: Reader, *, as_of: datetime, settings: Settings | None = None
) -> tuple[Counter[str], datetime | None]:
    """Give new messages a topic, clustering when it is time; return counts, and since when topics were rewritten.

    Joining costs one product with the topics' means a message; clustering grows with the window, not the history.
    """
    settings = settings or Settings()
    since = _since(store, as_of, settings)
    material = _material(store, reader, since, as_of, settings)
    if not material.rows:
        return Counter(), None
    last = store.rows("last_run", flow=CLUSTERING)
    clustered = last[0]["as_of"].to_native() if last else None
    if clustered is None or _is_due(material, clustered, as_of, settings):
        counts = _cluster(store, material, as_of=as_of, settings=settings)
        if clustered is None:
            counts += _place_older(store, reader, material, as_of=as_of, until=since)
            since = min(since, as_of - timedelta(days=28))
        return counts, since
    return _join(store, material, as_of), None


def _since(store: Store, as_of: datetime, settings: Settings) -> datetime:
    found = store.rows("topic_since", until=as_of, skip=settings.at_least - 1)
    start = as_of - timedelta(days=settings.days)
    found = found or store.rows("beginning")
    reaches: datetime = found[0]["at"].to_native() if found else start
    return min(start, reaches)


def _material(store: Store, reader: Reader, since: datetime, until: datetime, settings: Settings) -> Material:
    rows = store.rows("topic_messages", since=since, until=until, limit=settings.at_most)[::-1]
    rows = [row for row in rows if row["vector_key"]]
    vectors, known = reader.vectors.load([row["vector_key"] for row in rows])
    if not known.all():
        vectors = reader.vectors.encode([row["text"] for row in rows])
    return Material(rows, vectors)


def _is_due(material: Material, clustered: datetime, as_of: datetime, settings: Settings) -> bool:
    if as_of - clustered >= timedelta(minutes=settings.every_minutes):
        return True
    after = clustered.timestamp() * 1_000
    ids = sorted({topic for topic in material.topics if topic})
    fresh = [index for index, row in enumerate(material.rows) if row["at"] >= after and not row["topics"]]
    if len(fresh) < settings.strangers:
        return False
    placed, _ = assign(material.vectors[fresh], centres(material.vectors, material.label(ids)))
    return int((placed < 0).sum()) >= settings.strangers


def _cluster(store: Store, material: Material, *, as_of: datetime, settings: Settings) -> Counter[str]:
    parameters = settings.model_dump()
    with running(store, CLUSTERING, as_of=as_of, parameters=parameters) as record:
        labels = load_clusterer(settings.clusterer).labels(material.vectors)
        found = centres(material.vectors, labels)
        current = _snapshots(material, labels, found)
        ids = match(_previous(store, material), current)
        topics = _topics(material, labels, found, ids=ids, run_id=record.id)
        store.save(topics, now=datetime.now(UTC))
        _relate(store, material, labels, found, ids=ids, run_id=record.id)
        record.counts |= {"topics": len(topics), "messages": int((labels >= 0).sum())}
    return Counter(topics=len(topics))


def _snapshots(material: Material, labels: Labels, found: Centres) -> list[Snapshot]:
    members: list[list[str]] = [[] for _ in found.radii]
    for row, label in zip(material.rows, labels, strict=True):
        if label >= 0:
            members[label].append(row["id"])
    return [Snapshot(centroid, tuple(own)) for centroid, own in zip(found.centroids, members, strict=True)]


def _previous(store: Store, material: Material) -> dict[str, Snapshot]:
    oldest = datetime.fromtimestamp(material.rows[0]["at"] / 1_000, UTC) - timedelta(days=14)
    members: dict[str, list[str]] = {}
    for row, topic in zip(material.rows, material.topics, strict=True):
        if topic:
            members.setdefault(topic, []).append(row["id"])
    return {
        row["id"]: Snapshot(np.array(row["centroid"], np.float32), tuple(members.get(row["id"], ())))
        for row in store.rows("topic_snapshots", since=oldest)
    }


def _topics(material: Material, labels: Labels, found: Centres, *, ids: Sequence[str], run_id: str) -> list[Topic]:
    texts = [row["text"] for row in material.rows]
    times = np.array([row["at"] for row in material.rows])
    topics = []
    for index, (name, said) in enumerate(zip(ids, describe(texts, material.vectors, labels), strict=True)):
        when = times[labels == index]
        topics.append(
            Topic(
                id=name,
                label=said.label or "sans mots",
                keywords=said.keywords,
                size=len(when),
                centroid=tuple(float(number) for number in found.centroids[index]),
                first_at=datetime.fromtimestamp(when.min() / 1_000, UTC),
                last_at=datetime.fromtimestamp(when.max() / 1_000, UTC),
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
    for row, label, score in zip(material.rows, labels, scores, strict=True):
        wanted = [ids[label]] if label >= 0 else []
        if wanted != row["topics"]:
            scope.append(row["id"])
            rows += [{"start": row["id"], "end": topic, "score": round(float(score), 4)} for topic in wanted]
    store.relate(ABOUT_TOPIC, rows, run_id=run_id, scope=scope)


def _join(store: Store, material: Material, as_of: datetime) -> Counter[str]:
    """Place the messages that have no topic yet, without clustering."""
    ids = sorted({topic for topic in material.topics if topic})
    labels = material.label(ids)
    loose = np.flatnonzero(labels < 0)
    placed, scores = assign(material.vectors[loose], centres(material.vectors, labels))
    rows = [
        {"start": material.rows[row]["id"], "end": ids[topic], "score": round(float(score), 4)}
        for row, topic, score in zip(loose, placed, scores, strict=True)
        if topic >= 0
    ]
    if rows:
        with running(store, "join", as_of=as_of) as record:
            store.relate(ABOUT_TOPIC, rows, run_id=record.id, scope=[])
            _note_sizes(store, material, loose[placed >= 0], [row["end"] for row in rows])
            record.counts["joined"] = len(rows)
    return Counter(joined=len(rows))


def _note_sizes(store: Store, material: Material, joined: NDArray[np.intp], topics: Sequence[str]) -> None:
    sizes = Counter(topics)
    last: dict[str, int] = {}
    for row, topic in zip(joined, topics, strict=True):
        last[topic] = max(last.get(topic, 0), material.rows[row]["at"])
    rows = [
        {"id": topic, "n": n, "last_at": datetime.fromtimestamp(last[topic] / 1_000, UTC)} for topic, n in sizes.items()
    ]
    store.execute("topics_seen", rows=rows)


def _place_older(store: Store, reader: Reader, material: Material, *, as_of: datetime, until: datetime) -> Counter[str]:
    """Give the topics found first a past: messages before the window join them, so that baselines reach back."""
    settings = Settings(at_most=200_000)
    older = _material(store, reader, as_of - timedelta(days=28), until, settings)
    if not older.rows:
        return Counter()
    fresh = _material(store, reader, until, as_of, settings)
    ids = sorted({topic for topic in fresh.topics if topic})
    placed, scores = assign(older.vectors, centres(fresh.vectors, fresh.label(ids)))
    rows = [
        {"start": row["id"], "end": ids[topic], "score": round(float(score), 4)}
        for row, topic, score in zip(older.rows, placed, scores, strict=True)
        if topic >= 0
    ]
    with running(store, "join", as_of=as_of) as record:
        store.relate(ABOUT_TOPIC, rows, run_id=record.id, scope=[])
        record.counts["joined"] = len(rows)
    return Counter(joined=len(rows))
