"""Puts a message behind the first that said the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from signals.copies.guard import differs
from signals.copies.judge import KINDS, Kind, Match, judge
from signals.copies.meaning import Closeness
from signals.copies.sense import Sense


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier message."""

    id: str
    sense: Sense
    first: "Known | None" = None
    """The first message that said the same; None: this one is a first."""
    link: Match | None = None
    """How it says the same as `first`."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first message that said the same as a new one."""

    id: str
    match: Match


def find_first(
    new: Sense, earlier: Iterable[Known], closeness: Callable[[Known], Closeness | None] = lambda _: None
) -> Found | None:
    """Return the first message of the group that the new one belongs to; None where nothing earlier says the same.

    A copy of a copy belongs to the first one's group, but only where it does not contradict the first: « plus d'eau »
    must not join Dijon's to Beaune's. Of several, the nearest in kind, then in score, then in `earlier` wins.
    `closeness` tells how near in meaning an earlier message is, as far as that is known.
    """
    best: Found | None = None
    rank = (len(KINDS), 0.0)
    for known in earlier:
        match = judge(new, known.sense, partial(closeness, known))
        if match is None or (known.first and differs(new, known.first.sense)):
            continue
        if (KINDS.index(match.kind), -match.score) < rank:
            rank = KINDS.index(match.kind), -match.score
            best = _behind(known, match, new, closeness)
    return best


def _behind(known: Known, match: Match, new: Sense, closeness: Callable[[Known], Closeness | None]) -> Found:
    if known.first is None or known.link is None:
        return Found(known.id, match)
    direct = judge(new, known.first.sense, partial(closeness, known.first))
    same_language = new.lang == known.first.sense.lang
    return Found(known.first.id, direct or chained(match, known.link, same_language=same_language))


def chained(match: Match, link: Match, *, same_language: bool) -> Match:
    """Return how a copy of a copy says the same as the first: no nearer than either step."""
    kind: Kind = max(match.kind, link.kind, key=KINDS.index)
    if kind == "translation" and same_language:
        kind = "rewording"
    return Match(kind, min(match.score, link.score))
