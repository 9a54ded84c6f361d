"""Watches in which nothing happens: how many alerts come of a budget, looked at again and again."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.runner import Metrics
from graph.model import Alert
from signals.base import MESSAGES, OUTAGES, Watch
from signals.budget import Budget
from signals.detectors.burst import Burst
from signals.triage import triage

START = datetime(2026, 9, 1, tzinfo=UTC)
PAST_DAYS, WATCHES = 28, 4
STEP = timedelta(minutes=10)
TOPICS = 40
PLACES = ("D21", "D38", "D59", "D75", None, None, None, None)
RATE = 1.5
"""Messages of a topic an hour, on average: topics differ, and the night is quieter."""
ALERTS = 6.0
"""A watch, all detectors together: generous, so that a few watches tell."""


def figures(seed: int) -> Metrics:
    """Return alerts a watch that the burst detector was promised and brought, and signals that came of one look."""
    rng, budget, detector = np.random.default_rng(seed), Budget(alerts=ALERTS), Burst()
    messages = _talk(rng)
    first = START + timedelta(days=PAST_DAYS)
    alerts: dict[str, Alert] = {}
    looks = round(WATCHES * budget.hours * 3600 / STEP.total_seconds())
    for look in range(1, looks + 1):
        now = first + look * STEP
        seen = messages.filter(pl.col("published_at") < now)
        heard = list(detector.detect(Watch(seen, OUTAGES.to_frame(), START, now, budget=budget)))
        open_ = [alert for alert in alerts.values() if now - alert.last_at < timedelta(days=2)]
        alerts |= {alert.id: alert for alert in triage(heard, open_, topics={}, places={}, as_of=now)}
    promised, achieved = ALERTS * detector.share, len(alerts) / WATCHES
    return {
        "budget.promised_a_watch": promised,
        "budget.achieved_a_watch": achieved,
        "budget.achieved_over_promised": achieved / promised,
    }


def _talk(rng: np.random.Generator) -> pl.DataFrame:
    """Return messages of topics whose rates differ, by as many authors, with days and nights and moods."""
    hours = 24 * PAST_DAYS + 12 * WATCHES
    day = 1 + 0.7 * np.sin(2 * np.pi * np.arange(hours) / 24)
    mean = rng.gamma(1, RATE, (TOPICS, 1)) * day
    counts = rng.negative_binomial(5, 5 / (5 + mean))
    topic, hour = (np.repeat(index, counts[np.nonzero(counts)]) for index in np.nonzero(counts))
    at = [START + timedelta(hours=float(value)) for value in hour + rng.random(hour.size)]
    place = rng.integers(len(PLACES), size=hour.size)
    names = [f"m{n}" for n in range(hour.size)]
    rows = zip(names, names, ["mastodon"] * len(names), at, [f"t{n}" for n in topic], strict=True)
    placed = [(*row, PLACES[where]) for row, where in zip(rows, place, strict=True)]
    return pl.DataFrame(placed, schema=MESSAGES, orient="row")
