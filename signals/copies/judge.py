"""Judges whether two messages say the same: same text, copy, rewording, translation, or neither."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from signals.copies.guard import copies_differ, differs
from signals.copies.lexical import overlap, resemble
from signals.copies.meaning import WEIGHT, Closeness
from signals.copies.sense import Sense

Kind = Literal["exact", "copy", "rewording", "translation"]
KINDS: tuple[Kind, ...] = ("exact", "copy", "rewording", "translation")
"""From the nearest to the farthest."""

SHARE = 0.7
"""Share of their distinct words (Jaccard) from which two texts are copies, unless something speaks against it."""
ADDED = 0.55
"""The same where one only adds to the other."""
SLOTS = 0.5
"""Share of words, in the same order, from which other words in between are another statement: a grey for a red car."""
LONG = 20
"""One exchanged word in so many is forgiven."""
REWORDING, TRANSLATION = 0.985, 1.0
"""What the cosine and `WEIGHT` times the match of the words must reach, in one language and between two.

Chosen on the part `tune` of `tests/data/duplicates` for a precision of 0.95, with the light encoder; raised for one
language until real messages about one crisis, far more alike than any two at random, were told apart most of the time.
"""
READ = frozenset({"fr", "en"})
"""Languages whose negations and numbers we read: in no other do we call two texts with other words the same."""
BRIEF = 4
"""Up to so many distinct words, only the same words are copies, and other words never say the same."""


@dataclass(frozen=True, slots=True)
class Match:
    """That two messages say the same."""

    kind: Kind
    score: float
    """1 for the same text, the share of words for a copy, else the cosine."""


def judge(one: Sense, other: Sense, closeness: Callable[[], Closeness | None] = lambda: None) -> Match | None:
    """Return how two messages say the same, or None; the order of the two does not matter.

    `closeness` is asked only where words do not decide; without it, or in languages other than French and English, only
    the same words are found. A denial, a question, another number, place, day, name or outcome is never the same,
    however close.

    >>> from signals.copies.sense import sense
    >>> rumour = sense("Le barrage du Val-Fournier a cédé", lang="fr")
    >>> judge(rumour, sense("RT LE BARRAGE DU VAL-FOURNIER A CÉDÉ !!!", lang="fr"))
    Match(kind='copy', score=1.0)
    >>> judge(rumour, sense("The Val-Fournier dam has not broken", lang="en"), lambda: Closeness(1, 1, 1))
    """
    if one.text == other.text:
        return Match("exact", 1.0)
    decided = _by_words(one, other)
    if decided is not None:
        return decided or None
    return _by_meaning(closeness(), same_language=one.lang == other.lang)


def is_open(one: Sense, other: Sense) -> bool:
    """Tell whether words leave open if two messages say the same, so that `judge` asks for their closeness."""
    return one.text != other.text and _by_words(one, other) is None


def _by_words(one: Sense, other: Sense) -> Match | Literal[False] | None:
    """Return the copy; False where something speaks against the same; None: words cannot tell."""
    alike = resemble(one.words, other.words)
    if alike:
        if differs(one, other):
            return False
        # Languages are guessed: the same words are a copy even where two guesses differ.
        same_words = _same_words(one, other)
        if same_words is not None:
            return same_words
    if not {one.lang, other.lang} <= READ or min(len(one.words), len(other.words)) <= BRIEF:
        return False
    # A name survives rewording and translation: one that is left out belongs to another statement more often than not.
    if not (one.names <= other.tokens and other.names <= one.tokens):
        return False
    return False if not alike and differs(one, other) else None


def _same_words(one: Sense, other: Sense) -> Match | Literal[False] | None:
    """Return the copy; False where the words are too alike to be anything but another statement; None: cannot tell."""
    shared = overlap(one, other)
    if shared.size <= BRIEF:
        return Match("copy", 1.0) if one.stems == other.stems and not copies_differ(one, other) else None
    swapped = shared.ordered < 0.5
    if shared.share >= SHARE and swapped and not shared.exchanged:
        return False
    if shared.exchanged > shared.size // LONG:
        return False if shared.share >= SLOTS and shared.ordered >= 0.9 else None
    if shared.share < (SHARE if shared.exchanged else ADDED) or swapped:
        return None
    return False if copies_differ(one, other) else Match("copy", round(shared.share, 4))


def _by_meaning(near: Closeness | None, *, same_language: bool) -> Match | None:
    if near is None:
        return None
    cosine = round(min(1.0, near.cosine), 4)
    if same_language:
        return Match("rewording", cosine) if near.cosine + WEIGHT * near.worst >= REWORDING else None
    return Match("translation", cosine) if near.cosine + WEIGHT * near.average >= TRANSLATION else None
