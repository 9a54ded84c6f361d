"""A network as it is drawn: things at their places and ties between them, ways through it, communities put together."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

import networkx as nx

from ui.services.between import Bridge

GROUP = "group"
"""Kind of several things that are shown as one."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: `n` messages (accounts, of a community) at a position around the origin."""

    id: str
    kind: str
    label: str
    n: int
    x: float
    y: float
    group: int = 0
    """Number of the things that it hangs together with; 0 is the largest."""


@dataclass(frozen=True, slots=True)
class Tie:
    """`n` messages in which two things meet."""

    start: str
    end: str
    n: int


@dataclass(frozen=True, slots=True)
class Step:
    """A thing on a way, and the messages that tie it to the one before."""

    thing: Thing
    n: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A network laid out."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    members: dict[str, tuple[Thing, ...]] = field(default_factory=dict)
    """What each thing of kind `group` stands for."""
    bridges: tuple[Bridge, ...] = ()
    """Communities that join others, first those that most ways lead through."""

    def thing(self, name: str) -> Thing | None:
        """Return the thing of that id, if it is drawn."""
        return next((thing for thing in self.things if thing.id == name), None)

    def bridge(self, name: str) -> Bridge | None:
        """Return what a thing joins, if it is a bridge."""
        return next((one for one in self.bridges if one.id == name), None)

    def around(self, thing: str) -> list[tuple[Thing, int]]:
        """Return what is tied to `thing`, strongest first."""
        by_id = {other.id: other for other in self.things}
        near = Counter(
            {tie.end if tie.start == thing else tie.start: tie.n for tie in self.ties if thing in (tie.start, tie.end)}
        )
        return [(by_id[other], n) for other, n in near.most_common()]

    def way(self, start: str, end: str) -> list[Step]:
        """Return the shortest way between two things, the strongest of several; empty where there is none.

        Dijkstra's (1959), where a tie of more messages is a little shorter, by less than a step over the whole way.
        """
        drawn = self.graph()
        if start not in drawn or end not in drawn:
            return []
        for _, _, tie in drawn.edges(data=True):
            tie["length"] = 1 + 1 / (len(drawn) * (1 + tie["messages"]))
        try:
            names = nx.shortest_path(drawn, start, end, weight="length")
        except nx.NetworkXNoPath:
            return []
        by_id = {thing.id: thing for thing in self.things}
        counts = [0, *(drawn.edges[pair]["messages"] for pair in itertools.pairwise(names))]
        return [Step(by_id[name], n) for name, n in zip(names, counts, strict=True)]

    def folded(self) -> "Picture":
        """Return the picture with each group of things as one thing, in their middle, named after the largest."""
        groups: dict[int, list[Thing]] = defaultdict(list)
        for thing in self.things:
            groups[thing.group].append(thing)
        whole = {number: _together(members) for number, members in groups.items()}
        of = {thing.id: whole[thing.group].id for thing in self.things}
        ties: Counter[tuple[str, str]] = Counter()
        for tie in self.ties:
            start, end = sorted((of[tie.start], of[tie.end]))
            ties[start, end] += tie.n if start != end else 0
        return Picture(
            tuple(whole.values()),
            tuple(Tie(*pair, n) for pair, n in ties.items() if n),
            {whole[number].id: tuple(members) for number, members in groups.items() if len(members) > 1},
            self.bridges,
        )

    def graph(self) -> "nx.Graph[str]":
        """Return the network for other tools: things with kind, label, messages, x, y; ties with messages."""
        drawn: nx.Graph[str] = nx.Graph()
        for thing in self.things:
            facts = {"kind": thing.kind, "label": thing.label, "messages": thing.n, "x": thing.x, "y": thing.y}
            drawn.add_node(thing.id, **facts)
        drawn.add_edges_from((tie.start, tie.end, {"messages": tie.n}) for tie in self.ties)
        return drawn

    def graphml(self) -> bytes:
        """Return the network as GraphML, which Gephi, yEd, Cytoscape and networkx read."""
        file = BytesIO()
        nx.write_graphml_xml(self.graph(), file, encoding="utf-8")
        return file.getvalue()


def _together(members: Iterable[Thing]) -> Thing:
    members = sorted(members, key=lambda thing: (-thing.n, thing.id))
    first, *others = members
    if not others:
        return first
    x, y = (sum(getattr(thing, axis) for thing in members) / len(members) for axis in "xy")
    total = sum(thing.n for thing in members)
    return Thing(f"{GROUP}:{first.id}", GROUP, f"{first.label} + {len(others)}", total, x, y, first.group)
