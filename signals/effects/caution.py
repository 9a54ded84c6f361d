"""Why an effect may not be what it seems."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signals.effects.measure import Effect, Talk, measure
from signals.effects.placebo import Placebo

BLOCKING = frozenset({"few", "outage", "hazard", "action", "second_wave", "placebo"})
"""Cautions with which no conclusion is drawn."""
FEW = 30
"""Messages expected and observed together under which nothing is concluded."""
MOSTLY = 0.5
"""Share of the time that may be unknown."""
PARTS = (8, 4, 2)
"""The time after the action is looked at again from an eighth, a fourth and a half of it on."""
SURGE = 1.15
"""A wave of its own passes the upper bound of what the talk after the action lets expect, times this."""
WRONG = 1 / 3
"""Share of placebos that may find an effect before none is believed."""


@dataclass(frozen=True, slots=True)
class Around:
    """What else happened, each from, to, in milliseconds since 1970."""

    hazards: Sequence[tuple[int, int]] = ()
    """Hazards and events where the action reaches."""
    actions: Sequence[int] = ()
    """Other actions about the same topic."""


def cautions(talk: Talk, effect: Effect, around: Around, placebos: Sequence[Placebo]) -> tuple[str, ...]:
    """Return why the effect may not be what it seems, the gravest first: keys of `BLOCKING`, or `gap`, `wide`.

    few: too few messages; outage: most of the time was not heard; hazard: one began or ended meanwhile; action: another
    one about the same at the same time; second_wave: talk took off anew after the action; placebo: the measure finds
    effects where there are none; gap: a part of the time was not heard; wide: the interval is too wide to be of use.
    """
    found = {
        "outage": effect.unknown > MOSTLY,
        "hazard": any(_meanwhile(moment, effect) for span in around.hazards for moment in span),
        "action": any(_meanwhile(moment, effect) for moment in around.actions),
        "second_wave": _is_second_wave(talk, effect),
        "few": effect.observed + effect.expected < FEW,
        "placebo": _is_wrong(placebos),
        "gap": 0 < effect.unknown <= MOSTLY,
        "wide": effect.high - effect.low > 1,
    }
    return tuple(name for name, holds in found.items() if holds)


def _meanwhile(moment: int, effect: Effect) -> bool:
    """Tell whether a moment lies in the time measured, or shortly before it."""
    length = effect.until - effect.since
    return effect.since - length // 4 <= moment < effect.until


def _is_wrong(placebos: Sequence[Placebo]) -> bool:
    clear = sum(one.effect.is_clear for one in placebos)
    return clear >= 2 and clear > WRONG * len(placebos)


def _is_second_wave(talk: Talk, effect: Effect) -> bool:
    """Tell whether talk took off anew after the action: more than what came first after it lets expect."""
    for part in PARTS:
        later = effect.since + (effect.until - effect.since) // part
        again = measure(replace(talk, at=later, alike={}), until=effect.until)
        if again and again.low > 0 and again.observed > SURGE * again.expected_high:
            return True
    return False
