"""Needs against offer, compared for real on an invented world, as they would lie in the graph."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import polars as pl

from benchmarks.runner.unmet import World, invent
from flows.needs import records
from graph.model import Need
from signals.needs.compare import compare
from signals.needs.frames import USE, Facts
from signals.services.amend import shipped

CODES = (
    "vote-by-proxy", "file-complaint", "file-complaint-online", "book-appointment", "cyber-help", "report-card-fraud",
    "report-online-scam", "ask-question", "find-unit", "domestic-violence",
)  # fmt: skip
IDLE = ("report-online-scam", "D48")
"""A need and département whose services are hardly used."""


@cache
def needed(at: datetime, *, run_id: str = "needs", weeks: tuple[int, ...] = (1, 4)) -> tuple[Need, ...]:
    """Return the needs of an invented country over some weeks up to `at`."""
    known = shipped()
    found: list[Need] = []
    for number in weeks:
        world = invent(World(needs=len(CODES), demands=500.0 * number), 3, CODES)
        facts = replace(world.facts, use=_used(world.facts), services=dict.fromkeys(CODES, 1))
        found += records(compare(facts), known, {}, weeks=number, at=at, run_id=run_id)
    return tuple(found)


def _used(facts: Facts) -> pl.DataFrame:
    areas = facts.territory.filter(pl.col("kind") == "departement").drop_nulls("population")
    rows = [
        (need, place, people * (1e-5 if (need, place) == IDLE else 1e-3 * (0.4 + number * 37 % 100 / 100)))
        for need in CODES[3:7]
        for number, (place, people) in enumerate(areas.select("place_id", "population").iter_rows())
    ]
    return pl.DataFrame(rows, schema=USE, orient="row")
