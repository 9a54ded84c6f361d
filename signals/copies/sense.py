"""What a text commits itself to beyond its topic: what it negates, its numbers, names, places, days and outcomes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from signals.copies.outcomes import outcomes, values
from signals.encoders import normalise
from signals.text import negation
from signals.text.entities import without_links
from signals.text.fold import fold
from signals.text.near import FRAME, carried, plain, stem
from signals.text.negation import Stand
from signals.text.numbers import Number, find

_MASKED = re.compile(r"@\w[\w.@-]*|&\w+;|[#*_]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_INSIDE = frozenset(",'’&%€)]/")
"""Signs after which a sentence goes on."""
_LETTER_AND_NUMBER = re.compile(r"\b[a-z]{1,3}\d+\b")
_CAPITALS = """
i sms tv qr ter faux intox rumeur info non oui lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october november
december french english
"""
_NOT_NAMES = FRAME | frozenset(_CAPITALS.split())
"""Words written with a capital that name nothing."""
_FUNCTION = """
pour par sur dans avec plus tous toute toutes son sa ses leur leurs qui dont apres avant cette sont mais ou donc car for
from with on by his her their my your our this that these those or but not no so as its he she they we you who which
what when where here after before about into over via http https
"""
_EMPTY = FRAME | negation.LIGHT | frozenset(_FUNCTION.split())
"""Words that mean nothing by themselves."""
_SHOUTED = 0.6
"""Share of words with a capital from which a text shouts, or is a title, so that its capitals name nothing."""


@dataclass(frozen=True)
class Sense:
    """What must not differ between two messages that say the same; worked out when it is asked for.

    >>> sense("3 blessés à Dijon, la route n'est pas fermée").outcomes
    frozenset({('open', 'plus')})
    """

    shown: str
    """The text as it was written."""
    lang: str
    """ISO 639-1; empty where it is not known."""
    places: frozenset[str]
    """Official codes of the places that it names, as far as the caller knows them."""

    @cached_property
    def text(self) -> str:
        """The text, blanks and Unicode forms aside: what is exactly the same."""
        return normalise(self.shown)

    @cached_property
    def folded(self) -> str:
        """The text without case, accents, links, handles and what passes it on."""
        return plain(self.shown)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Stems of the words that carry the text, in order."""
        return tuple(map(stem, carried(self.folded)))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its distinct stems."""
        return frozenset(self.stems)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words that mean something, each once, in lower case with their accents."""
        return tuple(_content(self.shown))

    @cached_property
    def stand(self) -> Stand:
        """How it stands to what it says."""
        return negation.of_folded(self.folded)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers, in order."""
        return tuple(find(self.folded))

    @cached_property
    def names(self) -> frozenset[str]:
        """Folded words written as names, and letters with numbers such as a road's; none where all have capitals."""
        return frozenset(_names(self.shown)) | frozenset(_LETTER_AND_NUMBER.findall(self.folded))

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All of its folded words: a name need not be written as one."""
        return frozenset(re.findall(r"[a-z]+\d*|\d+", self.folded))

    @cached_property
    def _outcomes(self) -> tuple[frozenset[tuple[str, str]], str]:
        return outcomes(self.folded)

    @property
    def outcomes(self) -> frozenset[tuple[str, str]]:
        """(axis, side) of `words.toml`: what is open or closed, found or missing."""
        return self._outcomes[0]

    @cached_property
    def left(self) -> Stand:
        """Its stand without the outcomes: « n'est pas fermée » is an outcome, no negation that is left."""
        return negation.of_folded(self._outcomes[1])

    @cached_property
    def values(self) -> frozenset[tuple[str, str]]:
        """(category, value): colours, days, months."""
        return frozenset(values(self.folded))

    @cached_property
    def article(self) -> bool:
        """It says « un », « une » or "one", which may be the 1 of another text."""
        return bool(re.search(r"\b(?:une?|one|an?)\b", self.folded))


def sense(text: str, *, lang: str | None = None, places: Iterable[str] = ()) -> Sense:
    """Return what `text` commits itself to."""
    return Sense(text, lang or "", frozenset(places))


def _content(text: str) -> Iterator[str]:
    seen: set[str] = set()
    for match in _WORD.finditer(_MASKED.sub(" ", without_links(text))):
        word = re.split("['’]", match[0])[-1].lower()
        folded = fold(word)
        if len(folded) > 2 and not folded.isdigit() and folded not in seen and folded not in _EMPTY:
            seen.add(folded)
            yield word


def _names(text: str) -> Iterator[str]:
    """Yield the folded words with a capital inside a sentence; those that open one may be any word."""
    shown = _MASKED.sub(" ", without_links(text))
    long = [word for word in _WORD.findall(shown) if len(word) > 3]
    if sum(word[0].isupper() for word in long) > _SHOUTED * len(long):
        return
    for match in _WORD.finditer(shown):
        word = re.split("['’]", match[0])[-1]
        if word[0].isupper() and len(word) > 1 and not _opens(shown, match.start()):
            name = fold(word)
            if name not in _NOT_NAMES:
                yield name


def _opens(text: str, at: int) -> bool:
    """Tell whether the word at `at` opens a sentence, a quotation or a line."""
    before = text[max(0, at - 6) : at]
    shown = before.rstrip(" ")
    if not shown:
        return at <= 6
    if shown[-1] in "-–—":
        return shown != before
    return not (shown[-1].isalnum() or shown[-1] in _INSIDE)
