"""Labelled pairs of messages: how well their kinds are told, beside D3lta's recipe on the same vectors."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from benchmarks.runner import BenchmarkError, Metrics
from benchmarks.runner.vectors import Kept
from graph.territory import places
from signals.copies.index import Entry, Index
from signals.copies.judge import KINDS
from signals.copies.meaning import Words
from signals.encoders import normalise
from signals.places.gazetteer import Gazetteer
from signals.text.language import language

NONE = "none"
TURNED = frozenset({"negation", "denial", "question"})
"""Reasons of `none` for which a copy would count a denial, or a doubt, as spread."""
COPY_PASTE = 0.693
"""Levenshtein's ratio from which D3lta calls a rewording copy-pasta."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages and what the second is to the first."""

    a: str
    b: str
    kind: str
    """exact, copy, rewording, translation or none."""
    why: str = ""
    """Of `none`: what differs."""
    part: str = ""
    """tune or held_out, where the set is split."""


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file of JSON lines (`a`, `b`, `kind`; `why` and `part` where they are known)."""
    pairs = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise BenchmarkError(f"{path.name}, line {number}: it is not one JSON object.") from None
        missing = [name for name in ("a", "b", "kind") if not isinstance(row.get(name), str)]
        if missing:
            raise BenchmarkError(f"{path.name}, line {number}: {', '.join(missing)} must be a text.")
        if row["kind"] not in (*KINDS, NONE):
            raise BenchmarkError(
                f"{path.name}, line {number}: kind {row['kind']!r} is none of {', '.join(KINDS)}, none."
            )
        pairs.append(Pair(row["a"], row["b"], row["kind"], row.get("why", ""), row.get("part", "")))
    return pairs


class Told:
    """What ours and the peer make of pairs; each text is read and encoded once."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
        self._vectors = dict(zip(self._texts, Kept().encode(self._texts), strict=True))
        gazetteer = Gazetteer(places())
        self._entries = {
            text: Entry(text, text, language(text), tuple({found.place_id for found in gazetteer.find(text)}))
            for text in self._texts
        }
        self._words = Words(Kept().encode)

    def ours(self, pair: Pair) -> str:
        """Return the kind that an index gives which has seen `a` and is asked about `b`."""
        index = Index(self._words)
        pasts = [self._entries[pair.a], self._entries[pair.b]]
        found = [index.add([entry], self._vectors[entry.text][None])[0] for entry in pasts]
        return found[1].match.kind if found[1] else NONE

    def cosine(self, pair: Pair) -> float:
        """Return the cosine of the two texts' vectors."""
        return float(self._vectors[pair.a] @ self._vectors[pair.b])

    def recipe(self, pair: Pair, threshold: float) -> str:
        """Return the kind by D3lta's recipe: near by cosine, then by language, then by letters."""
        if normalise(pair.a) == normalise(pair.b):
            return "exact"
        if self.cosine(pair) < threshold:
            return NONE
        if self._entries[pair.a].lang != self._entries[pair.b].lang:
            return "translation"
        return "copy" if SequenceMatcher(None, pair.a, pair.b, autojunk=False).ratio() >= COPY_PASTE else "rewording"


def best_threshold(told: Told, pairs: Sequence[Pair]) -> float:
    """Return the cosine that parts same from not the same with the best F1 on these pairs."""
    cosines = np.array([told.cosine(pair) for pair in pairs])
    same = np.array([pair.kind != NONE for pair in pairs])
    grid = np.unique(cosines)
    f1 = [2 * (same & (cosines >= at)).sum() / (same.sum() + (cosines >= at).sum()) for at in grid]
    return float(grid[int(np.argmax(f1))])


def scores(pairs: Sequence[Pair], tell: Callable[[Pair], str]) -> Metrics:
    """Return precision and recall by kind, of saying the same at all, and how many denials were taken for copies.

    A set that gives no reasons counts every `none` that is taken for a copy as such an error.
    """
    given = [(pair, tell(pair)) for pair in pairs]
    metrics: dict[str, float] = {}
    for kind in KINDS:
        right = sum(pair.kind == kind == said for pair, said in given)
        metrics |= _ratio(f"precision.{kind}", right, sum(said == kind for _, said in given))
        metrics |= _ratio(f"recall.{kind}", right, sum(pair.kind == kind for pair, _ in given))
    same = sum(pair.kind != NONE and said != NONE for pair, said in given)
    metrics |= _ratio("precision.any", same, sum(said != NONE for _, said in given))
    metrics |= _ratio("recall.any", same, sum(pair.kind != NONE for pair, _ in given))
    wrong = [pair for pair, said in given if pair.kind == NONE and said != NONE]
    told_why = any(pair.why for pair, _ in given)
    turned = [pair for pair, _ in given if pair.kind == NONE and (pair.why in TURNED or not told_why)]
    metrics["negation.errors"] = sum(pair in turned for pair in wrong)
    metrics["negation.pairs"] = len(turned)
    metrics["none.errors"] = len(wrong)
    metrics["none.pairs"] = sum(pair.kind == NONE for pair, _ in given)
    return metrics


def _ratio(name: str, part: int, whole: int) -> Mapping[str, float]:
    """Return nothing where there is nothing to divide by: no such pair, or none taken for one."""
    return {name: part / whole} if whole else {}
