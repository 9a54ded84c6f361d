"""Requests for erasure: what a person names, found in the graph, removed, and looked for again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.embeddings import held
from flows.erase import Taken, erase
from flows.gate import Keys, Removal, removal
from flows.retain import census
from flows.runs import running
from flows.sources import Erasure
from graph import home
from graph.store import Store

_POSTS = (
    (re.compile(r"https?://bsky\.app/profile/(did:[^/?#]+)/post/(\w+)"), "bluesky:{}/{}"),
    (re.compile(r"https?://([^/?#]+)/(?:@[^/?#]+|users/[^/?#]+/statuses)/(\d+)"), "mastodon:{}/{}"),
)
"""Addresses that name a person are not stored: what they say of the message leads to its id."""


@dataclass
class Answer:
    """What a request came to."""

    taken: Taken
    before: dict[str, int]
    after: dict[str, int]
    """Nodes of the graph, by label."""
    left: dict[str, int] = field(default_factory=dict)
    """What a second look found that should be gone; empty: nothing."""


def asked(
    store: Store, keys: Keys, *, messages: Iterable[str] = (), accounts: Iterable[str] = (), urls: Sequence[str] = ()
) -> list[Removal]:
    """Return the removals of messages (by id or address) and accounts (`platform:name`), known here or not."""
    named = [*messages, *(name for url in urls for name in _ids_of(url))]
    named += [row["id"] for row in store.rows("messages_at", urls=[form for url in urls for form in _forms(url)])]
    found = [_message(name, keys) for name in dict.fromkeys(named)]
    # names are written small by most platforms, and as they please by people
    forms = dict.fromkeys(form for name in accounts for form in (name, name.lower()))
    return [*found, *(removal(Erasure("account", name), keys) for name in forms)]


def found(store: Store, removals: Iterable[Removal]) -> Counter[str]:
    """Return how many messages and accounts of `removals` the graph knows, with those that share one of them."""
    ids = {kind: [name for one in removals if one.kind == kind for name in one.ids] for kind in ("message", "account")}
    rows = store.rows("erase_count", ids=ids["message"], accounts=ids["account"])[0]
    return Counter({"messages": rows["messages"], "accounts": rows["accounts"]})


def answer(store: Store, removals: Sequence[Removal], *, now: datetime) -> Answer:
    """Erase on request, leave a `Run` with the counts before and after, and look for what is left.

    The run says how many were named, not which: it outlives the request.
    """
    kinds = Counter(one.kind for one in removals)
    before = census(store)
    with running(
        store, "erase", as_of=now, parameters={"messages": kinds["message"], "accounts": kinds["account"]}
    ) as record:
        taken = erase(store, removals, now=now, reason="request")
        result = Answer(taken, before, census(store), left(store, removals, taken))
        record.counts.update(taken.counts)
        record.counts.update({f"before.{label}": n for label, n in before.items()})
        record.counts.update({f"after.{label}": n for label, n in result.after.items()})
        record.counts["left"] = sum(result.left.values())
    return result


def left(store: Store, removals: Iterable[Removal], taken: Taken) -> dict[str, int]:
    """Look in the whole graph and in the vectors for what should be gone; return where it still stands, how often."""
    ids = taken.ids | {name for one in removals for name in one.ids}
    places = {row["place"]: row["n"] for row in store.rows("erase_left", ids=list(ids))}
    vectors = len(held(home.cache() / "vectors", taken.vector_keys))
    return places | ({"vectors": vectors} if vectors else {})


def _message(name: str, keys: Keys) -> Removal:
    """Return the removal of a message under its clear id, and under the one that it has where ids name authors."""
    keyed = keys.lasting(name)
    return Removal("message", tuple(dict.fromkeys((name, keyed))), keyed)


def _ids_of(url: str) -> Iterator[str]:
    for pattern, form in _POSTS:
        if match := pattern.match(url):
            yield form.format(*match.groups())


def _forms(url: str) -> Iterator[str]:
    """Yield the ways in which an address may have been stored."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    for start in ("https://", "http://", "https://www.", "http://www."):
        yield from (f"{start}{bare}", f"{start}{bare}/")
    yield url
