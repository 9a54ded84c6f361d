"""Cluster the messages of the window, carry topics on, and write what changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.material import Material, leaned, of_epoch, told
from flows.runs import Record, running
from graph.model import Pin, Topic
from graph.rows import Row, moment, native
from graph.schema import ABOUT_TOPIC, BECAME
from graph.store import Store
from signals.topics.addresses import joined
from signals.topics.arrival import Centres, centres, closeness
from signals.topics.clusterers import Labels, labels_of
from signals.topics.describe import WORDLESS, Description, describe
from signals.topics.events import event_shares
from signals.topics.lineage import Before, Step, carry
from signals.topics.pins import Rules, rules
from signals.topics.similarity import Contents, word_rows

CLUSTERING = "cluster"
"""Name of the runs that cluster."""
REMEMBERED = timedelta(days=90)
"""How long after its last message a topic is known again when it returns."""


@dataclass(frozen=True)
class Decided:
    """What persons decided about topics."""

    rules: Rules
    since: datetime | None
    """When the newest pin was set, by the clock of the machine; None: there is none."""


@dataclass(frozen=True)
class Found:
    """The topics of a window after a clustering."""

    names: Sequence[str]
    topics: Sequence[str]
    """The topic of each message, empty: none."""
    labels: Labels
    """Its place in `names`."""
    says: Labels
    """The same, -1 for answers of a few words: what the topic is told from."""
    centres: Centres
    steps: Sequence[Step]


def decided(store: Store) -> Decided:
    """Return the pins that persons set, as rules."""
    found = store.rows("pins")
    known = {field.name for field in fields(Pin)}
    given = [Pin(**{name: _value(value) for name, value in row["pin"].items() if name in known}) for row in found]
    return Decided(rules(given), max((moment(row["first_seen"]) for row in found), default=None))


def cluster(
    store: Store,
    material: Material,
    pinned: Rules,
    *,
    as_of: datetime,
    since: datetime | None,
    parameters: Mapping[str, Any],
    labels: Labels | None = None,
) -> Counter[str]:
    """Cluster `material` and write topics, what they became and who is about what; `since`: the last clustering.

    Grows with the window and the topics of the last three months, not with the history. `labels` are those of the
    messages with a subject of their own, where they were clustered before.
    """
    with running(store, CLUSTERING, as_of=as_of, parameters=parameters) as record:
        known = store.rows("topic_snapshots", since=as_of - REMEMBERED)
        if labels is None:
            own = material.leans() < 0
            labels = labels_of(parameters["clusterer"], material.vectors[own], material.at[own])
        labels = _spread(store, material, labels)
        material = _given_meanwhile(store, material)
        texts, places = told(store, material.ids)
        contents = Contents(material.vectors, word_rows(texts))
        found = _carried(material, contents, known, pinned, since=since, grouped=labels)
        said = describe(texts, material.vectors, found.says, places)
        topics = _topics(material, found, said, pinned, run_id=record.id, known=known)
        store.save(topics, now=datetime.now(UTC))
        _relate(store, material, found, run_id=record.id)
        became = _became(store, found, as_of=as_of, record=record)
        record.counts |= {"topics": len(topics), "messages": int((found.labels >= 0).sum())} | became
    return Counter(topics=len(topics))


def _given_meanwhile(store: Store, material: Material) -> Material:
    """Return `material` with the topics that looks gave its messages while they were clustered."""
    ids = [name for name, topic in zip(material.ids, material.topics, strict=True) if not topic]
    given = {row["id"]: row["topic"] for row in store.rows("topics_given", ids=ids)}
    topics = [topic or given.get(name, "") for name, topic in zip(material.ids, material.topics, strict=True)]
    return replace(material, topics=topics)


def _spread(store: Store, material: Material, labels: Labels) -> Labels:
    """Return the labels of messages with a subject of their own, those made one that spread the same page."""
    ids = [name for name, leans in zip(material.ids, material.leans(), strict=True) if leans < 0]
    place = {name: row for row, name in enumerate(ids)}
    (found,) = store.rows("topic_links", ids=ids)
    return joined(labels, np.array([place[name] for name in found["message"]], dtype=np.intp), found["link"])


def _carried(
    material: Material,
    contents: Contents,
    known: Sequence[Row],
    pinned: Rules,
    *,
    since: datetime | None,
    grouped: Labels,
) -> Found:
    """Return the topics of the window: a clustering, through lineage and pins."""
    leans = material.leans()
    own = leans < 0
    labels = np.full(len(own), -1, np.intp)
    labels[own] = grouped
    fresh = material.at >= (since.timestamp() * 1_000 if since else np.inf)
    past = {row["id"]: np.array(row["centroid"], np.float32) for row in known if row["id"] not in pinned.heirs}
    before = Before(pinned.apply(material.ids, material.topics), fresh, past)
    after = carry(material.ids, contents, labels, before, pinned.hands)
    topics = pinned.apply(material.ids, leaned(after.topics, leans))
    names = sorted({name for name in topics if name})
    place = {name: index for index, name in enumerate(names)}
    found = np.array([place.get(name, -1) for name in topics], np.intp)
    says = _telling(found, own)
    return Found(names, topics, found, says, centres(material.vectors, says), after.steps)


def _telling(labels: Labels, own: NDArray[np.bool_]) -> Labels:
    """Return the labels of messages with a subject of their own, -1 for others; all those of a topic without one."""
    counts = np.bincount(labels[own & (labels >= 0)], minlength=int(labels.max(initial=-1)) + 1)
    kept = own.copy()
    kept[labels >= 0] |= counts[labels[labels >= 0]] == 0
    return np.where(kept, labels, -1)


def _topics(
    material: Material, found: Found, said: Sequence[Description], pinned: Rules, *, run_id: str, known: Sequence[Row]
) -> list[Topic]:
    shares = event_shares(material.vectors, found.says, material.encoder)
    began = {row["id"]: moment(row["first_at"]) for row in known if row["first_at"]}
    topics = []
    for index, (name, words) in enumerate(zip(found.names, said, strict=True)):
        when = material.at[found.labels == index]
        first_at = of_epoch(when.min())
        topics.append(
            Topic(
                id=name,
                label=pinned.labels.get(name) or words.label or WORDLESS,
                keywords=words.keywords,
                size=len(when),
                centroid=tuple(float(number) for number in found.centres.centroids[index]),
                first_at=min(first_at, began.get(name, first_at)),
                last_at=of_epoch(when.max()),
                excluded=name in pinned.excluded,
                event=None if shares is None else round(float(shares[index]), 4),
                run_id=run_id,
            )
        )
    return topics


def _relate(store: Store, material: Material, found: Found, *, run_id: str) -> None:
    """Write who is about what; a message that keeps its topic is not written again."""
    scores = closeness(material.vectors, found.labels, found.centres)
    rows, scope = [], []
    for name, before, topic, score in zip(material.ids, material.topics, found.topics, scores, strict=True):
        if topic != before:
            scope.append(name)
            if topic:
                rows.append({"start": name, "end": topic, "score": round(float(score), 4)})
    store.relate(ABOUT_TOPIC, rows, run_id=run_id, scope=scope)


def _became(store: Store, found: Found, *, as_of: datetime, record: Record) -> Counter[str]:
    """Write what became of topics, and return how many of each kind."""
    held = set(found.names)
    steps = [step for step in found.steps if step.new in held]
    rows = [{"start": step.old, "end": step.new, "kind": step.kind, "at": as_of} for step in steps]
    store.relate(BECAME, rows, run_id=record.id, scope=[])
    return Counter(step.kind for step in steps)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return native(value) if hasattr(value, "to_native") else value
