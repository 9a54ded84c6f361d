"""The words that a person would choose for a topic: a phrase that its messages share, as they write it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from signals.topics.words import NOISE, STOP_WORDS

LONGEST = 6
"""Tokens of a phrase, small words counted."""
TELLING = 4
"""Telling words of a phrase."""
SHARED = 3
"""Messages that must say a phrase in their own right: it is a way of speaking then, not a quotation of someone."""
SHARE = 0.12
"""Share of the messages that must say it."""
ACRONYM = 5
"""Capitals up to so many letters are a name; longer ones are shouting."""

TOKEN = re.compile(r"[^\W\d_]+['’](?=\w)|[^\W_][\w-]*[^\W_]|[^\W_]|[^\s]")


@dataclass
class _Phrase:
    """A run of words, however it was written."""

    surfaces: Counter[str] = field(default_factory=Counter)
    telling: frozenset[str] = frozenset()


def phrase(texts: Sequence[str], weights: Mapping[str, float]) -> str:
    """Return the phrase that says most of a topic, in the spelling used most; empty when its messages share none.

    `weights` are the telling words, lower case, with how much each says; words that are not among them are small words
    inside a phrase, or end it. A phrase counts by the weight of its words times the messages that say it: a longer one
    wins where as many say it. Copies of a text count once. Time grows with the number of words.

    >>> told = ["Rumeur de rupture du barrage !", "encore cette rumeur de rupture du barrage", "Rupture du barrage ?"]
    >>> phrase([*told, "La rumeur de rupture du barrage est fausse"], {"rumeur": 2.0, "rupture": 2.0, "barrage": 3.0})
    'Rumeur de rupture du barrage'
    """
    found: dict[str, _Phrase] = {}
    said: Counter[str] = Counter()
    distinct = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    for text in distinct:
        mine = dict(_phrases(text, weights))
        for key, (surface, telling) in mine.items():
            known = found.setdefault(key, _Phrase(telling=telling))
            known.surfaces[surface] += 1
            said[key] += 1
    least = max(SHARED, SHARE * len(distinct))

    def score(key: str) -> tuple[float, int, str]:
        return said[key] * sum(weights[word] for word in found[key].telling), -len(key), key

    best = max((key for key in found if said[key] >= least), key=score, default=None)
    return written(found[best].surfaces) if best else ""


def written(surfaces: Mapping[str, int]) -> str:
    """Return the spelling used most, with a capital; shouting is heard only where nobody says it in another way.

    >>> written({"PONT FERMÉ": 3, "pont fermé": 1}), written({"GRÈVE SNCF": 2}), written({"Faux SMS": 2})
    ('Pont fermé', 'Grève sncf', 'Faux SMS')
    """
    calm = {surface: count for surface, count in surfaces.items() if not _is_shouted(surface)} or surfaces
    best = max(calm, key=lambda surface: (calm[surface], surface))
    text = best.lower() if _is_shouted(best) else best
    return text[:1].upper() + text[1:]


def _is_shouted(surface: str) -> bool:
    return surface.isupper() and len(surface) > ACRONYM


def _phrases(text: str, weights: Mapping[str, float]) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    """Yield key, spelling and telling words of each phrase of two telling words or more."""
    tokens = TOKEN.findall(NOISE.sub(" | ", text))
    lower = [token.lower().replace("’", "'") for token in tokens]
    for start, first in enumerate(lower):
        if first not in weights:
            continue
        telling = [first]
        for end in range(start + 1, min(start + LONGEST, len(tokens))):
            word = lower[end]
            if word in weights:
                if word in telling or len(telling) == TELLING:
                    break
                telling.append(word)
                yield " ".join(lower[start : end + 1]), (_joined(tokens[start : end + 1]), frozenset(telling))
            elif word not in STOP_WORDS and not word.endswith("'"):
                break


def _joined(tokens: Sequence[str]) -> str:
    return "".join(token if token[-1] in "'’" else f"{token} " for token in tokens).strip()
