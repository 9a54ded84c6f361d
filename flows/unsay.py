"""Bring what was concluded from messages to what it would be without them: words of topics, titles, quotations."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from flows.embeddings import mean_of
from graph import home
from graph.rows import Row
from graph.schema import DECISION, NODES, RUN, TOPIC, WINDOW
from graph.store import Store
from signals.masking.quotes import unquote
from signals.topics.describe import WORDLESS, label_of

DERIVED = [
    node.label
    for node in NODES
    if node not in (RUN, WINDOW) and (node is DECISION or "run_id" in {field.name for field in fields(node.of)})
]
"""Labels of what runs and persons concluded."""

UNNAMED = {"title": "Activité inhabituelle", "title_en": "Unusual activity"}
"""What an alert is called when its topic is gone."""


def unsay(store: Store, found: Sequence[Row], *, crowd: int | None = None) -> int:
    """Rewrite what rests on messages that are about to go (`id`, `text`), and return how many nodes changed.

    A topic keeps the keywords that a message which stays still says, and the mean of the vectors that stay; one about
    which nothing stays goes, with its hours; one of `crowd` messages or more stays as it is, when given: its words are
    those of many. Alerts, signals and decisions stay, without quotations of the messages.
    """
    ids = [row["id"] for row in found]
    topics = [row for row in store.rows("erase_topics", ids=ids) if crowd is None or row["size"] < crowd]
    kept = {row["id"]: _kept(row) for row in topics if row["stay"]}
    around = store.rows("erase_around", ids=ids, derived=DERIVED)
    labels = {row["id"]: (row["label"], kept.get(row["id"], {}).get("label")) for row in topics}
    texts = [row["text"] for row in found if row["text"]]
    rows = list(_changes(around, kept, labels, texts))
    if rows:
        store.execute("erase_rewrite", rows=rows)
    gone = [row["id"] for row in topics if not row["stay"]]
    if gone:
        store.execute("erase_topic", ids=gone)
    return len(rows) + len(gone)


def _kept(row: Row) -> dict[str, Any]:
    keywords = [word for word in row["keywords"] if word in set(row["said"])]
    # a label that a person gave is theirs; ours may hold a phrase of the messages: the next clustering finds one again
    label = row["label"] if row["pinned"] else label_of(keywords) or WORDLESS
    kept = {"keywords": keywords, "label": label, "size": min(row["size"], row["stay"])}
    # where no vector of those that stay is known, the next clustering renews the centroid
    centroid = mean_of(home.cache() / "vectors", row["keys"], row["dimension"])
    return kept if centroid is None else kept | {"centroid": centroid}


def _changes(
    around: Sequence[Row],
    kept: Mapping[str, Mapping[str, Any]],
    labels: Mapping[str, tuple[str, str | None]],
    texts: Collection[str],
) -> Iterator[dict[str, Any]]:
    for row in around:
        node = row["node"]
        if row["label"] == TOPIC.label:
            wanted: Mapping[str, Any] = kept.get(node["id"], {})
        else:
            wanted = _unquoted(node, texts) | _retitled(node, labels)
        changes = {name: value for name, value in wanted.items() if value != node.get(name)}
        if changes:
            yield {"element": row["element"], "changes": changes}


def _unquoted(node: Mapping[str, Any], texts: Collection[str]) -> dict[str, Any]:
    return {
        name: unquote(value, texts)
        for name, value in node.items()
        if isinstance(value, str) and not name.endswith("id") and name != "parameters"
    }


def _retitled(node: Mapping[str, Any], labels: Mapping[str, tuple[str, str | None]]) -> dict[str, Any]:
    before, after = labels.get(node.get("topic_id") or "", ("", ""))
    return {
        name: (after or unnamed) + node[name][len(before) :]
        for name, unnamed in UNNAMED.items()
        if before and before != after and node.get(name, "").startswith(before)
    }
