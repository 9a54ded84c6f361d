"""IDRISI-RE: spans of places in English disaster tweets, five folds or another folder."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from benchmarks.runner import Metrics, Options, prefixed
from signals.places.gazetteer import Gazetteer

NAME, FILE = "places-idrisi", "dev.jsonl"
FOLDS = 5
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tweet:
    """A text and the spans that people marked in it."""

    text: str
    spans: tuple[Span, ...]
    fold: int


Finder = Callable[[str], set[Span]]
Learner = Callable[[Sequence[Tweet]], Finder]


def idrisi(options: Options, gazetteer: Gazetteer) -> tuple[Metrics, int]:
    """Return the figures and the number of tweets; nothing where the file is not there.

    `span_f1`: learned on four folds and scored on the fifth, or learned on `--data` and scored on `--test`. The peer is
    the dictionary of the names marked in the rows learned from. `gazetteer.span_f1`: French places alone, unlearned.
    """
    folder, scored = options.train(NAME, FILE), options.scored(NAME, FILE)
    if folder is None or scored is None:
        return {}, 0
    rows = read(folder / FILE)
    pairs = [(rows, read(scored / FILE))] if options.test else _folds(rows)
    ours = _score(pairs, _tagger)
    alone = _score(pairs, lambda _: lambda text: {(found.start, found.end) for found in gazetteer.find(text)})
    peer = _score(pairs, _dictionary)
    metrics = prefixed("idrisi", ours | {"gazetteer.span_f1": alone["span_f1"]})
    return metrics | prefixed("peer.dictionary.idrisi", peer), sum(len(test) for _, test in pairs)


def read(path: Path) -> list[Tweet]:
    """Return the tweets of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Tweet(
            row["text"],
            tuple((marked["start_offset"], marked["end_offset"]) for marked in row["location_mentions"]),
            crc32(row["tweet_id"].encode()) % FOLDS,
        )
        for row in rows
    ]


def _folds(rows: Sequence[Tweet]) -> list[tuple[list[Tweet], list[Tweet]]]:
    return [([row for row in rows if row.fold != at], [row for row in rows if row.fold == at]) for at in range(FOLDS)]


def _score(pairs: Sequence[tuple[Sequence[Tweet], Sequence[Tweet]]], learner: Learner) -> Metrics:
    """Return exact-span micro F1, precision, recall, and the recall of names never marked in the rows learned from."""
    counts: Counter[str] = Counter()
    for train, test in pairs:
        find = learner(train)
        seen = {row.text[start:end].lower() for row in train for start, end in row.spans}
        for row in test:
            found, marked = find(row.text), set(row.spans)
            unseen = {span for span in marked if row.text[slice(*span)].lower() not in seen}
            counts += Counter(
                found=len(found),
                marked=len(marked),
                right=len(found & marked),
                unseen=len(unseen),
                new=len(found & unseen),
            )
    return {
        "span_f1": 2 * counts["right"] / max(1, counts["found"] + counts["marked"]),
        "precision": counts["right"] / max(1, counts["found"]),
        "recall": counts["right"] / max(1, counts["marked"]),
        "unseen_recall": counts["new"] / max(1, counts["unseen"]),
    }


def _tagger(rows: Sequence[Tweet]) -> Finder:
    # Imported here: only these rows need it, and the cases are scored without.
    from benchmarks.runner.spans import learn

    return learn([(row.text, row.spans) for row in rows], [row.fold for row in rows]).find


def _dictionary(rows: Sequence[Tweet]) -> Finder:
    """Return the peer: names marked at least half of the times that they occur as whole words, the longest first."""
    marked = Counter(row.text[start:end].lower() for row in rows for start, end in row.spans)
    occurring = Counter(found.group() for row in rows for found in _any_of(marked).finditer(row.text.lower()))
    kept = _any_of([name for name, count in marked.items() if 2 * count >= occurring[name]])
    return lambda text: {found.span() for found in kept.finditer(text.lower())}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
