"""Indicators asked of a million messages over 35,000 communes: any of them, for any département and a month.

Messages of ninety days are loaded offline, where people live, with what enrichment would have added; services count by
day and département. Each indicator is then read alone, as a page does that shows it, in départements drawn by their
number of inhabitants, the most populous always among them.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np

from benchmarks.runner import Options, Result
from benchmarks.runner.million import DAYS, NOW, million
from flows.needs import COMPARING, compare_needs
from flows.reader import reader
from flows.watching import watch_at
from graph.store import Store
from graph.territory import places
from signals.facts import TABLES, Scope, parameters, query_of, read
from signals.indicators import by_id
from signals.readings import reading

MESSAGES = 1_000_000
MONTH = 30
DEPARTEMENTS, ROUNDS = 6, 2
"""Départements asked about, and how often each; the first round warms the caches and is not counted."""


def run(options: Options) -> Result:
    """Return milliseconds of single indicators (median, 95th percentile, worst), by table, and of whole pages."""
    messages = options.messages or MESSAGES
    with million("query", options, messages) as (driver, _):
        metrics = _measured(Store(driver)) | _needs(Store(driver))
    return Result(metrics, messages, {"messages": messages, "days": DAYS, "month": MONTH, "departements": DEPARTEMENTS})


def _measured(store: Store) -> dict[str, Any]:
    since = NOW - timedelta(days=MONTH)
    chosen = _chosen()
    alone: list[float] = []
    by_table: dict[str, list[float]] = defaultdict(list)
    page: list[float] = []
    worst = ("", 0.0)
    for turn in range(ROUNDS):
        for place in chosen:
            scope = Scope(since, NOW, place)
            for table in TABLES:
                took = _took(lambda scope=scope, table=table: store.rows(query_of(table, scope), **parameters(scope)))  # type: ignore[misc]
                by_table[table] += [took] * bool(turn)
            for name, indicator in by_id().items():
                took = _took(lambda name=name, one=indicator, scope=scope: reading(name, one, read(store.rows, scope)))  # type: ignore[misc]
                if turn:
                    alone.append(took)
                    worst = max(worst, (f"{name} {place}", took), key=lambda one: one[1])
            took = _took(lambda scope=scope: _page(store, scope))  # type: ignore[misc]
            page += [took] * bool(turn)
    country = [_took(lambda: _page(store, Scope(since, NOW))) for _ in range(ROUNDS)]
    return {
        "p50_ms": float(np.percentile(alone, 50)),
        "p95_ms": float(np.percentile(alone, 95)),
        "max_ms": max(alone),
        "worst": {worst[0]: worst[1]},
        "page.departement.p95_ms": float(np.percentile(page, 95)),
        "page.country.ms": min(country),
        **{f"table.{name}.p95_ms": float(np.percentile(taken, 95)) for name, taken in by_table.items()},
    }


def _needs(store: Store) -> dict[str, float]:
    """Return how long the needs of all places take: to compare them, and to ask for their table as the page does."""
    began = time.perf_counter()
    watch = watch_at(store, NOW)
    watched = time.perf_counter()
    cells = compare_needs(store, reader(), watch)
    compared = time.perf_counter()
    table = min(_took(lambda: store.rows("besoins_cells", days=28, kinds=["departement"])) for _ in range(ROUNDS))
    asked = store.rows("last_run", flow=COMPARING)[0]["counts"]
    return {
        "needs.messages": float(json.loads(asked)["messages"]),
        "needs.cells": float(cells),
        "needs.heard_seconds": watched - began,
        "needs.compared_seconds": compared - watched,
        "needs.table_ms": table,
    }


def _page(store: Store, scope: Scope) -> None:
    """Compute every indicator from facts read once, as the page does."""
    facts = read(store.rows, scope)
    for name, indicator in by_id().items():
        reading(name, indicator, facts)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - began)


def _chosen() -> list[str]:
    """Return the most populous département and others drawn by their inhabitants, in the order of their codes."""
    found = {place.id: place.population or 0 for place in places() if place.kind == "departement"}
    largest = max(found, key=lambda code: (found[code], code))
    drawn = Random(4).choices(sorted(found), [found[code] for code in sorted(found)], k=4 * DEPARTEMENTS)
    return sorted([largest, *list(dict.fromkeys(code for code in drawn if code != largest))[: DEPARTEMENTS - 1]])
