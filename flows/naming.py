"""Tell which alerts rest on messages that speak of something else than the topic that holds them."""

from collections.abc import Mapping, Sequence

from graph.model import Alert, Signal, Topic
from graph.store import Store
from signals.text.fold import fold

LIKE_ITS_TOPIC = 0.5
"""How often what an alert cites must say a word of its topic, as a part of how often messages of that topic do.
In the built-in flood alarm that lies in everyday talk has .18 at most, what is about its topic .95 and more."""


def misnamed(
    store: Store, alerts: Sequence[Alert], signals: Sequence[Signal], topics: Mapping[str, Topic]
) -> frozenset[str]:
    """Return the ids of the alerts that the label of their topic would misname.

    Few who are afraid say what of: « on va mourir ici » lies in the topic that it resembles most, a deer on the road.
    Costs what the alerts cite, and 200 messages a topic.
    """
    evidence = {signal.id: signal.evidence for signal in signals}
    asked = []
    for alert in alerts:
        topic = topics.get(alert.topic_id or "")
        if topic is None or not (words := telling(topic.label, topic.keywords)):
            continue
        cited = {name for signal in alert.signal_ids for name in evidence.get(signal, ())}
        asked.append(
            {
                "alert": alert.id,
                "topic": topic.id,
                "words": words,
                "signals": list(alert.signal_ids),
                "evidence": sorted(cited),
            }
        )
    rows = store.rows("alert_words", alerts=asked) if asked else []
    return frozenset(
        row["alert"]
        for row in rows
        if row["cited"] * row["own_saying"] * LIKE_ITS_TOPIC > row["cited_saying"] * row["own"]
    )


def telling(label: str, keywords: Sequence[str]) -> list[str]:
    """Return the keywords of a topic that are not of the places in its label.

    >>> telling("Monde autour du stade · Dijon", ("stade", "dijon", "monde"))
    ['stade', 'monde']
    """
    where = fold(label.rpartition(" · ")[2]) if " · " in label else ""
    places = where.replace(",", " ").replace("-", " ").split()
    return [word for word in keywords if fold(word) not in places]
