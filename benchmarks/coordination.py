"""Coordinated accounts among many, simulated: how many are found, how many others are accused, and what it costs.

Parameters are those of the code, set before the first run on seeds 100 to 104; what is published are seeds 0 to 4.
The peer counts pairs within the same delay and keeps those above a fixed number of times, as CooRnet and CooRTweet do
(own writing, with our index): with the usual two, and with the number that would have been best had one known it.
"""

import resource
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from statistics import fmean

import polars as pl

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.campaign import World, invent
from benchmarks.runner.growth import Clock, apart
from signals.coordination.find import Coordination
from signals.networks.accounts import co_sharing

SEEDS = range(5)
WORLDS = {
    "": World(),
    "alone": World(own=1.0),
    "slow": World(lag_seconds=120),
    "few": World(coordinated=8, volleys=8),
    "many": World(coordinated=300),
    "none": World(coordinated=0),
}
"""The published one, and others that differ from it in one respect."""
LARGE = 1_000_000
FIXED = range(2, 11)
"""Times that the peer may ask for."""


def run(options: Options) -> Result:
    """Return precision and recall over all seeds, accounts accused where nobody acts together, and the cost."""
    metrics: Metrics = {}
    for name, world in WORLDS.items():
        ours, peers = _scored(world)
        metrics |= prefixed(name, ours) if name else ours
        for peer, figures in peers.items():
            metrics |= prefixed(f"peer.{peer}.{name}".rstrip("."), figures)
    metrics |= {f"{name}_1m": value for name, value in apart(cost, options.messages or LARGE).items()}
    metrics |= {f"peer.pairs.{name}_1m": value for name, value in apart(peer_cost, options.messages or LARGE).items()}
    parameters = {"seeds": len(SEEDS), **asdict(World()), "shares_1m": options.messages or LARGE}
    return Result(metrics, len(SEEDS) * len(WORLDS), parameters)


def _scored(world: World) -> tuple[Metrics, dict[str, Metrics]]:
    """Return our figures, and those of each peer."""
    ours: list[Metrics] = []
    peers: dict[int, list[Metrics]] = {times: [] for times in FIXED}
    for seed in SEEDS:
        shares, truth = invent(world, seed)
        found = Coordination().find(shares)
        ours.append(_figures({name for group in found.groups for name in group.accounts}, truth))
        pairs = co_sharing(shares, delay=timedelta(seconds=Coordination().delay_seconds), repeated=min(FIXED))
        for times, scores in peers.items():
            kept = pairs.filter(pl.col("shared") >= times)
            scores.append(_figures({*kept["source"], *kept["target"]}, truth))
    mean = {times: _mean(scores) for times, scores in peers.items()}
    best = max(mean.values(), key=lambda one: one.get("f1", -one["accused"]))
    return _mean(ours), {"pairs": mean[2], "pairs_best": best}


def _figures(named: set[str], truth: frozenset[str]) -> Metrics:
    right = len(named & truth)
    figures: Metrics = {"accused": float(len(named - truth))}
    if truth:
        precision, recall = right / max(1, len(named)), right / len(truth)
        figures |= {"precision": precision, "recall": recall, "f1": 2 * right / (len(named) + len(truth))}
    return figures


def _mean(scores: list[Metrics]) -> Metrics:
    return {name: fmean(score[name] for score in scores) for name in scores[0]}


def cost(count: int) -> Metrics:
    """Return seconds and the most memory of a new process that looks through `count` shares, and whether it found."""
    return _cost(count, lambda shares: {name for one in Coordination().find(shares).groups for name in one.accounts})


def peer_cost(count: int) -> Metrics:
    """Return the same of plain pair counting."""

    def named(shares: pl.DataFrame) -> set[str]:
        pairs = co_sharing(shares, repeated=2)
        return {*pairs["source"], *pairs["target"]}

    return _cost(count, named)


def _cost(count: int, name: Callable[[pl.DataFrame], set[str]]) -> Metrics:
    shares, truth = invent(World(accounts=100_000, shares=count), 0)
    clock = Clock()
    with clock.running():
        named = name(shares)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**asdict(clock), "memory_mb": peak} | _figures(named, truth)
