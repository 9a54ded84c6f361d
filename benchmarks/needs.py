"""Gaps between needs and offer, planted in an invented world: whether they come first, and whether intervals hold.

Nothing is fitted to what is scored: the settings of `signals/needs` were chosen on seeds 100 to 104, what is published
are seeds 0 to 4. Peers, in the same worlds: messages as they are counted; per inhabitant; and per inhabitant times the
share that the mean of all signs says is not served (a half where there is no sign), which is what a careful analyst
would put into a spreadsheet. An interval is that of one need and place: how many times the usual
demand is not served.
"""

from dataclasses import asdict, replace
from statistics import fmean, median
from time import perf_counter

import polars as pl

from benchmarks.runner import Metrics, Options, Result
from benchmarks.runner.unmet import Invented, World, invent
from signals.needs.compare import compare
from signals.needs.frames import Facts

SEEDS = range(5)
WORLDS = {
    "": World(),
    "needs_8": World(needs=8),
    "needs_40": World(needs=40),
    "quiet": World(demands=300),
    "loud": World(demands=5_000),
    "bursty": World(burst=4.0),
    "uneven": World(hearing_spread=1.0, unheard=12),
    "unsigned": World(signed=0.4),
}
"""The published one, and others that differ from it in one respect."""
FIRST = 10


def run(options: Options) -> Result:
    """Return precision among the first ten, coverage of the intervals, peers, and the seconds of the whole table."""
    metrics: Metrics = {}
    cells = 0
    for name, world in WORLDS.items():
        scores = [_scored(invent(world, seed)) for seed in SEEDS]
        mean = {key: fmean(score[key] for score in scores) for key in scores[0]}
        cells += round(len(SEEDS) * mean.pop("cells"))
        metrics |= {_key(name, figure): value for figure, value in mean.items()}
    metrics |= _cost()
    return Result(metrics, cells, {"seeds": len(SEEDS), **asdict(World())})


def _key(world: str, figure: str) -> str:
    """Return a figure under its world, of a peer under the peer first.

    >>> _key("quiet", "peer.raw.precision_at_10"), _key("quiet", "gap_error"), _key("", "gap_error")
    ('peer.raw.quiet.precision_at_10', 'quiet.gap_error', 'gap_error')
    """
    if not world:
        return figure
    if not figure.startswith("peer."):
        return f"{world}.{figure}"
    peer, _, rest = figure.removeprefix("peer.").partition(".")
    return f"peer.{peer}.{world}.{rest}"


def _scored(world: Invented) -> Metrics:
    table = compare(world.facts)
    shown = table.filter(pl.col("kind") == "departement", pl.col("status") == "shown")
    keys = list(shown.select("need", "place_id").iter_rows())
    gap = pl.Series([world.gap[key] for key in keys])
    ratio = pl.Series([world.ratio[key] for key in keys])
    planted = pl.Series([key in world.gaps for key in keys])
    held = gap.is_between(shown["gap_low"], shown["gap_high"])
    found = {
        "precision_at_10": _first(shown, "gap", world),
        "interval_coverage": fmean(held),
        "interval_coverage_planted": fmean(held.filter(planted)),
        "demand_interval_coverage": fmean(ratio.is_between(shown["ratio_low"], shown["ratio_high"])),
        "gap_error": median((shown["gap"] - gap).abs() / gap),
        "cells": float(len(shown)),
    }
    return found | {f"peer.{name}.precision_at_10": _first(rows, "score", world) for name, rows in _peers(world.facts)}


def _first(rows: pl.DataFrame, score: str, world: Invented) -> float:
    first = rows.sort(score, "need", "place_id", descending=[True, False, False]).head(FIRST)
    return sum(key in world.gaps for key in first.select("need", "place_id").iter_rows()) / FIRST


def _peers(facts: Facts) -> list[tuple[str, pl.DataFrame]]:
    areas = facts.territory.filter(pl.col("kind") == "departement").drop_nulls("population")
    told = facts.crowd.join(areas, on="place_id").filter(pl.col("messages") >= 5)
    signs = facts.offer.group_by("need", "place_id").agg(served=pl.col("value").mean())
    told = told.join(signs, on=["need", "place_id"], how="left").with_columns(pl.col("served").fill_null(0.5))
    rate = pl.col("messages") / pl.col("population")
    usual = pl.col("messages").sum().over("need") / areas["population"].sum()
    return [
        ("raw", told.with_columns(score=pl.col("messages").cast(pl.Float64))),
        ("per_inhabitant", told.with_columns(score=rate)),
        ("spreadsheet", told.with_columns(score=rate / usual * (1 - pl.col("served")))),
    ]


def _cost() -> Metrics:
    """Return the seconds of the table of all communes where a million messages ask for something."""
    world = replace(World(), demands=1_000_000 / World().needs / 1.4)
    facts = invent(world, 0).facts
    before = perf_counter()
    table = compare(facts)
    seconds = perf_counter() - before
    demands = float(facts.demand["demands"].sum())
    return {"table_seconds_1m": seconds, "table_demands_1m": demands, "table_cells_1m": float(len(table))}
