"""Topics, places, services and communities of accounts as one network, laid out once and kept in place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import polars as pl

from graph.rows import Row
from signals.networks.accounts import account_edges, answering, co_sharing
from signals.networks.edges import EDGES
from signals.networks.layout import Position
from signals.networks.structure import network
from ui.services import between
from ui.services.pictures import Picture, Thing, Tie
from ui.services.reader import Reader
from ui.services.span import Span

TOPICS = 40
"""Topics shown, the most written about."""

LIMIT = 400
"""Links read of each kind, the strongest."""

ACCOUNTS = 20_000
"""Messages and links of accounts read."""

SMALLEST = 5
"""Accounts that make a community: nobody is shown alone."""

COMMUNITIES = 12
"""Communities shown, the largest."""

FURTHER = 40
"""Things of each kind that are added around one that is opened."""

KEPT = 16
"""Pictures kept of one version of the data."""

KINDS = ("topic", "service", "place", "community")

REPLIES = pl.Schema({"account_id": pl.String(), "target_id": pl.String()})
SHARES = pl.Schema({"account_id": pl.String(), "key": pl.String(), "at": pl.Int64()})


Bounds = dict[str, Any]


class Networks:
    """Answers of the page of the network. Positions are shared by all sessions and outlive new data."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._places: dict[str, Position] = {}
        self._pictures: dict[tuple[str, Span, str], Picture] = {}
        self._lock = Lock()

    def picture(self, span: Span, opened: str = "") -> Picture:
        """Return the network of the last day of a period, computed once for each version of the data.

        What is tied to the thing `opened` (`topic:…`, `place:…`, `service:…`) is added, however little was written.
        """
        key = (self._reader.version, span.last_day(), opened)
        with self._lock:
            if key not in self._pictures:
                kept = [(one, picture) for one, picture in self._pictures.items() if one[:2] == key[:2]][-KEPT:]
                self._pictures = {**dict(kept), key: self._drawn(key[1], opened)}
            return self._pictures[key]

    def graphml(self, span: Span, opened: str = "") -> bytes:
        """Return the network as a file of GraphML."""
        return self.picture(span, opened).graphml()

    def _drawn(self, day: Span, opened: str) -> Picture:
        bounds = {"since": day.since, "until": day.until}
        draft, topics = _Draft(), list[str]()
        for row in self._reader.rows("reseau_topics", limit=TOPICS, **bounds):
            draft.name(f"topic:{row['id']}", "topic", row["label"] or row["id"], row["n"])
            topics.append(row["id"])
        self._tied(draft, topics, LIMIT, bounds)
        accounts = self._reader.rows("reseau_accounts", limit=ACCOUNTS, topics=topics, **bounds)
        nodes, edges = self._crowd(bounds)
        joining = between.found(nodes, edges)
        members = dict(nodes.select("id", "community").iter_rows())
        groups = communities(accounts, members, joining=[number for number, _ in joining])
        for group in groups:
            draft.name(group.id, "community", group.label, group.size)
            draft.ties.update({(f"topic:{topic}", group.id): n for topic, n in group.topics.items()})
        self._open(draft, opened, bounds)
        drawn = pl.DataFrame([(*sorted(pair), n**0.5) for pair, n in draft.ties.items()], schema=EDGES, orient="row")
        laid_out = network(drawn, known=self._places).nodes
        self._places.update({name: (x, y) for name, x, y in laid_out.select("id", "x", "y").iter_rows()})
        picture = draft.picture(self._places, dict(laid_out.select("id", "community").iter_rows()))
        return replace(picture, bridges=between.told(joining, {one.number: (one.id, one.label) for one in groups}))

    def _tied(self, draft: "_Draft", topics: list[str], limit: int, bounds: Bounds) -> None:
        for kind, query in (("service", "reseau_services"), ("place", "reseau_places")):
            for row in self._reader.rows(query, limit=limit, topics=topics, **bounds):
                draft.tie(f"topic:{row['topic']}", kind, row)

    def _open(self, draft: "_Draft", opened: str, bounds: Bounds) -> None:
        """Add what is tied to one thing."""
        kind, _, code = opened.partition(":")
        if opened not in draft.counts or kind == "community":
            return
        if kind == "topic":
            self._tied(draft, [code], FURTHER, bounds)
            return
        asked = {"place": "", "service": "", kind: code}
        for row in self._reader.rows("reseau_further", limit=FURTHER, **asked, **bounds):
            draft.tie(opened, "topic", row)

    def _crowd(self, bounds: Mapping[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return accounts with their community, and their ties: they answer one another or publish the same words."""
        replies = self._reader.frame("reseau_exchanges", REPLIES, limit=ACCOUNTS, **bounds)
        shares = self._reader.frame("reseau_shares", SHARES, limit=ACCOUNTS, **bounds)
        moments = shares.with_columns(pl.col("at").cast(pl.Datetime("ms", "UTC")).cast(pl.Datetime("us", "UTC")))
        edges = account_edges(co_sharing(moments), answering(replies))
        return network(edges).nodes, edges


class _Draft:
    """Things and ties while they are read."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.ties: Counter[tuple[str, str]] = Counter()
        self._named: dict[str, tuple[str, str]] = {}

    def name(self, thing: str, kind: str, label: str, n: int) -> None:
        """Add a thing, or `n` more messages of it."""
        self._named[thing] = (kind, label)
        self.counts[thing] += n

    def tie(self, known: str, kind: str, row: Row) -> None:
        """Tie the thing of a row to one that is there, unless it is already."""
        thing = f"{kind}:{row['id']}"
        pair = (known, thing) if known.startswith("topic:") else (thing, known)
        if pair not in self.ties:
            self.name(
                thing, kind, row["label"] or row["id"], 0 if thing in self.counts and kind == "topic" else row["n"]
            )
            self.ties[pair] = row["n"]

    def picture(self, places: Mapping[str, Position], groups: Mapping[str, int]) -> Picture:
        """Return all that is tied, at its place."""
        tied = {name for pair in self.ties for name in pair}
        things = tuple(
            Thing(name, kind, label, self.counts[name], *places[name], groups[name])
            for name, (kind, label) in sorted(self._named.items())
            if name in tied
        )
        return Picture(things, tuple(Tie(start, end, n) for (start, end), n in sorted(self.ties.items())))


@dataclass(frozen=True, slots=True)
class Community:
    """Accounts that belong together: how many, and their messages by topic."""

    number: int
    """Among all, by size."""
    id: str
    label: str
    size: int
    topics: Counter[str]


def communities(accounts: Iterable[Row], members: Mapping[str, int], *, joining: Sequence[int] = ()) -> list[Community]:
    """Return the large communities, largest first, and those that join others, however small they are.

    `accounts` has one row an account and topic, with `n`.
    """
    groups: dict[int, list[str]] = defaultdict(list)
    for account, community in members.items():
        groups[community].append(account)
    large = [group for group in groups.values() if len(group) >= SMALLEST]
    large.sort(key=lambda group: (-len(group), min(group)))
    shown = [
        (rank, group)
        for rank, group in enumerate(large, start=1)
        if rank <= COMMUNITIES or members[group[0]] in joining
    ]
    found = [
        Community(members[group[0]], f"community:{min(group)}", str(rank), len(group), Counter())
        for rank, group in shown
    ]
    of = {account: community for (_, group), community in zip(shown, found, strict=True) for account in group}
    for row in accounts:
        if row["id"] in of:
            of[row["id"]].topics[row["topic"]] += row["n"]
    return [community for community in found if community.topics]
