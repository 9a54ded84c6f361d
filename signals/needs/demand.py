"""What was asked by need and département, and what was to be expected there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from signals.needs.coverage import UNHEARD, Hearing, hearing
from signals.needs.frames import Facts
from signals.needs.rates import Floats, Group, Prior, Ratios, burstiness, learn, shrink


@dataclass(frozen=True)
class Demand:
    """Demand by need and département: shape (needs, départements)."""

    needs: tuple[str, ...]
    hearing: Hearing
    counts: Floats
    expected: Floats
    """Were every place as the country; 0 where nobody could be heard."""
    audible: Floats
    """Inhabitants who could be heard, as many as in the country; 0 where nobody could."""
    coverage: Floats
    doubt: Floats
    """Relative variance of `coverage`."""
    burst: Floats
    """How much more counts vary than Poisson ones, by need."""
    rate: Floats
    """Demands of the country by need: an inhabitant, over the period, where it is heard as the country is."""

    @cached_property
    def prior(self) -> Prior:
        """How alike the départements are, by need."""
        rows = zip(self.counts, self.expected, self.burst, strict=True)
        return learn([Group(counts / burst, expected / burst) for counts, expected, burst in rows])

    @cached_property
    def ratios(self) -> Ratios:
        """The demand of each need and département, times what is usual."""
        burst = self.burst[:, None]
        alpha = np.broadcast_to(self.prior.alpha[:, None], self.counts.shape)
        return shrink(self.counts / burst, self.expected / burst, alpha, self.prior.strange)


def demand_of(facts: Facts) -> Demand:
    """Return what was asked by need and département, and what was to be expected."""
    heard = hearing(facts.heard, facts.territory)
    needs = tuple(sorted({*facts.demand["need"], *facts.services, *facts.crowd["need"]}))
    counts, weekly, channels = _tallied(facts.demand, needs, heard)
    people = np.nan_to_num(heard.population)
    coverage, doubt = heard.of(_weights(channels, heard, people))
    audible = coverage * people
    audible[coverage < UNHEARD] = 0
    total = audible.sum(axis=1)
    rate = np.divide(counts.sum(axis=1), total, out=np.zeros(len(needs)), where=total > 0)
    burst = np.array([burstiness(weekly[:, row]) for row in range(len(needs))])
    # one need has too few weeks to tell by itself: it leans on the others
    burst = (burst + burst.mean()) / 2 if len(burst) else burst
    return Demand(needs, heard, counts, rate[:, None] * audible, audible, coverage, doubt, burst, rate)


def _weights(channels: Floats, heard: Hearing, people: Floats) -> Floats:
    """Return what share of each need's demand each platform brings, were it heard alike everywhere."""
    could = np.maximum((people[:, None] * heard.share).sum(axis=0), 1e-9)
    overall = (channels.sum(axis=0) + 1) / could
    per_head = (channels + 5 * overall * could / max(1.0, (overall * could).sum())) / could
    weights: Floats = per_head / np.maximum(per_head.sum(axis=1, keepdims=True), 1e-12)
    return weights


def _tallied(demand: pl.DataFrame, needs: tuple[str, ...], heard: Hearing) -> tuple[Floats, Floats, Floats]:
    """Return demands by need and place, by place, need and week, and by need and platform."""
    known = demand.filter(pl.col("place_id").is_in(list(heard.places)))
    index = {name: at for at, name in enumerate(needs)}
    rows = np.array([index[need] for need in known["need"]], dtype=np.intp)
    index = {name: at for at, name in enumerate(heard.places)}
    columns = np.array([index[place] for place in known["place_id"]], dtype=np.intp)
    index = {name: at for at, name in enumerate(heard.platforms)}
    platforms = np.array([index.get(name, -1) for name in known["platform"]], dtype=np.intp)
    weeks = known["week"].to_numpy().astype(np.intp)
    values = known["demands"].to_numpy().astype(float)
    counts = np.zeros((len(needs), len(heard.places)))
    weekly = np.zeros((len(heard.places), len(needs), int(weeks.max(initial=0)) + 1))
    channels = np.zeros((len(needs), len(heard.platforms)))
    np.add.at(counts, (rows, columns), values)
    np.add.at(weekly, (columns, rows, weeks), values)
    on = platforms >= 0
    np.add.at(channels, (rows[on], platforms[on]), values[on])
    return counts, weekly, channels
