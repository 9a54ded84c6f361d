"""The table of needs: demand, offer and the gap between them for every need and place, with intervals."""

import numpy as np
import polars as pl

from signals.needs import advice
from signals.needs.communes import KINDS, communes
from signals.needs.demand import Demand, demand_of
from signals.needs.draws import Drawn, drawn
from signals.needs.frames import CELLS, PER, WEEKS, Facts
from signals.needs.offer import served, usual, weighed
from signals.needs.rates import Floats, Ratios, shrink
from signals.needs.tell import tell

LEVELS = ("pays", "region", "departement")
BARELY = 0.5
"""How far a région and the country lean on what is usual: they speak for themselves."""


def compare(facts: Facts) -> pl.DataFrame:
    """Return the table of needs (schema `CELLS`): country, régions, départements, groups of communes, communes.

    A département leans on the country, a commune or a group of them on its département, as far as it has little to say
    itself. Nothing under `LEAST` messages or authors is told, nor anything of a place that is not heard.
    """
    demand = demand_of(facts)
    signs = weighed(facts.offer)
    around = usual(signs, demand.needs)
    parts = [_level(facts, demand, kind, signs=signs, around=around) for kind in LEVELS]
    towns = (communes(facts, demand, signs, around, kind=kind) for kind in KINDS)
    table = pl.concat([*parts, *(found for found in towns if found is not None)])
    has_service = pl.col("need").is_in([need for need, n in facts.services.items() if n])
    table = table.with_columns(advised=advice.advised(table, has_service))
    return table.select(CELLS.names()).cast(dict(CELLS)).sort("kind", "place_id", "need")  # type: ignore[arg-type]


def _level(facts: Facts, demand: Demand, kind: str, *, signs: pl.DataFrame, around: Floats) -> pl.DataFrame:
    """Return the cells of the places of a kind, sums of their départements."""
    members, places = _members(facts.territory, demand.hearing.places, kind)
    counts, expected, audible = (part @ members for part in (demand.counts, demand.expected, demand.audible))
    people = np.nan_to_num(demand.hearing.population) @ members
    coverage = np.divide(audible, people, out=np.zeros_like(audible), where=people > 0)
    doubt = (np.square(demand.audible) * demand.doubt) @ members / np.square(np.maximum(audible, 1e-9))
    inner = dict(zip(demand.hearing.places, members.argmax(axis=1), strict=True)) if kind != "departement" else {}
    below = _under(signs, {place: places[at] for place, at in inner.items()}, places)
    offer = served(below, demand.needs, places, around=around)
    ratios = demand.ratios if kind == "departement" else _of_their_own(demand, counts, expected)
    own = np.square(expected / demand.burst[:, None] / ratios.rate)
    found = drawn(ratios, doubt=doubt * own, served=offer.served, unserved=offer.unserved)
    cells = _cells(demand, places, kind, found, coverage=coverage, people=people, offer_n=offer.n, weeks=facts.weeks)
    return tell(facts, cells, found)


def _of_their_own(demand: Demand, counts: Floats, expected: Floats) -> Ratios:
    """Return the ratios of places that are large enough to lean on nothing."""
    burst = demand.burst[:, None]
    return shrink(counts / burst, expected / burst, np.full(counts.shape, BARELY), demand.prior.strange)


def _members(territory: pl.DataFrame, departements: tuple[str, ...], kind: str) -> tuple[Floats, tuple[str, ...]]:
    """Return which départements each place of a kind holds: shape (départements, places), and the places."""
    if kind == "departement":
        return np.eye(len(departements)), departements
    parents = dict(territory.select("place_id", "parent_id").iter_rows())
    above = [parents.get(one) if kind == "region" else "FR" for one in departements]
    places = tuple(sorted({one for one in above if one}))
    members = np.zeros((len(departements), len(places)))
    for row, place in enumerate(above):
        if place:
            members[row, places.index(place)] = 1
    return members, places


def _under(signs: pl.DataFrame, above: dict[str, str], places: tuple[str, ...]) -> pl.DataFrame:
    """Return the signs of places with those of what they hold: a région is served as its départements are."""
    lifted = signs.with_columns(place_id=pl.col("place_id").replace(above))
    kept = lifted.filter(pl.col("place_id").is_in(list(places)))
    return kept.group_by("need", "place_id", maintain_order=True).agg(pl.col("good", "n").sum())


def _cells(
    demand: Demand,
    places: tuple[str, ...],
    kind: str,
    found: Drawn,
    *,
    coverage: Floats,
    people: Floats,
    offer_n: Floats,
    weeks: float,
) -> pl.DataFrame:
    shape = len(demand.needs), len(places)
    monthly = demand.rate * WEEKS / weeks
    rate = found.ratio * monthly[:, None] * PER
    frame = pl.DataFrame(
        {
            "need": np.repeat(np.array(demand.needs, dtype=object), shape[1]),
            "place_id": np.tile(np.array(places, dtype=object), shape[0]),
            "coverage": coverage.ravel(),
            "offer_n": offer_n.ravel(),
            "unmet": (found.gap * monthly[:, None] * people[None, :]).ravel(),
            "demand": rate.ravel(),
            "demand_low": (found.ratio_low * monthly[:, None] * PER).ravel(),
            "demand_high": (found.ratio_high * monthly[:, None] * PER).ravel(),
        },
        schema_overrides={"need": pl.String(), "place_id": pl.String()},
    )
    return frame.with_columns(kind=pl.lit(kind))
