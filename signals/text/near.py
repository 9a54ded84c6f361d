"""Near-duplicates: one key for the copies of a text, another for its denial; and groups of copies."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from networkx.utils import UnionFind

from signals.text.entities import without_links
from signals.text.fold import fold

SHORT = 4
"""Up to so many words, only the same words are copies."""

_FRAME = """
rt via relaie relaye relais lire partage partagez partager rappel vu suivre svp stp merci repost ping cc
important urgent alerte info voila user a au aux de des du d le la les l un une et en ce cet cette ces c est
je j on il elle ami ailleurs
"""
FRAME = frozenset(_FRAME.split())
"""Words that people put around what they pass on, or that hardly carry it (folded)."""

NEGATIONS = re.compile(
    r"\b(?:n(?=')|ne|pas|jamais|aucune?s?|ni|sans|rien|personne|non|no|not|never|nothing|none|without|nobody"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|wo|would|could|should)n't|dont|didnt|isnt|cannot"
    r"|faux|fausses?|fake|false|hoax|intox|infox|rumeurs?|rumou?rs?|dementi\w*|dement(?:ent|ir|i|ie|s|it)?|denie[sd]|den(?:y|ies)"
    r"|desinformation|canular|mensonge\w*|invente\w*)\b"
)
"""Words that turn a statement round or doubt it, in French and English (folded)."""

_PLAIN_NEGATION = frozenset({"n", "ne", "pas"})

_MASKED = re.compile(r"@\w[\w.@-]*|&\w+;|^\s*\+1\b")
_TOKEN = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")
_LENGTHENED = re.compile(r"(.)\1{2,}")


def words(text: str) -> list[str]:
    """Return the folded words that carry a text: no links, handles, emojis, frame of a copy, nor plain negation."""
    return [word for word in _TOKEN.findall(_plain(text)) if word not in FRAME and word not in _PLAIN_NEGATION]


def polarity(text: str) -> str:
    """Return `-` where the text negates, denies or doubts, `?` where it only asks, `+` where it states.

    Words decide, irony does not; « n'a pas cédé » and « a cédé » come out different, and so do a claim and a question.

    >>> [polarity(text) for text in ("Le pont a cédé", "Le pont n'a pas cédé", "Le pont a cédé ?")]
    ['+', '-', '?']
    """
    plain = _plain(text)
    if NEGATIONS.search(plain):
        return "-"
    return "?" if "?" in plain else "+"


def near_key(text: str) -> str | None:
    """Return the key that a text shares with its copies, and never with its denial; None where it has no word.

    Copies that differ by case, accents, punctuation, links, emojis, order, repeated letters or by what frames them
    share a key. Negating words are part of the key beside the words themselves, so that « ne sont pas gris » is no copy
    of « sont gris » (the trap of VIGINUM's D3lta, where the two score as copies). Numbers count: « 3 blessés » is not
    « 30 blessés ».

    >>> near_key("Le barrage a CÉDÉ !!! 😱 https://a.example/1") == near_key("RT : le barrage a cédé")
    True
    """
    carried = words(text) or _TOKEN.findall(_plain(text))
    if not carried:
        return None
    stems = carried if len(carried) <= SHORT else sorted({_stem(word) for word in carried})
    return _hash(f"{' '.join(stems)}|{_guard(text)}").to_bytes(8, "big").hex()


@dataclass(frozen=True, slots=True)
class _Shape:
    stems: frozenset[str]
    guard: str


def copies(texts: Sequence[str], *, share: float = 0.7) -> list[int]:
    """Return for each text the index of the first text that it copies, its own where there is none.

    Copies share at least `share` of their distinct words (Jaccard) and say the same with respect to negation, question
    and numbers; a copy of a copy is a copy. Candidates come from min-wise hashing (Broder, 1997): of the pairs that
    share 0.7, one in two hundred is missed.
    """
    shapes = [_Shape(frozenset(map(_stem, words(text))), _guard(text)) for text in texts]
    groups = UnionFind(range(len(texts)))
    for members in _buckets(texts, shapes).values():
        for here, there in pairwise(members):
            if groups[here] != groups[there] and _alike(shapes[here], shapes[there], share):
                groups.union(here, there)
    first: dict[int, int] = {}
    return [first.setdefault(groups[index], index) for index in range(len(texts))]


def _plain(text: str) -> str:
    return _LENGTHENED.sub(r"\1", fold(_MASKED.sub(" ", without_links(text))))


def _stem(word: str) -> str:
    """Return a word without the ending that copies get wrong first: plural, agreement."""
    return re.sub(r"(?:es|s|e|x)$", "", word) if len(word) > 4 else word


def _guard(text: str) -> str:
    """Return what must be the same in two copies, beside the words: negations, mood, numbers."""
    plain = _plain(text)
    negations = {"pas" if word in _PLAIN_NEGATION else word for word in NEGATIONS.findall(plain)}
    # « je ne sais rien » and « je sais rien » are one negation
    if len(negations) > 1:
        negations.discard("pas")
    return f"{polarity(text)}|{' '.join(sorted(negations))}|{' '.join(sorted(re.findall('[0-9]+', plain)))}"


def _alike(one: _Shape, other: _Shape, share: float) -> bool:
    """Return whether two texts of one bucket, whose guards are the same, share their words."""
    if min(len(one.stems), len(other.stems)) <= SHORT:
        return one.stems == other.stems
    return len(one.stems & other.stems) >= share * len(one.stems | other.stems)


def _buckets(texts: Sequence[str], shapes: Sequence[_Shape]) -> dict[str, list[int]]:
    """Return indices of texts by what they have in common: the near key, or a pair of min-wise hashes."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, (text, shape) in enumerate(zip(texts, shapes, strict=True)):
        key = near_key(text)
        if key is not None:
            found[key].append(index)
        for band in _bands(shape):
            found[band].append(index)
    return found


def _bands(shape: _Shape) -> Iterator[str]:
    if len(shape.stems) <= SHORT:
        return
    hashes = [_hash(stem) for stem in shape.stems]
    for band, (first, second) in enumerate(zip(_MIXERS[::2], _MIXERS[1::2], strict=True)):
        lowest = (min(value * mixer & _MASK for value in hashes) for mixer in (first, second))
        yield f"{band}|{shape.guard}|{'|'.join(map(str, lowest))}"


_MASK = (1 << 64) - 1


@lru_cache(maxsize=100_000)
def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


_MIXERS = tuple(_hash(f"mixer {number}") | 1 for number in range(16))
