"""The account of an action: its effect and how far to believe it, where talk went, what was asked, what was used."""

from collections.abc import Sequence
from dataclasses import dataclass

from signals.effects.caution import BLOCKING, MOSTLY, cautions
from signals.effects.facts import Facts
from signals.effects.lack import Lack, lack
from signals.effects.measure import Effect, Talk, measure
from signals.effects.onset import Onset, onset
from signals.effects.placebo import Placebo, dates, places
from signals.effects.recourse import Recourse, recourse
from signals.effects.series import DAY
from signals.effects.understood import Understood, understood

SLIGHT = 1 / 3
"""An interval within so much of zero says that there is no effect to speak of."""
MOST_PLATFORMS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of what an action changed."""

    verdict: str
    """less or more: the interval leaves zero out; none: it lies close around zero; unclear: it holds zero and much
    else; caution: something else may be the cause, see `cautions`; early: too little time has passed to tell; unknown:
    nothing can be measured."""
    effect: Effect | None
    cautions: tuple[str, ...]
    onset: Onset | None
    dates: tuple[Placebo, ...]
    """What the same measure finds at dates on which nothing was done."""
    places: tuple[Placebo, ...]
    """The same, where the action did not reach; a change there is displacement or a common cause."""
    platforms: tuple[Placebo, ...]
    """The effect on each platform."""
    without: tuple[str, ...]
    """Platforms that were left out: they were not heard for most of the time."""
    understood: Understood
    recourse: tuple[Recourse, ...]
    lack: Lack | None = None
    """What is missing, where the verdict is early or unknown."""


def account(facts: Facts, *, since: int | None = None, until: int | None = None) -> Account:
    """Return the account of an action; `since` and `until` bound the time measured, as in `measure`."""
    talk, without = facts.spread(), tuple[str, ...]()
    effect = measure(talk, since=since, until=until)
    if effect is None or effect.unknown > MOSTLY:
        without = tuple(sorted(_deaf(facts)))
        if without and set(without) < set(facts.platforms()):
            talk = facts.spread(without=without)
            effect = measure(talk, since=since, until=until) or effect
    earlier = tuple(dates(talk))
    found = cautions(talk, effect, facts.around, earlier) if effect else ()
    missing = lack(talk, has_topic=facts.has_topic) if is_open(effect, found) else None
    return Account(
        verdict="early" if missing and missing.ready_at else verdict_of(effect, found),
        effect=effect,
        cautions=found,
        onset=onset(effect) if effect else None,
        dates=earlier,
        places=tuple(places(talk, facts.elsewhere())),
        platforms=tuple(_platforms(facts, talk)),
        without=without,
        understood=understood(facts.talk, at=facts.at, until=min(facts.until, facts.at + DAY)),
        recourse=tuple(recourse(facts.use, facts.at)),
        lack=missing if missing and (missing.ready_at or effect is None) else None,
    )


def _deaf(facts: Facts) -> set[str]:
    """Return the platforms that were not heard after the action."""
    return {name for name, start, end in facts.outages if start < facts.until and end > facts.at}


def _platforms(facts: Facts, talk: Talk) -> Sequence[Placebo]:
    found = []
    for name in facts.platforms()[:MOST_PLATFORMS]:
        effect = measure(facts.spread(only=name))
        if effect:
            found.append(Placebo(name, talk.at, effect))
    return found


def is_open(effect: Effect | None, found: Sequence[str]) -> bool:
    """Tell whether nothing can be said yet, for no other reason than that too little is known."""
    return effect is None or BLOCKING.intersection(found) == {"few"} or verdict_of(effect, found) == "unclear"


def verdict_of(effect: Effect | None, found: Sequence[str]) -> str:
    """Return the word for an effect, see `Account.verdict`."""
    if effect is None:
        return "unknown"
    if BLOCKING.intersection(found):
        return "caution"
    if effect.is_clear:
        return "less" if effect.high < 0 else "more"
    return "none" if effect.low >= -SLIGHT and effect.high <= SLIGHT else "unclear"
