"""Needs and offers of the real territory, invented: who asks, who is heard, what is served, and where the gaps are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.territory import places
from signals.needs.frames import CROWD, DEMAND, HEARD, OFFER, TERRITORY, Facts

Floats = NDArray[np.float64]
Cell = tuple[str, str]

PLATFORMS = (0.5, 0.25, 0.15, 0.1)
"""Share of all authors by platform."""
SIGNS = ("satisfaction", "answer_rate", "first_reply_days")


@dataclass(frozen=True, kw_only=True)
class World:
    """What is drawn; spreads are standard deviations of logarithms (of offers: of logits)."""

    needs: int = 19
    weeks: int = 4
    demands: float = 900
    """Median demands of a need in the country."""
    needs_spread: float = 0.8
    places_spread: float = 0.35
    towns_spread: float = 0.5
    hearing_spread: float = 0.6
    burst: float = 2.0
    """Variance over mean of weekly demands."""
    authors: float = 3e-4
    """Authors an inhabitant who write of anything else."""
    unheard: int = 4
    """Départements that hardly anybody hears."""
    blind: float = 0.3
    """Share of the period in which the second platform is blind."""
    offer_spread: float = 0.6
    proxy_spread: float = 0.25
    """How far a sign is from what it stands for."""
    signed: float = 0.8
    """Share of cells with a sign of their offer."""
    gaps: int = 15
    """Cells with 4 to 8 times the demand, and hardly an offer: half of them with none, of which there is no sign."""
    served: int = 15
    """Cells with as much demand that are well served."""
    least: float = 12.0
    """Demands heard, on average, in a planted cell: of fewer nobody could tell."""


@dataclass(frozen=True)
class Invented:
    """What may be known, and what is true."""

    facts: Facts
    gaps: frozenset[Cell]
    gap: Mapping[Cell, float]
    """Ratio x (1 - served) of each need and département."""
    ratio: Mapping[Cell, float]


def invent(world: World, seed: int, names: Sequence[str] = ()) -> Invented:
    """Return a world drawn with `seed`; its needs are called by `names`, or numbered."""
    chance = np.random.default_rng(seed)
    territory = _territory()
    areas = territory.filter(pl.col("kind") == "departement").drop_nulls("population").sort("place_id")
    people = areas["population"].to_numpy().astype(float)
    needs = list(names) or [f"need-{number:02d}" for number in range(world.needs)]
    heard, seen = _heard(world, chance, people)
    rate = world.demands * chance.lognormal(0, world.needs_spread, world.needs) / people.sum()
    channel = chance.dirichlet(np.array(PLATFORMS) * 8, world.needs)
    ratio = chance.lognormal(-(world.places_spread**2) / 2, world.places_spread, (world.needs, len(people)))
    middle = chance.normal(0.9, 0.7, (world.needs, 1))
    served = _share(middle + chance.normal(0, world.offer_spread, ratio.shape))
    signed = chance.random(ratio.shape) < world.signed
    expected = rate[:, None] * people * (channel @ (heard * seen).T)
    gaps = _plant(world, chance, expected, ratio, served=served, signed=signed)
    counts = _demands(world, chance, rate[:, None] * ratio * people, channel=channel, heard=heard * seen)
    ids = areas["place_id"].to_list()
    truth = ratio * people
    relative = ratio / (truth.sum(axis=1, keepdims=True) / people.sum())
    frames = _frames(counts, needs, ids), _authors(world, chance, people * (heard * seen).T, ids, seen=seen)
    crowd = _crowd(world, chance, counts, needs, ids, territory=territory)
    offer = _signs(world, chance, served, needs=needs, ids=ids, signed=signed)
    facts = Facts(frames[0], crowd, frames[1], territory, offer, weeks=world.weeks, services=dict.fromkeys(needs, 1))
    cells = [(need, place) for need in needs for place in ids]
    return Invented(
        facts,
        frozenset((needs[row], ids[column]) for row, column in gaps),
        dict(zip(cells, (relative * (1 - served)).ravel().tolist(), strict=True)),
        dict(zip(cells, relative.ravel().tolist(), strict=True)),
    )


def _territory() -> pl.DataFrame:
    rows = [(one.id, one.kind, one.population, one.parent_id) for one in places()]
    return pl.DataFrame(rows, schema=TERRITORY, orient="row")


def _share(logits: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-logits))
    return share


def _heard(world: World, chance: np.random.Generator, people: Floats) -> tuple[Floats, Floats]:
    """Return how well each platform hears each place, 1 in the mean of inhabitants, and how long it was not blind."""
    heard = chance.lognormal(0, world.hearing_spread, (len(people), len(PLATFORMS)))
    heard[chance.choice(len(people), world.unheard, replace=False)] *= 0.02
    heard /= (heard * people[:, None]).sum(axis=0) / people.sum()
    seen = np.ones(len(PLATFORMS))
    seen[1] -= world.blind
    return heard, seen


def _plant(
    world: World,
    chance: np.random.Generator,
    expected: Floats,
    ratio: Floats,
    *,
    served: Floats,
    signed: NDArray[np.bool_],
) -> list[tuple[int, int]]:
    """Make gaps, and as many cells of strong demand that is served, where they can be heard; return the gaps."""
    planted = world.gaps + world.served
    times = chance.uniform(4, 8, planted)
    could = np.argwhere(expected * ratio * times.min() >= world.least)
    chosen = could[chance.choice(len(could), planted, replace=False)]
    for number, (row, column) in enumerate(chosen):
        ratio[row, column] = times[number]
        if number >= world.gaps:
            served[row, column], signed[row, column] = chance.uniform(0.85, 0.97), True
        elif number % 2:
            served[row, column], signed[row, column] = chance.uniform(0.1, 0.35), True
        else:
            served[row, column], signed[row, column] = chance.uniform(0.0, 0.1), False
    return [(int(row), int(column)) for row, column in chosen[: world.gaps]]


def _demands(
    world: World, chance: np.random.Generator, mean: Floats, *, channel: Floats, heard: Floats
) -> NDArray[np.int64]:
    """Return demands by need, place, platform and week, over-dispersed."""
    weekly = mean[:, :, None] * channel[:, None, :] * heard[None, :, :] / world.weeks
    weekly = np.repeat(weekly[..., None], world.weeks, axis=-1)
    # a Gamma with variance (burst - 1) x mean makes the Poisson's variance burst x mean
    shape = np.maximum(weekly / max(1e-9, world.burst - 1), 1e-12)
    return chance.poisson(chance.standard_gamma(shape) * (world.burst - 1) if world.burst > 1 else weekly)


def _frames(counts: NDArray[np.int64], needs: list[str], ids: list[str]) -> pl.DataFrame:
    row, column, platform, week = np.nonzero(counts)
    return pl.DataFrame(
        {
            "need": np.array(needs, dtype=object)[row],
            "place_id": np.array(ids, dtype=object)[column],
            "platform": [f"platform-{number}" for number in platform],
            "week": week,
            "demands": counts[row, column, platform, week],
        },
        schema=DEMAND,
    )


def _authors(
    world: World, chance: np.random.Generator, audible: Floats, ids: list[str], *, seen: Floats
) -> pl.DataFrame:
    authors = chance.poisson(world.authors * audible.T * np.array(PLATFORMS))
    rows = [
        (place, f"platform-{number}", int(authors[row, number]), float(seen[number]))
        for row, place in enumerate(ids)
        for number in range(len(PLATFORMS))
    ]
    return pl.DataFrame(rows, schema=HEARD, orient="row")


def _crowd(
    world: World,
    chance: np.random.Generator,
    counts: NDArray[np.int64],
    needs: list[str],
    ids: list[str],
    *,
    territory: pl.DataFrame,
) -> pl.DataFrame:
    """Return messages and authors by need and place of every kind; seven in ten name a commune."""
    parents = dict(territory.select("place_id", "parent_id").iter_rows())
    towns = territory.filter(pl.col("kind") == "commune", pl.col("population") > 0)
    by_area = {str(area): rows for (area,), rows in towns.group_by("parent_id", maintain_order=True)}
    totals = counts.sum(axis=(2, 3))
    found: dict[Cell, int] = {}
    for column, area in enumerate(ids):
        own = by_area[area]
        weight = own["population"].to_numpy() * chance.lognormal(0, world.towns_spread, len(own))
        for row, need in enumerate(needs):
            n = int(totals[row, column])
            for place in (area, parents[area], "FR"):
                found[need, str(place)] = found.get((need, str(place)), 0) + n
            named = chance.multinomial(int(chance.binomial(n, 0.7)), weight / weight.sum())
            found |= {(need, own["place_id"][int(at)]): int(named[at]) for at in np.flatnonzero(named)}
    rows = [(need, place, n, n, n // 2, n // 3, n // 4, n // 5) for (need, place), n in found.items() if n]
    return pl.DataFrame(rows, schema=CROWD, orient="row")


def _signs(
    world: World,
    chance: np.random.Generator,
    served: Floats,
    *,
    needs: list[str],
    ids: list[str],
    signed: NDArray[np.bool_],
) -> pl.DataFrame:
    rows = []
    for row, column in np.argwhere(signed):
        logit = np.log(served[row, column] / (1 - served[row, column]))
        for sign in SIGNS:
            n = int(chance.integers(10, 80))
            told = _share(np.array(logit + chance.normal(0, world.proxy_spread)))
            rows.append((needs[row], ids[column], sign, chance.binomial(n, float(told)) / n, float(n)))
    return pl.DataFrame(rows, schema=OFFER, orient="row")
