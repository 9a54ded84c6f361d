"""Whether a name is a place here: what stands around it speaks for or against."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from signals.places import words
from signals.places.names import Candidate
from signals.places.tokens import Token

ENGLISH = frozenset(
    {"the", "is", "of", "and", "my", "you", "i", "this", "that", "was", "with", "for", "have", "to", "in", "at"}
)


@dataclass(frozen=True)
class Setting:
    """A message as the words of its names see it."""

    tokens: Sequence[Token]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the distinct folded words."""
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def has_case(self) -> bool:
        """Return whether capitals mean anything: not where there are none but the first, or hardly anything else."""
        letters = [token for token in self.tokens if token.key[:1].isalpha() and not token.is_tag]
        capitals = sum(token.is_capital for token in letters[1:])
        if len(letters) <= 3:
            return any(token.is_capital for token in letters)
        return 0 < capitals <= 0.7 * (len(letters) - 1)

    @cached_property
    def is_english(self) -> bool:
        """Return whether the message holds more small English words than a French one would."""
        return len(self.keys & ENGLISH) >= 2

    def key(self, index: int) -> str:
        """Return the word at `index`, empty outside of the message."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def gap(self, index: int) -> str:
        """Return what stands before the word at `index`."""
        return self.tokens[index].gap if 0 <= index < len(self.tokens) else "\n"

    def noun_before(self, index: int) -> str:
        """Return the word that rules the one at `index` through « de », « de la », … or directly; empty at a stop."""
        while index > 0 and not self.tokens[index].begins:
            index -= 1
            if self.key(index) not in words.LINKING:
                return self.key(index)
        return ""


def is_elsewhere(name: Candidate, setting: Setting) -> bool:
    """Return whether a name belongs to something else: a longer name, a street, a product, a person, a team, a line."""
    return _is_part(name, setting) or _is_borne(name, setting) or _means_otherwise(name, setting)


def _is_part(name: Candidate, setting: Setting) -> bool:
    following = setting.key(name.last)
    if setting.gap(name.last) in _HYPHENS and following.isalpha() and following not in _SIDES:
        return True
    return setting.tokens[name.first].gap in _HYPHENS and setting.key(name.first - 1).isalpha()


def _is_borne(name: Candidate, setting: Setting) -> bool:
    first, before = setting.tokens[name.first], setting.key(name.first - 1)
    noun = setting.noun_before(name.first)
    if noun in words.STREETS or noun in words.PRODUCTS:
        return True
    if first.is_capital and first.gap in {" ", ". "} and (before in words.TITLES or before in words.FIRST_NAMES):
        return True
    return _is_numbered_line(name, setting)


def _means_otherwise(name: Candidate, setting: Setting) -> bool:
    before = setting.key(name.first - 1)
    if before in words.AGAINST and setting.keys & words.SPORTS:
        return True
    if setting.keys & words.FOREIGN.get(name.name, frozenset()):
        return True
    return before not in {"a", "vers"} and bool(setting.keys & words.ELSEWHERE.get(name.name, frozenset()))


_HYPHENS = frozenset({"-", "‑"})
_SIDES = frozenset({"sud", "nord", "est", "ouest", "centre", "ville"})


def _is_numbered_line(name: Candidate, setting: Setting) -> bool:
    before = [setting.key(name.first - back) for back in (1, 2)]
    return before[0].isdigit() and before[1] in {"ligne", "bus", "tram", "t", "lianes", "metro"}


def likelihood(name: Candidate, setting: Setting, population: int) -> tuple[float, str]:
    """Return the probability that a commune's name means the commune, and the main reason.

    A sum of hand-set weights through the logistic function; `tests/unit/signals/test_places.py` holds the cases.
    """
    weight, reason = _introduction(name, setting)
    total = weight - 1.0 + _size(population) + _shape(name, setting, is_placed=weight >= 2)
    if _is_common(name):
        total -= 2.6 if population > 2_000 else 3.0
    if name.name in words.ABROAD or _is_acronym(name, setting):
        total -= 2.0
    if not weight and " " not in name.name and population < 5_000:
        total -= 1.2
    if setting.gap(name.last).lstrip().startswith(":") and setting.tokens[name.first].begins:
        total += 2.2
    return 1 / (1 + math.exp(-total)), reason


def _is_common(name: Candidate) -> bool:
    return name.name in words.COMMON or name.name in words.FIRST_NAMES


def _is_acronym(name: Candidate, setting: Setting) -> bool:
    word = setting.tokens[name.last - 1].word
    return name.last - name.first == 1 and len(word) <= 4 and word.isupper() and setting.has_case


def _size(population: int) -> float:
    return min(2.0, max(-1.5, 0.9 * (math.log10(population + 10) - 3.5)))


def _shape(name: Candidate, setting: Setting, *, is_placed: bool) -> float:
    """Return what the writing of the name says: capitals, number of words, hashtag."""
    count = name.name.count(" ") + 1
    head = setting.tokens[name.last - count]
    several = 2.0 if count > 1 else 0.0
    if head.is_tag:
        return several + 1.0
    if not setting.has_case:
        return 0.6 * several - (0.8 if setting.is_english else 0.3)
    if not head.is_capital:
        is_known = not _is_common(name) and len(name.name) >= 5
        return 0.6 * several - (1.0 if is_known else 2.5)
    if head.begins:
        return several + 0.7
    return several + (2.5 if is_placed else 1.5)


def _introduction(name: Candidate, setting: Setting) -> tuple[float, str]:
    """Return the weight of what introduces the name, and what it is."""
    first, before = setting.tokens[name.first], setting.key(name.first - 1)
    if name.lead in {"au", "aux"}:
        return 2.5, "preposition"
    if first.begins:
        return 0.0, "name"
    if setting.noun_before(name.first) in words.STRONG_NOUNS:
        return 2.5, "noun"
    if before in words.STRONG:
        # « a » may be the verb
        return (1.5 if setting.tokens[name.first - 1].word in {"a", "A"} else 2.5), "preposition"
    if before in words.MEDIUM or name.lead in {"du", "des"}:
        return 1.0, "preposition"
    return 0.0, "name"
