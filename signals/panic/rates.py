"""How many people of a commune write, for its inhabitants, and beside what is written around it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from graph.model import Place

PER = 100_000
LEAST = 5
"""Authors below which no commune is shown: few people can be told apart."""
AROUND_KM = 20.0
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Authors for 100,000 inhabitants of a commune."""

    place_id: str
    authors: int
    rate: float
    low: float
    high: float
    """Interval of 95 % (Garwood 1936)."""
    smoothed: float
    """The same drawn towards the communes around it, the more the fewer people live there (Marshall 1991)."""


def rates(authors: Mapping[str, int], places: Mapping[str, Place], *, around_km: float = AROUND_KM) -> list[Rate]:
    """Return the communes among `authors` (code -> distinct authors), highest smoothed rate first.

    Left out: who has no inhabitants or no position, and who has fewer than `LEAST` authors. Communes around that nobody
    wrote about count with none: where many could have written, silence is known, not a gap.
    """
    known = [
        place for place in places.values() if place.kind == "commune" and place.population and place.lat is not None
    ]
    spots = np.radians([[place.lat or 0.0, place.lon or 0.0] for place in known]).reshape(-1, 2)
    people = np.array([place.population or 0 for place in known], dtype=np.float64)
    counts = np.array([authors.get(place.id, 0) for place in known], dtype=np.float64)
    found = []
    for n in np.flatnonzero(counts >= LEAST):
        near = _distances(spots[n], spots) <= around_km
        low, high = _interval(counts[n], people[n])
        smoothed = _drawn(counts[n] / people[n], people[n], counts[near], people[near])
        found.append(Rate(known[n].id, int(counts[n]), counts[n] / people[n] * PER, low, high, smoothed * PER))
    return sorted(found, key=lambda rate: (-rate.smoothed, rate.place_id))


def _distances(spot: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.float64]:
    half = np.sin((spots - spot) / 2) ** 2
    square = half[:, 0] + np.cos(spot[0]) * np.cos(spots[:, 0]) * half[:, 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(square)))


def _interval(count: float, people: float) -> tuple[float, float]:
    return float(gamma.ppf(0.025, count) / people * PER), float(gamma.ppf(0.975, count + 1) / people * PER)


def _drawn(own: float, people: float, counts: NDArray[np.float64], around: NDArray[np.float64]) -> float:
    """Return the local empirical Bayes estimate of a rate (Marshall 1991), from the communes around and itself."""
    mean = counts.sum() / around.sum()
    between = float((around * (counts / around - mean) ** 2).sum() / around.sum() - mean / around.mean())
    trust = max(0.0, between) / (max(0.0, between) + mean / people)
    return float(mean + trust * (own - mean))
