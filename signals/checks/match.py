"""Finds the published checks whose claim a message makes or wonders about."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from signals.checks.likeness import Likeness, features
from signals.checks.statement import statements
from signals.copies.guard import differs
from signals.copies.judge import READ
from signals.copies.meaning import Words
from signals.copies.sense import Sense, sense
from signals.encoders import Vectors
from signals.text.language import language

FLOOR = 0.88
"""Cosine of a message and a claim below which nobody looks closer: of 180 pairs it loses 2 of the same claim."""
CLOSEST = 5
"""Checks that are looked at closer for one message: one claim is often checked by several."""
SENTENCES = 8
"""Sentences of a message that are looked at, from its beginning."""

Encode = Callable[[Sequence[str]], Vectors]


class Same(NamedTuple):
    """A check of the claim of a message."""

    check_id: str
    score: float
    """Probability that the message and the check speak of one claim."""


@dataclass(frozen=True)
class Checks:
    """Claims of published checks, ready to be found in messages."""

    ids: Sequence[str]
    claim: Callable[[int], Sense]
    """Gives the claim of a check by its place in `ids`; asked only for what is looked at closer."""
    vectors: Vectors
    """Of the claims, unit rows, in the space that the likeness was learned in."""
    words: Words
    encode: Encode
    """Encodes sentences; what it is given need not be kept."""
    likeness: Likeness

    def same(
        self, texts: Sequence[str], vectors: Vectors, places: Sequence[Collection[str]] | None = None
    ) -> list[list[Same]]:
        """Return for each text the checks of its claim, the most probable first.

        `vectors` are those of the texts, `places` the official codes that they name. A denial, another number, name,
        place or day is another claim, however close; a question about a claim is about that claim.
        """
        near = self._near(vectors)
        said = {index: statements(texts[index])[:SENTENCES] for index, several in enumerate(near) if several}
        wanted = sorted({sentence for several in said.values() for sentence in several})
        known = dict(zip(wanted, self.encode(wanted), strict=True)) if wanted else {}
        found: list[list[Same]] = [[] for _ in texts]
        for index, sentences in said.items():
            named = places[index] if places else ()
            senses = [(sense(one, lang=language(one), places=named), known[one]) for one in sentences]
            scores = ((self.ids[check], self._score(senses, check)) for check in near[index])
            matches = [Same(name, score) for name, score in scores if score >= self.likeness.threshold]
            found[index] = sorted(matches, key=lambda one: (-one.score, one.check_id))
        return found

    def _near(self, vectors: Vectors) -> list[list[int]]:
        """Return for each text the claims that are worth a closer look."""
        if not len(self.ids):
            return [[] for _ in vectors]
        cosines = vectors @ self.vectors.T
        few = min(CLOSEST, cosines.shape[1])
        closest = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
        return [[int(one) for one in sorted(row) if cosines[index, one] >= FLOOR] for index, row in enumerate(closest)]

    def _score(self, senses: Sequence[tuple[Sense, Vectors]], check: int) -> float:
        """Return the probability of the sentence that is likeliest to make the claim; 0 where none can."""
        claim = self.claim(check)
        best = 0.0
        for said, vector in senses:
            if {said.lang, claim.lang} <= READ and differs(said, claim) is None:
                close = self.words.close(said, claim, float(vector @ self.vectors[check]))
                best = max(best, self.likeness.probability(features(said, claim, close)))
        return best
