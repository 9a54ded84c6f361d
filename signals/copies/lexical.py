"""How far two messages use the same words, and whether what they do not share makes another statement."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from signals.copies.sense import Sense

LEAST = 0.3
"""Share of common words below which typing errors cannot make two texts the same words any more."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share of their distinct stems."""

    share: float
    """Jaccard index of the stems, typing errors forgiven."""
    ordered: float
    """Share of the neighbours among common stems that are neighbours in both: who did what to whom."""
    exchanged: int
    """Stems for which the other text has others: neither only adds to the other."""
    size: int
    """Distinct stems of the shorter text."""


def resemble(ours: AbstractSet[Hashable], theirs: AbstractSet[Hashable]) -> bool:
    """Tell whether two sets of words are worth a closer look."""
    common = len(ours & theirs)
    return common >= LEAST * (len(ours) + len(theirs) - common)


def overlap(one: Sense, other: Sense) -> Overlap:
    """Return what two texts share; the order of the two does not matter."""
    ours, theirs = _distinct(one.stems), _distinct(other.stems)
    theirs = _respelled(theirs, ours, one.names | other.names)
    common = set(ours) & set(theirs)
    union = len(ours) + len(theirs) - len(common)
    left = len(ours) - len(common), len(theirs) - len(common)
    return Overlap(
        len(common) / union if union else 0.0,
        _kept_order([word for word in ours if word in common], [word for word in theirs if word in common]),
        min(left),
        min(len(ours), len(theirs)),
    )


def _distinct(stems: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(stems))


def _respelled(theirs: list[str], ours: list[str], names: frozenset[str]) -> list[str]:
    """Return `theirs` with what only differs by a slip, or by a blank in between, spelled as in `ours`."""
    missing = [word for word in ours if word not in theirs]
    joined = {"".join(pair): pair for pair in pairwise(ours)}
    found: list[str] = []
    for place, word in enumerate(theirs):
        beside = word + theirs[place + 1] if place + 1 < len(theirs) else ""
        if word in ours:
            found.append(word)
        elif word in joined:
            found += joined[word]
        elif beside in missing:
            found.append(beside)
        elif found and place and theirs[place - 1] + word == found[-1]:
            continue
        else:
            found.append(next((known for known in missing if _is_slip(word, known, names)), word))
    return _distinct(found)


def _is_slip(word: str, known: str, names: frozenset[str]) -> bool:
    """Tell whether a word is another with one letter wrong, missing, added or swapped; names and figures never."""
    if min(len(word), len(known)) < 5 or abs(len(word) - len(known)) > 1 or {word, known} & names:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    a, b = word[start:], known[start:]
    return word.isalpha() and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] + a[2:]) == b)


def _kept_order(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if len(ours) < 2:
        return 1.0
    return len(set(pairwise(ours)) & set(pairwise(theirs))) / (len(ours) - 1)
