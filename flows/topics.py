"""Keep the topics of the graph: cluster now and then, place what arrives in between."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.background import Background
from flows.clustering import CLUSTERING, Decided, cluster, decided
from flows.material import Material, leaned, material, of_epoch
from flows.reader import Reader
from flows.runs import running
from flows.watching import HISTORY
from graph.rows import Row, moment
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from signals.topics.arrival import assign, centres
from signals.topics.clusterers import DEFAULT
from signals.topics.pins import Rules


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


def update_topics(
    store: Store,
    reader: Reader,
    *,
    as_of: datetime,
    settings: Settings | None = None,
    background: Background | None = None,
) -> tuple[Counter[str], datetime | None]:
    """Give new messages a topic, clustering when it is time; return counts, and since when topics were rewritten.

    Joining costs one product with the topics' means a message; clustering grows with the window, not the history. What
    a person pinned since the last clustering brings the next one forward, and all hours are counted again. In the
    `background` only the first clustering and those after a pin are waited for; others are written by a later look.
    """
    settings = settings or Settings()
    counts = _caught_up(store, background, settings) if background else Counter[str]()
    since = _since(store, as_of, settings)
    window = material(store, reader, since, as_of, at_most=settings.at_most)
    if not window.ids:
        return counts, None
    runs, hands = store.rows("last_run", flow=CLUSTERING), decided(store)
    last = runs[0] if runs else None
    clustered = moment(last["as_of"]) if last else None
    waited_for = last is None or _pinned_after(hands, last)
    if last is not None and not waited_for:
        rests = background is None or background.rests
        is_due = rests and _is_due(window, clustered or as_of, as_of=as_of, settings=settings)
        if background is not None and is_due:
            background.begin(window, settings.clusterer, as_of=as_of, since=clustered)
        if background is not None or not is_due:
            return counts + _join(store, window, hands.rules, as_of), None
    if background is not None:
        background.forget()
    counts += cluster(store, window, hands.rules, as_of=as_of, since=clustered, parameters=settings.model_dump())
    if last is None:
        counts += _place_older(store, reader, hands.rules, as_of=as_of, until=since)
    return counts, min(since, as_of - HISTORY) if waited_for else since


def _caught_up(store: Store, background: Background, settings: Settings) -> Counter[str]:
    """Write what was clustered in the background, if that has ended."""
    done = background.taken()
    if done is None:
        return Counter()
    return cluster(
        store,
        done.window,
        decided(store).rules,
        as_of=done.as_of,
        since=done.since,
        parameters=settings.model_dump(),
        labels=done.labels,
    )


def _since(store: Store, as_of: datetime, settings: Settings) -> datetime:
    found = store.rows("topic_since", until=as_of, skip=settings.at_least - 1)
    start = as_of - timedelta(days=settings.days)
    found = found or store.rows("beginning")
    reaches: datetime = moment(found[0]["at"]) if found else start
    return min(start, reaches)


def _is_due(window: Material, clustered: datetime, *, as_of: datetime, settings: Settings) -> bool:
    """Tell whether it is time to cluster again: long ago, or too many messages came that resemble no topic."""
    if as_of - clustered >= timedelta(minutes=settings.every_minutes):
        return True
    after = clustered.timestamp() * 1_000
    labels = window.label(window.known())
    fresh = np.flatnonzero((window.at >= after) & (labels < 0))
    if len(fresh) < settings.strangers:
        return False
    placed, _ = assign(window.vectors[fresh], centres(window.vectors, labels))
    return int((placed < 0).sum()) >= settings.strangers


def _pinned_after(hands: Decided, last: Row) -> bool:
    return hands.since is not None and hands.since >= moment(last["started_at"])


def _join(store: Store, window: Material, pinned: Rules, as_of: datetime) -> Counter[str]:
    """Place the messages that have no topic yet, without clustering."""
    names = window.known()
    labels = window.label(names)
    loose = np.flatnonzero(labels < 0)
    placed, scores = assign(window.vectors[loose], centres(window.vectors, labels))
    topics = list(window.topics)
    for row, topic in zip(loose, placed, strict=True):
        topics[row] = names[topic] if topic >= 0 else ""
    topics = leaned(topics, window.leans())
    found = [topics[row] for row in loose]
    return _write_joined(store, window, loose, pinned, found, scores=scores, as_of=as_of)


def _place_older(store: Store, reader: Reader, pinned: Rules, *, as_of: datetime, until: datetime) -> Counter[str]:
    """Give the topics found first a past: messages before the window join them, so that baselines reach back."""
    older = material(store, reader, as_of - HISTORY, until, at_most=200_000)
    fresh = material(store, reader, until, as_of, at_most=200_000)
    names = fresh.known()
    placed, scores = assign(older.vectors, centres(fresh.vectors, fresh.label(names)))
    found = [names[topic] if topic >= 0 else "" for topic in placed]
    return _write_joined(store, older, np.arange(len(found)), pinned, found, scores=scores, as_of=as_of)


def _write_joined(
    store: Store,
    window: Material,
    loose: NDArray[np.intp],
    pinned: Rules,
    topics: Sequence[str],
    *,
    scores: NDArray[np.float32],
    as_of: datetime,
) -> Counter[str]:
    """Relate messages to the topics that they join, and bring sizes and dates of these up to date."""
    wanted = pinned.apply([window.ids[row] for row in loose], topics)
    rows = [
        {"start": window.ids[row], "end": topic, "score": round(float(score), 4)}
        for row, topic, score in zip(loose, wanted, scores, strict=True)
        if topic
    ]
    if not rows:
        return Counter()
    last: dict[str, int] = {}
    for row, topic in zip(loose, wanted, strict=True):
        if topic:
            last[topic] = max(last.get(topic, 0), int(window.at[row]))
    joined = Counter(row["end"] for row in rows)
    seen = [{"id": topic, "n": n, "last_at": of_epoch(last[topic])} for topic, n in joined.items()]
    with running(store, "join", as_of=as_of) as record:
        store.relate(ABOUT_TOPIC, rows, run_id=record.id, scope=[])
        store.execute("topics_seen", rows=seen)
        record.counts["joined"] = len(rows)
    return Counter(joined=len(rows))
