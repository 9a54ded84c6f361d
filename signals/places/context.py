"""A message as the words of its names see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from signals.places import words
from signals.places.tokens import Token

_STOPS = frozenset(",;()#＃")


@dataclass(frozen=True)
class Setting:
    """The words of a message, and what they say together."""

    tokens: Sequence[Token]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the distinct folded words."""
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def has_case(self) -> bool:
        """Return whether capitals mean anything: not where there are none at all, or hardly anything else."""
        letters = [token for token in self.tokens if token.key[:1].isalpha() and not token.is_tag]
        capitals = sum(token.is_capital for token in letters)
        if len(letters) <= 3:
            return capitals > 0
        return capitals > 0 and sum(token.is_capital for token in letters[1:]) <= 0.7 * (len(letters) - 1)

    @cached_property
    def is_english(self) -> bool:
        """Return whether the message holds more small English words than a French one would."""
        return len(self.keys & words.ENGLISH) >= 2 and not self.keys & _FRENCH

    @cached_property
    def is_sport(self) -> bool:
        """Return whether the message tells of a match: names are teams, but after « à »."""
        surely = len(self.keys & words.SPORTS["surely"])
        return bool(surely or self._is_score) or len(self.keys & words.SPORTS["words"]) >= 2

    @cached_property
    def _is_score(self) -> bool:
        """Return whether two small numbers are joined by a hyphen: « 2-1 »."""
        return any(
            two.gap in {"-", "–"} and one.key.isdigit() and two.key.isdigit() and len(one.key + two.key) <= 4
            for one, two in zip(self.tokens, self.tokens[1:], strict=False)
        )

    def key(self, index: int) -> str:
        """Return the word at `index`, empty outside of the message."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def gap(self, index: int) -> str:
        """Return what stands before the word at `index`."""
        return self.tokens[index].gap if 0 <= index < len(self.tokens) else "\n"

    def noun_before(self, index: int) -> str:
        """Return the word that rules the one at `index` through « de », « de la », … or directly; empty at a stop."""
        return self.key(at) if (at := self.noun_index(index)) is not None else ""

    def noun_index(self, index: int) -> int | None:
        """Return where the word stands that rules the one at `index`; None at a stop or at the beginning."""
        while index > 0 and self._goes_on(index):
            index -= 1
            if self.key(index) not in words.LINKING:
                return index
        return None

    def _goes_on(self, index: int) -> bool:
        """Return whether the word at `index` belongs to the phrase before it: no stop, no piece of a hashtag."""
        token = self.tokens[index]
        return not token.begins and token.gap != "" and _STOPS.isdisjoint(token.gap)

    def follows(self, index: int, *, within: int) -> frozenset[str]:
        """Return the words from `index` on, `within` of them, up to the end of the sentence."""
        found: list[str] = []
        for at in range(index, min(index + within, len(self.tokens))):
            if at > index and self.tokens[at].begins:
                break
            found.append(self.key(at))
        return frozenset(found)


_FRENCH = frozenset(
    {"le", "la", "les", "des", "du", "et", "est", "une", "un", "pas", "dans", "ce", "que", "qui", "je", "pour"}
)
