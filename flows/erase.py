"""Take messages and accounts out of the graph, with all that was concluded from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from flows.embeddings import forget
from flows.gate import Removal
from flows.recount import recount
from flows.unsay import unsay
from graph import briefs, home
from graph.model import Erased
from graph.rows import Row
from graph.store import Store
from signals.encoders import text_key

PAGE = 1_000
"""Messages erased at a time, with those that share them."""

CROWD = 20
"""Messages of a topic whose words are nobody's in particular."""

Reason = Literal["source", "request"]


@dataclass
class Taken:
    """What was erased."""

    counts: Counter[str] = field(default_factory=Counter)
    """Nodes removed, by label; `vectors` of texts, `rewritten` conclusions."""
    ids: set[str] = field(default_factory=set)
    """Messages and accounts as the graph called them."""
    vector_keys: set[str] = field(default_factory=set)
    """Texts that no other message has, by the key of their vector."""


def erase(store: Store, removals: Iterable[Removal], *, now: datetime, reason: Reason = "source") -> Taken:
    """Remove what `removals` name and all that rests on it alone; what was concluded from more is brought up to date.

    In this order, so that a kill anywhere is mended by doing it again: the tombstone (what comes again is refused from
    then on), vectors of texts, conclusions, hours, the messages themselves, at last the accounts. A tombstone is left
    for what was known; on request for all, and then for good.
    """
    taken = Taken()
    removals = list(removals)
    for start in range(0, len(removals), PAGE):
        _erase(store, removals[start : start + PAGE], taken, now=now, reason=reason)
    return taken


def erase_messages(store: Store, found: Sequence[Row], taken: Taken, *, aged: bool = False) -> None:
    """Remove messages (`id`, `text`, `vector_key`, `at` in milliseconds) with what rests on them.

    Of those that are only `aged`, what was counted stays: hours, and topics of many.
    """
    ids = [row["id"] for row in found]
    keys = {row["vector_key"] or text_key(row["text"] or "").hex() for row in found}
    keys -= {row["key"] for row in store.rows("texts_elsewhere", keys=list(keys), ids=ids)}
    if gone := briefs.forget(set(ids)):
        taken.counts["briefs"] += gone
    taken.counts["vectors"] += forget(home.cache() / "vectors", keys)
    taken.counts["rewritten"] += unsay(store, found, crowd=CROWD if aged else None)
    if not aged:
        recount(store, found)
    removed = store.execute("erase_messages", ids=ids)[0]
    taken.counts["Message"] += removed["messages"]
    taken.counts.update(removed["alone"])
    taken.ids.update(ids)
    taken.vector_keys |= keys


def _erase(store: Store, removals: Sequence[Removal], taken: Taken, *, now: datetime, reason: Reason) -> None:
    messages = [name for removal in removals if removal.kind == "message" for name in removal.ids]
    accounts = [name for removal in removals if removal.kind == "account" for name in removal.ids]
    known = {row["id"] for row in store.rows("erase_known", ids=messages, accounts=accounts)}
    marks = [
        Erased(id=removal.tombstone, kind=removal.kind, at=now, reason=reason)
        for removal in removals
        if removal.seen or reason == "request" or not known.isdisjoint(removal.ids)
    ]
    store.save(marks, now=now)
    if not known:
        return
    while found := store.rows("erase_found", ids=messages, accounts=accounts, limit=PAGE):
        erase_messages(store, found, taken)
    taken.counts["Account"] += store.execute("erase_accounts", ids=accounts)[0]["n"]
    taken.ids.update(known)
