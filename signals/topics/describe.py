"""What a topic is about, in words: keywords, a label, and the message that says it best."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from signals.masking.spans import PLACEHOLDER
from signals.topics.neighbours import centred, sums_by

KEYWORDS = 8
IN_LABEL = 3
WORDLESS = "sans mots"
"""What a topic is called whose messages hold no word."""
STOP_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
NOISE = re.compile(rf"https?://\S+|www\.\S+|@[\w.@-]+|&\w+;|{PLACEHOLDER.pattern}")
"""Addresses, handles, leftovers of HTML and what stands for a name or a number."""
WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")


@dataclass(frozen=True, slots=True)
class Description:
    """How a topic is shown."""

    label: str
    """Three keywords, the strongest first; empty when its messages hold no word."""
    keywords: tuple[str, ...]
    central: int
    """Row of the most central message."""


def words(text: str) -> Iterator[str]:
    """Yield the telling words of `text`, lower case, accents kept.

    >>> list(words("RT @user L'école d'Évry est fermée, dit M. [nom] ! https://t.co/x #Évacuation"))
    ['école', 'évry', 'fermée', 'évacuation']
    """
    for word in WORD.findall(NOISE.sub(" ", text.replace("’", "'")).lower()):
        if word not in STOP_WORDS:
            yield word


def describe(texts: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.intp]) -> list[Description]:
    """Return one description a topic 0, 1, …; `texts`, `vectors` and `labels` go row by row, -1 is left out.

    Keywords by class-based TF-IDF (Grootendorst 2022, BERTopic), a word counted once a message so that a long message
    does not speak for its topic. Time and memory grow with the number of words.
    """
    topics = int(labels.max(initial=-1)) + 1
    if topics == 0:
        return []
    keywords = _keywords(texts, labels, topics)
    central = _central(vectors, labels, topics)
    return [Description(label_of(found), found, row) for found, row in zip(keywords, central, strict=True)]


def label_of(keywords: Sequence[str]) -> str:
    """Return the label that `keywords`, strongest first, make."""
    return " · ".join(keywords[:IN_LABEL])


def _keywords(texts: Sequence[str], labels: NDArray[np.intp], topics: int) -> list[tuple[str, ...]]:
    vectorizer = CountVectorizer(analyzer=lambda text: list(words(text)), binary=True)
    kept = np.flatnonzero(labels >= 0)
    told = [texts[int(row)] for row in kept]
    if not any(next(words(text), None) for text in told):
        return [()] * topics
    counts = vectorizer.fit_transform(told)
    members = csr_matrix((np.ones(len(kept)), (labels[kept], np.arange(len(kept)))), shape=(topics, len(kept)))
    by_topic = (members @ counts).tocsr()
    totals = np.asarray(by_topic.sum(axis=0)).ravel()
    lengths = np.asarray(by_topic.sum(axis=1)).ravel()
    rarity = np.log1p(lengths.mean() / totals)
    vocabulary = vectorizer.get_feature_names_out()
    return [_strongest(by_topic[topic], rarity, vocabulary) for topic in range(topics)]


def _strongest(row: csr_matrix, rarity: NDArray[np.float64], vocabulary: NDArray[np.str_]) -> tuple[str, ...]:
    """Return the best keywords, equals in alphabetical order, without the plural of one already there."""
    scores = row.data * rarity[row.indices]
    found: list[str] = []
    for place in np.lexsort((row.indices, -scores)):
        word = str(vocabulary[row.indices[place]])
        if not any(word.rstrip("s") == other.rstrip("s") for other in found):
            found.append(word)
        if len(found) == KEYWORDS:
            break
    return tuple(found)


def _central(vectors: NDArray[np.float32], labels: NDArray[np.intp], topics: int) -> list[int]:
    kept = np.flatnonzero(labels >= 0)
    points, inside = centred(vectors[kept]), labels[kept]
    nearness = np.einsum("ij,ij->i", points, sums_by(inside, points, topics)[inside])
    order = np.lexsort((-nearness, inside))
    return [int(row) for row in kept[order][np.unique(inside[order], return_index=True)[1]]]
