"""On topic or not during a crisis: each of five events told from the four others.

C and threshold are chosen between the training events of each fold, the weight of the cues likewise once for all; the
words of `signals/crisis/cues.toml` name hazards in general and no event.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from benchmarks.runner import Metrics, Options, Result
from benchmarks.runner.vectors import Kept
from signals.models.training import related
from signals.models.training.related import Labelled

FILE = "messages.parquet"


def run(options: Options) -> Result:
    """Return accuracy and macro-F1 by event and their means; with `--test`, of its events, learned on `--data`."""
    folder, scored = options.train("crises-crisislex-t6", FILE), options.scored("crises-crisislex-t6", FILE)
    if folder is None or scored is None:
        return Result({}, 0)
    encoder = Kept()
    frame = related.read(folder)
    learned = related.sampled(frame)
    rows = related.labelled(learned, encoder)
    judged = related.read(scored) if options.test else frame
    others = related.labelled(judged, encoder)
    found = np.zeros(len(judged), np.bool_)
    peer = np.zeros(len(judged), np.bool_)
    for event in np.unique(others.events):
        told = others.events == event
        rest = rows.events != event if options.test is None else np.ones(len(rows.events), np.bool_)
        head, _ = related.learn(rows.where(rest))
        found[told] = related.tell(head, others.rows[told])
        whole = frame.filter(pl.col("event") != event) if options.test is None else frame
        peer[told] = _tfidf(whole, judged.filter(pl.Series(told)))
    metrics = _scores(others, found) | {f"peer.tfidf.{name}": value for name, value in _scores(others, peer).items()}
    plain = ~judged["text"].str.contains(r"^RT\b|https?:|www\.").to_numpy()
    metrics["plain.accuracy"] = _scores(others.where(plain), found[plain])["accuracy"]
    parameters = {"encoder": encoder.name, "strengths": related.STRENGTHS, "rows an event": related.SAMPLE}
    return Result(metrics, len(judged), parameters)


def _scores(messages: Labelled, found: NDArray[np.bool_]) -> Metrics:
    """Return accuracy by event, its mean (`accuracy`), and the mean macro-F1."""
    events = np.unique(messages.events)
    by_event, f1 = {}, []
    for event in events:
        told = messages.events == event
        by_event[f"accuracy.{event}"] = float(np.mean(found[told] == messages.on_topic[told]))
        f1.append(f1_score(messages.on_topic[told], found[told], average="macro"))
    return {"accuracy": float(np.mean(list(by_event.values()))), "macro_f1": float(np.mean(f1))} | by_event


def _tfidf(frame: pl.DataFrame, judged: pl.DataFrame) -> NDArray[np.bool_]:
    """Return what TF-IDF of words with logistic regression tells, as the data set's README has it."""
    words = TfidfVectorizer(min_df=2, sublinear_tf=True, ngram_range=(1, 2))
    rows = words.fit_transform(frame["text"].to_list())
    model = LogisticRegression(C=10, max_iter=2000, class_weight="balanced").fit(rows, frame["on_topic"].to_numpy())
    return np.asarray(model.predict(words.transform(judged["text"].to_list())), np.bool_)
