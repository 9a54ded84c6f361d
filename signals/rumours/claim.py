"""What a topic claims: the statement that its messages make most alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from signals.checks.statement import statements
from signals.encoders import Vectors
from signals.text import negation
from signals.text.near import plain, stem, words

READ = 200
"""Messages of a topic that are read, the first ones: a claim is set early, and cost must not grow with the topic."""
SENTENCES = 3
"""Statements of a message that are looked at, from its beginning."""
SHARED = 0.5
"""Share of its words that a statement has in common with the claim to count as making it."""

Encode = Callable[[list[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement."""

    text: str
    message: int
    """Which message says it like this."""
    messages: int
    """How many of those read say much the same, ask about it or deny it."""


def claim_of(texts: Sequence[str], encode: Encode) -> Claim | None:
    """Return the claim of the messages of one topic, oldest first; None where none of them states anything.

    Most typical is the statement that is nearest to all others; what denies, asks or only orders is passed over while
    something is stated, so that « le barrage n'a pas cédé » does not become the claim that it answers. The first of two
    that are alike wins.
    """
    said = [(index, sentence) for index, text in enumerate(texts[:READ]) for sentence in statements(text)[:SENTENCES]]
    if not said:
        return None
    vectors = encode([sentence for _, sentence in said])
    typical = np.einsum("ij,j->i", vectors, vectors.mean(axis=0))
    plainly = np.array([_states(sentence) for _, sentence in said])
    if plainly.any():
        typical[~plainly] = -np.inf
    best = int(typical.argmax())
    index, sentence = said[best]
    alike = {other for other, one in said if _shares(one, sentence)}
    return Claim(sentence, index, len(alike))


def _states(sentence: str) -> bool:
    stand = negation.of_folded(plain(sentence))
    return stand.polarity == "+" and len(words(sentence)) > 1


def _shares(one: str, claim: str) -> bool:
    said, claimed = ({stem(word) for word in words(text)} for text in (one, claim))
    return bool(claimed) and len(said & claimed) >= SHARED * min(len(said), len(claimed)) > 0
