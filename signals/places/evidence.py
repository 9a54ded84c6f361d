"""How likely a commune's name means the commune: what introduces it, how it is written, who lives there."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from signals.places import words
from signals.places.context import Setting
from signals.places.names import Candidate

BASE = -1.0
KNOWN_FROM = 20_000
"""Inhabitants from which a town is known abroad."""
SLOPE = 1.6
"""Calibration of the sum of weights. Maximum likelihood on the cases and real messages that the weights were set on
gives 2.0; less is taken, since weights fit best where they were set. `python -m benchmarks places` measures what
is left (`held_out.calibration_error`)."""


_ARTICLES = frozenset(
    {"le", "l", "la", "du", "un", "une", "ce", "cet", "cette", "mon", "ma", "ton", "ta", "son", "sa", "notre", "votre"}
)


@dataclass(frozen=True, slots=True)
class Weight:
    """One piece of evidence: what it is, and its log-odds."""

    reason: str
    value: float


def likelihood(name: Candidate, setting: Setting, population: int, nearby: float = 0.0) -> tuple[float, str]:
    """Return the probability that a commune's name means the commune, and the main reason.

    `nearby` is the weight of other places of the message in the same département. A sum of hand-set weights through
    the logistic function.
    """
    introduced = _introduction(name, setting)
    total = BASE + introduced.value + _size(population) + nearby
    total += _shape(name, setting, is_placed=introduced.value >= 2)
    total += sum(check(name, setting, population, introduced.value) for check in _DOUBTS)
    reason = introduced.reason if introduced.value or not nearby else "near"
    return probability(total), reason


def probability(total: float) -> float:
    """Return the probability of a sum of weights.

    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-(SLOPE * total)))


def _size(population: int) -> float:
    return min(2.0, max(-1.0, 0.9 * (math.log10(population + 10) - 3.5)))


def _introduction(name: Candidate, setting: Setting) -> Weight:
    """Return the weight of what introduces the name, and what it is."""
    first, before = setting.tokens[name.first], setting.key(name.first - 1)
    if name.lead in {"au", "aux"}:
        return Weight("preposition", 2.5)
    if first.begins:
        return Weight("label", 2.2) if is_label(name, setting) else Weight("name", 0.0)
    if _is_ruled(name, setting):
        return Weight("noun", 2.5)
    if before in words.STRONG:
        # « a » may be the verb
        is_verb = setting.tokens[name.first - 1].word in {"a", "A"} and first.is_capital is False
        return Weight("preposition", 1.5 if is_verb else 2.5)
    if setting.is_english and before in words.ENGLISH_STRONG:
        return Weight("preposition", 2.0)
    if before in words.MEDIUM or name.lead in {"du", "des"}:
        return Weight("preposition", 1.0)
    return Weight("name", 0.0)


def _is_ruled(name: Candidate, setting: Setting) -> bool:
    """Return whether the noun of a place or a service rules the name, directly or through « de »."""
    at = setting.noun_index(name.first)
    if at is None:
        return False
    noun = setting.key(at)
    if noun == "pour":
        return setting.key(at - 1) in words.TRANSPORTS
    return noun in words.STRONG_NOUNS and (noun != "est" or setting.key(at - 1) == "l")


def is_label(name: Candidate, setting: Setting) -> bool:
    """Return whether the name heads the message: « Nice : », « Nice - »."""
    gap = setting.gap(name.last)
    if name.last >= len(setting.tokens):
        return False
    return gap.lstrip().startswith(":") or (gap != gap.strip() and gap.strip() in {"-", "–", "—", "|", "/", ">", "→"})


def _shape(name: Candidate, setting: Setting, *, is_placed: bool) -> float:
    """Return what the writing of the name says: capitals, number of words, hashtag."""
    count = name.name.count(" ") + 1
    head = setting.tokens[name.last - count]
    several = 2.0 if count > 1 else 0.0
    if head.is_tag:
        return several + (1.6 if head.is_capital else 0.8)
    if not setting.has_case:
        return 0.6 * several - (0.8 if setting.is_english else 0.3)
    if not head.is_capital:
        return 0.6 * several - (1.0 if _is_distinctive(name) else 2.5)
    if head.begins or (name.lead and setting.tokens[name.first].begins):
        return several + 0.7
    return several + (2.5 if is_placed else 1.5)


def _is_distinctive(name: Candidate) -> bool:
    """Return whether a name is nothing but the name of a place."""
    return " " in name.name or not (
        len(name.name) < 5 or name.name in words.COMMON or name.name in words.RARE or name.name in words.FIRST_NAMES
    )


def _word_doubt(name: Candidate, _: Setting, population: int, introduced: float) -> float:
    if name.lead in {"le", "la", "les"} and any(naming.kind == "usual" for naming in name.namings):
        return -0.8
    if name.name in words.COMMON or name.name in words.FIRST_NAMES:
        return -2.2 if population > 20_000 else -2.6 if population > 2_000 else -3.8
    if name.name in words.RARE:
        return -0.5 if introduced >= 2 or population > 15_000 else -1.2
    return 0.0


def _article_doubt(name: Candidate, setting: Setting, *_: float) -> float:
    """Return the doubt about a name after an article that it has not: « le paris », « un Tours »."""
    if setting.tokens[name.first].begins:
        return 0.0
    return -2.0 if setting.key(name.first - 1) in _ARTICLES and name.first > 0 else 0.0


def _foreign_doubt(name: Candidate, setting: Setting, population: int, introduced: float) -> float:
    doubt = -2.0 if name.name in words.ABROAD else 0.0
    if population < KNOWN_FROM:
        doubt -= 2.0 * (setting.is_english and introduced < 2) + 1.5 * bool(setting.keys & words.LANDS)
    return doubt


def _acronym_doubt(name: Candidate, setting: Setting, *_: float) -> float:
    word = setting.tokens[name.last - 1].word
    is_short = name.last - name.first == 1 and 1 < len(word) <= 4
    return -2.0 if is_short and word.isupper() and setting.has_case else 0.0


def _bare_doubt(name: Candidate, setting: Setting, population: int, introduced: float) -> float:
    """Return what speaks for or against a name that nothing introduces: it may be anything."""
    if introduced or " " in name.name:
        return 0.0
    begins = setting.tokens[name.first].begins
    told = 1.5 if begins and setting.key(name.last) in words.OF_TOWNS else 0.0
    if begins and _is_distinctive(name):
        return told + 0.6
    return told - (1.2 if population < 5_000 else 0.0)


_DOUBTS: tuple[Callable[[Candidate, Setting, int, float], float], ...] = (
    _word_doubt,
    _article_doubt,
    _foreign_doubt,
    _acronym_doubt,
    _bare_doubt,
)
