"""Topics, places, services and communities of accounts as one network, laid out once and kept in place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import polars as pl

from graph.rows import Row
from signals.networks.accounts import account_edges, answering, co_sharing
from signals.networks.edges import EDGES
from signals.networks.layout import Position
from signals.networks.structure import network
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

KINDS = ("topic", "service", "place", "community")

REPLIES = pl.Schema({"account_id": pl.String(), "target_id": pl.String()})
SHARES = pl.Schema({"account_id": pl.String(), "key": pl.String(), "at": pl.Int64()})


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: `n` messages (accounts, of a community) at a position around the origin."""

    id: str
    kind: str
    label: str
    n: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tie:
    """`n` messages in which two things meet."""

    start: str
    end: str
    n: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A network laid out."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]

    def around(self, thing: str) -> list[tuple[Thing, int]]:
        """Return what is tied to `thing`, strongest first."""
        by_id = {other.id: other for other in self.things}
        near = Counter(
            {tie.end if tie.start == thing else tie.start: tie.n for tie in self.ties if thing in (tie.start, tie.end)}
        )
        return [(by_id[other], n) for other, n in near.most_common()]


class Networks:
    """Answers of the page of the network. Positions are shared by all sessions and outlive new data."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._places: dict[str, Position] = {}
        self._pictures: dict[tuple[str, Span], Picture] = {}
        self._lock = Lock()

    def picture(self, span: Span) -> Picture:
        """Return the network of the last day of a period, computed once for each version of the data."""
        day = span.last_day()
        key = (self._reader.version, day)
        with self._lock:
            if key not in self._pictures:
                self._pictures = {key: self._drawn(day)}
            return self._pictures[key]

    def _drawn(self, day: Span) -> Picture:
        bounds = {"since": day.since, "until": day.until}
        draft, topics = _Draft(), list[str]()
        for row in self._reader.rows("reseau_topics", limit=TOPICS, **bounds):
            draft.name(f"topic:{row['id']}", "topic", row["label"] or row["id"], row["n"])
            topics.append(row["id"])
        for kind, query in (("service", "reseau_services"), ("place", "reseau_places")):
            for row in self._reader.rows(query, limit=LIMIT, topics=topics, **bounds):
                thing = f"{kind}:{row['id']}"
                draft.name(thing, kind, row["label"] or row["id"], row["n"])
                draft.ties[f"topic:{row['topic']}", thing] += row["n"]
        accounts = self._reader.rows("reseau_accounts", limit=ACCOUNTS, topics=topics, **bounds)
        for group in communities(accounts, self._members(bounds)):
            draft.name(group.id, "community", group.label, group.size)
            draft.ties.update({(f"topic:{topic}", group.id): n for topic, n in group.topics.items()})
        edges = pl.DataFrame([(*sorted(pair), n**0.5) for pair, n in draft.ties.items()], schema=EDGES, orient="row")
        laid_out = network(edges, known=self._places).nodes
        self._places.update({name: (x, y) for name, x, y in laid_out.select("id", "x", "y").iter_rows()})
        return draft.picture(self._places)

    def _members(self, bounds: Mapping[str, Any]) -> dict[str, int]:
        """Return the community of each account; they are those who answer one another or publish the same words."""
        replies = self._reader.frame("reseau_exchanges", REPLIES, limit=ACCOUNTS, **bounds)
        shares = self._reader.frame("reseau_shares", SHARES, limit=ACCOUNTS, **bounds)
        moments = shares.with_columns(pl.col("at").cast(pl.Datetime("ms", "UTC")).cast(pl.Datetime("us", "UTC")))
        edges = account_edges(co_sharing(moments), answering(replies))
        return dict(network(edges).nodes.select("id", "community").iter_rows())


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

    def picture(self, places: Mapping[str, Position]) -> Picture:
        """Return all that is tied, at its place."""
        tied = {name for pair in self.ties for name in pair}
        things = tuple(
            Thing(name, kind, label, self.counts[name], *places[name])
            for name, (kind, label) in sorted(self._named.items())
            if name in tied
        )
        return Picture(things, tuple(Tie(start, end, n) for (start, end), n in sorted(self.ties.items())))


@dataclass(frozen=True, slots=True)
class Community:
    """Accounts that belong together: how many, and their messages by topic."""

    id: str
    label: str
    size: int
    topics: Counter[str]


def communities(accounts: Iterable[Row], members: Mapping[str, int]) -> list[Community]:
    """Return the large communities, largest first; `accounts` has one row an account and topic, with `n`."""
    groups: dict[int, list[str]] = defaultdict(list)
    for account, community in members.items():
        groups[community].append(account)
    large = [group for group in groups.values() if len(group) >= SMALLEST]
    large.sort(key=lambda group: (-len(group), min(group)))
    found = [
        Community(f"community:{min(group)}", str(number), len(group), Counter())
        for number, group in enumerate(large[:COMMUNITIES], start=1)
    ]
    of = {account: community for group, community in zip(large, found, strict=False) for account in group}
    for row in accounts:
        if row["id"] in of:
            of[row["id"]].topics[row["topic"]] += row["n"]
    return [community for community in found if community.topics]
