"""Computations that several indicators share: each returns what an indicator computes from facts."""

from collections.abc import Callable

import polars as pl

from signals.facts import Facts
from signals.indicators import Part, Value, top_parts
from signals.intervals import weighted_quantile, wilson

OFFICIAL = ("experience", "review", "report")
"""Kinds of messages that have official scores of their own: talk stands beside them, never merged."""

Compute = Callable[[Facts], Value | None]


def published_share(metric: str) -> Compute:
    """Return what gives a share that services publish under `metric`: over those that publish it with its n."""

    def compute(facts: Facts) -> Value | None:
        rates = facts.metric(metric).drop_nulls("n").filter(pl.col("value").is_between(0, 1))
        n = int(rates["n"].sum())
        if not n:
            return None
        good = round(float((rates["value"] * rates["n"]).sum()))
        return Value(good / n, n, wilson(good, n))

    return compute


def share_of_talk(intent: str) -> Compute:
    """Return what gives the share of an intent among the messages of networks and press whose intent is known."""

    def compute(facts: Facts) -> Value | None:
        heard = facts.table("messages").filter(~pl.col("kind").is_in(OFFICIAL), ~pl.col("is_own")).drop_nulls("intent")
        n = int(heard["n"].sum())
        if not n:
            return None
        found = heard.filter(pl.col("intent") == intent)
        number = int(found["n"].sum())
        return Value(number / n, n, wilson(number, n), top_parts(found, "service"))

    return compute


def days_to_answer(share: float) -> Compute:
    """Return what gives the days within which a `share` of the messages answered had a first answer, by platform."""

    def compute(facts: Facts) -> Value | None:
        waits = facts.table("answers").drop_nulls("days").sort("days")
        if waits.is_empty():
            return None
        value, interval = weighted_quantile(waits["days"].to_list(), waits["n"].to_list(), share)
        parts = [
            Part(
                str(platform),
                weighted_quantile(own["days"].to_list(), own["n"].to_list(), share)[0],
                int(own["n"].sum()),
            )
            for (platform,), own in waits.group_by("platform", maintain_order=True)
        ]
        return Value(value, int(waits["n"].sum()), interval, tuple(sorted(parts, key=lambda part: -part.n)))

    return compute
