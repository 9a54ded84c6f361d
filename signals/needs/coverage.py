"""How well each département is heard: what corrects demand for population, channel and coverage.

A platform that hears a place half as well as the country brings half of its demands; one that was blind brings none.
What people write of anything else tells which it is, so that silence about a need is not taken for calm where nobody
could have been heard.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from signals.needs.rates import Floats, Group, learn, shrink

UNHEARD = 0.2
"""Under this share of what is usual in the country, a place is not heard: nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Departements by platform: shape (places, platforms)."""

    places: tuple[str, ...]
    platforms: tuple[str, ...]
    population: Floats
    """Inhabitants, by place; NaN where none are published."""
    share: Floats
    """How well each platform hears each place, 1 as the country; blind time counts as not heard."""
    doubt: Floats
    """Relative variance of `share`."""

    def of(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return coverage and its relative variance by need and place; `weights` by need and platform add up to 1."""
        coverage = weights @ self.share.T
        variance = np.square(weights) @ (np.square(self.share) * self.doubt).T
        return coverage, variance / np.square(np.maximum(coverage, 1e-9))


def hearing(heard: pl.DataFrame, territory: pl.DataFrame) -> Hearing:
    """Return how well each département of `territory` is heard by each platform of `heard` (schema `HEARD`)."""
    places = territory.filter(pl.col("kind") == "departement").sort("place_id")
    ids, platforms = tuple(places["place_id"]), tuple(heard["platform"].unique().sort())
    population = places["population"].cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    authors, seen = (_grid(heard, ids, platforms, name) for name in ("authors", "seen"))
    seen = np.where(np.isnan(seen), np.nanmax(seen, axis=0, initial=0.0, keepdims=True), seen)
    authors = np.nan_to_num(authors)
    people = np.nan_to_num(population)[:, None] * seen
    share, doubt = np.zeros_like(authors), np.zeros_like(authors)
    for column in range(len(platforms)):
        total = people[:, column].sum()
        expected = people[:, column] * (authors[:, column].sum() / total if total else 0.0)
        prior = learn([Group(authors[:, column], expected)])
        ratios = shrink(authors[:, column], expected, np.full(len(ids), prior.alpha[0]), prior.strange)
        share[:, column] = ratios.mean * seen[:, column]
        doubt[:, column] = ratios.variance / np.square(ratios.mean)
    return Hearing(ids, platforms, population, share, doubt)


def _grid(heard: pl.DataFrame, places: tuple[str, ...], platforms: tuple[str, ...], name: str) -> Floats:
    grid = np.full((len(places), len(platforms)), np.nan)
    rows = {place: row for row, place in enumerate(places)}
    columns = {platform: column for column, platform in enumerate(platforms)}
    known = heard.filter(pl.col("place_id").is_in(list(places)))
    at = [rows[place] for place in known["place_id"]], [columns[one] for one in known["platform"]]
    grid[at] = known[name].to_numpy()
    return grid
