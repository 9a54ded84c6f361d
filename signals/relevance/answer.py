"""Which questions a text of the offer answers: by the passage that is nearest in meaning, and the details asked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.relevance.details import asked_for, given
from signals.text.fold import fold
from signals.topics.words import words

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Unit rows in the space of topics (`signals.topics.space.by_subject`)."""

WORDS = 0.5
"""What the share of a question's words that a passage holds adds to the cosine."""
NEAR = 0.69
"""Nearness from which a passage answers a question. These three were chosen on `tests/data/relevance/train.jsonl`."""
WITH_DETAIL = 0.24
"""The same where the passage gives every detail that the question asks for."""
TITLE = 6
"""Words up to which the first passage is a title, which answers nothing."""
STEM = 5
"""Letters of a word that count: « gratuite » is « gratuit »."""

_END = re.compile(r"(?<=[.!?…])\s+|\n+|\s*[•▪]\s*")


@dataclass(frozen=True, slots=True)
class Answer:
    """How a text meets a question."""

    question: str
    is_answered: bool
    passage: str
    """The passage that is nearest; empty: there is none."""
    nearness: float
    """Its cosine, and more where it has the words of the question."""
    missing: frozenset[str]
    """Details that the question asks for and the text gives nowhere, see `details.NAMES`."""


def passages(text: str) -> list[str]:
    r"""Return the sentences and points of a text, without the empty ones and a short title.

    >>> passages("Gratuit. Venez avec :\n• une pièce d'identité\n• un justificatif")
    ['Venez avec :', "une pièce d'identité", 'un justificatif']
    """
    parts = [part.strip() for part in _END.split(text) if part and part.strip()]
    return parts[1:] if len(parts) > 1 and len(parts[0].split()) <= TITLE else parts


def answers(text: str, questions: Sequence[str], encode: Encode) -> list[Answer]:
    """Return how `text` meets each question; the cost is that of encoding its passages and the questions."""
    parts = passages(text)
    if not parts or not questions:
        return [Answer(question, False, "", 0.0, asked_for(question) - given(text)) for question in questions]
    cosines = encode(questions) @ encode(parts).T
    known, by_part, stems = given(text), [given(part) for part in parts], [stems_of(part) for part in parts]
    found = []
    for question, row in zip(questions, cosines, strict=True):
        wanted, own = asked_for(question), stems_of(question)
        near = row + WORDS * np.array([len(own & stem) / max(1, len(own)) for stem in stems])
        giving = np.array([bool(wanted) and wanted <= has for has in by_part])
        best = int(np.where(giving, near, -2.0).argmax() if giving.any() else near.argmax())
        enough = WITH_DETAIL if giving.any() else NEAR
        is_answered = bool(near[best] >= enough) and (giving.any() or not wanted)
        found.append(Answer(question, bool(is_answered), parts[best], round(float(near[best]), 4), wanted - known))
    return found


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of the telling words of a text."""
    return frozenset(fold(word)[:STEM] for word in words(text))
