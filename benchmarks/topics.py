"""Topics of CrisisLexT26: 22 crises pooled, in one batch and as they arrive, beside BERTopic's recipe."""

import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
from hdbscan import HDBSCAN
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.vectors import Kept
from signals.topics.arrival import assign, centres
from signals.topics.clusterers import Labels, load_clusterer
from signals.topics.identity import Snapshot, match

BATCH = 5000
SEED = 3
WINDOW = 5000
"""Messages that a clustering of the stream looks back on."""
FIRST = 100
GROWTH = 1.3
STEP = 1000
"""The stream is clustered again at 100 messages, then after 30 % more of them, at most 1,000."""

Vectors = NDArray[np.float32]


def run(options: Options) -> Result:
    """Return the figures of the batch and of the stream; nothing is learned, so `--test` only changes the rows."""
    folder = options.scored("crises-crisislex-t26", "messages.parquet")
    if folder is None:
        return Result({}, 0)
    rows = _related(folder)
    metrics = _batch(rows) | _stream(rows)
    return Result(metrics, len(rows), {"batch": BATCH, "seed": SEED, "window": WINDOW, "clusterer": "leiden"})


def _related(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "messages.parquet").filter(pl.col("informativeness").str.starts_with("Related"))


def _batch(rows: pl.DataFrame) -> Metrics:
    """Return the figures of the track *batch, text only*, and of its peer on the same vectors."""
    sample = rows.sample(min(BATCH, len(rows)), seed=SEED)
    vectors, truth = Kept().encode(sample["text"].to_list()), sample["event"].to_numpy()
    labels, seconds = _timed(load_clusterer().labels, vectors)
    # The first call compiles, which belongs to no measure of time.
    _bertopic(vectors[:200])
    peer, peer_seconds = _timed(_bertopic, vectors)
    ours = _scores(truth, labels) | {"seconds": seconds, "speedup": peer_seconds / seconds}
    return ours | prefixed("peer.umap-hdbscan", _scores(truth, peer) | {"seconds": peer_seconds})


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


def _stream(rows: pl.DataFrame) -> Metrics:
    """Return the figures of the track *stream, superposed*: a topic on arrival, from the past only, and kept."""
    superposed = rows.with_columns(z=pl.col("published_at") - pl.col("published_at").min().over("event"))
    ordered = superposed.sort("z", "id")
    vectors, truth = Kept().encode(ordered["text"].to_list()), ordered["event"].to_numpy()
    given = np.unique(_follow(vectors, ordered["id"].to_list()), return_inverse=True)[1]
    scores = {"ami": adjusted_mutual_info_score(truth, given), "ari": adjusted_rand_score(truth, given)}
    return prefixed("stream", scores | {"topics": float(given.max() + 1)}) | {"lineage": _lineage(truth, given)}


def _follow(vectors: Vectors, ids: list[str]) -> list[str]:
    """Return the topic id that each message got on arrival, empty where it got none."""
    arrived: list[str] = []
    known: dict[str, Snapshot] = {}
    names: list[str] = []
    places = centres(vectors[:0], np.empty(0, np.intp))
    for end in _ends(len(ids)):
        topics, _ = assign(vectors[len(arrived) : end], places)
        arrived += [names[topic] if topic >= 0 else "" for topic in topics]
        window = slice(max(0, end - WINDOW), end)
        labels = load_clusterer().labels(vectors[window])
        places = centres(vectors[window], labels)
        found = _snapshots(places.centroids, labels, ids[window])
        names = match(known, found)
        # Topics that left the window stay known, so that they are recognised when they return.
        known |= dict(zip(names, found, strict=True))
    return arrived


def _ends(count: int) -> Iterator[int]:
    """Yield after how many messages the stream is clustered again, then `count`."""
    end = FIRST
    while end < count:
        yield end
        end += min(STEP, int(end * (GROWTH - 1)))
    yield count


def _snapshots(centroids: Vectors, labels: Labels, ids: list[str]) -> list[Snapshot]:
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.searchsorted(labels[order], np.arange(len(centroids))))[1:]
    return [
        Snapshot(centroid, tuple(ids[row] for row in part)) for centroid, part in zip(centroids, parts, strict=True)
    ]


def _lineage(truth: NDArray[np.str_], given: NDArray[np.intp]) -> float:
    """Return the share of an event's messages under its most frequent id, mean of the events."""
    shares = [np.bincount(given[truth == event]).max() / (truth == event).sum() for event in np.unique(truth)]
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
