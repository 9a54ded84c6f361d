"""Groups that share together, as signals: about a topic and a place, in numbers, no account named."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

import polars as pl
from scipy.stats import poisson

from graph.model import Signal
from signals.baseline.signal import EVIDENCE
from signals.coordination.find import Coordination, Findings, Group
from signals.nearness import COUNTRY
from signals.wording import counted, number

QUIET = timedelta(hours=1)
"""A group that shared nothing together for so long was told before, and says nothing new."""
SHARE = 1 / 3
"""Share of the group's messages that must speak of a topic, or name a place, for the signal to speak of it."""


def signals_of(
    findings: Findings, messages: pl.DataFrame, *, settings: Coordination, as_of: datetime
) -> Iterator[Signal]:
    """Yield a signal for each group that was active lately; `messages` (schema `signals.base.MESSAGES`) says where."""
    for group in findings.groups:
        if group.last_at >= as_of - QUIET:
            about = messages.filter(pl.col("id").is_in(group.messages))
            yield _signal(group, about, settings, as_of)


def _signal(group: Group, about: pl.DataFrame, settings: Coordination, as_of: datetime) -> Signal:
    hour, sent = as_of - timedelta(microseconds=1), len(group.messages)
    expected = sent * group.expected / group.met
    return Signal(
        id=f"{settings.kind}:{group.messages[0]}:{hour:%Y-%m-%dT%H}",
        kind=settings.kind,
        at=as_of,
        score=1 - group.p_value**0.1,
        reason=_reason(group, settings, french=True),
        reason_en=_reason(group, settings, french=False),
        evidence=group.messages[-EVIDENCE:],
        topic_id=_commonest(about, "topic_id", sent),
        place_id=_commonest(about, "place_id", sent) or COUNTRY,
        observed=float(sent),
        expected=expected,
        upper=float(min(poisson.ppf(1 - settings.level, expected), sent - 1)),
        p_value=group.p_value,
        authors=len(group.accounts),
        parameters=json.dumps(asdict(settings), sort_keys=True),
    )


def _commonest(about: pl.DataFrame, column: str, sent: int) -> str | None:
    """Return what most of the messages say, None where less than `SHARE` of them do."""
    named = (
        about.select("id", column)
        .drop_nulls()
        .unique()
        .group_by(column)
        .len()
        .sort("len", column, descending=[True, False])
    )
    return str(named[column][0]) if len(named) and named["len"][0] >= SHARE * sent else None


def _reason(group: Group, settings: Coordination, *, french: bool) -> str:
    accounts, times = len(group.accounts), group.occasions
    met, chance = number(group.met, french=french), number(group.expected, french=french)
    seconds = f"{settings.delay_seconds:g}"
    if french:
        things = counted(group.things, "contenu identique", "contenus identiques")
        return (
            f"{accounts} comptes partagent {things} à moins de {seconds} secondes d'écart, à {times} reprises : "
            f"deux d'entre eux se croisent {met} fois, le hasard en explique {chance}."
        )
    things = counted(group.things, "identical thing")
    return (
        f"{accounts} accounts share {things} within {seconds} seconds of each other, {times} times: "
        f"two of them meet {met} times, chance explains {chance}."
    )
