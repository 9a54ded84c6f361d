"""Messages as tokens: folded words with their position, their capital and what stands before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from signals.text.fold import fold

_RUN = re.compile(
    r"(?P<skip>https?://\S+|www\.\S+|[\w.+-]*@[\w.-]+|\b[\w-]+\.(?:fr|com|org|net|eu|gouv)\b\S*)"
    r"|(?P<tag>[#＃]\w+)|\bs/s\b|\bs/(?=[ -]?[^\W\d_])|[^\W\d_]+|\d+",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"[^\W\d_a-zà-öø-ÿœ]?[a-zà-öø-ÿœ]+|[^\W\d_a-zà-öø-ÿœ]+(?![a-zà-öø-ÿœ])|\d+|[^\W\d_]")
_SHORT = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "ss": "sous",
    "mt": "mont",
    "fg": "faubourg",
}
_SLASHED = {"s/": "sur", "s/s": "sous"}
_STOPS = frozenset('.!?…\n:;«»"“”•|—')
_WITHIN_NAME = frozenset({"", " ", "-", "'", "’", "‑", "–", "\u00a0", "\u202f"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number."""

    key: str
    """Folded; St and Ste written out."""
    start: int
    end: int
    gap: str
    """What stands between the word before and this one."""
    word: str
    """As it is written."""
    is_tag: bool
    """Part of a hashtag."""
    begins: bool
    """Begins a sentence: its capital says nothing."""

    @property
    def is_capital(self) -> bool:
        """Return whether the word is written with a capital."""
        return self.word[0].isupper()


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return _SLASHED.get(word.lower()) or fold(word)


def tokens(text: str) -> list[Token]:
    """Return the words and numbers of `text` in order; addresses and handles left out, hashtags cut at their capitals.

    >>> [token.key for token in tokens("Crue à St-Rémy #CrueDijon21 https://nice.fr @ville_de_lyon")]
    ['crue', 'a', 'saint', 'remy', 'crue', 'dijon', '21']
    """
    found: list[Token] = []
    before = 0
    for start, end, is_tag in _pieces(text):
        word, gap = text[start:end], text[before:start]
        begins = not is_tag and (not found or not _STOPS.isdisjoint(gap))
        found.append(Token(_folded(word), start, end, gap, word, is_tag, begins))
        before = end
    _spell_out(found)
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    for run in _RUN.finditer(text):
        if run["skip"] is not None:
            continue
        if run["tag"] is None:
            yield run.start(), run.end(), False
            continue
        for piece in _CAMEL.finditer(text, run.start() + 1, run.end()):
            yield piece.start(), piece.end(), True


def _spell_out(found: list[Token]) -> None:
    """Write out St, Ste, … where a name follows."""
    for index, (token, following) in enumerate(pairwise(found)):
        if token.key in _SHORT and following.gap in {" ", "-", ". ", ".", ".-"}:
            found[index] = replace(token, key=_SHORT[token.key])
            found[index + 1] = replace(following, gap="-", begins=False)


def joins(token: Token) -> bool:
    """Return whether a token may go on a name that began before it."""
    return token.gap in _WITHIN_NAME
