"""The same measure where nothing was done: at earlier dates, in other places. It should find nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from signals.effects.measure import LEAST_BEFORE, Effect, Talk, measure
from signals.effects.series import HOUR, horizon

MOST = 6
"""Dates, and places, that are tried."""
EARLIEST = 0.4
"""Share of the time before the action that must lie before a placebo date."""
SHORTEST = HOUR
"""Time that must lie between a placebo date and the action: the action itself must not be measured."""


@dataclass(frozen=True, slots=True)
class Placebo:
    """What was found where nothing was done."""

    name: str
    """Code of the place; empty: an earlier date."""
    at: int
    effect: Effect


def dates(talk: Talk) -> Iterator[Placebo]:
    """Yield the effect of nothing at dates before the action, none of which sees what came after; the latest first."""
    start = talk.start
    age = talk.at - start
    first = start + int(EARLIEST * age)
    last = talk.at - max(SHORTEST, min(horizon(age), age // 8))
    if last <= first:
        return
    step = max(1, (last - first) // (MOST - 1))
    for number in range(MOST):
        at = last - number * step
        before = sum(start <= one < at for one in talk.moments)
        if at < first or before < LEAST_BEFORE:
            return
        found = measure(replace(talk, at=at, until=talk.at), until=min(talk.at, at + horizon(at - start)))
        if found:
            yield Placebo("", at, found)


def places(talk: Talk, elsewhere: Mapping[str, Sequence[int]]) -> Iterator[Placebo]:
    """Yield the effect in places that the action did not reach, by code, those with most messages first.

    A change there is displacement, or something that touches everybody: in both cases it is no effect of the action.
    """
    known = sorted(elsewhere, key=lambda name: (-len(elsewhere[name]), name))
    for name in known[:MOST]:
        found = measure(replace(talk, moments=elsewhere[name], alike={}))
        if found:
            yield Placebo(name, talk.at, found)
