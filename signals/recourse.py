"""How much a service was used after a message that names it, against the same weekdays of the weeks before."""

from dataclasses import dataclass

import polars as pl

from signals.services.find import find_services
from signals.services.names import SURE

DAY = 86_400_000
DAYS = 3
"""Days after a message that are looked at, the first one after the day on which it was published."""
WEEKS = 4
"""Weeks before it that tell what was expected."""
METRICS = ("visits", "reports", "contacts")
"""What use is read from, the first of these that is counted daily."""


@dataclass(frozen=True, slots=True)
class Recourse:
    """Uses of one service after one message, what was expected, and the variance of their difference."""

    name: str
    observed: float
    expected: float
    variance: float


def after_advice(advice: pl.DataFrame, daily: pl.DataFrame) -> list[Recourse]:
    """Return the recourse of every message (`ADVICE`) that names a service whose days (`DAILY`) are all known.

    Two messages that name one service within three days of each other count once, for the first of them.
    """
    found: list[Recourse] = []
    last: dict[str, int] = {}
    for at, text in advice.sort("at", "id").select("at", "text").iter_rows():
        for service in sorted(name for name, probability in find_services(text) if probability >= SURE):
            if at - last.get(service, at - DAYS * DAY) < DAYS * DAY:
                continue
            one = _recourse(daily.filter(pl.col("service_id") == service), at)
            if one is not None:
                last[service] = at
                found.append(one)
    return found


def _recourse(daily: pl.DataFrame, at: int) -> Recourse | None:
    """Return what the service was used after `at`; None where a day is missing, as nobody knows then."""
    for metric in METRICS:
        rows = daily.filter(pl.col("metric") == metric)
        # days are told by their number before or after the message, whatever hour they begin at
        days = dict(
            rows.with_columns(day=((pl.col("start") - at) / DAY).floor().cast(pl.Int64))
            .group_by("day")
            .agg(pl.col("value").sum())
            .iter_rows()
        )
        after = [days.get(day) for day in range(DAYS)]
        before = [[days.get(day - 7 * week) for day in range(DAYS)] for week in range(1, WEEKS + 1)]
        weeks = [sum(week) for week in before if None not in week]  # type: ignore[arg-type]
        if None in after or len(weeks) < 2 or not sum(weeks):
            continue
        expected = sum(weeks) / len(weeks)
        spread = sum((week - expected) ** 2 for week in weeks) / (len(weeks) - 1)
        # never less than chance alone does to a count
        variance = max(spread, expected) * (1 + 1 / len(weeks))
        return Recourse(str(rows["name"][0]), float(sum(after)), expected, variance)  # type: ignore[arg-type]
    return None
