"""What is missing where no effect can be read of an action: for good, or so far."""

from dataclasses import dataclass

from signals.effects.measure import LEAST_BEFORE, LEAST_BINS, NEAREST, Talk
from signals.effects.series import DAY, WIDTHS, horizon, series_of, width_for

SOUGHT = 2 * DAY
"""Milliseconds after an action for which its topic is looked for: a denial may come before the talk is a topic."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why an effect cannot be read."""

    why: str
    """sought: no topic answers it so far, and one is still looked for; time: it was done a moment ago; topic: nobody
    speaks of what it is about, where it reaches; young: the talk began shortly before it; few: too few messages came
    before it; deaf: nothing was heard since."""
    ready_at: int | None = None
    """From when on an effect can be read, at the earliest, in milliseconds since 1970; None: never."""
    width: int = 0
    """Milliseconds of a bin, if known; an effect is read over `measure.NEAREST` of them at least."""


def lack(talk: Talk, *, has_topic: bool = True) -> Lack | None:
    """Return what is missing to read an effect, None where enough is known."""
    if not has_topic and talk.until < talk.at + SOUGHT:
        return Lack("sought", talk.at + NEAREST * WIDTHS[0])
    if not talk.moments:
        return Lack("topic")
    age = talk.at - talk.start
    width = width_for(age)
    bins = -(-age // width)
    if bins < LEAST_BINS:
        return Lack("young")
    past = series_of(
        talk.moments, talk.blind, start=talk.at - bins * width, bins=bins, width=width, day=talk.day
    )  # fmt: skip
    if past.counts[past.heard].sum() < LEAST_BEFORE:
        return Lack("few")
    ready = talk.at + NEAREST * width
    if talk.until < ready:
        return Lack("time", ready, width)
    after = series_of(
        talk.moments, talk.blind, start=talk.at, bins=min(talk.until - talk.at, horizon(age)) // width, width=width,
        day=talk.day,
    )  # fmt: skip
    if not after.heard.any():
        return Lack("deaf")
    return None
