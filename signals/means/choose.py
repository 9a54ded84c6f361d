"""Choose what to do first with limited means, by greedy coverage of the demand that is not served.

Every action (a relay, for a need, in a place) reaches a part of the unserved demand that no action before it has
reached, so that a second relay for the same people brings less: what is covered is a monotone submodular function. With
equal costs, choosing the largest marginal gain each time covers at least 1 - 1/e (63 %) of what the best choice would
(Nemhauser, Wolsey & Fisher 1978, An analysis of approximations for maximizing submodular set functions. Mathematical
Programming 14); with unequal costs the better of greedy by gain and greedy by gain over cost covers at least
(1 - 1/e) / 2 of it (Khuller, Moss & Naor 1999, The budgeted maximum coverage problem. Information Processing Letters
70). Evaluations are lazy (Minoux 1978): a gain can only fall.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import Any, TypeAlias

import networkx as nx

from signals.means.relays import KINDS, Relay

RESOURCES = ("hours", "euros", "posts")


@dataclass(frozen=True, slots=True)
class Budget:
    """What there is: hours of agents, euros, posts. A resource that is not limited is infinite."""

    hours: float = float("inf")
    euros: float = float("inf")
    posts: float = float("inf")

    def __post_init__(self) -> None:
        for name in RESOURCES:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative, got {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Unserved:
    """Demands a month that are not served: of a need, in a place that lies in `within`."""

    need: str
    place_id: str
    within: str
    """Id of the département; of a département itself."""
    demands: float


@dataclass(frozen=True, slots=True)
class Step:
    """One action of the plan, with what it adds to those before it."""

    relay: Relay
    need: str
    gain: float
    """Demands a month that it reaches and nothing before it does."""
    covered: float
    """Demands a month that are reached so far."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do first, in order."""

    steps: tuple[Step, ...]
    covered: float
    total: float
    """Demands a month that are not served, all together."""
    spent: Budget

    @property
    def share(self) -> float | None:
        """Return the share of the unserved demand that is reached; None: there is none."""
        return self.covered / self.total if self.total else None


Move = tuple[Relay, str]
Network: TypeAlias = "nx.DiGraph[Any]"


def network_of(unserved: Iterable[Unserved]) -> Network:
    """Return who can reach what: relays for a need, with edges to the unserved demands that they `reach`.

    A relay of a commune reaches what is unserved there; one of a département everything within.
    """
    network: Network = nx.DiGraph()
    for cell in unserved:
        target = (cell.need, cell.place_id)
        network.add_node(target, demands=max(0.0, cell.demands), is_demand=True)
        for name, kind in KINDS.items():
            place = cell.within if kind.place == "departement" else cell.place_id
            if kind.place == "departement" or cell.place_id != cell.within:
                network.add_edge((Relay(name, place), cell.need), target, reach=kind.reach)
    return network


def choose(unserved: Sequence[Unserved], budget: Budget, *, most: int = 50) -> Plan:
    """Return what to do first with a budget, `most` actions at most; each pair of relay and need is chosen once."""
    network = network_of(unserved)
    plans = [_greedy(network, budget, most=most, by_cost=by_cost) for by_cost in (True, False)]
    return max(plans, key=lambda plan: (plan.covered, -len(plan.steps)))


def _greedy(network: Network, budget: Budget, *, most: int, by_cost: bool) -> Plan:
    left = {node: data["demands"] for node, data in network.nodes(data=True) if data.get("is_demand")}
    total = sum(left.values())
    spent = dict.fromkeys(RESOURCES, 0.0)
    moves = [node for node in network if not network.nodes[node].get("is_demand")]
    heap = [(-_worth(network, move, left, budget if by_cost else None), _order(move), move) for move in moves]
    heapify(heap)
    steps: list[Step] = []
    while heap and len(steps) < most:
        before, order, move = heappop(heap)
        worth = _worth(network, move, left, budget if by_cost else None)
        if worth <= 1e-9 or not _fits(move, spent, budget):
            continue
        if heap and worth < -heap[0][0] and worth < -before:
            heappush(heap, (-worth, order, move))
            continue
        steps.append(_take(network, move, left, spent, covered=total - sum(left.values())))
    return Plan(tuple(steps), total - sum(left.values()), total, Budget(**spent))


def _order(move: Move) -> tuple[str, str, str]:
    relay, need = move
    return relay.kind, relay.place_id, need


def _gain(network: Network, move: Move, left: dict[Move, float]) -> float:
    return float(sum(left[target] * data["reach"] for _, target, data in network.out_edges(move, data=True)))


def _worth(network: Network, move: Move, left: dict[Move, float], budget: Budget | None) -> float:
    """Return the gain of an action, over the largest share of a limited resource that it takes."""
    gain = _gain(network, move, left)
    if budget is None:
        return gain
    kind = KINDS[move[0].kind]
    shares = [getattr(kind, name) / getattr(budget, name) for name in RESOURCES if getattr(budget, name) > 0]
    return gain / float(max([1e-6, *shares]))


def _fits(move: Move, spent: dict[str, float], budget: Budget) -> bool:
    kind = KINDS[move[0].kind]
    return all(spent[name] + getattr(kind, name) <= getattr(budget, name) + 1e-9 for name in RESOURCES)


def _take(network: Network, move: Move, left: dict[Move, float], spent: dict[str, float], *, covered: float) -> Step:
    gain = _gain(network, move, left)
    for _, target, data in network.out_edges(move, data=True):
        left[target] *= 1 - data["reach"]
    for name in RESOURCES:
        spent[name] += getattr(KINDS[move[0].kind], name)
    return Step(move[0], move[1], gain, covered + gain)


def apart(unserved: Sequence[Unserved]) -> list[Unserved]:
    """Return the same with nothing counted twice: of a département what its communes, told apart, leave.

    >>> rows = [Unserved("n", "D21", "D21", 100.0), Unserved("n", "21231", "D21", 30.0)]
    >>> [(one.place_id, one.demands) for one in apart(rows)]
    [('D21', 70.0), ('21231', 30.0)]
    """
    told: dict[tuple[str, str], float] = {}
    for one in unserved:
        if one.place_id != one.within:
            told[one.need, one.within] = told.get((one.need, one.within), 0.0) + one.demands
    return [
        replace(one, demands=max(0.0, one.demands - told.get((one.need, one.place_id), 0.0)))
        if one.place_id == one.within
        else one
        for one in unserved
    ]
