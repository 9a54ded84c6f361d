"""Join what was done to the topic that it speaks of, and to the questions that it leaves: `ADDRESSES`, `ASKS_ABOUT`."""

from datetime import datetime, timedelta

import numpy as np

from flows.reader import Reader
from graph.schema import ACTION_ADDRESSES, ASKS_ABOUT
from graph.store import Store
from signals.effects.lack import SOUGHT
from signals.effects.understood import nearest, sentences
from signals.topics.space import by_subject

LATELY = timedelta(milliseconds=SOUGHT)
"""How long an action is held against the topics, which change."""
ALIVE = timedelta(days=14)
LEAST = 0.3
"""Cosine, in the space of topics, under which an action is about nothing that is talked of. What an institution writes
lies further from a topic than its messages do: three denials of the built-in scenarios are at 0.36, 0.63 and 0.71 of
the mean of the messages that they answer, one instruction at 0.32, another one, which is missed, at 0.16."""

MOST_ASKED = 2_000
"""Questions about one action that are read, the first ones."""


def address(store: Store, reader: Reader, *, as_of: datetime, run_id: str) -> int:
    """Relate each action of the last days to the nearest topic, with the cosine; return how many are related.

    An action that is near no topic has none; one is moved when another topic comes nearer.
    """
    actions = store.rows("actions_recent", since=as_of - LATELY, until=as_of)
    topics = store.rows("topic_centroids", since=as_of - ALIVE) if actions else []
    if not topics:
        return 0
    texts = [row["text"] for row in actions]
    vectors = by_subject(reader.published.encode(texts), reader.vectors.space)
    cosines = vectors @ np.array([row["centroid"] for row in topics], np.float32).T
    nearest = cosines.argmax(axis=1)
    rows = [
        {"start": action["id"], "end": topics[topic]["id"], "score": round(float(cosines[index, topic]), 4)}
        for index, (action, topic) in enumerate(zip(actions, nearest, strict=True))
        if cosines[index, topic] >= LEAST
    ]
    store.relate(ACTION_ADDRESSES, rows, run_id=run_id, scope=[row["id"] for row in actions])
    return len(rows)


def questions(store: Store, reader: Reader, *, as_of: datetime, run_id: str) -> int:
    """Relate what is asked after each action of the last days to the sentence of its text; return how many there are.

    A question is about the last action on its topic before it.
    """
    rows, scope = [], set[str]()
    for action in store.rows("actions_recent", since=as_of - LATELY, until=as_of):
        found = store.rows("actions_asked", action=action["id"], until=as_of, limit=MOST_ASKED)
        scope |= {row["id"] for row in found}
        asked = [row for row in found if row["asks"]]
        told = sentences(action["text"])
        if not asked or not told:
            continue
        near = nearest(reader.vectors.encode([row["text"] for row in asked]), reader.published.encode(told))
        rows += [
            {"start": row["id"], "end": action["id"], "sentence": sentence, "score": round(score, 4)}
            for row, (sentence, score) in zip(asked, near, strict=True)
        ]
    if scope:
        store.relate(ASKS_ABOUT, rows, run_id=run_id, scope=sorted(scope))
    return len(rows)
