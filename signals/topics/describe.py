"""What a topic is about, in words: keywords, a label, and the message that says it best."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from signals.text.fold import fold
from signals.topics.neighbours import centred, sums_by
from signals.topics.phrase import phrase, written
from signals.topics.words import words

KEYWORDS = 8
IN_LABEL = 3
NAMED = 0.3
"""Share of a topic's messages that must name a place for the label to name it."""
PLACES = 2
WEIGHED = 40
"""Strongest words of a topic among which a phrase is looked for."""
WORDLESS = "sans mots"
"""What a topic is called whose messages hold no word."""


@dataclass(frozen=True, slots=True)
class Description:
    """How a topic is shown."""

    label: str
    """A phrase that its messages share and where; empty when they hold no word."""
    keywords: tuple[str, ...]
    central: int
    """Row of the most central message."""


def describe(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    labels: NDArray[np.intp],
    places: Sequence[Sequence[str]] | None = None,
) -> list[Description]:
    """Return one description a topic 0, 1, …; all arguments go row by row, -1 is left out.

    Keywords by class-based TF-IDF (Grootendorst 2022, BERTopic), a word counted once a message so that a long message
    does not speak for its topic. The label is the phrase of these words that most messages share, in their spelling
    and their language, then the names of the `places` that many of them name; without such a phrase, the strongest
    words. Time and memory grow with the number of words.
    """
    topics = int(labels.max(initial=-1)) + 1
    if topics == 0:
        return []
    weights = _weights(texts, labels, topics)
    central = _central(vectors, labels, topics)
    said = []
    for topic in range(topics):
        rows = np.flatnonzero(labels == topic).tolist()
        own = [texts[row] for row in rows]
        where = _where([places[row] for row in rows]) if places else ()
        keywords = tuple(weights[topic])[:KEYWORDS]
        said.append(Description(_label(own, weights[topic], where), keywords, central[topic]))
    return said


def label_of(keywords: Sequence[str]) -> str:
    """Return the label that `keywords`, strongest first, make by themselves."""
    return " · ".join(keywords[:IN_LABEL])


def _label(texts: Sequence[str], weights: dict[str, float], where: Sequence[str]) -> str:
    named = {part for place in where for part in (fold(place), *fold(place).replace("-", " ").split())}
    telling = {word: weight for word, weight in weights.items() if fold(word) not in named}
    what = phrase(texts, telling) or ", ".join(_spelled(texts, list(telling)[:IN_LABEL]))
    return " · ".join(part for part in (what, ", ".join(where)) if part)


def _spelled(texts: Sequence[str], keywords: Sequence[str]) -> list[str]:
    """Return keywords as messages write them most, the first one with a capital."""
    found = {word: Counter[str]() for word in keywords}
    for text in texts:
        for word in text.replace("’", "'").replace("'", " ").split():
            bare = word.strip('.,;:!?…()[]«»"#')
            if bare.lower() in found:
                found[bare.lower()][bare] += 1
    spelled = [written(surfaces or {word: 1}) for word, surfaces in found.items()]
    return [word if place == 0 or _is_name(word, texts) else word.lower() for place, word in enumerate(spelled)]


def _is_name(word: str, texts: Sequence[str]) -> bool:
    """Tell whether messages never write a word without its capital."""
    return not any(word.lower() in text.split() for text in texts)


def _where(places: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the places that many of the messages name, the one named most first."""
    counts = Counter(name for names in places for name in dict.fromkeys(names))
    least = max(2, NAMED * len(places))
    often = sorted((name for name in counts if counts[name] >= least), key=lambda name: (-counts[name], name))
    return tuple(often[:PLACES])


def _weights(texts: Sequence[str], labels: NDArray[np.intp], topics: int) -> list[dict[str, float]]:
    """Return the strongest words of each topic with their weight, strongest first."""
    vectorizer = CountVectorizer(analyzer=lambda text: list(words(text)), binary=True)
    kept = np.flatnonzero(labels >= 0)
    told = [texts[int(row)] for row in kept]
    if not any(next(words(text), None) for text in told):
        return [{} for _ in range(topics)]
    counts = vectorizer.fit_transform(told)
    members = csr_matrix((np.ones(len(kept)), (labels[kept], np.arange(len(kept)))), shape=(topics, len(kept)))
    by_topic = (members @ counts).tocsr()
    totals = np.asarray(by_topic.sum(axis=0)).ravel()
    lengths = np.asarray(by_topic.sum(axis=1)).ravel()
    rarity = np.log1p(lengths.mean() / totals)
    vocabulary = vectorizer.get_feature_names_out()
    return [_strongest(by_topic[topic], rarity, vocabulary) for topic in range(topics)]


def _strongest(row: csr_matrix, rarity: NDArray[np.float64], vocabulary: NDArray[np.str_]) -> dict[str, float]:
    """Return the best words, equals in alphabetical order, without the plural of one already there."""
    scores = row.data * rarity[row.indices]
    found: dict[str, float] = {}
    bare: set[str] = set()
    for place in np.lexsort((row.indices, -scores)):
        word = str(vocabulary[row.indices[place]])
        if word.rstrip("s") not in bare:
            bare.add(word.rstrip("s"))
            found[word] = float(scores[place])
        if len(found) == WEIGHED:
            break
    return found


def _central(vectors: NDArray[np.float32], labels: NDArray[np.intp], topics: int) -> list[int]:
    kept = np.flatnonzero(labels >= 0)
    points, inside = centred(vectors[kept]), labels[kept]
    nearness = np.einsum("ij,ij->i", points, sums_by(inside, points, topics)[inside])
    order = np.lexsort((-nearness, inside))
    return [int(row) for row in kept[order][np.unique(inside[order], return_index=True)[1]]]
