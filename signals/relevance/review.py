"""What an editor can do about a text: details to add, questions to answer, words to take over, the most asked first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from signals.relevance.answer import Answer, Encode, answers
from signals.relevance.details import NAMES, asked_for
from signals.text.fold import fold
from signals.topics.words import words

LEAST = 5
"""Authors under which nothing that they ask is told."""
ALIKE = 0.45
"""Cosine from which two questions ask the same; of the space of topics."""
TELLING = 1.96
"""Standard deviations from which a word is one of the users, not of the text."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to the offer, and who asked it, by pseudonym."""

    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to do to the text."""

    kind: str
    """detail (give it), question (answer it) or word (say it as users do)."""
    authors: int
    """Distinct authors who asked for it; for words, who used it."""
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Review:
    """How a text meets the questions of its users."""

    n: int
    """Questions."""
    authors: int
    answered: int
    """Questions that it answers."""
    edits: tuple[Edit, ...]
    """What to do, the most asked for first."""
    found: tuple[Answer, ...]
    """Question by question; not to be shown as they are: they are messages of persons."""


def review(text: str, asked: Sequence[Question], encode: Encode) -> Review:
    """Return how `text` meets the questions, and what to do about it.

    What fewer than `LEAST` authors ask is counted and never told. The words of persons are not passed on: a group of
    questions is named by the words that most of them share.
    """
    found = answers(text, [question.text for question in asked], encode)
    authors = [question.author for question in asked]
    edits = [*_details(found, authors), *_questions(found, authors, encode), *_words(text, asked)]
    edits.sort(key=lambda edit: (-edit.authors, edit.kind, edit.fr))
    answered = sum(one.is_answered for one in found)
    return Review(len(found), len(set(authors)), answered, tuple(edits), tuple(found))


def _details(found: Sequence[Answer], authors: Sequence[str]) -> Iterable[Edit]:
    for name, (french, english) in NAMES.items():
        who = {author for one, author in zip(found, authors, strict=True) if name in one.missing}
        if len(who) >= LEAST:
            yield Edit(
                "detail",
                len(who),
                f"Donner {french} : {len(who)} auteurs le demandent, le texte n’en dit rien.",
                f"Give {english}: {len(who)} authors ask for it, the text says nothing of it.",
            )


def _questions(found: Sequence[Answer], authors: Sequence[str], encode: Encode) -> Iterable[Edit]:
    """Yield groups of questions that are not answered, but those that only lack a detail."""
    open_ = [at for at, one in enumerate(found) if not one.is_answered and not one.missing]
    if len(open_) < LEAST:
        return
    texts = [found[at].question for at in open_]
    for group in _grouped(encode(texts)):
        who = {authors[open_[at]] for at in group}
        shared = _shared([texts[at] for at in group])
        if len(who) >= LEAST and shared:
            said = ", ".join(shared)
            yield Edit(
                "question",
                len(who),
                f"Répondre à une question que {len(who)} auteurs posent : « {said} ».",
                f"Answer a question that {len(who)} authors ask: “{said}”.",
            )


def _grouped(vectors: np.ndarray) -> Iterable[list[int]]:
    """Yield groups of rows that are near the same row, the largest group first; each row is in one."""
    near = vectors @ vectors.T >= ALIKE
    left = np.ones(len(vectors), dtype=np.bool_)
    while left.any():
        sizes = (near & left).sum(axis=1) * left
        centre = int(sizes.argmax())
        group = np.flatnonzero(near[centre] & left)
        left[group] = left[centre] = False
        yield [int(at) for at in group]


def _shared(texts: Sequence[str]) -> list[str]:
    """Return the words that at least half of the texts have, the commonest first, three at most."""
    counts = Counter(word for text in texts for word in set(words(text)))
    common = [(n, word) for word, n in counts.items() if 2 * n >= len(texts)]
    return [word for _, word in sorted(common, key=lambda pair: (-pair[0], pair[1]))[:3]]


def _words(text: str, asked: Sequence[Question]) -> Iterable[Edit]:
    """Yield words of the users that the text does not have.

    Log-odds with a prior of both together: Monroe, Colaresi & Quinn (2008), Fightin' words. Political Analysis 16.
    """
    theirs, who = Counter[str](), dict[str, set[str]]()
    for question in asked:
        for word in set(words(question.text)):
            theirs[word] += 1
            who.setdefault(word, set()).add(question.author)
    ours = Counter(words(text))
    has = {fold(word) for word in ours}
    total, own = theirs.total(), ours.total()
    for word, n in theirs.items():
        prior = 0.1 * (n + ours[word])
        ratio = log((n + prior) / max(1e-9, total - n)) - log((ours[word] + prior) / max(1e-9, own - ours[word] + 1))
        strength = ratio / sqrt(1 / (n + prior) + 1 / (ours[word] + prior))
        is_new = fold(word) not in has and not asked_for(word)
        if is_new and len(who[word]) >= LEAST and (strength >= TELLING or 4 * len(who[word]) >= len(asked)):
            yield Edit(
                "word",
                len(who[word]),
                f"Dire aussi « {word} » : {len(who[word])} auteurs le disent, le texte jamais.",
                f"Say “{word}” too: {len(who[word])} authors do, the text never does.",
            )
