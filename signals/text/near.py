"""The words that carry a text, and one key for its copies, another for its denial."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from signals.text import negation
from signals.text.entities import without_links
from signals.text.fold import fold
from signals.text.numbers import find

_FRAME = """
rt via relaie relaye relayez relais lire partage partagez partager rappel vu suivre svp stp merci repost ping cc pls
please important urgent alerte info infos voila user a au aux de des du d le la les l un une et en ce cet cette ces
c est h je j on il elle ami amie ailleurs tourner fyi omg breaking warning attention the an and of to in is are was were
"""
FRAME = frozenset(_FRAME.split())
"""Words that people put around what they pass on, or that hardly carry it (folded)."""

_SHORT = {
    "tt": "tous", "ts": "tous", "tte": "toute", "ttes": "toutes", "ds": "dans", "bcp": "beaucoup", "qqn": "quelqu'un",
    "tjrs": "toujours", "tjs": "toujours", "pk": "pourquoi", "pq": "pourquoi", "rdv": "rendez vous",
    "gend": "gendarmerie", "gvt": "gouvernement", "vs": "vous", "ns": "nous", "pcq": "parce que",
    "auj": "aujourd'hui", "w": "with", "ppl": "people",
}  # fmt: skip
"""What people write for short -> in full."""

_PHRASES = re.compile(
    r"\b(?:il parait que?|on (?:me|nous) dit que?|(?:une?|mon|ma) ami(?:e?s?)(?: \w+)?(?= *:)"
    r"|(?:une?|mon|ma|des?|le|la|les) \w+ (?:\w+ )?(?:me|m'a|m'ont|nous a|nous ont|vient de me)"
    r" (?:dit|dire|confirme|raconte) que?"
    r"|j'apprends que?|a ce qu'il parait|apparemment|a confirmer|faites tourner|(?:merci de |a )?faire tourner"
    r"|source sure|vu ailleurs|je tiens ca d'un \w+|(?:pls|please) (?:share|rt)|spread the word|apparently"
    r"|i(?: a|')m told that|passez le mot)\b"
)
"""Turns by which people pass on what they heard (folded)."""

_MASKED = re.compile(r"@\w[\w.@-]*|&\w+;|^\s*\+1\b")
_TOKEN = re.compile(r"[a-z]+\d+(?!\d)|[a-z]+|\d+(?:[.:]\d+)?|[^\W\d_a-z]+")
_LENGTHENED = re.compile(r"([^\d.])\1{2,}")
_PLAIN_NEGATION = frozenset({"n", "ne", "pas"})
_ENDING = re.compile(r"(?:es|s|e|x)$")


def plain(text: str) -> str:
    """Return `text` folded, without links, handles, lengthened letters and phrases that pass it on."""
    return _PHRASES.sub(" ", _LENGTHENED.sub(r"\1", fold(_MASKED.sub(" ", without_links(text)))))


def words(text: str) -> list[str]:
    """Return the folded words that carry a text, in order, numbers in figures.

    No links, handles, emojis, frame of a copy, nor plain negation.

    >>> words("RT @ana : Les 2 ponts n'ont pas CÉDÉ !!! 😱")
    ['2', 'ponts', 'ont', 'cede']
    """
    return carried(plain(text))


def carried(folded: str) -> list[str]:
    """Return the words that carry a text which is `plain` already."""
    found = (part for word in _TOKEN.findall(_in_figures(folded)) for part in _SHORT.get(word, word).split())
    return [word for word in found if word not in FRAME and word not in _PLAIN_NEGATION]


def polarity(text: str) -> str:
    """Return `-` where the text negates, denies or doubts, `?` where it only asks, `+` where it states.

    Words decide, irony does not; « n'a pas cédé » and « a cédé » come out different, and so do a claim and a question.

    >>> [polarity(text) for text in ("Le pont a cédé", "Le pont n'a pas cédé", "Le pont a cédé ?")]
    ['+', '-', '?']
    """
    return negation.of_folded(plain(text)).polarity


def near_key(text: str) -> str | None:
    """Return the key that a text shares with its copies, and never with its denial; None where it has no word.

    Copies that differ by case, accents, punctuation, links, emojis, repeated letters, number words or by what frames
    them share a key. What a text negates, asks or doubts is part of the key beside the words themselves, so that « ne
    sont pas gris » is no copy of « sont gris » (the trap of VIGINUM's D3lta, where the two score as copies), and so is
    the order of the words: who shot at whom. Numbers count: « 3 blessés » is not « 30 blessés ».

    >>> near_key("Le barrage a CÉDÉ !!! 😱 https://a.example/1") == near_key("RT : le barrage a cédé")
    True
    """
    key = shape(text).key
    return None if key is None else key.to_bytes(8, "big").hex()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared first of two texts: their words, and what must not differ beside them."""

    stems: tuple[str, ...]
    """Stems of the words that carry the text, in order."""
    guard: str
    """What it asks, doubts, denies and negates."""
    key: int | None
    """The near key as a number; None where the text has no word."""


def shape(text: str) -> Shape:
    """Return the stems, guard and key of a text, read once."""
    folded = plain(text)
    said = carried(folded) or _TOKEN.findall(folded)
    stems = tuple(map(stem, said))
    guarded = guard(negation.of_folded(folded))
    return Shape(stems, guarded, hashed(f"{' '.join(stems)}|{guarded}") if said else None)


def stem(word: str) -> str:
    """Return a folded word without the ending that copies get wrong first: plural, agreement."""
    return _ENDING.sub("", word) if len(word) > 4 else word


def guard(stand: negation.Stand) -> str:
    """Return what must be the same in two copies beside the words: what is asked, doubted, denied, negated."""
    turned = (" ".join(sorted(map(stem, some))) for some in (stand.negated, stand.forbidden))
    return f"{stand.asks:d}{stand.might:d}{stand.denies:d}|{'|'.join(turned)}"


@lru_cache(maxsize=100_000)
def hashed(text: str) -> int:
    """Return 64 bits that stand for `text`, the same on every machine (BLAKE2b)."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _in_figures(folded: str) -> str:
    parts, end = [], 0
    for number in find(folded):
        parts += [folded[end : number.start], f" {number.value} "]
        end = number.end
    return "".join([*parts, folded[end:]]).replace("€", " euros ")
