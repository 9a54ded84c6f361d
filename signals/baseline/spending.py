"""What is found within a budget of false alerts, area by area."""

from collections.abc import Sequence

import numpy as np

from signals.baseline.predictive import Discoveries, discoveries
from signals.baseline.tally import Bools, Floats
from signals.budget import Budget


def found_within(
    budget: Budget,
    places: Sequence[str],
    counts: tuple[Floats, Floats, Floats],
    *,
    share: float,
    hours: float,
    level: float,
    least: float,
) -> Discoveries:
    """Return what is found in each area within its budget; `counts` are observed, mean and size by series.

    In a crisis, when much is found, the share of what is false stays under `level` (see `discoveries`).
    """
    areas = np.array([budget.area(place) for place in places], dtype=object)
    p_values, found = np.ones(len(places)), np.zeros(len(places), dtype=np.bool_)
    for area in sorted(set(areas)):
        here = areas == area
        spend = budget.a_look(area, share=share, hours=hours)
        judged = discoveries(*(values[here] for values in counts), level=level, least=least, budget=spend)
        p_values[here], found[here] = judged.p_values, judged.found
    return Discoveries(p_values, found)


def affordable_among(budget: Budget, places: Sequence[str], p_values: Floats, share: float, hours: float) -> Bools:
    """Return which of so many independent p-values are found: each area brings what its budget allows by chance."""
    areas = np.array([budget.area(place) for place in places], dtype=object)
    found = np.zeros(len(places), dtype=np.bool_)
    for area in sorted(set(areas)):
        here = areas == area
        spend = budget.a_look(area, share=share, hours=hours)
        found[here] = p_values[here] * here.sum() <= spend
    return found
