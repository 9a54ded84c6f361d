"""The communes, and groups of communes, of which enough was heard, each leaning on its département."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.needs.demand import Demand
from signals.needs.draws import drawn
from signals.needs.frames import LEAST, PER, WEEKS, Facts
from signals.needs.offer import served_near
from signals.needs.rates import Floats, Group, Ratios, learn, shrink
from signals.needs.tell import tell

KINDS = ("commune", "epci")


def communes(facts: Facts, demand: Demand, signs: pl.DataFrame, around: Floats, *, kind: str) -> pl.DataFrame | None:
    """Return the cells of the communes, or groups of them, that enough was heard of; None: there is none.

    Départements count messages that name no commune too: communes are held against the sum of the communes.
    """
    index = {place: at for at, place in enumerate(demand.hearing.places)}
    towns = facts.territory.filter(
        pl.col("kind") == kind, pl.col("parent_id").is_in(list(index)), pl.col("population") > 0
    ).select("place_id", "population", "parent_id")
    heard = facts.crowd.filter(pl.col("authors") > 0).join(towns, on="place_id").sort("need", "place_id")
    shown = ((heard["messages"] >= LEAST) & (heard["authors"] >= LEAST)).to_numpy()
    if not shown.any():
        return None
    need_at = {need: at for at, need in enumerate(demand.needs)}
    rows = np.array([need_at[need] for need in heard["need"]], dtype=np.intp)
    columns = np.array([index[place] for place in heard["parent_id"]], dtype=np.intp)
    counts, people = (heard[name].to_numpy().astype(float) for name in ("authors", "population"))
    ratios = demand.ratios.mean
    expected = _expected(demand, ratios, towns, rows, counts)[rows, columns] * people
    lean, over = _alphas(demand, rows, counts, expected=expected, places=len(towns))[rows], demand.burst[rows]
    offer = served_near(signs, heard, around[rows])
    found = drawn(
        _times(shrink(counts / over, expected / over, lean, demand.prior.strange), ratios[rows, columns]).where(shown),
        doubt=demand.doubt[rows, columns][shown],
        served=offer.served[shown],
        unserved=offer.unserved[shown],
    )
    monthly = demand.rate[rows][shown] * WEEKS / facts.weeks
    cells = heard.select("need", "place_id").filter(pl.Series(shown))
    return tell(
        facts,
        cells.with_columns(
            kind=pl.lit(kind),
            coverage=pl.Series(demand.coverage[rows, columns][shown]),
            offer_n=pl.Series(offer.n[shown]),
            unmet=pl.Series(found.gap * monthly * people[shown]),
            demand=pl.Series(found.ratio * monthly * PER),
            demand_low=pl.Series(found.ratio_low * monthly * PER),
            demand_high=pl.Series(found.ratio_high * monthly * PER),
        ),
        found,
    )


def _expected(demand: Demand, ratios: Floats, towns: pl.DataFrame, rows: NDArray[np.intp], counts: Floats) -> Floats:
    """Return what is expected of an inhabitant by need and département, so that all communes add up to all counts."""
    index = {place: at for at, place in enumerate(demand.hearing.places)}
    inhabitants = np.bincount([index[place] for place in towns["parent_id"]], towns["population"], len(index))
    audible = ratios * demand.coverage
    told, could = np.bincount(rows, counts, len(demand.needs)), audible @ inhabitants
    scale = np.divide(told, could, out=np.zeros(len(told)), where=could > 0)
    expected: Floats = scale[:, None] * audible
    return expected


def _times(ratios: Ratios, by: Floats) -> Ratios:
    """Return ratios to what is usual in the country from those to what is usual in the département."""
    return Ratios(ratios.shape, ratios.rate / by, ratios.wide_shape, ratios.wide_rate / by, ratios.strange)


def _alphas(demand: Demand, rows: NDArray[np.intp], counts: Floats, *, expected: Floats, places: int) -> Floats:
    """Return how alike the communes are by need; those of which nothing was heard count as zeros."""
    groups = []
    for need, over in enumerate(demand.burst):
        own = rows == need
        silent = max(0, places - int(own.sum()))
        missing = max(0.0, counts[own].sum() - expected[own].sum()) / max(1, silent)
        groups.append(Group(counts[own] / over, expected[own] / over, silent, missing / over))
    return learn(groups, [demand.prior.strange]).alpha
